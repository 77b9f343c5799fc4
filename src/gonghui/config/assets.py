"""Front-end packages, from where npm put them into the folder of static files, and one sprite of the icons in use.

Run by `make setup` as `python -m gonghui.config.assets`, and again when serving starts from a working copy.
"""

import ast
import re
import shutil
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]
REPOSITORY = PACKAGE.parents[1]
PACKAGES = REPOSITORY / "node_modules"
TARGET = REPOSITORY / "build" / "assets" / "lib"
COPIED = (
    "bootstrap/dist/css/bootstrap.min.css",
    "bootstrap/dist/js/bootstrap.bundle.min.js",
    "htmx.org/dist/htmx.min.js",
)
ICONS = PACKAGES / "@tabler/icons/icons/outline"
IN_TEMPLATES = re.compile(r"""{%\s*icon\s+["']([a-z0-9-]+)["']|icon=["']([a-z0-9-]+)["']""")
DRAWING = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)
FRAME = '<path stroke="none" d="M0 0h24v24H0z" fill="none"/>'
SYMBOL = (
    '<symbol id="{}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75"'
    ' stroke-linecap="round" stroke-linejoin="round">{}</symbol>'
)


def are_installed() -> bool:
    """Did npm put the packages here? Not in an installation without a working copy."""
    return PACKAGES.exists()


def gather():
    """Copy the chosen files and draw the sprite."""
    TARGET.mkdir(parents=True, exist_ok=True)
    for path in COPIED:
        text = (PACKAGES / path).read_text(encoding="utf-8")
        # The maps are not shipped, and a name that leads nowhere stops the hashing of names.
        (TARGET / Path(path).name).write_text(re.sub(r"\n?(//|/\*)# sourceMappingURL=.*", "", text), encoding="utf-8")
    symbols = "".join(SYMBOL.format(name, _drawing(name)) for name in sorted(icons_in_use()))
    (TARGET / "icons.svg").write_text(f'<svg xmlns="http://www.w3.org/2000/svg">{symbols}</svg>', encoding="utf-8")


def icons_in_use() -> set[str]:
    """The icons named in templates or by a text in the source; a test finds names that are no icon's."""
    return (icons_in_templates() | _texts_in_source()) & known_icons()


def known_icons() -> set[str]:
    return {path.stem for path in ICONS.glob("*.svg")}


def icons_in_templates() -> set[str]:
    found = set()
    for path in PACKAGE.rglob("templates/**/*.html"):
        found.update(name for pair in IN_TEMPLATES.findall(path.read_text(encoding="utf-8")) for name in pair if name)
    return found


def _texts_in_source() -> set[str]:
    texts = set()
    for path in PACKAGE.rglob("*.py"):
        if not {"tests", "migrations", "config"} & set(path.relative_to(PACKAGE).parts):
            nodes = ast.walk(ast.parse(path.read_text("utf-8")))
            constants = (node for node in nodes if isinstance(node, ast.Constant))
            texts.update(constant.value for constant in constants if isinstance(constant.value, str))
    return texts


def _drawing(name: str) -> str:
    drawing = DRAWING.search((ICONS / f"{name}.svg").read_text(encoding="utf-8"))
    assert drawing is not None, f"{name}.svg holds no drawing"  # noqa: S101 - a broken package, not an input
    return re.sub(r"\s*\n\s*", "", drawing.group(1)).replace(" />", "/>").replace(FRAME, "")


if __name__ == "__main__":
    shutil.rmtree(TARGET, ignore_errors=True)
    gather()
