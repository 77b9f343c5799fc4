"""What a household or person gave back is room again under the caps of grants and reliefs (E-R9, E-R11, E-R13)."""

import pytest

from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.funds.actions import recoveries
from gonghui.foundation.organisations import sight
from gonghui.programs.hardship.actions import aid, relief, relief_limits

from . import factories as make
from . import seasons
from .seasons import JULY_5, JULY_6
from .test_kin_elsewhere import paid

pytestmark = pytest.mark.django_db
WHY = "重新核定后多发"


@pytest.fixture(autouse=True)
def everything_seen(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with sight.system("test"):
        yield


@pytest.fixture
def staff(tree):
    return seasons.Offices(tree)


def taken_back(staff, payment, amount):
    maker, checker = (make.a_post(staff.county, role) for role in (Role.FINANCE_MAKER, Role.FINANCE_CHECKER))
    claim = recoveries.propose(payment, amount=amount, reason=WHY, by=maker, on=JULY_6)
    recoveries.confirm(claim, by=checker, on=JULY_6)
    recoveries.take_back(claim, amount=amount, repaid_on=JULY_6, paper="流水 1", by=maker, on=JULY_6)


def test_cap_of_living_aid_counts_what_the_household_kept(staff):
    file = make.a_file_on_record(staff)
    grant = make.a_checked_grant(staff, file, amount=300_000)
    aid.grant(grant, by=staff.county_approver, on=JULY_5)
    project = grant.project
    before = aid.cap_of(file, project, None, JULY_5).ceiling

    taken_back(staff, paid(staff, grant), 120_000)

    cap = aid.cap_of(file, project, None, JULY_6)
    assert (cap.ceiling - before, cap.steps[-1].startswith("减去本年度已批准和在办的 1,800.00 元")) == (120_000, True)


def test_the_year_of_a_person_counts_what_she_kept(staff):
    project = seasons.an_open_project(staff)
    granted = seasons.a_checked_relief(staff, project, amount=300_000)
    relief.grant(granted, by=staff.county_approver, on=JULY_5)
    seasons.a_proposed_relief(staff, project, id_no=granted.id_no.open(), event="illness", amount=200_000)
    key = granted.id_index
    before = relief_limits.ceiling_of(key, granted.unit, JULY_5).ceiling

    taken_back(staff, paid(staff, granted), 300_000)

    assert (before, relief_limits.ceiling_of(key, granted.unit, JULY_6).ceiling) == (100_000, 300_000)
