"""A statistician seals January, a late bank return arrives with a day in it, two restate; the page says old and new."""

import pytest
from django.utils import timezone

from gonghui.desks.figures.models import SealedMonth
from gonghui.desks.figures.tests.sealed import City
from gonghui.foundation.accounts.actions import system_post
from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.funds import actions as funds
from gonghui.foundation.funds.models import Payment
from gonghui.foundation.funds.tests.money import a_return, an_answer, rows_of
from gonghui.foundation.organisations.tests.trees import a_tree
from gonghui.kernel.periods import Period
from gonghui.programs.hardship.actions import aid
from gonghui.programs.hardship.tests import factories as make

from .people import ON_A_DESK, ON_A_PHONE, Room
from .test_morning import everything_seen

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long]


@pytest.fixture
def room(browser, live, assert_accessible):
    with Room(browser, live, assert_accessible) as room:
        yield room


@pytest.fixture
def city():
    return everything_seen(lambda: City(a_tree()))


def january() -> Period:
    """January of the year before this one: of the months that may be begun with."""
    return Period.month(timezone.localdate().year - 1, 1)


def a_late_bank_return(city):
    """A batch of January that was entered on paper is brought in after the seal; the bank's day is in January."""
    staff, day = make.Staff(city.tree), january().start
    grant = make.a_checked_grant(staff, city.files[0], project=city.project)
    aid.grant(grant, by=staff.county_approver, on=make.JUNE_1)
    hands = [make.a_post(staff.county, role) for role in (Role.FINANCE_MAKER, Role.FINANCE_CHECKER)]
    hands.append(make.a_post(staff.county, Role.FINANCE_AUTHORISER))
    maker, checker, authoriser = hands
    payment = Payment.objects.get(record_id=grant.pk, record_type=grant._meta.label_lower)
    batch = funds.prepare(staff.county, [payment], payment.fund, by=maker, on=day)
    batch = funds.authorise(funds.check(batch, by=checker, on=day), by=authoriser, on=day)
    type(batch).objects.filter(pk=batch.pk).update(authorised_on=day)
    funds.ensure_sent(batch.pk, by=system_post("payments"), on=day)
    batch.refresh_from_db()
    answers = [an_answer(row, day=f"{january().last_day}") for row in rows_of(batch)]
    funds.import_return(batch, a_return(*answers), by=maker, on=timezone.localdate())
    return grant


@pytest.mark.parametrize("width", [ON_A_DESK, ON_A_PHONE], ids=["1440", "390"])
def test_january_is_sealed_and_restated_by_two(room, city, width, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    name, period = january().name, f"period={january().name}"
    everything_seen(lambda: city.pays(city.files[2], january().start, 500_00))
    statistician, reviewer = room.seat(city.statistician, width), room.seat(city.reviewer, width)

    statistician.opens("/figures/months/").follows("开始封存").fills(first=f"{january().start.year}年1月")
    statistician.presses("开始封存").reads("全部指标,全市和各县区", "0.05万元")
    statistician.opens(f"/figures/months/{name}/submission").fills(opinion="已逐项核对").presses("送封").reads("待封存")
    reviewer.opens("/workbench/").opens(f"/figures/months/{name}/lock").fills(opinion="同意").presses("封存")
    reviewer.reads("已封存", "晚到的记录保留自己的日期")

    grant = everything_seen(lambda: a_late_bank_return(city))
    statistician.opens(f"/figures/Y16?{period}", "figure-sealed").reads("0.05万元", "已封存")

    statistician.opens("/figures/months/differences").presses("重新核对").reads(grant.number, "500元", "3500元")
    statistician.follows("提出更正").fills(reason="银行回单晚到,补记发放").presses("提出更正").reads("待核准")
    made = statistician.tab.url.rsplit("/", 1)[1]
    reviewer.opens(f"/figures/restatements/{made}", "restatement").follows("核准更正").fills(opinion="与回单一致")
    reviewer.presses("核准更正").reads("已更正")

    reviewer.opens(f"/figures/Y16?{period}", "figure-restated")
    reviewer.reads("0.35万元", "更正过", "500元", "3500元", "银行回单晚到", city.statistician.user.name)
    assert everything_seen(lambda: SealedMonth.objects.locked().count()) == 1
