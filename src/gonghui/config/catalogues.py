"""Message catalogues: from what translators write (`.po`) to what Django reads (`.mo`).

Run by `make setup` as `python -m gonghui.config.catalogues`, and again when serving starts from a working copy.
"""

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

PACKAGE = Path(__file__).resolve().parents[1]


def compile_changed():
    """Compile each catalogue that is newer than its result."""
    for source in PACKAGE.rglob("locale/*/LC_MESSAGES/*.po"):
        result = source.with_suffix(".mo")
        if not result.exists() or result.stat().st_mtime < source.stat().st_mtime:
            _compile(source, result)


def _compile(source: Path, result: Path):
    with source.open("rb") as written:
        catalogue = read_po(written, locale=source.parts[-3], domain=source.stem)
    draft = result.with_suffix(".mo.draft")
    with draft.open("wb") as read:
        write_mo(read, catalogue)
    draft.replace(result)


if __name__ == "__main__":
    compile_changed()
