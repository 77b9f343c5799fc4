"""What follows a desk of hardship aid to its successor, and what does not (E-R15, X-R1)."""

import pytest

from gonghui.foundation.accounts import actions as accounts
from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.notices import actions as notices
from gonghui.foundation.organisations import sight
from gonghui.foundation.organisations.tests.trees import a_tree
from gonghui.programs.hardship import actions
from gonghui.programs.hardship.actions import kin
from gonghui.programs.hardship.actions.decision import SamePerson

from . import factories as make
from .factories import JUNE_1, MAY_17, MAY_24, MAY_26

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def everything_seen(db):
    with sight.system("test"):
        yield


@pytest.fixture
def staff():
    return make.Staff(a_tree())


def handed_over(post, to, by, last_on=MAY_26):
    return accounts.hand_over(post, to.user, by=by, on=JUNE_1, last_on=last_on)


def helpers_of(file):
    return list(file.pairs.order_by("pk").values_list("cadre__name", "starts_on", "ends_on"))


def test_households_pass_to_the_successor_and_the_history_stays(staff):
    file = make.a_file_on_record(staff)
    actions.pair(file, by=staff.county_operator, on=MAY_26, cadre=staff.operator.user)

    handed_over(staff.operator, staff.chair, staff.county_approver)

    after = MAY_26.replace(day=27)
    assert helpers_of(file) == [("李经办", MAY_26, after), ("陈主席", after, None)]


def test_household_of_the_successors_own_kin_stays_for_another(staff):
    file = make.a_file_on_record(staff)
    actions.pair(file, by=staff.county_operator, on=MAY_26, cadre=staff.operator.user)
    kin.declare(file, by=staff.chair, on=MAY_26, relation="lineal")

    handed_over(staff.operator, staff.chair, staff.county_approver)

    assert helpers_of(file) == [("李经办", MAY_26, None)]


def test_successor_does_not_review_what_she_submitted_herself(staff):
    file = make.a_publicised_file(staff)
    notices.close(file.notice, by=staff.chair, on=MAY_24)
    done = handed_over(staff.county_reviewer, staff.chair, staff.city_approver, last_on=MAY_17)

    with pytest.raises(SamePerson):
        actions.review(file, by=done.successor, on=MAY_24, opinion="情况属实,同意")

    assert done.successor.role == Role.COUNTY_REVIEWER
