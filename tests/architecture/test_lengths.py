"""A function fits in the eye, a file on a desk (house-style §7)."""

from .source import REPOSITORY, files, functions, is_test, shown

LONGEST_FUNCTION = 40
LONGEST_FILE = 300
LONGEST_TEST_FILE = 500
LARGEST_KERNEL = 1500  # lines, without sheets, ui and tests


def test_no_function_is_longer_than_the_eye():
    assert [str(function) for function in functions() if function.length > LONGEST_FUNCTION] == []


def test_no_file_is_longer_than_a_desk():
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in files()}

    long = {path: length for path, length in lengths.items() if length > _limit(path)}

    assert [f"{shown(path)} has {length} lines" for path, length in long.items()] == []


def test_the_kernel_stays_small():
    rooms = {path: set(path.relative_to(REPOSITORY).parts) for path in files()}
    kernel = [path for path, parts in rooms.items() if "kernel" in parts and not {"sheets", "ui", "tests"} & parts]

    assert sum(len(path.read_text(encoding="utf-8").splitlines()) for path in kernel) <= LARGEST_KERNEL


def _limit(path) -> int:
    return LONGEST_TEST_FILE if is_test(path) else LONGEST_FILE
