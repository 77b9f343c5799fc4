"""What is remembered of keeping: when the last backup and the last drill were, in `kept.json` of the data folder."""

import json
import os
from datetime import datetime

from .. import home


def told() -> dict[str, datetime]:
    """`backup_at` and `drill_at`, as far as they were."""
    try:
        kept = json.loads((home.folder() / "kept.json").read_text())
    except (FileNotFoundError, ValueError):
        return {}
    return {name: datetime.fromisoformat(at) for name, at in kept.items()}


def tell(**instants: datetime):
    """Write down that something was done; whole or not at all."""
    kept = {name: at.isoformat() for name, at in {**told(), **instants}.items()}
    draft = home.folder() / f".kept.{os.getpid()}"
    draft.write_text(json.dumps(kept) + "\n")
    os.replace(draft, home.folder() / "kept.json")
