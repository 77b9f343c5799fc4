"""A county officer's morning, from the to-do list to fifty printed approvals (E-R7 to E-R13, O.1, X-R1)."""

import io
import zipfile
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from pypdf import PdfReader

from gonghui.foundation.accounts.actions import enrol_totp
from gonghui.foundation.accounts.models import Post
from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.accounts.tests.people import a_post
from gonghui.foundation.notices import actions as notices
from gonghui.foundation.organisations import sight
from gonghui.foundation.organisations.tests.trees import a_tree
from gonghui.programs.hardship.actions import aid
from gonghui.programs.hardship.models import AidGrant, HardshipArchive, HouseholdChange
from gonghui.programs.hardship.rulebook import GrantState
from gonghui.programs.hardship.tests import factories as make
from gonghui.programs.hardship.tests import lives
from gonghui.programs.hardship.tests.test_changes import a_birth

from .people import ON_A_DESK, ON_A_PHONE, Room

pytestmark = pytest.mark.django_db(transaction=True)
SURNAMES = "赵钱孙李周吴郑王冯陈"
STEMS = "甲乙丙丁戊己"
SHARED = "6228480012345699999"
"""A card that a household of the next county is paid to as well."""
FORM = "救助金审批表"
SHARED_CARD = "一年内两户以上使用同一张银行卡"
REASON = "亲属代领,已电话核实"


@dataclass
class Morning:
    """What lies on the desks of a county: files of each kind, a change, grants; the last of them asks why."""

    staff: make.Staff
    secrets: dict[Post, str]
    urgent: HardshipArchive
    observed: HardshipArchive
    cousins: HardshipArchive
    change: HouseholdChange
    grants: list[AidGrant]

    @property
    def odd(self):
        return self.grants[-1]


@pytest.fixture
def morning(request):
    """Made with as many grants as the test asks for."""
    return everything_seen(a_morning, request.param)


@pytest.fixture
def room(browser, live, assert_accessible):
    with Room(browser, live, assert_accessible) as room:
        yield room


FEW_OR_FIFTY = pytest.mark.parametrize("morning", [5, pytest.param(50, marks=pytest.mark.long)], indirect=True)


@FEW_OR_FIFTY
def test_county_works_through_its_morning(room, morning):
    reviewer, approver = room.stranger(ON_A_DESK), room.stranger(ON_A_DESK)

    reviewer.signs_in(morning.staff.county_reviewer.user, morning.secrets["county_reviewer"])
    sees_what_waits(reviewer, morning)
    reviews_the_most_urgent(reviewer, morning)
    decides_an_observation(reviewer, morning)
    stands_aside(reviewer, morning)
    settles_a_change(room.seat(morning.staff.county_operator, ON_A_DESK), morning)
    checks_the_grants(reviewer, morning)
    approver.signs_in(morning.staff.county_approver.user, morning.secrets["county_approver"])
    grants_them_all(approver, morning)
    prints_each_on_its_sheet(approver, morning)

    assert states_of(morning.grants) == {GrantState.GRANTED}
    waits = approver.opens("/workbench/", "morning-over").tab.locator("#waiting").inner_text()
    assert [grant.number for grant in morning.grants if grant.number in waits] == []
    narrow = room.seat(morning.staff.county_approver, ON_A_PHONE)
    narrow.opens("/hardship/grants/?state=granted", "morning-narrow-list").reads(morning.odd.number)
    narrow.follows(morning.odd.file.applicant_name, "morning-narrow-record").reads(REASON, "待发放")


def everything_seen(how, *args):
    with transaction.atomic(), sight.system("test"):
        return how(*args)


def a_morning(count) -> Morning:
    tree = a_tree()
    staff = make.Staff(tree)
    secrets = {}
    for desk, name in (("county_reviewer", "周审核"), ("county_approver", "吴审批")):
        post = a_post(tree["jinzhai"], Role(desk), name, title="权益保障部")
        setattr(staff, desk, post)
        secrets[desk] = enrol_totp(post.user)
    urgent, later = (make.a_publicised_file(staff, name=name) for name in ("何急件", "何缓件"))
    for file in (urgent, later):
        notices.close(file.notice, by=staff.chair, on=make.MAY_24)
    HardshipArchive.objects.filter(pk=later.pk).update(due_on=timezone.localdate() + timedelta(days=3))
    changed = make.a_file_on_record(staff, name="吕添丁")
    return Morning(
        staff=staff,
        secrets=secrets,
        urgent=urgent,
        observed=lives.propose_observation(make.a_file_on_record(staff, name="施转好"), staff),
        cousins=make.a_file_on_record(staff, name="张表亲"),
        change=a_birth(staff, changed, name="吕新生"),
        grants=some_grants(staff, make.Staff(tree, county="huoshan"), count),
    )


def some_grants(staff, neighbours, count) -> list[AidGrant]:
    """Each to a household and a card of its own; the last to a card that the next county has just paid to."""
    theirs = make.a_checked_grant(neighbours, a_file_with_card(neighbours, "霍邻县", SHARED))
    aid.grant(theirs, by=neighbours.county_approver, on=timezone.localdate())
    project, made = make.a_project(staff), []
    for n in range(count):
        name = f"{SURNAMES[n % 10]}晨{STEMS[n // 10]}"
        card = SHARED if n == count - 1 else f"62284800123457{n:05d}"
        made.append(make.a_proposed_grant(staff, a_file_with_card(staff, name, card), project=project))
    return made


def a_file_with_card(staff, name, card) -> HardshipArchive:
    file = make.a_file_on_record(staff, name=name)
    file.card_no = card
    file.save()
    return file


def text_of(person) -> str:
    return person.tab.locator("main").inner_text()


def sees_what_waits(reviewer, morning):
    """Two files, an observation and the grants; the household change waits for a colleague."""
    reviewer.opens("/workbench/", "morning-workbench").reads("周审核,您好", "何急件", "何缓件", "施转好")
    waiting, soon, late = (each.inner_text() for each in reviewer.tab.locator("main .gh-states b").all())
    assert (waiting, soon, late) == (str(len(morning.grants) + 3), "1", str(len(morning.grants) + 2))
    menu = reviewer.tab.locator("nav").get_by_role("link", name="帮扶发放").inner_text()
    assert str(len(morning.grants)) in menu.split()


def reviews_the_most_urgent(reviewer, morning):
    first = reviewer.tab.locator("main .gh-task-name").first
    assert first.inner_text() == morning.urgent.applicant_name
    first.click()
    reviewer.looks("morning-file").reads(morning.urgent.number, "公示与县级审核")
    address, number = morning.urgent.get_absolute_url(), everything_seen(number_of, morning.urgent)
    assert number not in text_of(reviewer)
    reviewer.opens(f"{address}/reveals/own_line.id_no", "morning-reveal").fills(reason="核对身份证原件")
    reviewer.presses("查看", "morning-revealed").reads(number, "已记入日志").follows("返回档案")
    reviewer.follows("县级审核", "morning-review").fills(opinion="经核对,情况属实,同意。")
    reviewer.presses("县级审核", "morning-reviewed").reads("待批准建档")


def number_of(file) -> str:
    return file.own_line().id_no.open()


def decides_an_observation(reviewer, morning):
    reviewer.opens("/workbench/").follows("转入脱困观察", "morning-observation").reads(lives.CAUSES)
    reviewer.fills(opinion="连续就业,同意观察。").presses("转入脱困观察", "morning-observed").reads("脱困观察")


def stands_aside(reviewer, morning):
    """The applicant is her cousin: from then on the file is not there for her."""
    address = morning.cousins.get_absolute_url()
    reviewer.opens(address).follows("声明回避", "morning-kin").fills(relation="三代以内旁系血亲")
    reviewer.presses("声明回避", "morning-aside").reads(morning.cousins.number, "本人声明")
    assert reviewer.tab.request.get(address).status == 404


def settles_a_change(operator, morning):
    """Her colleague, who compares what a household reports with its paper."""
    operator.opens("/workbench/", "morning-operator").reads("吕添丁 · 出生")
    operator.opens(morning.change.get_absolute_url()).reads("吕新生").follows("确认变动", "morning-change")
    operator.reads("吕新生", "2021-06-01").fills(opinion="出生证已核对。")
    operator.presses("确认变动", "morning-changed").reads("已确认")


def checks_the_grants(reviewer, morning):
    """Ticked and checked at once; one stays behind, for its card is another household's too, and is done by itself."""
    decides_a_page(reviewer, "proposed", len(morning.grants), "check")
    reviewer.reads(f"办好 {len(morning.grants) - 1} 件,没有办 1 件", SHARED_CARD, "另有相关的发放记录")
    assert "霍" not in text_of(reviewer)
    explains_the_odd_one(reviewer, morning, "复核测算")
    reviewer.reads("待批准")


def grants_them_all(approver, morning):
    approver.opens("/workbench/", "morning-approver").reads("批准发放", morning.odd.number)
    decides_a_page(approver, "checked", len(morning.grants), "grant").reads(f"办好 {len(morning.grants) - 1} 件")
    explains_the_odd_one(approver, morning, "批准发放")
    approver.reads("待发放")


def decides_a_page(person, state, count, shot):
    ticks_a_page(person, state, f"{shot}-ticked")
    person.presses("批量办理", f"morning-{shot}").reads(f"一起办理 {count} 件").fills(opinion="同意。")
    return person.presses("办理勾选的各件", f"morning-{shot}-done")


def ticks_a_page(person, state, shot):
    person.opens(f"/hardship/grants/?state={state}").follows("每页 50 条")
    person.tab.get_by_role("link", name="选中本页").click()
    person.tab.get_by_role("link", name="全部不选").wait_for()
    person.looks(f"morning-{shot}")


def explains_the_odd_one(person, morning, step):
    person.follows(morning.odd.number).follows(step).reads(SHARED_CARD)
    person.fills(acknowledged=REASON).presses(step)


def prints_each_on_its_sheet(approver, morning):
    """On the page a sheet each with its number, in the Word file a form each."""
    numbers = sorted(grant.number for grant in morning.grants)
    ticks_a_page(approver, "granted", "granted")
    approver.presses("打印表格", "morning-papers").fills(blank="hardship.grant_approval", reason="上会审批后归档")
    with approver.tab.expect_download() as loading:
        approver.tab.get_by_role("button", name="下载 Word").click()
    approver.presses("打印", "morning-forms")
    sheets = PdfReader(io.BytesIO(approver.tab.pdf(prefer_css_page_size=True))).pages
    word = zipfile.ZipFile(loading.value.path()).read("word/document.xml").decode()

    assert [number for number, sheet in zip(numbers, sheets, strict=True) if number not in sheet.extract_text()] == []
    assert [word.count(number) for number in numbers] == [1] * len(numbers)
    assert word.count(FORM) == len(numbers)


def states_of(grants) -> set:
    wanted = AidGrant.objects.filter(pk__in=[grant.pk for grant in grants])
    return everything_seen(lambda: {grant.state for grant in wanted})
