"""首页 and 我的: what a worker finds, and where each person begins."""

import pytest

from gonghui.foundation.accounts.tests.people import a_worker, come_in
from gonghui.foundation.members.actions import enrol, ensure_person
from gonghui.foundation.notices import actions as notices
from gonghui.foundation.organisations import sight
from gonghui.foundation.organisations.tests.trees import a_tree
from gonghui.programs.hardship import actions
from gonghui.programs.hardship.models import HardshipArchive
from gonghui.programs.hardship.rulebook import FileState
from gonghui.programs.hardship.tests import factories as make

pytestmark = pytest.mark.django_db
HOME = "/home/"


@pytest.fixture
def staff():
    return make.Staff(a_tree())


@pytest.fixture
def worker(staff):
    return a_worker(staff.union, "郭测试")


def made(how, *args, **traits):
    with sight.system("test"):
        return how(*args, **traits)


def text_of(answer) -> str:
    return answer.content.decode()


def begin(worker):
    return made(actions.begin, by=worker, on=make.MAY_10, name=worker.user.name, id_no=make.a_number())


def test_home_greets_the_member_and_offers_what_exists(staff, worker):
    person = made(ensure_person, name="郭测试", id_no=make.a_number(), unit=staff.union, user=worker.user)
    made(enrol, person, unit=staff.union, on=make.date(2019, 3, 1), by=staff.chair)

    shown = text_of(come_in(worker).get(HOME))

    assert "郭测试,您好" in shown
    assert "2019 年入会" in shown
    assert all(name in shown for name in ("困难帮扶", "公示栏", "消息", "我的"))


def test_home_shows_how_far_the_case_is_and_by_when(worker):
    file = begin(worker)
    reached = {"state": FileState.COMPARED, "due_on": make.date(2021, 5, 31)}
    made(lambda: HardshipArchive.objects.filter(pk=file.pk).update(**reached))

    shown = text_of(come_in(worker).get(HOME))

    assert f"/hardship/mine/{file.number}" in shown
    assert "待公示" in shown
    assert 'value="50' in shown
    assert "05月31日前办理" in shown


def test_mine_of_a_household_on_file_offers_no_second_application(staff, worker):
    file = begin(worker)
    on_file = {"state": FileState.ON_FILE, "filed_on": make.date(2021, 5, 31), "grade": "deep_difficulty"}
    made(lambda: HardshipArchive.objects.filter(pk=file.pk).update(**on_file))

    shown = text_of(come_in(worker).get("/hardship/mine"))

    assert "已建档" in shown
    assert "开始申请" not in shown


def test_home_shows_nothing_of_a_neighbour(staff, worker):
    file = begin(a_worker(staff.union, "钱测试"))

    assert file.number not in text_of(come_in(worker).get(HOME))


def test_home_shows_the_newest_message(worker):
    made(notices.tell, [worker.user], title="困难帮扶", text="您的申请已提交。")

    shown = text_of(come_in(worker).get(HOME))

    assert "您的申请已提交。" in shown
    assert "消息,1 条未读" in shown


def test_me_shows_numbers_masked(staff, worker):
    number = make.a_number()
    made(ensure_person, name="郭测试", id_no=number, unit=staff.union, user=worker.user)

    shown = text_of(come_in(worker).get("/home/me"))

    assert number not in shown
    assert number[-4:] in shown
    assert worker.user.mobile.open() not in shown


@pytest.mark.parametrize("page", [HOME, "/home/me"])
def test_home_is_a_workers_alone(staff, page):
    assert come_in(staff.chair).get(page).status_code == 404


def test_everybody_begins_at_the_page_of_her_post(client, staff, worker):
    assert client.get("/")["Location"].startswith("/accounts/sign-in")
    assert come_in(worker).get("/")["Location"] == HOME
    assert come_in(staff.county_operator).get("/")["Location"] == "/workbench/"
