"""A union comes to be, its chair takes people in by roster, and a worker joins by the code on the wall (A, B)."""

import io
import re

import openpyxl
import pytest
from django.db import transaction

from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.accounts.tests.people import a_post
from gonghui.foundation.members.models import Membership
from gonghui.foundation.organisations import sight
from gonghui.foundation.organisations.tests.trees import a_tree
from gonghui.programs.organising.tests import factories as make
from gonghui.programs.organising.tests.test_roster_files import a_row, a_text

from .people import ON_A_DESK, ON_A_PHONE, Room

pytestmark = pytest.mark.django_db(transaction=True)
BOTH = [pytest.param(ON_A_DESK, id="desk"), pytest.param(ON_A_PHONE, id="phone", marks=pytest.mark.long)]


@pytest.fixture
def staff():
    with transaction.atomic(), sight.system("test"):
        return make.Staff(a_tree())


@pytest.fixture
def room(browser, live, assert_accessible):
    with Room(browser, live, assert_accessible) as room:
        yield room


def members() -> int:
    with transaction.atomic(), sight.system("test"):
        return Membership.objects.standing().count()


@pytest.mark.parametrize("device", BOTH)
def test_county_approves_a_union(room, staff, device):
    with transaction.atomic(), sight.system("test"):
        submitted = make.a_submitted(staff)
        make.a_request(staff, firms=[make.a_firm("六安待批茶业有限公司")], short_name="待批工会")
    approver = room.seat(staff.county_approver, device)

    approver.opens("/workbench/", "union-workbench").reads(submitted.name, "批准成立")
    approver.opens("/organising/foundings/", "union-list").reads("报批")
    approver.opens(submitted.get_absolute_url(), "union-record").reads("陈测试", "经费审查委员会", "应到、实到")
    approver.follows("批准成立", "union-approval").fills(opinion="同意成立。").presses("批准成立", "union-established")
    approver.reads("已成立", "金寨县总工组", "工会干部", "同意成立批复")

    with transaction.atomic(), sight.system("test"):
        chair = a_post(submitted.__class__.objects.get(pk=submitted.pk).union, Role.GRASSROOTS_CHAIR, "陈测试")
    room.seat(chair, device).opens("/organising/union", "union-own").reads(
        "茶业有限公司工会委员会", "隶属", "梅山镇总工会"
    )


def test_town_enters_a_lead_and_its_election(room, staff):
    guide = room.seat(staff.township, ON_A_DESK)
    firm = make.a_firm()
    guide.opens("/organising/foundings/").follows("登记线索", "union-lead")
    guide.fills(
        kind="单独建会",
        employers=f"{firm.name},{firm.credit_code},60",
        name=f"{firm.name}工会委员会",
        short_name="测试茶业工会",
    )
    guide.presses("登记线索").reads("摸排线索").follows("筹建请示", "union-request")
    guide.fills(members="60", women="20").presses("筹建请示").reads("筹建请示")
    with transaction.atomic(), sight.system("test"):
        prepared = make.a_prepared(staff, firms=[make.a_firm("六安同意有限公司")])
    guide.opens(prepared.get_absolute_url()).follows("登记选举", "union-election")
    numbers = {name: str(value) for name, value in make.NUMBERS.items() if name not in ("assembly", "held_on")}
    guide.fills(**numbers).presses("登记选举", "union-elected").reads("还不能报批")
    guide.follows("登记候选人", "union-candidate").fills(name="陈测试", votes_for="50", mobile="19900000011")
    guide.presses("登记候选人").reads("陈测试").follows("划去", "union-strike").presses("登记候选人")


@pytest.mark.parametrize("device", BOTH)
def test_chair_takes_people_in_by_roster(room, staff, device, tmp_path):
    chair = room.seat(staff.chair, device)
    wrong = a_text(a_row("郑一新"), a_row("郑二新", id_no="123"))

    chair.opens("/organising/members/", "members-none").follows("会员名册", "rosters-none")
    chair.follows("上传会员名册", "roster-upload")
    sends(chair, "名册.csv", wrong.encode("gb18030"))
    chair.looks("roster-faulty").reads("有错误,未采用", "错误 1 处", "身份证号应为 18 位")
    with chair.tab.expect_download() as download:
        chair.tab.get_by_role("link", name="下载标注了错误的名册").click()
    mended = mend(download.value.path().read_bytes())

    chair.opens("/organising/rosters/new")
    sends(chair, "名册-改正.xlsx", mended)
    chair.looks("roster-difference").reads("待确认", "新入会 2 人", "郑二新")
    chair.follows("确认入册", "roster-confirm").presses("确认入册", "roster-done").reads("已入册")

    assert members() == 2
    chair.opens("/organising/members/", "members-two").reads("郑一新", "在籍")
    chair.follows("郑二新", "member").reads("农民工", "集中入会").follows("办理离会", "member-leave")


def sends(person, name, content):
    file = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    person.tab.locator("main [name='file']").set_input_files(file)
    person.presses("上传并比对")


def mend(content: bytes) -> bytes:
    """The chair puts the wrong number right in the marked copy and saves it, whatever else stands in it."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book.active
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            if str(cell.value) == "123":
                cell.value = make.a_number()
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def test_worker_joins_by_the_code_on_the_wall(room, staff):
    chair = room.seat(staff.chair, ON_A_DESK)
    chair.opens("/organising/union", "union-page").follows("入会二维码", "code")
    address = chair.tab.locator("main a[href*='/organising/join/']").get_attribute("href")
    path = re.sub("^https?://[^/]+", "", address)

    worker = room.stranger(ON_A_PHONE).opens(path, "join").reads("告知内容", staff.union.name)
    worker.fills(name="郑扫码", id_no=make.a_number()[:-1] + "?", mobile="19900000088", household_type="农业")
    worker.fills(employment="合同工", groups=["courier"], agrees=True).presses("提交申请", "join-wrong")
    worker.reads("身份证号应为 18 位").fills(id_no=make.a_number()).presses("提交申请", "joined").reads("申请已提交")

    chair.opens("/workbench/").reads("郑扫码", "批准入会").opens("/organising/applications/", "applications")
    chair.follows("郑扫码", "application").follows("批准入会", "admission").presses("批准入会", "admitted")
    chair.reads("已入会")
    assert members() == 1
