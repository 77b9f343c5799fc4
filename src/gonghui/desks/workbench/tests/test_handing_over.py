"""The pages on which a desk passes to a successor (X-R1, X-R3)."""

import pytest
from django.utils import timezone

from gonghui.foundation.accounts.models import HandOver
from gonghui.foundation.accounts.tests.people import come_in
from gonghui.foundation.organisations import sight
from gonghui.foundation.organisations.tests.trees import a_tree
from gonghui.programs.hardship import actions
from gonghui.programs.hardship.tests import factories as make

pytestmark = pytest.mark.django_db
LIST = "/workbench/hand-overs/"


@pytest.fixture
def tree():
    return a_tree()


@pytest.fixture
def staff(tree):
    return make.Staff(tree)


@pytest.fixture
def file(staff):
    with sight.system("test"):
        return actions.submit(make.a_draft(staff), by=staff.chair, on=make.MAY_10)


def text_of(answer) -> str:
    return answer.content.decode()


def page_of(desk) -> str:
    return f"{LIST}desks/{desk.pk}"


def hand_over(by, desk, to):
    answers = {"to_user": to.user_id, "last_on": timezone.localdate().isoformat(), "note": "退休"}
    return come_in(by).post(page_of(desk), answers)


def test_leader_sees_the_desks_of_her_units_and_a_colleague_her_own(staff):
    leader, colleague = text_of(come_in(staff.county_approver).get(LIST)), text_of(come_in(staff.operator).get(LIST))

    assert "周审核" in leader
    assert (page_of(staff.county_reviewer) in colleague, page_of(staff.operator) in colleague) == (False, True)


def test_list_names_what_waits_at_the_desk(staff, file):
    page = text_of(come_in(staff.county_approver).get(page_of(staff.operator)))

    assert file.number in page
    assert "结对帮扶的家庭" in page


def test_desk_of_another_county_is_not_found(tree, staff):
    neighbours = make.Staff(tree, county="huoshan")

    assert come_in(neighbours.county_approver).get(page_of(staff.operator)).status_code == 404
    assert come_in(staff.county_operator).get(page_of(staff.county_reviewer)).status_code == 404


def test_hand_over_gives_a_sheet_that_both_see_and_nobody_else(tree, staff, file):
    answer = hand_over(staff.county_approver, staff.operator, staff.chair)

    sheet = answer["Location"]
    shown = text_of(come_in(staff.chair).get(sheet))
    assert all(each in shown for each in ("李经办", "陈主席", "退休", file.number))
    assert come_in(staff.operator).get(sheet).status_code == 200
    assert come_in(staff.township).get(sheet).status_code == 404


def test_hand_over_twice_is_one(staff):
    hand_over(staff.county_approver, staff.operator, staff.chair)

    again = hand_over(staff.county_approver, staff.operator, staff.chair)

    assert "已经交接" in text_of(again)
    assert HandOver.objects.count() == 1
