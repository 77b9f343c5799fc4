"""The published year 2021 (contracts §3): every stated figure is found, and nothing else."""

import csv
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from gonghui.desks.review.reading import KnownFigure, exit_code, judge, read_page, to_json

ROOT = Path(__file__).parents[5] / "tests"
PAGE = (ROOT / "review-2021.txt").read_text(encoding="utf-8")
UNSTATED = {
    "P02", "P03", "P04", "R01", "R02", "Y04", "Y06", "Y07", "Y08", "Y09", "Y13", "Y14", "Y17", "S08",
    "S26", "S27", "S28", "B01", "B04", "B06", "B12", "B13", "B14", "B15", "B17", "B18", "B19",
}  # fmt: skip
QUALIFIERS = {"=": ("exact",), ">=": ("more", "at_least"), "~<": ("nearly",), ">": ("over",), "<=": ("rank",)}
HARDSHIP = (
    KnownFigure("Y10", "救助深度困难职工", "户", "flow", ("深度困难职工",)),
    KnownFigure("Y11", "救助相对困难职工", "户", "flow", ("相对困难职工",)),
    KnownFigure("Y12", "救助意外致困职工", "户", "flow", ("意外致困职工",)),
    KnownFigure("Y13", "结对帮扶率", "%", "rate", ("结对帮扶",)),
    KnownFigure("Y15", "救助在档困难职工", "户", "flow", ("在档困难职工", "困难职工")),
    KnownFigure("Y16", "发放救助金", "元", "flow", ("救助金",)),
)
RECORDS = {"Y10": 262, "Y11": 378, "Y12": 86, "Y13": 100, "Y15": 852, "Y16": Decimal("5488800.00")}


def given(records):
    return lambda asked: {each: records[each.code] for each in asked if each.code in records}


def figures():
    with (ROOT / "figures-2021.tsv").open(encoding="utf-8") as file:
        return [row for row in csv.DictReader(file, delimiter="\t") if row["id"] not in UNSTATED]


def line_of(quote: str) -> int:
    return next(n for n, line in enumerate(PAGE.splitlines(), 1) if quote in line)


@pytest.mark.parametrize("figure", figures(), ids=lambda figure: figure["id"])
def test_read_page_finds_the_figure_with_its_qualifier_on_its_line(figure):
    qualifiers = ("rank",) if figure["unit"] == "place" else QUALIFIERS[figure["comparison"]]

    found = {(c.number, c.qualifier) for c in read_page(PAGE) if c.line == line_of(figure["quote"])}

    assert found & {(Decimal(figure["value"]), qualifier) for qualifier in qualifiers}


def test_read_page_finds_no_number_that_the_page_does_not_state():
    stated = Counter((line_of(figure["quote"]), Decimal(figure["value"])) for figure in figures())
    stated += Counter({(37, Decimal(1)): 2, (45, Decimal(5)): 1})  # two cadres posted (S27, S28), five goals set (B01)

    assert Counter((claim.line, claim.number) for claim in read_page(PAGE)) == stated


def test_read_page_joins_a_sentence_broken_by_a_page_end():
    (claim,) = (c for c in read_page(PAGE) if "知识竞赛" in c.text)

    assert (claim.text, claim.number, claim.unit_word, claim.line) == ("举办各类知识竞赛5场", 5, "场", 37)


def test_judge_bears_out_the_hardship_figures_by_the_records():
    judged = judge(read_page(PAGE), HARDSHIP, given(RECORDS))

    verdicts = {each.code: (each.verdict, each.claim.line) for each in judged if each.code}
    assert verdicts == dict.fromkeys(("Y10", "Y11", "Y12", "Y15", "Y16"), ("agrees", 27))


def test_judge_names_the_contradiction_on_class_two_contests_and_no_other():
    answer = to_json(judge(read_page(PAGE), HARDSHIP, given(RECORDS)))

    against = [c for c in answer["claims"] if c["verdict"] == "self_contradiction"]
    assert [(c["number"], c["line"], c["partner_line"]) for c in against] == [(3, 31, 31), (87, 31, 31)]
    assert answer["summary"]["no_record"] == len(read_page(PAGE)) - 7


def test_judge_says_which_figure_differs_when_a_record_is_missing():
    judged = judge(read_page(PAGE), HARDSHIP, given(RECORDS | {"Y15": 851}))

    assert [each.code for each in judged if each.verdict == "differs"] == ["Y15"]
    assert exit_code(judged) == 1
