"""Files that lie encrypted beside the papers: workbooks with personal data that came in or wait to be taken away (O.1).

A record with a `uid` and a `stored_name` has one; its kind is registered, so that the sweep knows the file is kept.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from django.db import transaction

from gonghui.kernel.encryption import seal, unseal

from . import storing

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
    with storing.keeping(record.stored_name, seal(content.decode("latin-1"), _bound_to(record))):
        yield
    transaction.on_commit(partial(storing.settle, record.stored_name))


def content_of(record) -> bytes:
    """The plain content of the record's file, whose digest is `record.sha256`. Raises FileMissing, FileAltered."""
    try:
        content = unseal(storing.path_of(record.stored_name).read_bytes(), _bound_to(record)).encode("latin-1")
    except FileNotFoundError:
        raise storing.FileMissing(document=record) from None
    if digest_of(content) != record.sha256:
        raise storing.FileAltered(document=record)
    return content


def remove(record) -> None:
    """Take the file away once the transaction has ended well."""
    transaction.on_commit(partial(storing.remove, record.stored_name))


def digest_of(content: bytes) -> str:
    """SHA-256, hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def _bound_to(record) -> bytes:
    return f"{record._meta.db_table}:file:{record.uid}".encode()
