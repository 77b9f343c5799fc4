"""Pages in the manner of other federations, labelled by hand: what the reading finds of them, and what it makes up."""

import csv
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from gonghui.desks.review.reading import read_page

PAGES = Path(__file__).parent / "pages"
NAMES = sorted(path.stem for path in PAGES.glob("*.tsv"))


def labelled(name: str) -> Counter:
    with (PAGES / f"{name}.tsv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    return Counter(
        (int(row["line"]), Decimal(row["number"]), row["qualifier"], row["unit_word"], row["plan"] == "plan")
        for row in rows
    )


def found(name: str) -> Counter:
    (page,) = (path for path in PAGES.glob(f"{name}.*") if path.suffix != ".tsv")
    claims = read_page(page.read_text(encoding="utf-8"))
    return Counter((c.line, c.number, c.qualifier, c.unit_word, c.is_plan) for c in claims)


@pytest.mark.parametrize("name", NAMES)
def test_read_page_finds_the_labelled_claims_of_a_page(name):
    wanted, got = labelled(name), found(name)

    hits = (wanted & got).total()

    assert hits >= 0.9 * wanted.total(), f"missed: {list(wanted - got)}"
    assert hits >= 0.9 * got.total(), f"made up: {list(got - wanted)}"


def test_read_page_keeps_recall_and_precision_over_all_pages():
    wanted = sum((labelled(name).total() for name in NAMES), 0)
    got = sum((found(name).total() for name in NAMES), 0)

    hits = sum((labelled(name) & found(name)).total() for name in NAMES)

    print(f"recall {hits / wanted:.3f}, precision {hits / got:.3f} over {wanted} claims of {len(NAMES)} pages")
    assert hits / wanted >= 0.95
    assert hits / got >= 0.95
