"""Where bank files and returns are kept: encrypted, beside the papers, each written whole or not at all."""

import os
import secrets
from pathlib import Path

from django.conf import settings

from gonghui.kernel.encryption import seal, unseal


def keep(folder: str, name: str, content: bytes) -> None:
    """Write a file; when this is done again with the same content, the result is the same."""
    path = _path(folder, name)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{name}.{secrets.token_hex(8)}")
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(seal(content.decode("latin-1"), bound_to(folder, name)))
        file.flush()
        os.fsync(file.fileno())
    os.replace(draft, path)
    _make_lasting(path.parent)


def take(folder: str, name: str) -> bytes:
    """The content of a kept file. Raises FileNotFoundError, and Unreadable when it was changed or moved."""
    return unseal(_path(folder, name).read_bytes(), bound_to(folder, name)).encode("latin-1")


def _path(folder, name) -> Path:
    return Path(settings.MEDIA_ROOT) / "bank" / folder / name


def bound_to(folder, name) -> bytes:
    """To what a file's ciphertext is bound."""
    return f"bank:{folder}:{name}".encode()


def _make_lasting(folder):
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
