"""Limits of the city: proposed by one, confirmed by another, dated, nearest area first; their pages (E-R9, X-R1)."""

from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.accounts.tests.people import a_post, come_in
from gonghui.foundation.funds.actions import limits
from gonghui.foundation.funds.actions.guard import AlreadyAided, SoftLimit
from gonghui.foundation.funds.models import Limit
from gonghui.foundation.funds.rulebook.limits import STANDING, LimitState
from gonghui.foundation.journal.models import Entry
from gonghui.kernel.refusals import NotEntitled, WrongState

from .money import JUNE_1, Finance
from .test_guard import living

MAY_1 = date(2021, 5, 1)
TODAY = timezone.localdate()
OWN = {
    "title": "一户一年全部救助不超过 1 万元",
    "strength": "hard",
    "most": 1_000_000,
    "cause": "",
    "scope": "household",
    "span": "year",
    "measure": "fen",
    "starts_on": MAY_1,
    "cites": "六工办〔2021〕8号",
}


class Office:
    """Who sets limits for the city."""

    def __init__(self, tree):
        self.unit = tree["city"]
        self.operator = a_post(self.unit, Role.CITY_OPERATOR)
        self.approver = a_post(self.unit, Role.CITY_APPROVER)

    def proposed(self, **traits) -> Limit:
        return limits.propose(self.unit, by=self.operator, on=MAY_1, **OWN | traits)

    def in_force(self, **traits) -> Limit:
        return limits.confirm(self.proposed(**traits), by=self.approver, on=MAY_1)


@pytest.fixture
def office(tree):
    return Office(tree)


def names_on(day, unit):
    return [limit.name for limit in Limit.objects.in_force(day, unit.area)]


def test_the_rule_books_limits_are_in_force_from_the_start(finance):
    assert sorted(names_on(JUNE_1, finance.unit)) == sorted(limit.name for limit in STANDING)


def test_a_proposed_limit_counts_once_another_has_confirmed_it(office, finance):
    limit = office.proposed(most=100)
    finance.a_payment(benefits=living("甲", amount=101))

    limits.confirm(limit, by=office.approver, on=MAY_1)

    with pytest.raises(AlreadyAided, match=r"1 万元”,最多 1\.00 元"):
        finance.a_payment(benefits=living("乙", amount=101))


def test_a_limit_counts_from_its_day_to_its_last(office, finance):
    office.in_force(most=100, starts_on=date(2021, 6, 2), ends_on=date(2021, 6, 3))

    for day in (1, 4):
        finance.a_payment(benefits=living(f"人{day}", amount=101), on=date(2021, 6, day))
    for day in (2, 3):
        with pytest.raises(AlreadyAided):
            finance.a_payment(benefits=living(f"人{day}", amount=101), on=date(2021, 6, day))


def test_the_nearest_area_decides(tree, office, finance):
    office.in_force(name="living.household_year", most=500_000)
    office.in_force(name="living.household_year", most=700_000, area_code="341524")

    finance.a_payment(benefits=living("甲", amount=700_000))
    with pytest.raises(AlreadyAided, match=r"5,000\.00"):
        Finance(tree, "huoshan").a_payment(benefits=living("乙", amount=500_001))


def test_a_limit_of_the_rule_book_is_replaced_in_its_own_shape(office, finance):
    limit = office.in_force(name="household.often", title="一户 30 天内只发一笔", strength="soft", most=1)

    finance.a_payment(benefits=living("甲", amount=100))

    assert (limit.scope, limit.span, limit.days, limit.measure) == ("household", "days", 30, "payments")
    with pytest.raises(SoftLimit, match="只发一笔"):
        finance.a_payment(benefits=living("甲", amount=101))


def test_a_limit_may_be_lifted_by_a_later_one(office, finance):
    office.in_force(name="card.households", strength="none", most=1)

    for who in ("甲", "丙"):
        finance.a_payment(card="6228480012345678911", benefits=living(who, amount=100))

    assert "card.households" not in names_on(JUNE_1, finance.unit)


def test_a_limit_for_one_source_leaves_the_others(office, finance):
    office.in_force(most=100, sources=["central"])

    finance.a_payment(benefits=living("甲", amount=101))


def test_propose_is_for_the_city(office, finance):
    with pytest.raises(NotEntitled):
        limits.propose(office.unit, by=finance.approver, on=MAY_1, **OWN)
    with pytest.raises(NotEntitled):
        limits.confirm(office.proposed(), by=office.operator, on=MAY_1)


def test_confirm_refuses_who_proposed_it(office):
    limit = office.proposed()
    same = a_post(office.unit, Role.CITY_APPROVER)
    same.user = office.operator.user

    with pytest.raises(limits.SamePerson):
        limits.confirm(limit, by=same, on=MAY_1)


def test_refuse_says_why_and_is_final(office, finance):
    limit = office.proposed(most=1)
    with pytest.raises(limits.ReasonMissing):
        limits.refuse(limit, by=office.approver, on=MAY_1, opinion=" 否 ")

    limits.refuse(limit, by=office.approver, on=MAY_1, opinion="标准过低,不采用")

    assert limit.state == LimitState.REFUSED
    with pytest.raises(WrongState):
        limits.confirm(limit, by=office.approver, on=MAY_1)
    finance.a_payment(benefits=living("甲", amount=101))


@pytest.mark.parametrize("harm", [{"most": 10**9}, {"strength": "none"}, {"ends_on": MAY_1}, {"state": "proposed"}])
def test_a_limit_in_force_is_never_changed(office, harm):
    limit = office.in_force()

    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        Limit.objects.filter(pk=limit.pk).update(**harm)


def test_no_limit_comes_in_force_by_itself(office):
    limit = office.proposed()
    facts = {field.attname: getattr(limit, field.attname) for field in Limit._meta.concrete_fields} | {"id": None}

    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        Limit(**facts | {"number": "XE-1", "state": "in_force", "confirmed_by": office.approver.user_id}).save()
    with pytest.raises(DatabaseError), transaction.atomic():
        Limit.objects.filter(pk=limit.pk).update(state="in_force")
    with pytest.raises(DatabaseError, match="funds_limit_confirmed_by_another"), transaction.atomic():
        Limit.objects.filter(pk=limit.pk).update(state="in_force", confirmed_by=limit.proposed_by)


# Pages


def test_two_persons_of_the_city_set_a_limit_by_hand(office):
    operator, approver = come_in(office.operator), come_in(office.approver)
    asked = OWN | {"most": "10000", "starts_on": f"{TODAY:%Y-%m-%d}"}

    answer = operator.post(reverse("funds:propose_limit"), asked)
    limit = Limit.objects.get()
    offered = approver.get(limit.get_absolute_url()).text
    approver.post(reverse("funds:limit_confirm", args=[limit.number]), {"state_seen": "proposed", "opinion": "同意"})

    limit.refresh_from_db()
    page = operator.get(reverse("funds:limits")).text
    assert (answer.status_code, limit.state, limit.most) == (302, LimitState.IN_FORCE, 1_000_000)
    assert "确认生效" in offered
    assert page.count("一户一年全部救助不超过 1 万元") >= 2
    assert "10,000.00" in page
    assert "每名学生每年不超过" in page
    assert [entry.name for entry in Entry.objects.of(limit).order_by("pk")] == ["propose", "confirm"]


def test_propose_asks_again_in_words(office):
    asked = OWN | {"most": "1.5", "measure": "payments", "span": "days", "starts_on": "2021-05-01"}

    page = come_in(office.operator).post(reverse("funds:propose_limit"), asked).text

    assert "请填整数" in page
    assert "请填写天数" in page
    assert not Limit.objects.exists()


@pytest.mark.parametrize(
    ("role", "reads", "proposes"),
    [
        (Role.CITY_OPERATOR, 200, 200),
        (Role.CITY_APPROVER, 200, 404),
        (Role.FINANCE_CHECKER, 200, 404),
        (Role.AUDITOR, 200, 404),
        (Role.GRASSROOTS_CHAIR, 404, 404),
        (Role.WORKER, 404, 404),
    ],
)
def test_limits_are_read_by_city_and_finance(office, role, reads, proposes):
    client = come_in(a_post(office.unit, role))

    assert client.get(reverse("funds:limits")).status_code == reads
    assert client.get(reverse("funds:propose_limit")).status_code == proposes
