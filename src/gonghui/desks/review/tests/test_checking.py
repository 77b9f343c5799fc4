"""A page held against a small world: on the command line, and in the browser with its numbers coloured."""

import json
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command

from gonghui.desks.figures.reckoning import the_city
from gonghui.desks.review import checking
from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.accounts.tests.people import come_in
from tests.world import NOW, the_post

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]
PUBLISHED = Path(__file__).parents[5] / "tests" / "review-2021.txt"
TRUE = "2021年,全市各级工会共救助在档困难职工18户,发放救助金10.98万元,建设户外驿站17个。"
"""What the small world's records bear out, and one claim that nobody counts yet."""


def verified(tmp_path, capsys, text, *arguments):
    """The exit code and what is printed."""
    page = tmp_path / "page.txt"
    page.write_text(text, encoding="utf-8")
    with pytest.raises(SystemExit) as ending:
        call_command("verify", str(page), *arguments)
    return ending.value.code, capsys.readouterr().out


def judged(printed):
    return {claim["text"]: claim for claim in json.loads(printed)["claims"]}


def test_verify_agrees_with_the_records(tmp_path, capsys):
    code, printed = verified(tmp_path, capsys, TRUE.replace(",建设户外驿站17个", ""), "--json")

    assert code == 0
    assert json.loads(printed)["summary"]["agrees"] == 2


def test_verify_ends_with_3_when_some_claim_has_no_record(tmp_path, capsys):
    code, printed = verified(tmp_path, capsys, TRUE, "--json")

    assert code == 3
    assert judged(printed)["建设户外驿站17个"]["verdict"] == "no_record"


def test_verify_ends_with_1_when_a_claim_differs(tmp_path, capsys):
    code, printed = verified(tmp_path, capsys, TRUE.replace("18户", "19户"), "--json")

    assert code == 1
    assert [c["computed"] for c in judged(printed).values() if c["verdict"] == "differs"] == [18]


def test_verify_has_no_record_of_another_year(tmp_path, capsys):
    code, printed = verified(tmp_path, capsys, TRUE.replace("2021", "2019"), "--json")

    assert code == 3
    assert {claim["verdict"] for claim in judged(printed).values()} == {"no_record"}


def test_verify_prints_a_table(tmp_path, capsys):
    _code, printed = verified(tmp_path, capsys, TRUE)

    assert "相符 2  无记录 1" in printed


def test_verify_names_the_contradiction_of_the_published_page(capsys):
    with pytest.raises(SystemExit) as ending:
        call_command("verify", str(PUBLISHED), "--json")

    claims = json.loads(capsys.readouterr().out)["claims"]
    assert ending.value.code == 1
    assert [c["number"] for c in claims if c["verdict"] == "self_contradiction"] == [3, 87]
    told = ["Y01", "Y02", "Y03", "Y10", "Y11", "Y12", "Y15", "Y16"]
    assert [c["code"] for c in claims if c["verdict"] == "differs"] == told


@pytest.mark.parametrize("name", ["nowhere.txt", "."])
def test_verify_says_why_a_file_cannot_be_read(tmp_path, name):
    with pytest.raises(CommandError, match="文件") as refusal:
        call_command("verify", str(tmp_path / name))

    assert refusal.value.returncode == 2


@pytest.mark.parametrize(("option", "value"), [("--year", "21"), ("--unit", "110101")])
def test_verify_says_what_it_cannot_hold_a_page_against(tmp_path, option, value):
    page = tmp_path / "page.txt"
    page.write_text(TRUE, encoding="utf-8")

    with pytest.raises(CommandError) as refusal:
        call_command("verify", str(page), option, value)

    assert refusal.value.returncode == 2


# Where the numbers stand


def test_lines_give_the_page_back_whole():
    text = PUBLISHED.read_text(encoding="utf-8")
    lines = checking.lines_of(checking.check(text, the_city(), None, today=NOW))

    assert ["".join(piece.text for piece in line) for line in lines] == text.splitlines()


def test_lines_mark_every_claim_once():
    checked = checking.check(PUBLISHED.read_text(encoding="utf-8"), the_city(), None, today=NOW)

    marked = [piece.claim for line in checking.lines_of(checked) for piece in line if piece.claim]
    assert marked == list(range(1, len(checked.judged) + 1))


def test_lines_mark_the_number_with_its_unit_word():
    checked = checking.check(TRUE, the_city(), None, today=NOW)

    marked = [piece.text for line in checking.lines_of(checked) for piece in line if piece.claim]
    assert marked == ["18户", "10.98万元", "17个"]


def test_lines_mark_what_stands_of_a_number_that_a_line_breaks():
    checked = checking.check("2021年,全市共救助在档困难职工1\n8户。", the_city(), None, today=NOW)

    lines = checking.lines_of(checked)
    assert [piece.text for piece in lines[0] if piece.claim] == ["1"]


# The page


def read(client, **answers):
    return client.post("/review/reading", answers)


@pytest.fixture
def client():
    return come_in(the_post(Role.CITY_REVIEWER))


def test_the_page_colours_numbers_and_opens_their_records(client):
    page = read(client, text=TRUE)

    marks = page.context["marks"]
    assert [mark.number for mark in marks] == ["18户", "10.98万元", "17个"]
    assert [mark.tone for mark in marks] == ["green", "green", "grey"]
    records = client.get(marks[0].href)
    assert records.context["page_obj"].paginator.count == 18


def test_the_page_says_a_word_beside_each_colour(client):
    page = read(client, text=TRUE).content.decode()

    assert "(相符" in page
    assert "(无记录)" in page


def test_the_page_says_what_is_missing(client):
    marks = read(client, text=TRUE).context["marks"]

    assert (marks[2].sentence, marks[2].href) == (
        "没有指标与这一说法对应。请承办部门提供依据;若它就是某项指标,请选择指标。",
        "",
    )


def test_the_page_reads_an_uploaded_file(client):
    page = read(client, file=SimpleUploadedFile("总结.txt", TRUE.encode("gb18030")))

    assert len(page.context["marks"]) == 3


def test_the_page_says_why_a_file_cannot_be_read(client):
    page = read(client, file=SimpleUploadedFile("扫描.png", b"\x89PNG\r\n\x1a\n"))

    assert "文字识别" in page.content.decode()


@pytest.mark.parametrize("answers", [{}, {"text": "   "}, {"text": "", "year": "2021"}])
def test_the_page_asks_for_something_to_read(client, answers):
    assert "请粘贴文章,或上传文件。" in read(client, **answers).content.decode()


def test_the_page_shows_what_was_pasted_as_text(client):
    page = read(client, text="2021年<script>alert(1)</script>救助在档困难职工18户。").content.decode()

    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


def test_a_county_reads_a_page_by_its_own_records():
    client = come_in(the_post(Role.COUNTY_OPERATOR, "经开区总工会"))
    page = read(client, text="2021年,全市共救助在档困难职工18户。")

    assert [mark.sentence for mark in page.context["marks"]] == [
        "没有“帮扶发放”记录可以数出“救助在档困难职工”(Y15)。请在业务“困难职工帮扶”中补办或补登,或改正原文。"
    ]


def test_a_statistician_is_told_and_opens_no_records():
    marks = read(come_in(the_post(Role.STATISTICIAN)), text=TRUE).context["marks"]

    assert [(mark.tone, mark.href) for mark in marks[:2]] == [("green", ""), ("green", "")]


def test_the_page_reads_chinese_in_english_too(client):
    client.cookies["django_language"] = "en"
    page = read(client, text=TRUE)

    assert [mark.tone for mark in page.context["marks"]] == ["green", "green", "grey"]


def test_a_worker_finds_no_such_page():
    assert come_in(the_post(Role.WORKER, "金寨县总工会")).get("/review/reading").status_code == 404
