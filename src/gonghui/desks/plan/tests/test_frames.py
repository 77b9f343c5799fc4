"""“42101” is 4 个年, 2 项工程, 10 件实事, 1 个品牌 (N-R1)."""

import pytest

from gonghui.desks.plan.frames import CODE, Frame, missing, part_of, place_of

ALL = [*(f"4.{n}" for n in range(1, 5)), "2.1", "2.2", *(f"10.{n}" for n in range(1, 11)), "1.1"]


def test_a_whole_frame_misses_nothing():
    assert missing(Frame.F42101, ALL) == []


def test_a_measure_under_a_heading_fills_it():
    assert missing(Frame.F42101, [code if code != "4.2" else "4.2.3" for code in ALL]) == []


def test_missing_headings_are_named():
    assert missing(Frame.F42101, [code for code in ALL if code not in ("2.2", "10.7")]) == ["2.2", "10.7"]


def test_without_a_frame_nothing_is_missing():
    assert missing(Frame.FREE, []) == []


@pytest.mark.parametrize(
    ("code", "title"), [("4.2", "四个年"), ("2.1", "两项工程"), ("10.10", "十件实事"), ("1.1", "一个品牌")]
)
def test_a_code_belongs_to_its_part(code, title):
    assert str(part_of(Frame.F42101, code).title) == title


@pytest.mark.parametrize("code", ["4.5", "2.3", "10.11", "1.2", "3.1"])
def test_a_code_outside_the_frame_has_no_part(code):
    assert part_of(Frame.F42101, code) is None


def test_codes_stand_as_the_frame_names_them():
    assert sorted(["10.2", "1.1", "10.10", "4.1.2", "2.1", "4.1.1"], key=lambda c: place_of(Frame.F42101, c)) == [
        "4.1.1", "4.1.2", "2.1", "10.2", "10.10", "1.1",
    ]  # fmt: skip


@pytest.mark.parametrize("code", ["4", "4.", "4.0", "04.1", "4.1.0", "4.1.1.1", "4.100", "四.1"])
def test_what_is_no_code_is_told(code):
    assert CODE.fullmatch(code) is None
