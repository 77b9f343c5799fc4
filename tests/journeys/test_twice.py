"""What an officer does twice is done once: two touches, the way back, the same file in two tabs (X-R1, O.3)."""

import pytest

from gonghui.foundation.funds.models import Payment
from gonghui.foundation.journal.models import Entry
from gonghui.foundation.notices import actions as notices
from gonghui.foundation.organisations.tests.trees import a_tree
from gonghui.programs.hardship.actions import aid
from gonghui.programs.hardship.models import AidGrant, HardshipArchive
from gonghui.programs.hardship.rulebook import FileState, GrantState
from gonghui.programs.hardship.tests import factories as make

from .people import ON_A_DESK, Room
from .test_morning import a_file_with_card, everything_seen

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long]
NAMES = ("赵两次", "钱两次", "孙两次")
SEND_THREE_TIMES = """() => {
  const form = document.querySelector("main form");
  const send = () => fetch(location.href, {method: "POST", body: new FormData(form)}).then(answer => answer.text());
  return Promise.all([send(), send(), send()]);
}"""
SENT = "办理勾选的各件"


@pytest.fixture
def room(browser, live, assert_accessible):
    with Room(browser, live, assert_accessible) as room:
        yield room


@pytest.fixture
def desk():
    """The staff of a county, three grants that wait for approval and a file that waits for review."""
    return everything_seen(a_desk)


def a_desk():
    staff = make.Staff(a_tree())
    project = make.a_project(staff)
    files = [a_file_with_card(staff, name, f"62284800123458{n:05d}") for n, name in enumerate(NAMES)]
    grants = [make.a_checked_grant(staff, file, project=project) for file in files]
    file = make.a_publicised_file(staff, name="李两页")
    notices.close(file.notice, by=staff.chair, on=make.MAY_24)
    return staff, grants, file


def lays_out(person, grants):
    query = "&".join(f"n={grant.number}" for grant in grants)
    return person.opens(f"/hardship/grants/bulk?{query}").reads("一起办理 3 件")


def done_once(grants) -> bool:
    """Each grant is granted by one step and has one payment."""
    wanted = [grant.pk for grant in grants]
    states = set(AidGrant.objects.filter(pk__in=wanted).values_list("state", flat=True))
    steps = Entry.objects.filter(name="grant", record_id__in=wanted).steps().count()
    payments = Payment.objects.filter(record_id__in=wanted).count()
    return (states, steps, payments) == ({GrantState.GRANTED}, len(wanted), len(wanted))


def test_two_touches_of_the_button_grant_once(room, desk):
    staff, grants, _file = desk
    approver = lays_out(room.seat(staff.county_approver, ON_A_DESK), grants)

    approver.tab.get_by_role("button", name=SENT).dblclick()
    approver.tab.get_by_text("办好").first.wait_for()

    assert everything_seen(done_once, grants)


def test_two_requests_at_once_grant_once(room, desk):
    """Past the script that holds the second touch back."""
    staff, grants, _file = desk
    approver = lays_out(room.seat(staff.county_approver, ON_A_DESK), grants)

    answers = approver.tab.evaluate(SEND_THREE_TIMES)

    assert sum(answer.count("已办") for answer in answers) == len(grants)
    assert sum(answer.count("没有办</span>") for answer in answers) == 2 * len(grants)
    assert everything_seen(done_once, grants)


def test_the_way_back_and_sent_again_grants_nothing_twice(room, desk):
    staff, grants, _file = desk
    approver = lays_out(room.seat(staff.county_approver, ON_A_DESK), grants)
    approver.presses(SENT).reads("办好 3 件,没有办 0 件")

    approver.tab.go_back()
    approver.tab.wait_for_load_state()
    button = approver.tab.get_by_role("button", name=SENT)
    if button.count():
        approver.presses(SENT).reads("办好 0 件,没有办 3 件", "现在的状态是")
    else:
        approver.reads("没有可以一起办理的")

    assert everything_seen(done_once, grants)


def test_reloading_the_result_grants_nothing_twice(room, desk):
    staff, grants, _file = desk
    approver = lays_out(room.seat(staff.county_approver, ON_A_DESK), grants)
    approver.presses(SENT).reads("办好 3 件,没有办 0 件")

    approver.tab.reload()
    approver.reads("没有办 3 件")

    assert everything_seen(done_once, grants)


def test_a_file_in_two_tabs_is_decided_in_one(room, desk):
    staff, _grants, file = desk
    reviewer = room.seat(staff.county_reviewer, ON_A_DESK).opens(f"{file.get_absolute_url()}/review")
    other = room.stranger(ON_A_DESK).comes_in(room.live, staff.county_reviewer)
    other.opens(f"{file.get_absolute_url()}/return").fills(items="请补交医疗费用结算单")

    reviewer.fills(opinion="情况属实,同意。").presses("县级审核").reads("待批准建档")
    other.presses("退回补正").reads("您打开页面之后,情况有了变化")

    state = everything_seen(lambda: HardshipArchive.objects.get(pk=file.pk).state)
    assert state == FileState.REVIEWED
    assert everything_seen(lambda: Entry.objects.of(file).filter(name="send_back").count()) == 0


def test_a_grant_checked_in_one_tab_is_not_refused_in_the_other(room, desk):
    staff, grants, _file = desk
    grant = grants[0]
    approver = room.seat(staff.county_approver, ON_A_DESK).opens(f"{grant.get_absolute_url()}/refusal")
    everything_seen(lambda: aid.grant(grant, by=staff.county_approver, on=make.JUNE_1))

    approver.fills(reason="重复申请,不予发放").presses("不予发放").reads("待发放")

    assert everything_seen(lambda: AidGrant.objects.get(pk=grant.pk).state) == GrantState.GRANTED
