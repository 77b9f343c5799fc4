"""Fields that only a reveal may read: AES-GCM bound to table, column and row; blind indexes for exact search.

Keys lie outside the database in `settings.KEYS_FOLDER`: `data-N.key` (the highest N writes, all read), and `index.key`
with `index-N.key` above it. A key that comes or goes is seen by every process at once. A record with such fields has a
`uid`; a ciphertext moved to another row or column does not open.
"""

import hashlib
import hmac
import os
from functools import lru_cache, reduce
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
def _ring(folder: Path, _changed_at: int) -> tuple[dict[int, AESGCM], tuple[bytes, ...]]:
    data = {number_of(path): AESGCM(path.read_bytes()) for path in folder.glob("data-*.key")}
    if not data:
        raise KeysMissing(f"no data key in {folder}")
    layers = sorted((path for path in folder.glob("index*.key")), key=number_of)
    return data, tuple(path.read_bytes() for path in layers)


def _keys():
    return _ring(settings.KEYS_FOLDER, os.stat(settings.KEYS_FOLDER).st_mtime_ns)


def number_of(key: Path) -> int:
    """The number of a key by its file: "data-2.key" is 2, "index.key" 1."""
    return int(key.stem.partition("-")[2] or 1)


def newest_key() -> int:
    """The number of the data key that writes."""
    return max(_keys()[0])


def key_of(sealed: bytes) -> int | None:
    """The number of the data key a ciphertext was made with; None for what begins with no number of ours."""
    number = int.from_bytes(bytes(sealed[:2]))
    return number if number in _keys()[0] else None


def seal(plain: str | bytes, bound_to: bytes) -> bytes:
    """Encrypt with the newest key: key id, nonce, ciphertext."""
    keys, _layers = _keys()
    newest, nonce = max(keys), os.urandom(NONCE)
    content = plain.encode() if isinstance(plain, str) else plain
    return newest.to_bytes(2) + nonce + keys[newest].encrypt(nonce, content, bound_to)


def unseal(sealed: bytes, bound_to: bytes) -> str:
    """Decrypt a text; raises Unreadable."""
    return unseal_bytes(sealed, bound_to).decode()


def unseal_bytes(sealed: bytes, bound_to: bytes) -> bytes:
    """Decrypt; raises Unreadable."""
    sealed = bytes(sealed)
    try:
        key = _keys()[0][int.from_bytes(sealed[:2])]
        return key.decrypt(sealed[2 : 2 + NONCE], sealed[2 + NONCE :], bound_to)
    except (KeyError, InvalidTag):
        raise Unreadable(bound_to.decode()) from None


def blind_index(plain: str) -> str:
    """A keyed digest for exact search (HMAC-SHA256); meaningless without the keys outside the database.

    Each newer index key stands over those before, so that a stored index is renewed without its plain text.
    """
    return reduce(index_over, _keys()[1], plain)


def index_over(below: str, key: bytes) -> str:
    """One layer of a blind index, over the plain text or the index below."""
    return hmac.new(key, below.encode(), hashlib.sha256).hexdigest()


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
