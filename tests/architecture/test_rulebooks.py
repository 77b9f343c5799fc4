"""A rule book reads from the kernel and from rules, and from nothing else (house-style §2, contracts §5)."""

import re

from .source import PACKAGE, imported, shown

ALLOWED = re.compile(r"gonghui\.(kernel\b|foundation\.\w+\.(rules|roles|rulebook)\b)")


def test_rulebooks_read_from_rules_only():
    strange = [f"{shown(path)}: {name}" for path in _rulebooks() for name in imported(path) if _is_strange(path, name)]

    assert strange == []


def _rulebooks():
    found = [*PACKAGE.glob("programs/*/rulebook.py"), *PACKAGE.glob("programs/*/rulebook/*.py")]
    return [*found, *PACKAGE.glob("foundation/*/rulebook.py"), *PACKAGE.glob("foundation/*/rulebook/*.py")]


def _is_strange(path, name: str) -> bool:
    own = "gonghui." + ".".join(path.relative_to(PACKAGE).parts[:2]) + ".rulebook"
    return name.startswith("gonghui.") and not name.startswith(own) and not ALLOWED.match(name)
