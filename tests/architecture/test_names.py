"""Names that say what a thing is (house-style §7), and refusals that are not swallowed (house-style §4)."""

import ast

from .source import PACKAGE, files, is_test, shown, tree

NAMES_OF_NOTHING = {
    "utils", "helpers", "common", "misc", "base", "manager", "service", "handler", "process", "data", "info",
}  # fmt: skip
SAYS_BY_ITS_NAME = {"apps.py", "urls.py"}


def test_no_module_is_named_for_nothing():
    named = [name for name in map(shown, files()) if {*name.removesuffix(".py").split("/")} & NAMES_OF_NOTHING]

    assert named == []


def test_no_class_or_function_is_named_for_nothing():
    defined = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
    nodes = [(path, node) for path in files() for node in ast.walk(tree(path)) if isinstance(node, defined)]

    named = [f"{shown(path)}:{node.lineno} {node.name}" for path, node in nodes if _is_named_for_nothing(node.name)]

    assert named == []


def test_nobody_catches_everything():
    catching = [
        f"{shown(path)}:{node.lineno}"
        for path in files()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ExceptHandler) and _catches_everything(node)
    ]

    assert catching == []


def test_every_module_says_what_it_is():
    speaking = [path for path in files() if path.is_relative_to(PACKAGE) and path.name not in SAYS_BY_ITS_NAME]

    silent = [path for path in speaking if not is_test(path) and tree(path).body and not ast.get_docstring(tree(path))]

    assert [shown(path) for path in silent] == []


def _is_named_for_nothing(name: str) -> bool:
    # A helper may be a person here: 帮扶责任人.
    bare = name.lower().strip("_")
    return bare in NAMES_OF_NOTHING - {"helpers"} or name.endswith(("Manager", "Service", "Handler"))


def _catches_everything(node: ast.ExceptHandler) -> bool:
    caught = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
    return any(kind is None or getattr(kind, "id", "") in ("Exception", "BaseException") for kind in caught)
