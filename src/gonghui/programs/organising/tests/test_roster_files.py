"""Rosters as files: workbook and text, GB18030, faults marked in a copy, kills in the middle (B-R9, R12, T11)."""

import os
import signal
import subprocess
import sys
from io import BytesIO

import openpyxl
import pytest
from django.db import transaction

from gonghui.foundation.documents import sealed
from gonghui.foundation.journal.models import Entry
from gonghui.foundation.members.models import Membership, Person
from gonghui.foundation.organisations import sight
from gonghui.foundation.organisations.tests.trees import a_tree
from gonghui.kernel.sheets.sentences import UnreadableWorkbook
from gonghui.kernel.sheets.writing import write_workbook
from gonghui.programs.organising.actions import rosters
from gonghui.programs.organising.models import Roster
from gonghui.programs.organising.sheets import layout, receiving

from . import factories as make
from .factories import JUNE_1, JUNE_2

HEAD = "姓名,身份证号,手机号,户籍,用工形式,农民工,八大群体,新就业形态"


def in_sight(act):
    with transaction.atomic(), sight.system("tests"):
        return act()


def a_text(*rows) -> str:
    return "\n".join([HEAD, *rows])


def sent(staff, content, name="名册.csv"):
    return receiving.receive(content, filename=name, by=staff.operator, on=JUNE_1)


def a_row(name="郑测试", id_no=None, rest="19900000055,农业,合同工,,快递员、保安员,快递员"):
    return f"{name},{id_no or make.a_number()},{rest}"


@pytest.mark.django_db
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_receive_reads_a_table_in_text(staff, seen, encoding):
    roster = sent(staff, a_text(a_row(), a_row("郑二试")).encode(encoding))

    rosters.confirm(roster, by=staff.chair, on=JUNE_1)
    member = Membership.objects.get(person__name="郑测试")
    assert (roster.state, roster.joins) == ("confirmed", 2)
    assert (sorted(member.groups), member.new_forms) == (["courier", "security_guard"], ["express"])
    assert member.is_migrant_worker


def a_workbook(path, rows) -> bytes:
    write_workbook(path / "roster.xlsx", layout.columns(), rows, sheet=layout.SHEET)
    return (path / "roster.xlsx").read_bytes()


@pytest.mark.django_db
def test_receive_reads_the_template_filled_in(staff, seen, tmp_path):
    rows = [{"name": "郑测试", "id_no": make.a_number(), "household_type": "非农业", "is_migrant_worker": False}]

    roster = sent(staff, a_workbook(tmp_path, rows), "名册.xlsx")

    assert (roster.state, roster.people, roster.joins) == ("uploaded", 1, 1)
    assert sealed.content_of(roster)[:2] == b"PK"


FAULTS = [
    pytest.param("身份证号末位校验码不符", a_row(id_no="341502199001010018"), id="a wrong check digit"),
    pytest.param("没有“滑翔员”这一项", a_row(rest="19900000055,农业,合同工,,滑翔员,"), id="a group of no set"),
    pytest.param("没有“网约车司机”这一项", a_row(rest="19900000055,农业,合同工,,网约车司机,"), id="of the other set"),
    pytest.param("推定的不同", a_row(rest="19900000055,农业,合同工,否,,"), id="a migrant without a reason"),
    pytest.param("不满 16 周岁", a_row(id_no=make.a_number(JUNE_1.replace(year=2010))), id="a child"),
    pytest.param("手机号应为 11 位", a_row(rest="1990000,农业,合同工,,,"), id="half a phone number"),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("sentence", "row"), FAULTS)
def test_receive_tells_the_fault_and_its_place(staff, seen, sentence, row):
    roster = sent(staff, a_text(a_row("郑无误"), row).encode())

    assert roster.state == "faulty"
    report = " ".join(rosters.findings_of(roster)["report"])
    assert sentence in report
    assert "第 3 行" in report


@pytest.mark.django_db
def test_receive_tells_of_a_person_twice(staff, seen):
    id_no = make.a_number()

    roster = sent(staff, a_text(a_row(id_no=id_no), a_row(id_no=id_no)).encode())

    assert "与第 2 行重复" in " ".join(rosters.findings_of(roster)["report"])


@pytest.mark.django_db
def test_marked_copy_of_a_workbook_keeps_its_lists(staff, seen, tmp_path):
    rows = [{"name": "郑测试", "id_no": "123"}]
    roster = sent(staff, a_workbook(tmp_path, rows), "名册.xlsx")

    book = openpyxl.load_workbook(BytesIO(rosters.marked_copy(roster, by=staff.operator, on=JUNE_1)))

    assert book[layout.SHEET]["B2"].fill.fgColor.rgb == "FFFFC7CE"
    assert len(book[layout.SHEET].data_validations.dataValidation) >= 3


@pytest.mark.django_db
def test_marked_copy_refuses_where_there_is_nothing_to_mark(staff, seen):
    roster = sent(staff, a_text(a_row()).encode())

    with pytest.raises(rosters.NothingToMark):
        rosters.marked_copy(roster, by=staff.operator, on=JUNE_1)


@pytest.mark.django_db
@pytest.mark.parametrize("content", [b"", b"%PDF-1.4", b"PK\x03\x04broken", "一行没有表头".encode()])
def test_receive_refuses_what_is_no_roster_with_a_sentence(staff, seen, content):
    with pytest.raises(UnreadableWorkbook):
        sent(staff, content)


PROCESS = """
import os, signal, django
django.setup()
from datetime import date
from django.conf import settings
from django.db import transaction
settings.MEDIA_ROOT, settings.JOURNAL_ANCHORS = os.environ["PAPERS"], os.devnull
from gonghui.foundation.accounts.models import Post
from gonghui.foundation.organisations import sight
from gonghui.kernel import workflow
from gonghui.programs.organising.actions import rosters, taking_in
from gonghui.programs.organising.models import Roster

def die(*args, **kwargs):
    os.kill(os.getpid(), signal.SIGKILL)

{where}
with transaction.atomic(), sight.system("tests"):
    rosters.confirm(Roster.objects.get(), by=Post.objects.get(pk={post}), on=date(2021, 6, 2))
"""
KILLS = [
    pytest.param("taking_in._copy = die", id="before the rows are copied"),
    pytest.param("taking_in._not_taken = die", id="after persons and memberships are there"),
    pytest.param("workflow.announce = die", id="before the journal and the end"),
]


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
@pytest.mark.parametrize("where", KILLS)
def test_a_killed_confirmation_leaves_nothing_and_the_next_one_finishes(tmp_path, settings, where):
    staff = in_sight(lambda: make.Staff(a_tree()))
    rows = [make.said(n, f"郑测{n}") for n in range(2, 12)]
    in_sight(lambda: make.a_roster(staff.operator, rows))
    environment = {**os.environ, "PAPERS": str(settings.MEDIA_ROOT), "DJANGO_SETTINGS_MODULE": "tests.settings"}
    program = PROCESS.format(where=where, post=staff.chair.pk)

    killed = subprocess.run([sys.executable, "-c", program], env=environment, timeout=120, check=False).returncode

    assert (killed, in_sight(Person.objects.count)) == (-signal.SIGKILL, 0)
    again = in_sight(Roster.objects.get)
    assert again.state == "uploaded"
    in_sight(lambda: rosters.confirm(again, by=staff.chair, on=JUNE_2))
    assert in_sight(lambda: (Person.objects.count(), Membership.objects.count())) == (10, 10)
    assert in_sight(lambda: Entry.objects.of(again).filter(name="confirm").count()) == 1
