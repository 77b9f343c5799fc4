"""The source as trees: files, functions, names, imports."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

REPOSITORY = Path(__file__).resolve().parents[2]
PACKAGE = REPOSITORY / "src" / "gonghui"
OURS = (PACKAGE, REPOSITORY / "tests", REPOSITORY / "benchmarks", REPOSITORY / "conftest.py")


class Function(NamedTuple):
    """A function with its length in lines, decorators and docstring left out: what one has to follow."""

    path: Path
    name: str
    line: int
    length: int

    def __str__(self):
        return f"{shown(self.path)}:{self.line} {self.name} has {self.length} lines"


@cache
def files() -> tuple[Path, ...]:
    """Every Python file of ours but the migrations that Django wrote."""
    found = [path for root in OURS for path in ([root] if root.is_file() else root.rglob("*.py"))]
    return tuple(sorted(path for path in found if path.parent.name != "migrations"))


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def functions() -> Iterator[Function]:
    for path in files():
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield Function(path, node.name, node.lineno, _length(node))


def is_test(path: Path) -> bool:
    return "tests" in path.relative_to(REPOSITORY).parts or path.name == "conftest.py"


def shown(path: Path) -> str:
    return str(path.relative_to(REPOSITORY))


def storey(path: Path) -> str:
    """config, desks, programs, foundation, kernel; what lies outside the package by its own folder."""
    inside = path.is_relative_to(PACKAGE)
    return path.relative_to(PACKAGE if inside else REPOSITORY).parts[0]


def imported(path: Path) -> Iterator[str]:
    """The modules a file imports, by full name; relative imports are resolved."""
    package = ("gonghui", *path.relative_to(PACKAGE).parent.parts)
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = ".".join(package[: len(package) - node.level + 1]) if node.level else ""
            module = ".".join(filter(None, (above, node.module)))
            yield from (f"{module}.{name.name}" for name in node.names)


def _length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    body = node.body[1:] if ast.get_docstring(node) is not None and len(node.body) > 1 else node.body
    return (node.end_lineno or 0) - body[0].lineno + 2
