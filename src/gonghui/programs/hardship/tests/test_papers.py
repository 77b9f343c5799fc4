"""Forms on paper: what they say, who may print them, what is written down (E, O.1, X-R9)."""

import io
from datetime import date

import pytest
from docx import Document as Word

from gonghui.foundation.accounts.tests.people import come_in
from gonghui.foundation.documents.blanks import drawing, examining
from gonghui.foundation.documents.blanks.printing import PRINT
from gonghui.foundation.documents.blanks.registry import names, registered
from gonghui.foundation.funds import actions as funds
from gonghui.foundation.funds.models import Payment
from gonghui.foundation.journal.models import Entry
from gonghui.programs.hardship.actions import aid
from gonghui.programs.hardship.models import AidGrant, HardshipArchive
from gonghui.programs.hardship.sheets import papers
from gonghui.programs.hardship.sheets.papers.words import band, in_capitals
from gonghui.programs.hardship.views.shown import with_county

from . import factories

JUNE_8 = date(2021, 6, 8)
KINDS = sorted(kind for kind in registered if kind.startswith("hardship."))


@pytest.fixture
def file(staff, made):
    return made(factories.a_file_on_record, staff)


@pytest.fixture
def officer(staff):
    return come_in(staff.county_approver)


def text_of(content: bytes) -> str:
    word = Word(io.BytesIO(content))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in word.paragraphs] + cells)


def ask(client, numbers, blank, *, path="/hardship/papers", reason="归入纸质档案", out="docx"):
    query = "&".join(f"n={number}" for number in numbers)
    return client.post(f"{path}?{query}", {"blank": blank.kind, "reason": reason, "out": out})


def a_batch(staff, file):
    """A payment batch with one grant of the file."""
    maker, project = factories.a_post(staff.county, "finance_maker"), factories.a_project(staff)
    checked = factories.a_checked_grant(staff, file, project=project)
    grant = aid.grant(checked, by=staff.county_approver, on=factories.JUNE_1)
    return funds.prepare(staff.county, list(Payment.objects.of(grant)), project.fund, by=maker, on=JUNE_8)


@pytest.mark.parametrize("kind", KINDS)
def test_every_shipped_template_holds_only_known_fields(kind):
    sheet = examining.prove(drawing.shipped(kind), registered[kind]).sheets[0]

    assert "gh-sheet-title" in sheet.html


def test_orders_fill_every_field_of_the_form(staff, file, made):
    blank = papers.OF_FILES[0]

    [order] = made(papers.files.orders, blank, _files(file), by=staff.county_approver, on=date(2021, 6, 1))

    assert set(order.values) == set(names(blank.fields))


def test_orders_of_grants_fill_every_field(staff, file, made):
    grant = made(factories.a_checked_grant, staff, file)
    blank = papers.OF_GRANTS[0]

    [order] = made(papers.grants.orders, blank, _grants(grant), by=staff.county_approver, on=date(2021, 6, 1))

    assert set(order.values) == set(names(blank.fields))
    assert (order.values["测算人"], order.values["复核人"]) == ("孙经办", "周审核")
    assert order.values["金额大写"] == "人民币叁仟元整"


def test_print_approval_form_carries_the_hands_and_their_days(officer, file, made):
    answer = ask(officer, [file.number], papers.OF_FILES[0])

    said = text_of(answer.content)
    assert answer.status_code == 200
    assert file.number in said
    assert "审核人:周审核    2021年5月24日" in said
    assert "审批人:吴审批    2021年5月26日" in said
    assert made(lambda: file.own_line().id_no.open()) in said


def test_print_is_written_down_for_each_record(officer, file, staff, made):
    other = made(factories.a_file_on_record, staff, name="李测试")

    ask(officer, [file.number, other.number], papers.OF_FILES[0])

    entries = Entry.objects.filter(name=PRINT).order_by("record_id")
    assert [entry.record_id for entry in entries] == [file.pk, other.pk]
    assert {entry.kind for entry in entries} == {"reveal"}
    assert {entry.body["reason"] for entry in entries} == {"归入纸质档案"}
    assert {entry.body["template"] for entry in entries} == {"shipped"}
    assert len({entry.body["sha256"]["text"] for entry in entries}) == 2


def test_same_record_gives_the_same_text(officer, file):
    ask(officer, [file.number], papers.OF_FILES[0])
    ask(officer, [file.number], papers.OF_FILES[0])

    one, two = Entry.objects.filter(name=PRINT)
    assert one.body["sha256"]["text"] == two.body["sha256"]["text"]


def test_print_refuses_without_a_purpose(officer, file):
    answer = ask(officer, [file.number], papers.OF_FILES[0], reason="")

    assert "请写明打印用途" in answer.content.decode()
    assert not Entry.objects.filter(name=PRINT).exists()


def test_print_page_names_who_printed_and_masks_nothing_by_mistake(officer, file):
    answer = ask(officer, [file.number], papers.OF_FILES[0], out="page")

    page = answer.content.decode()
    assert "吴审批" in page
    assert "用后妥善保管或销毁" in page
    assert page.count('class="gh-sheet"') == 1


def test_posted_roll_shows_only_what_the_board_may(staff, officer, file, made):
    grant = made(factories.a_checked_grant, staff, file)

    answer = ask(officer, [grant.number], papers.POSTED_ROLL, path="/hardship/grants/papers", reason="")

    said = text_of(answer.content)
    assert "张*" in said
    assert "1000-3000元" in said
    for secret in (file.applicant_name, made(lambda: file.own_line().id_no.open()), file.card_no.open(), "3,000.00"):
        assert secret not in said
    assert Entry.objects.get(name=PRINT).kind == "read"


def test_roll_lists_cards_and_sums(staff, officer, file, made):
    grant = made(factories.a_checked_grant, staff, file)

    answer = ask(officer, [grant.number], papers.ROLL, path="/hardship/grants/papers")

    said = text_of(answer.content)
    assert file.card_no.open() in said
    assert "共 1 笔,合计 3,000.00 元(人民币叁仟元整)" in said


def test_roll_of_a_batch_names_the_batch(staff, officer, file, made):
    batch = made(a_batch, staff, file)
    address = f"/hardship/grants/batches/{batch.number}/papers"

    answer = officer.post(address, {"blank": papers.ROLL.kind, "reason": "随批次归档", "out": "docx"})

    assert f"批次:{batch.number}    共 1 笔" in text_of(answer.content)
    assert officer.get("/hardship/grants/batches/PC-2021-9999/papers").status_code == 404


def test_another_county_finds_no_batch(staff, neighbours, file, made):
    batch = made(a_batch, staff, file)

    answer = come_in(neighbours.county_approver).get(f"/hardship/grants/batches/{batch.number}/papers")

    assert answer.status_code == 404


def test_another_county_finds_nothing_to_print(neighbours, file):
    client = come_in(neighbours.county_approver)

    assert ask(client, [file.number], papers.OF_FILES[0]).status_code == 404


def test_auditor_and_worker_print_nothing(staff, file):
    auditor = factories.a_post(staff.county, "auditor")

    assert ask(come_in(auditor), [file.number], papers.OF_FILES[0]).status_code == 404


def test_print_refuses_fifty_one(officer, file):
    answer = officer.get("/hardship/papers?" + "&".join(f"n=H-{n}" for n in range(51)))

    assert answer.status_code == 409
    assert "一次最多办理 50 条" in answer.content.decode()


def test_orders_ask_as_much_for_ten_as_for_three(staff, made, cost_of):
    files = [made(factories.a_file_on_record, staff, name=f"张测{'一二三四五六七八九十'[n]}") for n in range(10)]

    def cost(some):
        numbers = [each.number for each in some]
        found = HardshipArchive.objects.filter(number__in=numbers).order_by("number")
        return cost_of(lambda: made(papers.files.orders, papers.OF_FILES[0], _counties(found), by=staff.county_approver,
                                    on=date(2021, 6, 1)))  # fmt: skip

    assert cost(files) == cost(files[:3])


def test_print_asks_as_much_for_ten_as_for_three(officer, staff, made, cost_of):
    files = [made(factories.a_file_on_record, staff, name=f"张测{each}") for each in "一二三四五六七八九十"]
    numbers = [each.number for each in files]
    ask(officer, numbers[:1], papers.OF_FILES[0])

    three = cost_of(lambda: ask(officer, numbers[:3], papers.OF_FILES[0], out="page"))
    ten = cost_of(lambda: ask(officer, numbers, papers.OF_FILES[0], out="page"))

    assert three == ten


@pytest.mark.parametrize(
    ("fen", "words"),
    [
        (0, "人民币零元整"),
        (5, "人民币伍分"),
        (10, "人民币壹角整"),
        (123_00, "人民币壹佰贰拾叁元整"),
        (1_002_00, "人民币壹仟零贰元整"),
        (1_000_05, "人民币壹仟元零伍分"),
        (10_000_00, "人民币壹万元整"),
        (100_020_30, "人民币壹拾万零贰拾元叁角整"),
        (10_500_000_00, "人民币壹仟零伍拾万元整"),
        (100_000_001_00, "人民币壹亿零壹元整"),
    ],
)
def test_in_capitals_writes_sums_as_on_payment_forms(fen, words):
    assert in_capitals(fen) == words


@pytest.mark.parametrize(
    ("fen", "shown"), [(1, "1000元以下"), (100_000, "1000元以下"), (100_001, "1000-3000元"), (2_000_000, "10000元以上")]
)
def test_band_says_only_the_range(fen, shown):
    assert band(fen) == shown


def _counties(files):
    return with_county(files)


def _files(file):
    return _counties(HardshipArchive.objects.filter(pk=file.pk))


def _grants(grant):
    return _counties(AidGrant.objects.filter(pk=grant.pk))
