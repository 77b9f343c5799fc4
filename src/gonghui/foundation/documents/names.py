"""Names of files as people give them, made fit to be shown and handed out again; files never lie under them (T20)."""

import re
import unicodedata
from pathlib import PurePosixPath

LONGEST = 80
UNFIT = re.compile(r'[\x00-\x1f\x7f-\x9f<>:"|?*%;]+')
INVISIBLE = re.compile(r"[\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]")
RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)
UNNAMED = "附件"


def presentable(name: str) -> str:
    """The last part of a name without control, direction and path signs, at most 80 characters, its ending kept."""
    plain = INVISIBLE.sub("", unicodedata.normalize("NFC", name.encode("utf-8", "ignore").decode()))
    last = re.split(r"[/\\]", plain)[-1]
    fit = re.sub(r"\s+", " ", UNFIT.sub("_", last)).strip(" .")
    path = PurePosixPath(fit)
    stem, suffix = (path.stem, path.suffix.lower()) if fit else ("", "")
    if RESERVED.fullmatch(stem.partition(".")[0]):
        stem = f"_{stem}"
    return f"{(stem.strip(' .') or UNNAMED)[: LONGEST - len(suffix[:10])]}{suffix[:10]}"


def suffix_of(name: str) -> str:
    """How a presentable name ends, in small letters: ".pdf", "" for none."""
    return PurePosixPath(name).suffix
