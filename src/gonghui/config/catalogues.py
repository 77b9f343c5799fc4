"""Message catalogues: from what the source says, in Chinese, to what translators write, to what Django reads.

Run by `make setup` as `python -m gonghui.config.catalogues`, and again when serving starts from a working copy;
`python -m gonghui.config.catalogues gather` brings the English catalogue in step with the source.
"""

import io
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import django
from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

PACKAGE = Path(__file__).resolve().parents[1]
ENGLISH = PACKAGE / "locale/en/LC_MESSAGES/django.po"
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
}
SILENT = {"tests", "migrations"}


def compile_changed():
    """Compile each catalogue that is newer than its result."""
    for source in PACKAGE.rglob("locale/*/LC_MESSAGES/*.po"):
        result = source.with_suffix(".mo")
        if not result.exists() or result.stat().st_mtime < source.stat().st_mtime:
            _compile(source, result)


def _compile(source: Path, result: Path):
    draft = result.with_suffix(".mo.draft")
    with draft.open("wb") as read:
        write_mo(read, _read(source))
    draft.replace(result)


def _read(source: Path) -> Catalog:
    with source.open("rb") as written:
        return read_po(written, locale=source.parts[-3], domain=source.stem)


def messages() -> Iterator[tuple]:
    """What the source says to people: message (one, or singular and plural), context, and where it stands."""
    for path in sorted((*PACKAGE.rglob("*.py"), *PACKAGE.rglob("*.html"), *PACKAGE.rglob("*.txt"))):
        if SILENT & set(path.parts):
            continue
        text = path.read_text(encoding="utf-8")
        source = io.BytesIO((text if path.suffix == ".py" else _as_python(text, path)).encode())
        for _line, message, _comments, context in extract("python", source, keywords=KEYWORDS):
            yield message, context, str(path.relative_to(PACKAGE))


def _as_python(text: str, path: Path) -> str:
    """A template as Django's own tools read it, so that its messages can be found."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gonghui.config.settings")
    django.setup()
    return "\n".join(line.strip() for line in templatize(text, origin=str(path)).splitlines())


def gather():
    """Bring the English catalogue in step with the source; what is new waits for its translation."""
    before = _read(ENGLISH) if ENGLISH.exists() else Catalog()
    after = Catalog(locale="en", header_comment="# What Gonghui says, in English.", charset="utf-8", fuzzy=False)
    for message, context, place in messages():
        known = before.get(message[0] if isinstance(message, tuple) else message, context)
        after.add(message, known.string if known else None, locations=[(place, None)], context=context)
    ENGLISH.parent.mkdir(parents=True, exist_ok=True)
    with ENGLISH.open("wb") as written:
        write_po(written, after, width=110, omit_header=False, sort_by_file=True, include_lineno=False)


def untranslated() -> list[str]:
    """Messages of the source that the English catalogue does not say."""
    known = _read(ENGLISH) if ENGLISH.exists() else Catalog()
    gaps = set()
    for message, context, place in messages():
        found = known.get(message[0] if isinstance(message, tuple) else message, context)
        strings = found.string if found and isinstance(found.string, (tuple, list)) else [found and found.string]
        if not all(strings) or (found and found.fuzzy):
            gaps.add(f"{place}: {message}")
    return sorted(gaps)


if __name__ == "__main__":
    if "gather" in sys.argv[1:]:
        gather()
    compile_changed()
