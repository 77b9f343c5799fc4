"""The manifest of a backup: what it holds, of which instant, and which keys its records are under."""

import hashlib
import json
from dataclasses import asdict, dataclass, field
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

from . import ring
from .archive import Damaged
from .dumping import Snapshot

FORMAT = 1
KEYED = (ring.DATA, ring.INDEX)


@dataclass
class Manifest:
    """`rows` by table; `files` by name: size and SHA-256; `keys`: fingerprints of data and index keys by name."""

    taken_at: str
    program: str
    server: int
    migrations: list[list[str]]
    rows: dict[str, int]
    database_bytes: int
    seals: int
    seal_head: str
    keys: dict[str, str]
    files: dict[str, list] = field(default_factory=dict)
    format: int = FORMAT

    def as_bytes(self) -> bytes:
        return json.dumps(asdict(self), ensure_ascii=False).encode()

    @property
    def instant(self) -> datetime:
        return datetime.fromisoformat(self.taken_at)

    @property
    def size(self) -> int:
        """The bytes of all files, unpacked papers and packed dump."""
        return sum(size for size, _digest in self.files.values())


def drawn_up(snapshot: Snapshot, keys: Path) -> Manifest:
    """The manifest of a snapshot; its files are added as they are written."""
    (instant, database_bytes), = snapshot.asked("SELECT now(), pg_database_size(current_database())")
    (seals, head), = snapshot.asked(
        "SELECT count(*), coalesce((SELECT digest FROM journal_seal ORDER BY id DESC LIMIT 1), '') FROM journal_seal"
    )
    return Manifest(
        taken_at=instant.isoformat(), program=version("gonghui"), server=snapshot.connection.info.server_version,
        migrations=[list(row) for row in snapshot.asked("SELECT app, name FROM django_migrations ORDER BY id")],
        rows=snapshot.rows, database_bytes=database_bytes, seals=seals, seal_head=head, keys=fingerprints(keys),
    )


def fingerprints(folder: Path) -> dict[str, str]:
    """The fingerprints of the data and index keys of a folder, by name."""
    paths = sorted(path for kind in KEYED for path in folder.glob(kind))
    return fingerprints_of({path.name: path.read_bytes() for path in paths})


def fingerprints_of(keys: dict[str, bytes]) -> dict[str, str]:
    """What tells a key from another without telling the key, which is 256 bits drawn at random."""
    return {name: hashlib.sha256(b"gonghui:" + content).hexdigest()[:32] for name, content in keys.items()}


def read(path: Path, content: bytes) -> Manifest:
    """Raises Damaged."""
    try:
        return Manifest(**json.loads(content))
    except (ValueError, TypeError) as fault:
        raise Damaged(path, "清单无法读取", "its manifest cannot be read") from fault
