"""Numbers in Chinese text: X-R14, X-R15."""

from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from gonghui.desks.figures.numerals import agrees, find, in_han, read, rounded, shown

UNITS = ("元", "人", "人次", "名", "户", "家", "场", "场次", "项", "次")


@pytest.mark.parametrize(
    ("text", "value", "qualifier", "unit_word"),
    [
        ("470家", 470, "exact", "家"),
        ("31,997人", 31997, "exact", "人"),
        ("５.９万人", 59000, "exact", "人"),
        ("548.88万元", 5488800, "exact", "元"),
        ("3957万", 39570000, "exact", ""),
        ("2亿3000万元", 230000000, "exact", "元"),
        ("60%", 60, "exact", "%"),
        ("６０％", 60, "exact", "%"),
        ("百分之九十六点五", Decimal("96.5"), "exact", "%"),
        ("百分之百", 100, "exact", "%"),
        ("2.3个百分点", Decimal("2.3"), "exact", "百分点"),
        ("八成", 80, "exact", "%"),
        ("近八成", 80, "nearly", "%"),
        ("半数以上", 50, "at_least", "%"),
        ("40余次", 40, "more", "次"),
        ("20多万名", 200000, "more", "名"),
        ("12万余次", 120000, "more", "次"),
        ("1.2万余人次", 12000, "more", "人次"),
        ("十几家", 10, "more", "家"),
        ("千余名", 1000, "more", "名"),
        ("两千余人", 2000, "more", "人"),
        ("一千二百余人", 1200, "more", "人"),
        ("三十余万元", 300000, "more", "元"),
        ("五点九万人", 59000, "exact", "人"),
        ("一万二千零五十人", 12050, "exact", "人"),
        ("近350万元", 3500000, "nearly", "元"),
        ("将近百万元", 1000000, "nearly", "元"),
        ("超过60%", 60, "over", "%"),
        ("突破3万人", 30000, "over", "人"),
        ("逾三千人", 3000, "over", "人"),
        ("达95%以上", 95, "at_least", "%"),
        ("不少于30场", 30, "at_least", "场"),
        ("上千名", 1000, "at_least", "名"),
        ("达5场次", 5, "exact", "场次"),
        ("不超过30元", 30, "at_most", "元"),
        ("第六", 6, "rank", "位"),
        ("第十二位", 12, "rank", "位"),
        ("前三名", 3, "rank", "位"),
    ],
)
def test_read_gives_value_in_base_units_with_qualifier_and_unit_word(text, value, qualifier, unit_word):
    number = read(text, UNITS)

    assert (number.value, number.qualifier, number.unit_word) == (value, qualifier, unit_word)


def test_read_tells_the_top_three_from_the_third():
    assert read("前三").is_top
    assert not read("第三").is_top


@pytest.mark.parametrize("text", ["", "职工", "二〇二一", "3家5人", "新增3家", "百分之"])
def test_read_refuses_what_is_not_one_number(text):
    with pytest.raises(ValueError, match="not one number"):
        read(text, UNITS)


def test_find_gives_both_ends_of_a_range_with_the_shared_unit_and_scale():
    found = [(n.value, n.unit_word) for n in find("补助3—5万元,提高10%~15%,走访10至15家", UNITS)]

    assert found == [(30000, "元"), (50000, "元"), (10, "%"), (15, "%"), (10, "家"), (15, "家")]


@pytest.mark.parametrize("text", ["二〇二一年", "附近", "统一", "第", "家家户户"])
def test_find_gives_no_amount_where_none_is_said(text):
    assert list(find(text, UNITS)) == []


@pytest.mark.parametrize(
    ("qualifier", "number", "grain", "agreeing", "disagreeing"),
    [
        ("exact", 852, 0, [852], [851, 853, Decimal("852.4")]),
        ("exact", 59000, 1000, [58500, 59000, 59499], [58499, 59500]),
        ("exact", Decimal(5488800), 100, [Decimal("5488750.00"), 5488800], [5488749, 5488850]),
        ("more", 40, 0, [40, 49], [39, 50]),
        ("more", 500, 0, [500, 599], [499, 600]),
        ("more", 120000, 10000, [120000, 129999], [119999, 130000]),
        ("more", 200000, 100000, [200000, 299999], [300000]),
        ("nearly", 3500000, 10000, [3150000, 3499999], [3149999, 3500000]),
        ("over", 60, 1, [Decimal("60.1")], [60, 59]),
        ("at_least", 95, 1, [95, 100], [Decimal("94.9")]),
        ("rank", 6, 0, [6], [5, 7]),
        ("top", 3, 0, [1, 2, 3], [4]),
    ],
)
def test_agrees_draws_the_border_of_each_qualifier(qualifier, number, grain, agreeing, disagreeing):
    assert [agrees(qualifier, number, grain, v) for v in agreeing] == [True] * len(agreeing)
    assert [agrees(qualifier, number, grain, v) for v in disagreeing] == [False] * len(disagreeing)


def test_agrees_refuses_a_qualifier_it_does_not_know():
    with pytest.raises(ValueError, match="roughly"):
        agrees("roughly", 1, 0, 1)


@pytest.mark.parametrize(
    ("value", "unit_word", "shown_in", "text"),
    [
        (Decimal("5488800.00"), "元", "万元", "548.88万元"),
        (420000, "元", "万元", "42万元"),
        (Decimal("1234.5"), "元", None, "1234.5元"),
        (59000, "人", "万人", "5.9万人"),
        (852, "户", None, "852户"),
        (96.5, "%", None, "96.5%"),
        (6, "位", None, "第六"),
    ],
)
def test_shown_prints_as_reports_do(value, unit_word, shown_in, text):
    assert shown(value, unit_word, shown_in) == text


@pytest.mark.parametrize(
    ("value", "step", "text"),
    [
        (3480000, 100000, "近350万"),
        (43, 10, "40余"),
        (283456, 10000, "28余万"),
        (12345, 1000, "1.2万余"),
        (500, 100, "500"),
        (17, 10, "10余"),
        (9, 10, "近10"),
        (5, 10, "5"),
        (400, 1000, "400"),
    ],
)
def test_rounded_chooses_the_word_that_is_true(value, step, text):
    assert rounded(value, step) == text


def test_rounded_takes_the_other_word_for_more():
    assert rounded(214321, 100000, "名", more="多") == "20多万名"


@given(st.integers(1, 10**10), st.sampled_from([1, 10, 100, 1000, 10**4, 10**5, 10**6]), st.sampled_from("余多"))
@example(95, 100, "余")
def test_rounded_is_read_back_and_agrees_with_the_value(value, step, more):
    number = read(rounded(value, step, "人", more), UNITS)

    assert number.unit_word == "人"
    assert agrees(number.qualifier, number.value, 0, value)


@given(
    st.decimals(0, 10**9, places=2),
    st.sampled_from([("元", "元"), ("元", "万元"), ("元", "亿元"), ("人", "万人"), ("%", "%")]),
)
def test_shown_is_read_back_and_agrees_with_the_value(value, units):
    number = read(shown(value, *units), UNITS)

    assert number.unit_word == units[0]
    shown_to = Decimal("0.01") * 10 ** {"万": 4, "亿": 8}.get(units[1][0], 0)
    assert agrees("exact", number.value, max(number.grain, shown_to), value)


@given(st.integers(1, 10**8 - 1))
@example(10)
@example(100010)
def test_in_han_is_read_back(n):
    assert read(in_han(n) + "名", UNITS).value == n


@given(st.integers(1, 9999))
def test_shown_place_is_read_back_as_a_rank(n):
    number = read(shown(n, "位"))

    assert (number.value, number.qualifier, number.is_top) == (n, "rank", False)
