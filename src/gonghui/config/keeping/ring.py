"""The ring: all keys of the data folder. It leaves the machine only wrapped by a passphrase, never in a backup."""

import base64
import json
import os
import secrets
from contextlib import suppress
from pathlib import Path

import pyrage

from gonghui.kernel.encryption import number_of

from ..sentences import CannotRun

DATA, INDEX = "data-*.key", "index*.key"
RETIRED = "retired"
SHORTEST = 12  # characters of a passphrase
BYTES = 32


def newest(folder: Path, names: str) -> int:
    """The highest number among the keys of these names ("data-*.key"); 0 where there is none."""
    return max(map(number_of, folder.glob(names)), default=0)


def add(folder: Path, name: str, content: bytes | None = None) -> Path:
    """Put a key into the folder, whole or not at all; drawn where no content is given. Raises FileExistsError."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = folder / f".{name}.{os.getpid()}.{secrets.token_hex(4)}"
    try:
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(os.urandom(BYTES) if content is None else content)
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, folder / name)
    finally:
        draft.unlink(missing_ok=True)
    make_lasting(folder)
    return folder / name


def put_aside(folder: Path, name: str):
    """A key that nothing uses any more is read no longer; backups made under it still need it, so it stays kept."""
    (folder / RETIRED).mkdir(mode=0o700, exist_ok=True)
    os.rename(folder / name, folder / RETIRED / name)
    make_lasting(folder)


def write(folder: Path, target: Path, passphrase: str):
    """Write the whole ring, wrapped by a passphrase, to a new file. Raises `CannotRun`."""
    if len(passphrase) < SHORTEST:
        raise CannotRun(
            f"口令太短，至少 {SHORTEST} 个字符。", f"The passphrase is too short: {SHORTEST} characters at least."
        )
    if target.resolve().is_relative_to(folder.resolve().parent):
        raise CannotRun(
            "密钥要离开数据文件夹：请把文件写到另一处（U 盘、另一台机器）。",
            "The keys are to leave the data folder: name a file in another place.",
        )
    text = json.dumps({name: base64.b64encode(content).decode() for name, content in _all(folder).items()})
    try:
        _write_new(target, pyrage.passphrase.encrypt(text.encode(), passphrase, armored=True))
    except FileExistsError as fault:
        raise CannotRun(f"{target} 已存在，不会覆盖。", f"{target} exists and is not written over.") from fault
    except OSError as fault:
        raise CannotRun(f"无法写入 {target}：{fault.strerror}。", f"{target} cannot be written.") from fault


def read(source: Path, passphrase: str) -> dict[str, bytes]:
    """The keys of a wrapped ring by name. Raises `CannotRun`."""
    try:
        kept = json.loads(pyrage.passphrase.decrypt(source.read_bytes(), passphrase))
    except OSError as fault:
        raise CannotRun(f"无法读取密钥文件 {source}：{fault.strerror}。", f"{source} cannot be read.") from fault
    except pyrage.DecryptError as fault:
        raise CannotRun(
            f"密钥文件 {source} 打不开：口令不对，或文件已损坏。",
            f"{source} does not open: another passphrase, or a damaged file.",
        ) from fault
    return {name: base64.b64decode(text) for name, text in kept.items()}


def hang_up(folder: Path, keys: dict[str, bytes]):
    """Put the keys of a ring into an empty folder; what stands there already must be the same. Raises `CannotRun`."""
    for name, content in keys.items():
        path = folder / name
        with suppress(FileExistsError):
            add(path.parent, path.name, content)
        if path.read_bytes() != content:
            raise CannotRun(
                f"{path} 与密钥文件中的不同；请恢复到空的数据文件夹。",
                f"{path} is not the key of the ring; restore into an empty data folder.",
            )


def _all(folder: Path) -> dict[str, bytes]:
    paths = [*folder.glob("*.key"), *folder.glob("*.pending"), *folder.glob(f"{RETIRED}/*.key")]
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(paths) if path.name[0] != "."}


def _write_new(target: Path, content: bytes):
    with open(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def make_lasting(folder: Path):
    """Make names in a folder durable, where the file system can."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
