"""Which part of a year words name (X-R12)."""

from datetime import date

import pytest

from gonghui.desks.review.reading import read_page
from gonghui.desks.review.reading.stretches import YEAR, Stretch, stretch


@pytest.mark.parametrize(
    ("said", "first", "after"),
    [
        ("上半年", (1, 1), (7, 1)),
        ("下半年,全市", (7, 1), (13, 1)),
        ("一季度", (1, 1), (4, 1)),
        ("第四季度", (10, 1), (13, 1)),
        ("前三季度", (1, 1), (10, 1)),
        ("一至三季度", (1, 1), (10, 1)),
        ("1—9月", (1, 1), (10, 1)),
        ("1至6月份", (1, 1), (7, 1)),
        ("前10个月", (1, 1), (11, 1)),
        ("截至11月底", (1, 1), (12, 1)),
        ("截至2021年6月15日", (1, 1), (6, 16)),
        ("7月份", (7, 1), (8, 1)),
        ("2021年3月", (3, 1), (4, 1)),
        ("7月13日至20日", (7, 13), (7, 21)),
        ("上半年发放50万元,三季度发放", (7, 1), (10, 1)),
    ],
)
def test_stretch_reads_the_part_of_a_year_named_last(said, first, after):
    month, day = after
    end = date(2022, 1, day) if month == 13 else date(2021, month, day)

    period = stretch(said).of(2021)

    assert (period.start, period.end) == (date(2021, *first), end)


@pytest.mark.parametrize("said", ["全市", "第三届", "五一", "13月", "0月"])
def test_stretch_reads_none_where_none_is_named(said):
    found = stretch(said)

    assert found is None or found.of(2021) is None


def test_stretch_has_no_days_that_a_year_has_not():
    assert Stretch((1, 1), (2, 30)).of(2021) is None
    assert YEAR.of(2021).name == "2021"


@pytest.mark.parametrize(
    ("page", "months"),
    [
        ("一季度,救助困难职工30户。发放救助金9万元。", [(1, 3), (1, 3)]),
        ("2021年上半年工作总结\n\n救助困难职工30户。\n全年救助困难职工60户。", [(1, 6), None]),
        (
            "2021年工作总结\n\n一、上半年工作\n\n救助困难职工30户。\n\n二、全年打算\n\n救助困难职工60户。",
            [(1, 6), None],
        ),
        ("救助困难职工30户,较上半年增加5户。", [None, None]),
    ],
)
def test_read_page_keeps_the_time_that_a_sentence_a_heading_or_a_title_names(page, months):
    claims = read_page(page)

    assert [claim.when and (claim.when.first[0], claim.when.last[0]) for claim in claims] == months
