"""Tables read whole: many rows, many faults, programs' own objections, children that die (R12)."""

import os
import random
import time
from dataclasses import replace
from datetime import date
from unittest import mock

import pytest

from gonghui.kernel.identifiers import a_test_number, is_male
from gonghui.kernel.sheets import running
from gonghui.kernel.sheets.columns import Column, Limits
from gonghui.kernel.sheets.reading import read_rows
from gonghui.kernel.sheets.sentences import NoSuchSheet, UnreadableWorkbook
from gonghui.kernel.sheets.writing import Sheet, write_sheets, write_workbook

from . import raw
from .test_nasty import COLUMNS, said_of

HEADER = raw.HEADER[:2]


def a_number(sequence=1):
    return a_test_number("349901", date(1980, 5, 6), sequence % 1000)


def a_text(rows) -> bytes:
    return "\n".join(",".join(row) for row in (HEADER, *rows)).encode()


def test_read_counts_days_from_1904_where_the_workbook_does(tmp_path):
    contents = raw.with_cell(3, 42797)
    contents["xl/workbook.xml"] = contents["xl/workbook.xml"].replace("<sheets>", '<workbookPr date1904="1"/><sheets>')
    raw.pack(tmp_path / "a.xlsx", contents)

    reading = read_rows(tmp_path / "a.xlsx", filename="a.xlsx", columns=COLUMNS)

    assert reading.rows[0]["joined_on"] == date(2021, 3, 4)


def test_read_takes_the_unit_of_money_from_header_and_cell(tmp_path):
    header = [*raw.HEADER[:4], "金额（万元）"]
    rows = [["王小明", a_number(1), None, None, 1.2], ["李四", a_number(2), None, None, "300元"]]
    raw.pack(tmp_path / "a.xlsx", raw.parts(raw.sheet([header, *rows])))

    reading = read_rows(tmp_path / "a.xlsx", filename="a.xlsx", columns=COLUMNS)

    assert [row["amount"] for row in reading.rows] == [1_200_000, 30_000]


def test_read_names_the_second_of_a_person_twice_in_a_file():
    source = a_text([("王小明", a_number(1)), ("李四", a_number(2)), ("王小明", a_number(1))])

    said = said_of(source, "a.csv")

    assert "第 4 行“身份证号”（B4）：与第 2 行重复。请只留一行。" in said
    assert "读入 2 行" in said


def test_object_to_adds_what_a_program_has_against_a_value():
    source = (
        a_text([("王小明", a_number(1))]).replace(HEADER[1].encode(), "身份证号,性别".encode()) + b"," + "女".encode()
    )

    reading = read_rows(source, filename="a.csv", columns=COLUMNS)
    for row in reading.rows:
        if is_male(row["number"]) != (row["sex"] == "男"):
            reading.object_to(row.number, "sex", "与身份证号中的性别不一致。", "请核对。")

    assert reading.complaints.report() == ["第 2 行“性别”（C2）：与身份证号中的性别不一致。请核对。"]


def test_report_of_ten_thousand_errors_is_short_and_complete():
    source = a_text([("王2", "12") if number % 2 else ("李四", "") for number in range(10_000)])

    reading = read_rows(source, filename="a.csv", columns=COLUMNS)
    report = reading.complaints.report()

    assert len(reading.complaints) == 15_000
    assert len(report) == 24
    assert report[20] == "共 15000 处错误，以上列出前 20 处。按种类合计："
    assert sum(int(line.partition("——")[2].partition(" 处")[0]) for line in report[21:]) == 15_000


def test_read_takes_twenty_thousand_rows_in_good_time(tmp_path):
    write_workbook(tmp_path / "a.xlsx", COLUMNS[:1], ([f"王{'甲乙丙丁'[at % 4]}"] for at in range(20_000)))
    started = time.monotonic()

    reading = read_rows(tmp_path / "a.xlsx", filename="a.xlsx", columns=COLUMNS[:1])

    assert len(reading.rows) == 20_000
    assert time.monotonic() - started < 60


def test_read_ends_a_child_that_is_too_slow(tmp_path, monkeypatch):
    monkeypatch.setattr(running, "CHILD", ("/bin/sh", "-c", "sleep 60"))
    started = time.monotonic()

    with pytest.raises(UnreadableWorkbook, match="花的时间超过上限"):
        read_rows(a_text([]), filename="a.csv", columns=COLUMNS, limits=replace(Limits(), seconds=1))

    assert time.monotonic() - started < 10


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        ("kill -ABRT $$", "没有影响其他人"),
        ("kill -KILL $$", "花的时间超过上限"),
        ("echo garbage", "没有影响其他人"),
        ("exit 0", "没有影响其他人"),
    ],
)
def test_read_explains_a_child_that_died(monkeypatch, command, sentence):
    monkeypatch.setattr(running, "CHILD", ("/bin/sh", "-c", command))

    with pytest.raises(UnreadableWorkbook, match=sentence):
        read_rows(a_text([]), filename="a.csv", columns=COLUMNS)


def test_read_keeps_the_child_within_its_memory(tmp_path):
    rows = [[f"王{at}", f"{at * 7919}"] for at in range(20_000)]
    raw.pack(tmp_path / "a.xlsx", raw.parts(raw.sheet([HEADER, *rows])))

    with pytest.raises(UnreadableWorkbook, match=r"超过上限|没有影响其他人"):
        read_rows(tmp_path / "a.xlsx", filename="a.xlsx", columns=COLUMNS, limits=replace(Limits(), memory=24 << 20))


def test_read_gives_the_child_nothing_of_the_environment(monkeypatch):
    with mock.patch.dict(os.environ, {"GONGHUI_SECRET": "key"}):
        monkeypatch.setattr(
            running, "CHILD", ("/bin/sh", "-c", 'echo "{\\"end\\": true, \\"seen\\": \\"$GONGHUI_SECRET\\"}"')
        )

        answers = list(running.answers({"do": "read"}, Limits()))

    assert answers == [{"end": True, "seen": ""}]


def test_read_says_when_every_place_is_taken(monkeypatch):
    monkeypatch.setattr(running, "PATIENCE", 0)
    for _ in range(4):
        running.PLACES.acquire()
    try:
        with pytest.raises(UnreadableWorkbook, match="正在处理的工作簿太多"):
            read_rows(a_text([]), filename="a.csv", columns=COLUMNS)
    finally:
        for _ in range(4):
            running.PLACES.release()


def a_mutated(source: bytes, chance: random.Random) -> bytes:
    changed = bytearray(source)
    for _ in range(chance.randint(1, 8)):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


@pytest.mark.parametrize("times", [15, pytest.param(1_000, marks=pytest.mark.long)])
def test_read_survives_flipped_bytes(tmp_path, times):
    path = tmp_path / "a.xlsx"
    contents = raw.with_cell(0, "王小明") | raw.strings(["王小明"])
    raw.pack(path, contents)
    source, chance = path.read_bytes(), random.Random(2021)

    for _ in range(times):
        assert said_of(a_mutated(source, chance), "a.xlsx")
        name = chance.choice(list(contents))
        raw.pack(path, contents | {name: a_mutated(contents[name].encode(), chance)})
        assert said_of(path, "a.xlsx")


def test_read_asks_for_one_known_title_where_one_column_is_wanted():
    reading = read_rows("姓名\n王小明".encode(), filename="a.csv", columns=(Column("name", "姓名"),))

    assert [row.values for row in reading.rows] == [{"name": "王小明"}]


def test_read_takes_the_sheet_of_the_name_asked_for(tmp_path):
    first, second = (Column("name", "姓名"), Column("no", "编号")), (Column("name", "姓名"), Column("note", "备注"))
    pages = (Sheet("档案", first, [{"name": "甲", "no": "1"}]), Sheet("成员", second, [{"name": "乙", "note": "无"}]))
    write_sheets(tmp_path / "book.xlsx", pages)

    reading = read_rows(tmp_path / "book.xlsx", filename="book.xlsx", columns=second, sheet="成员")

    assert [row["name"] for row in reading.rows] == ["乙"]
    assert reading.remarks == []


def test_read_names_the_sheet_that_is_not_there(tmp_path):
    write_sheets(tmp_path / "book.xlsx", (Sheet("档案", (Column("name", "姓名"),), []),))

    with pytest.raises(NoSuchSheet, match="找不到工作表“成员”"):
        read_rows(tmp_path / "book.xlsx", filename="book.xlsx", columns=(Column("name", "姓名"),), sheet="成员")


def test_read_lets_a_named_sheet_be_empty_where_it_may(tmp_path):
    columns = (Column("name", "姓名"), Column("no", "编号"))
    write_sheets(tmp_path / "book.xlsx", (Sheet("成员", columns, []),))

    reading = read_rows(
        tmp_path / "book.xlsx", filename="book.xlsx", columns=columns, sheet="成员", may_be_empty=True
    )

    assert (reading.rows, reading.complaints.count) == ([], 0)
