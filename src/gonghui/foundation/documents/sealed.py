"""Files lie encrypted: papers, workbooks with personal data that came in or wait to be taken away (O.1, T05).

A record with a `uid`, a `stored_name` and the `sha256` of the plain content has one; its kind is registered, so that
the sweep knows the file is kept.
"""

import hashlib
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from django.db import transaction

from gonghui.kernel.encryption import Unreadable, key_of, seal, unseal_bytes

from . import storing

log = logging.getLogger(__name__)
keepers: list[Any] = []


def keeps(model):
    """Let records of this kind have an encrypted file; stands above the record's class as a decorator."""
    keepers.append(model)
    return model


def is_kept(name) -> bool:
    """Whether a record has the file of this name."""
    return any(model.objects.filter(stored_name=name).exists() for model in keepers)


@contextmanager
def keeping(record, content: bytes) -> Iterator[None]:
    """Write the record's file encrypted; take it away again when the block or its transaction fails."""
    with storing.keeping(record.stored_name, seal(content, bound_to(record))):
        yield
    transaction.on_commit(partial(storing.settle, record.stored_name))


def content_of(record) -> bytes:
    """The plain content of the record's file. Raises FileMissing or FileAltered, and tells the operator."""
    try:
        content = _opened(storing.path_of(record.stored_name).read_bytes(), record)
    except FileNotFoundError:
        log.error("The file %s of %s %s is missing.", record.stored_name, record._meta.label, record.pk)
        raise storing.FileMissing(document=record) from None
    except Unreadable:
        content = b""
    if digest_of(content) != record.sha256:
        log.error("The file %s of %s %s is not what was stored.", record.stored_name, record._meta.label, record.pk)
        raise storing.FileAltered(document=record)
    return content


def _opened(kept: bytes, record) -> bytes:
    """What was kept before papers were encrypted is plain; workbooks were once sealed as text in UTF-8."""
    if key_of(kept) is None:
        return kept
    content = unseal_bytes(kept, bound_to(record))
    return content if digest_of(content) == record.sha256 else _as_before(content)


def _as_before(content: bytes) -> bytes:
    try:
        return content.decode().encode("latin-1")
    except UnicodeError:
        return content


def remove(record) -> None:
    """Take the file away once the transaction has ended well."""
    transaction.on_commit(partial(storing.remove, record.stored_name))


def digest_of(content: bytes) -> str:
    """SHA-256, hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def bound_to(record) -> bytes:
    """To what the file's ciphertext is bound: moved to another record it does not open."""
    return f"{record._meta.db_table}:file:{record.uid}".encode()
