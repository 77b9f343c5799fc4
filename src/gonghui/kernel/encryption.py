"""Fields that only a reveal may read: AES-GCM bound to table, column and row; blind indexes for exact search.

Keys lie outside the database in `settings.KEYS_FOLDER`: `data-N.key` (the highest N writes, all read) and `index.key`.
A record with such fields has a `uid`; a ciphertext moved to another row or column does not open.
"""

import hashlib
import hmac
import os
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import models
from django.db.models.query_utils import DeferredAttribute

from .ui.masking import mask_text

NONCE = 12


class KeysMissing(RuntimeError):
    """The folder of keys is empty: encrypted fields can neither be written nor read."""


class Unreadable(RuntimeError):
    """A ciphertext does not open: another key, another row, or changed bytes."""


@lru_cache(maxsize=4)
def _data_keys(folder: Path) -> dict[int, AESGCM]:
    keys = {int(path.stem.partition("-")[2]): AESGCM(path.read_bytes()) for path in folder.glob("data-*.key")}
    if not keys:
        raise KeysMissing(f"no data key in {folder}")
    return keys


@lru_cache(maxsize=4)
def _index_key(folder: Path) -> bytes:
    return (folder / "index.key").read_bytes()


def seal(plain: str, bound_to: bytes) -> bytes:
    """Encrypt with the newest key: key id, nonce, ciphertext."""
    keys = _data_keys(settings.KEYS_FOLDER)
    newest, nonce = max(keys), os.urandom(NONCE)
    return newest.to_bytes(2) + nonce + keys[newest].encrypt(nonce, plain.encode(), bound_to)


def unseal(sealed: bytes, bound_to: bytes) -> str:
    """Decrypt; raises Unreadable."""
    sealed = bytes(sealed)
    try:
        key = _data_keys(settings.KEYS_FOLDER)[int.from_bytes(sealed[:2])]
        return key.decrypt(sealed[2 : 2 + NONCE], sealed[2 + NONCE :], bound_to).decode()
    except (KeyError, InvalidTag):
        raise Unreadable(bound_to.decode()) from None


def blind_index(plain: str) -> str:
    """A keyed digest for exact search (HMAC-SHA256); meaningless without the key outside the database."""
    return hmac.new(_index_key(settings.KEYS_FOLDER), plain.encode(), hashlib.sha256).hexdigest()


class Secret:
    """The value of an encrypted field: shown masked, opened on purpose."""

    def __init__(self, field, instance, value):
        self._field, self._instance, self._value = field, instance, value

    def open(self) -> str:
        """The plain text; callers have announced a reveal or never show it. Raises Unreadable."""
        if isinstance(self._value, str):
            return self._value
        return unseal(self._value, self._field.bound_to(self._instance))

    def __bool__(self):
        return bool(self._value)

    def __str__(self):
        return self._field.mask(self.open()) if self else ""


class EncryptedAttribute(DeferredAttribute):
    def __get__(self, instance, cls=None):
        value = super().__get__(instance, cls)
        return self if instance is None else Secret(self.field, instance, value)

    def __set__(self, instance, value):
        instance.__dict__[self.field.attname] = value._value if isinstance(value, Secret) else value


class EncryptedText(models.BinaryField):
    """Text kept as ciphertext; reading the attribute gives a Secret whose str() is the mask."""

    descriptor_class = EncryptedAttribute

    def __init__(self, *args, mask=mask_text, **kwargs):
        self.mask = mask
        kwargs.setdefault("editable", True)
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, _path, args, kwargs = super().deconstruct()
        return name, "gonghui.kernel.encryption.EncryptedText", args, kwargs

    def bound_to(self, instance) -> bytes:
        return f"{self.model._meta.db_table}:{self.column}:{instance.uid}".encode()

    def pre_save(self, instance, add):
        value = instance.__dict__.get(self.attname)
        if isinstance(value, str):
            value = seal(value, self.bound_to(instance)) if value else None
            instance.__dict__[self.attname] = value
        return value

    def formfield(self, **kwargs):
        return models.Field.formfield(self, **kwargs)

    def save_form_data(self, instance, data):
        """Keep what is stored when the form comes back with the mask or empty."""
        if data and data != str(getattr(instance, self.name)):
            setattr(instance, self.name, data)


class BlindIndex(models.CharField):
    """The blind index of an encrypted field of the same record; declared before it, so that it is saved first.

    `within` names an attribute of the record that keeps like values apart: the kind of a document before its number.
    """

    def __init__(self, *args, of="", within="", **kwargs):
        self.of, self.within = of, within
        super().__init__(*args, **{"max_length": 64, "editable": False, "null": True, **kwargs})

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "of": self.of, **({"within": self.within} if self.within else {})}

    def pre_save(self, instance, add):
        plain = instance.__dict__.get(self.of)
        if plain is None or plain == "":
            value = None
        elif isinstance(plain, str):
            value = blind_index((getattr(instance, self.within) if self.within else "") + plain)
        else:
            return getattr(instance, self.attname)
        setattr(instance, self.attname, value)
        return value
