"""The pages of household changes, of standing aside and of a hand-over in a real browser, each by axe."""

import pytest
from django.db import transaction

from gonghui.foundation.accounts.tests.people import come_in
from gonghui.foundation.organisations import sight
from gonghui.foundation.organisations.tests.trees import a_tree
from gonghui.programs.hardship.models import HardshipArchive
from gonghui.programs.hardship.rulebook.changes import ChangeKind

from . import factories as make
from .test_changes import a_birth, a_report, confirmed, spouse_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long]


@pytest.fixture
def world(db):
    """A household on file with a change that waits and one that was confirmed, and its applicant's account."""
    with transaction.atomic(), sight.system("tests"):
        staff = make.Staff(a_tree())
        file = make.a_file_on_record(staff)
        worker = make.a_post(staff.union, "worker", "张测试")
        HardshipArchive.objects.filter(pk=file.pk).update(applicant_user=worker.user, kin_note="王某某,县总工会")
        spouse = spouse_of(file)
        confirmed(staff, a_report(staff, file, "divorce", leavers=[spouse.pk]))
        waits = a_birth(staff, file)
    return {"staff": staff, "file": file, "worker": worker, "change": waits}


def come_to(tab, post):
    tab.goto("/healthz")
    tab.context.add_cookies([{"name": "sessionid", "value": come_in(post).cookies["sessionid"].value, "url": tab.url}])


@pytest.mark.parametrize("device", ["page", "phone"])
def test_pages_of_the_county_have_no_fault(device, request, world, assert_accessible):
    tab, staff, number = request.getfixturevalue(device), world["staff"], world["file"].number
    come_to(tab, staff.county_reviewer)

    for path in ("changes/", "recusals/", number, f"{number}/recusal", f"{number}/recusals/new"):
        tab.goto(f"/hardship/{path}")
        assert_accessible(tab)
    come_to(tab, staff.county_operator)
    for path in (f"changes/{world['change'].number}", f"changes/{world['change'].number}/confirmation"):
        tab.goto(f"/hardship/{path}")
        assert_accessible(tab)


@pytest.mark.parametrize("device", ["page", "phone"])
def test_pages_of_the_household_have_no_fault(device, request, world, assert_accessible):
    tab, number = request.getfixturevalue(device), world["file"].number
    come_to(tab, world["worker"])

    for path in (f"mine/{number}", f"{number}/changes/new", f"changes/{world['change'].number}"):
        tab.goto(f"/hardship/{path}")
        assert_accessible(tab)
    for kind in ChangeKind:
        tab.goto(f"/hardship/{number}/changes/new/{kind}")
        assert_accessible(tab)


@pytest.mark.parametrize("device", ["page", "phone"])
def test_pages_of_a_hand_over_have_no_fault(device, request, world, assert_accessible):
    tab, staff = request.getfixturevalue(device), world["staff"]
    come_to(tab, staff.county_approver)

    tab.goto("/workbench/hand-overs/")
    assert_accessible(tab)
    tab.goto(f"/workbench/hand-overs/desks/{staff.county_operator.pk}")
    assert_accessible(tab)
    tab.get_by_label("接手人").select_option(label="周审核")
    tab.get_by_role("button", name="办理岗位交接").click()
    tab.get_by_role("heading", name="岗位交接清单").wait_for()
    assert_accessible(tab)
