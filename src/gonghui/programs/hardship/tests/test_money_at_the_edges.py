"""Two members of a household with one card, and a grant across a year's end, from proposal to the bank's answer."""

from datetime import date

import pytest

from gonghui.foundation.accounts.actions import system_post
from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.funds import actions as funds
from gonghui.foundation.funds.actions import answers
from gonghui.foundation.funds.actions.batches import PaidTwice
from gonghui.foundation.funds.models import Claim, Payment
from gonghui.foundation.funds.tests.money import a_return, an_answer, rows_of
from gonghui.foundation.organisations import sight
from gonghui.kernel.identifiers import born_on
from gonghui.programs.hardship.actions import aid
from gonghui.programs.hardship.models import AidGrant, AidProject, HouseholdMember

from . import factories as make
from .factories import JUNE_1

pytestmark = pytest.mark.django_db
JUNE_2, JUNE_3 = date(2021, 6, 2), date(2021, 6, 3)
DECEMBER_31, JANUARY_4, JANUARY_5 = date(2021, 12, 31), date(2022, 1, 4), date(2022, 1, 5)


@pytest.fixture(autouse=True)
def everything_seen(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with sight.system("test"):
        yield


class Desk:
    """Finance of the county, which pays grants."""

    def __init__(self, staff):
        roles = (Role.FINANCE_MAKER, Role.FINANCE_CHECKER, Role.FINANCE_AUTHORISER)
        self.unit, self.hands = staff.county, [make.a_post(staff.county, role) for role in roles]

    def prepare(self, *grants, on):
        payments = [Payment.objects.of(grant).get() for grant in grants]
        return funds.prepare(self.unit, payments, payments[0].fund, by=self.hands[0], on=on)

    def send(self, batch, on):
        funds.check(batch, by=self.hands[1], on=on)
        funds.authorise(batch, by=self.hands[2], on=on)
        funds.ensure_sent(batch.pk, by=system_post("payments"), on=on)
        batch.refresh_from_db()
        return batch

    def take_in(self, batch, *rows, on):
        return funds.import_return(batch, a_return(*rows), by=self.hands[0], on=on)


@pytest.fixture
def desk(staff):
    return Desk(staff)


def granted(staff, file, project, amount, beneficiary=None, on=JUNE_1):
    facts = {"project": project, "amount": amount, "beneficiary": beneficiary}
    grant = aid.propose(file, by=staff.county_operator, on=on, **facts)
    aid.check(grant, by=staff.county_reviewer, on=on)
    return aid.grant(grant, by=staff.county_approver, on=on)


@pytest.fixture
def students(staff):
    """A file with two students; both are paid to the one card of the household."""
    file, number = make.a_file_on_record(staff), make.a_number(date(2008, 9, 1))
    another = {"name": "张二测", "relation": "child", "identity": "student", "is_active": True}
    HouseholdMember.objects.create(file=file, id_no=number, born_on=born_on(number), **another)
    return file, list(file.members.filter(identity="student").order_by("pk"))


def test_two_members_with_one_card_are_two_payments_with_a_claim_each(staff, desk, students):
    file, (one, two) = students
    project = make.a_project(staff, "education_aid")
    grants = [granted(staff, file, project, 300_000, one), granted(staff, file, project, 300_100, two)]
    batch = desk.send(desk.prepare(*grants, on=JUNE_2), JUNE_2)
    rows = rows_of(batch)

    desk.take_in(batch, *map(an_answer, rows[::-1]), on=JUNE_3)

    assert len({row.card_index for row in rows}) == 1
    assert {claim.person for claim in Claim.objects.filter(payment__in=rows)} == {one.id_index, two.id_index}
    assert sorted(AidGrant.objects.paid().values_list("amount", flat=True)) == [300_000, 300_100]


def test_a_return_that_swaps_two_rows_of_one_card_changes_nothing(staff, desk, students):
    file, (one, two) = students
    project = make.a_project(staff, "education_aid")
    grants = [granted(staff, file, project, 300_000, one), granted(staff, file, project, 300_100, two)]
    batch = desk.send(desk.prepare(*grants, on=JUNE_2), JUNE_2)
    first, second = rows_of(batch)

    with pytest.raises(answers.AnswerFaulty, match="金额与本批次不符"):
        desk.take_in(batch, an_answer(first, 序号=2), an_answer(second, 序号=1), on=JUNE_3)

    assert AidGrant.objects.paid().count() == 0


def test_the_same_sum_for_both_in_one_batch_is_stopped_and_goes_on_another_day(staff, desk, students):
    file, (one, two) = students
    project = make.a_project(staff, "education_aid")
    grants = [granted(staff, file, project, 300_000, each) for each in (one, two)]

    with pytest.raises(PaidTwice, match="请隔日另行制单"):
        desk.prepare(*grants, on=JUNE_1)

    desk.send(desk.prepare(grants[0], on=JUNE_1), JUNE_1)
    assert desk.prepare(grants[1], on=date(2021, 6, 4)).count == 1


def test_a_grant_across_a_years_end_is_of_the_old_years_cap_and_of_the_new_years_figures(staff, desk):
    file = make.a_file_on_record(staff)
    old = make.a_project(staff)
    grant = granted(staff, file, old, 500_000, on=DECEMBER_31)
    batch = desk.send(desk.prepare(grant, on=JANUARY_4), JANUARY_4)

    desk.take_in(batch, *(an_answer(row, day="2022-01-05") for row in rows_of(batch)), on=JANUARY_5)

    grant.refresh_from_db()
    claim = Claim.objects.get(payment__record_id=grant.pk, payment__record_type="hardship.aidgrant")
    new = AidProject.objects.create(unit=staff.county, name="生活救助", year=2022, kind="living_aid", fund=old.fund)
    assert (grant.state, grant.paid_on, grant.year) == ("paid", JANUARY_5, 2021)
    assert (claim.starts_on, claim.until_on) == (date(2021, 1, 1), date(2022, 1, 1))
    assert aid.cap_of(file, old, None, JANUARY_5).ceiling == aid.cap_of(file, new, None, JANUARY_5).ceiling - 500_000
    assert AidGrant.objects.paid().filter(paid_on__year=2021).count() == 0


def test_a_second_grant_for_the_old_year_is_under_the_old_years_limit_in_the_new_year(staff):
    file = make.a_file_on_record(staff)
    project = make.a_project(staff)
    granted(staff, file, project, 500_000, on=DECEMBER_31)

    with pytest.raises(aid.AboveCap):
        granted(staff, file, project, 298_001, on=JANUARY_4)

    assert granted(staff, file, project, 298_000, on=JANUARY_4).year == 2021
