"""备份: what the system administrator is told when a backup or a drill is late; the commands write `kept.json`."""

import json
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.accounts.roles import Role

LATE = (
    ("backup_at", timedelta(days=2), _("还没有做过备份。"), _("上次备份是 {days} 天前。")),
    ("drill_at", timedelta(days=31), _("还没有做过恢复演练。"), _("上次恢复演练是 {days} 天前。")),
)
"""A night may fail once; a drill is due each month."""


def sentences(by, *, at: datetime) -> list[str]:
    """What is late, for the system administrator alone; empty when all is kept."""
    if by.role != Role.SYSADMIN:
        return []
    kept = _kept(Path(settings.DATA_FOLDER) / "kept.json")
    return [said for name, most, never, ago in LATE if (said := _said(kept.get(name), at, most, never, ago))]


def _said(told: str | None, at: datetime, most: timedelta, never, ago) -> str:
    if told is None:
        return str(never)
    age = at - datetime.fromisoformat(told)
    return str(ago).format(days=age.days) if age > most else ""


def _kept(path: Path) -> dict[str, str]:
    try:
        return json.loads(path.read_text())
    except (FileNotFoundError, ValueError):
        return {}
