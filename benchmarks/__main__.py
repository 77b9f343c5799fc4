"""`python -m benchmarks [--only lists]`: measure, print, and after a whole run write `docs/benchmarks.md`."""

import argparse
import os

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"
django.setup()

from gonghui.config.settings import REPOSITORY  # noqa: E402 - Django has to be set up before

from . import figures, ground, imports, keeping, lists, seals, steps, telling, workbooks  # noqa: E402 - as above

BENCHES = {
    "lists": lists, "steps": steps, "workbooks": workbooks, "imports": imports, "figures": figures, "seals": seals,
    "keeping": keeping,
}


def run(only: str | None):
    """Measure one bench, or all."""
    told = {"Load": telling.load()}
    with ground.server():
        told |= telling.machine()
        for name, fact in told.items():
            print(f"{name:<12}{fact}")
        measured = [(BENCHES[name], _told(BENCHES[name])) for name in ([only] if only else BENCHES)]
    told["Memory"] = telling.peak()
    print(f"\n{'Memory':<12}{told['Memory']}\n\nNot measured\n{telling.NOT_MEASURED}")
    if not only:
        (REPOSITORY / "docs" / "benchmarks.md").write_text(telling.page(told, measured), encoding="utf-8")


def _told(bench) -> list:
    print(f"\n{bench.TITLE}", flush=True)
    lines = []
    for line in bench.measure():
        print(telling.line_of_text(line), flush=True)
        lines.append(line)
    return lines


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--only", choices=BENCHES, help="which to run, if not all")
    run(parser.parse_args().only)
