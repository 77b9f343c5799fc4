"""The file of a backup: a tar archive encrypted with age, written and read as a stream.

`age -d FILE | tar x` opens it anywhere. age proves each piece as it is read, and that the end is the end; what a
file is called and holds stands in the manifest, the last member.
"""

import hashlib
import io
import os
import tarfile
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pyrage

from ..sentences import CannotRun
from .ring import make_lasting

PIECE = 1 << 20  # bytes read and written at once
MANIFEST = "manifest.json"


class Damaged(CannotRun):
    """A backup that is not as it was written."""

    def __init__(self, path: Path, chinese: str, english: str):
        super().__init__(
            f"备份 {path.name} 已损坏：{chinese}。请换另一份备份。", f"{path.name} is damaged: {english}. Take another."
        )


@dataclass(frozen=True)
class Member:
    """A file that goes into a backup: its size must be known before its content comes."""

    name: str
    size: int
    pieces: Iterable[bytes]


def of_bytes(name: str, content: bytes) -> Member:
    return Member(name, len(content), [content])


def pieces_of(file) -> Iterator[bytes]:
    """What is left in a file, piece by piece."""
    while piece := file.read(PIECE):
        yield piece


def write(path: Path, members: Iterable[Member], recipient: str) -> None:
    """Write a backup whole or not at all; what a kill leaves behind is called `.partial`. Raises OSError."""
    draft = path.with_name(f".{path.name}.partial")
    source = _Pulled(_tar(members))
    try:
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb", buffering=PIECE) as file:
            target = _Told(file)
            try:
                pyrage.encrypt_io(source, target, [pyrage.x25519.Recipient.from_str(recipient)])
                file.flush()
            except (pyrage.EncryptError, OSError) as fault:
                raise source.fault or target.fault or fault from None
            os.fsync(file.fileno())
        os.rename(draft, path)
        make_lasting(path.parent)
    finally:
        draft.unlink(missing_ok=True)


class _Pulled:
    """Pieces as a file that is read; remembers what went wrong, which the library tells only as text."""

    def __init__(self, pieces: Iterator[bytes]):
        self._pieces, self._left, self.fault = pieces, memoryview(b""), None

    def read(self, size: int) -> bytes:
        try:
            while not self._left:
                self._left = memoryview(next(self._pieces, b""))
                if not self._left:
                    return b""
        except BaseException as fault:
            self.fault = fault
            raise
        taken, self._left = self._left[:size], self._left[size:]
        return bytes(taken)


class _Told:
    """A file that is written; remembers what went wrong."""

    def __init__(self, file):
        self._file, self.fault = file, None

    def write(self, piece: bytes) -> int:
        try:
            return self._file.write(piece)
        except OSError as fault:
            self.fault = fault
            raise

    def flush(self):
        self._file.flush()


def _tar(members: Iterable[Member]) -> Iterator[bytes]:
    for member in members:
        head = tarfile.TarInfo(member.name)
        head.size, head.mode = member.size, 0o600
        yield head.tobuf(tarfile.PAX_FORMAT)
        written = 0
        for piece in member.pieces:
            if piece:
                written += len(piece)
                yield piece
        if written != member.size:
            raise OSError(f"{member.name} changed while it was read")
        if rest := -member.size % tarfile.BLOCKSIZE:
            yield bytes(rest)
    yield bytes(2 * tarfile.BLOCKSIZE)


@contextmanager
def reading(path: Path, identities: list) -> Iterator[Iterator[tuple[str, io.BufferedIOBase]]]:
    """The members of a backup, name and content, in their order. Raises Damaged, and `CannotRun` for a wrong key."""
    way_out, way_in = os.pipe()
    faults: list[BaseException] = []
    thread = threading.Thread(target=_decrypt, args=(path, identities, way_in, faults), daemon=True)
    thread.start()
    try:
        with open(way_out, "rb", buffering=PIECE) as plain:
            try:
                yield _members(plain)
            except tarfile.TarError as fault:
                faults.append(fault)
    finally:
        thread.join()
    _raise_first(path, [each for each in faults if not isinstance(each, BrokenPipeError)])


def _members(plain) -> Iterator[tuple[str, io.BufferedIOBase]]:
    with tarfile.open(mode="r|", fileobj=plain, bufsize=PIECE) as archive:
        for member in archive:
            yield member.name, archive.extractfile(member)
    while plain.read(PIECE):  # to the very end: only then is it proven that nothing was cut off
        pass


def _decrypt(path: Path, identities, way_in: int, faults: list):
    with open(way_in, "wb", buffering=0) as pipe:
        target = _Told(pipe)
        try:
            with path.open("rb") as file:
                pyrage.decrypt_io(file, target, identities)
        except (pyrage.DecryptError, OSError) as fault:
            faults.append(target.fault or fault)


def _raise_first(path: Path, faults: list):
    for fault in faults:
        if isinstance(fault, pyrage.DecryptError) and "No matching keys" in str(fault):
            raise CannotRun(
                f"备份 {path.name} 打不开：密钥不对。请用制作这份备份时的备份密钥。",
                f"{path.name} was made for another key; name the backup key of its day.",
            ) from fault
        raise Damaged(path, "有字节被改动或文件没有写完", "a byte was changed or its end is missing") from fault


def checked(path: Path, identities: list, take: Callable[[str, Iterator[bytes]], None]) -> dict[str, tuple[int, str]]:
    """Hand each member's pieces to `take`; gives size and SHA-256 of each. Raises Damaged and `CannotRun`."""
    found = {}
    with reading(path, identities) as members:
        for name, content in members:
            mark, size = hashlib.sha256(), [0]
            take(name, _marked(content, mark, size))
            for _rest in _marked(content, mark, size):
                pass
            found[name] = (size[0], mark.hexdigest())
    return found


def _marked(content, mark, size: list) -> Iterator[bytes]:
    for piece in pieces_of(content):
        mark.update(piece)
        size[0] += len(piece)
        yield piece
