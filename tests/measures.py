"""Print what the length gates only bound: medians, counts by storey. Run by `make measures`."""

from collections import Counter
from pathlib import Path
from statistics import median

from tests.architecture.source import PACKAGE, files, functions, is_test, storey

STOREYS = ("kernel", "foundation", "programs", "desks", "config", "tests")


def show():
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in files()}
    spans = list(functions())
    print(f"{'':<12}{'files':>7}{'lines':>8}{'median':>8}{'longest':>9}{'functions':>11}{'median':>8}{'longest':>9}")
    for name in STOREYS:
        chosen = [length for path, length in lengths.items() if _place(path) == name]
        within = [function.length for function in spans if _place(function.path) == name]
        print(f"{name:<12}{_numbers(chosen)}{_numbers(within, with_sum=False)}")
    _show_longest(lengths, spans)
    _show_templates()


def _place(path: Path) -> str:
    return "tests" if is_test(path) else storey(path)


def _numbers(numbers: list[int], with_sum: bool = True) -> str:
    total = f"{sum(numbers):>8}" if with_sum else ""
    width = 7 if with_sum else 11
    last = f"{max(numbers, default=0):>9}"
    return f"{len(numbers):>{width}}{total}{median(numbers or [0]):>8.0f}{last}"


def _show_longest(lengths: dict[Path, int], spans: list):
    print("\nlongest functions")
    for function in sorted(spans, key=lambda function: -function.length)[:5]:
        print(f"  {function}")
    print("longest files")
    for path in sorted(lengths, key=lambda path: -lengths[path])[:5]:
        print(f"  {path.relative_to(PACKAGE.parents[1])} has {lengths[path]} lines")


def _show_templates():
    kinds = Counter(path.suffix for path in PACKAGE.rglob("*") if path.suffix in (".html", ".css", ".js", ".po"))
    print("\n" + ", ".join(f"{count} {suffix}" for suffix, count in kinds.most_common()))


if __name__ == "__main__":
    show()
