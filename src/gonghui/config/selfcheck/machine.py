"""The machine: data folder, keys, disk, fonts, what is kept elsewhere."""

import json
import os
import shutil
import stat
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from .. import fonts
from .finding import Finding, note, well, wrong

LEAST_FREE = 0.15
OLDEST_BACKUP = timedelta(days=2)
OLDEST_DRILL = timedelta(days=31)
OLDEST_COPY = timedelta(days=2)
NEEDED_KEYS = ("data-*.key", "index.key", "secret.key")
KEPT = "kept.json"
COPIED = "journal-anchors.copied"
"""Touched by whatever carries the journal's anchors to another place."""


def folder(at: datetime) -> Finding:
    """The data folder is there, ours, and nobody else writes in it."""
    path = Path(settings.DATA_FOLDER)
    if not path.is_dir() or not os.access(path, os.W_OK):
        return wrong(f"数据文件夹 {path} 不存在或不能写", "the data folder is missing or cannot be written")
    if stat.S_IMODE(path.stat().st_mode) & 0o022:
        return wrong(f"其他用户可以写数据文件夹,请运行 chmod go-w {path}", "others may write into the data folder")
    return well(f"数据文件夹 {path}", "data folder")


def keys(at: datetime) -> Finding:
    """All keys are there, and only their owner reads them."""
    path = Path(settings.KEYS_FOLDER)
    missing = [name for name in NEEDED_KEYS if not any(path.glob(name))]
    if missing:
        return wrong(f"缺少密钥 {'、'.join(missing)},请从密钥备份恢复", "keys are missing: bring them back")
    files = [path, *path.glob("*.key")]
    if open_ones := [each.name for each in files if stat.S_IMODE(each.stat().st_mode) & 0o077]:
        return wrong(f"其他用户可以读 {'、'.join(open_ones)},请运行 chmod -R go= {path}", "keys lie open")
    if strange := [each.name for each in files if not os.access(each, os.R_OK) or each.stat().st_uid != os.geteuid()]:
        return wrong(f"{'、'.join(strange)} 不属于运行本程序的用户", "keys belong to another user")
    return well("密钥齐全,只有本用户可读", "keys are all there, for their owner only")


def disk(at: datetime) -> Finding:
    """At least 15 per cent of the data folder's disk are free."""
    usage = shutil.disk_usage(settings.DATA_FOLDER)
    share = usage.free / usage.total
    if share < LEAST_FREE:
        return wrong(f"磁盘只剩 {share:.0%},请腾出空间(至少 {LEAST_FREE:.0%})", "the disk is nearly full")
    return well(f"磁盘剩余 {share:.0%}", "of the disk is free")


def font(at: datetime) -> Finding:
    """A static Chinese font is installed, for pictures that the server draws."""
    found = fonts.static_chinese_font()
    if found is None:
        return note(fonts.MISSING, fonts.MISSING_IN_ENGLISH)
    return well(f"中文字体 {found.name}", "a static Chinese font")


def anchors(at: datetime) -> Finding:
    """The heads of the journal's seals are written down, and were carried elsewhere of late."""
    kept = Path(settings.JOURNAL_ANCHORS)
    if not kept.is_file():
        return wrong("还没有日志封存记录 journal-anchors.txt", "there are no anchors of the journal yet: run the jobs")
    copied = kept.with_name(COPIED)
    if not copied.is_file() or at - _changed(copied) > OLDEST_COPY:
        return wrong(
            f"日志封存记录两天内没有抄送到别处(抄送后 touch {copied.name})",
            "the journal's anchors were not copied elsewhere within two days",
        )
    return well("日志封存记录已抄送", "the journal's anchors are copied elsewhere")


def backup(at: datetime) -> Finding:
    """The last backup is not older than two days."""
    return _kept("backup_at", at, OLDEST_BACKUP, ("备份", "backup"), "gonghui backup")


def drill(at: datetime) -> Finding:
    """The last restore drill is not older than a month."""
    return _kept("drill_at", at, OLDEST_DRILL, ("恢复演练", "restore drill"), "gonghui restore_drill")


def _kept(key, at, oldest, names, command) -> Finding:
    chinese, english = names
    path = Path(settings.DATA_FOLDER) / KEPT
    try:
        said = json.loads(path.read_text()).get(key) if path.is_file() else None
        when = datetime.fromisoformat(said) if said else None
        age = at - when if when else None
    except (ValueError, TypeError, AttributeError):
        return wrong(f"{KEPT} 读不懂", f"{KEPT} cannot be read")
    if age is None:
        return note(f"还没有做过{chinese}({command})", f"no {english} yet")
    if age > oldest:
        return wrong(f"上次{chinese}是 {age.days} 天以前({command})", f"the last {english} is too old")
    return well(f"上次{chinese} {when:%Y-%m-%d %H:%M}", f"last {english}")


def _changed(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime).astimezone()
