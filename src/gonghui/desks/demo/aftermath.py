"""After the year's aid: what becomes of the households, what else the offices did, and what waits for them today."""

from datetime import date
from functools import cache

from django.db import transaction

from gonghui.foundation.funds.models import Fund
from gonghui.foundation.organisations import sight
from gonghui.foundation.policies.remembering import remembered
from gonghui.kernel import workdays as calendar

from . import cast, lives, offices, plan, reliefs, reviews, sealing, seasons, staffing, targets, waiting
from .books import INTEREST, Books
from .days import Workdays
from .households import Household
from .stories import Staff
from .today import REACH


def give_reliefs(seed: int, workdays: Workdays) -> None:
    """Money without a file through the year, which the months' payments pay."""
    with transaction.atomic(), sight.system("demo"):
        reliefs.give_in(plan.YEAR, seed, Staff(), workdays)


def go_on(households: list[Household], seed: int, scale: float, *, workdays: Workdays, now: date) -> None:
    """All that follows once the year is paid; each part in a transaction of its own."""
    staff = Staff()
    on_file, city = lives.OnFile(households, staff), offices.city_posts()
    today = Workdays(now - 2 * REACH, now, cache(calendar.exceptions))
    parts = (
        lambda: lives.live_through(plan.YEAR, on_file, workdays),
        lambda: seasons.hold(plan.YEAR, seed, staff),
        lambda: keep_books(plan.YEAR),
        lambda: offices.record_places(plan.YEAR, city),
        lambda: targets.plan_the_year(plan.YEAR, households, scale),
        lambda: targets.plan_today(now, scale),
        lambda: sealing.seal(plan.YEAR, city),
        lambda: reviews.tell_the_year(plan.YEAR, city),
        lambda: waiting.leave_waiting(on_file, scale, today, now),
        lambda: reliefs.leave_waiting(seed, staff, today, now, scale),
        lambda: seasons.leave_waiting(staff, now, scale),
        lambda: leave_books_open(plan.YEAR, now),
        lambda: offices.leave_waiting(city, staff.of(_first_union(lives.GOLDEN_STOCKADE)), now),
        lambda: staffing.leave_invitations(staff.of(_first_union(lives.GOLDEN_STOCKADE)), now),
    )
    for part in parts:
        with transaction.atomic(), sight.system("demo"), remembered():
            part()


def keep_books(year: int) -> None:
    """An overpayment claimed back, two months of a fund compared with the bank, a round of the paid heard out."""
    books = Books()
    books.claim_back(date(year, 11, 8))
    fund = Fund.objects.get(year=year, source="local")
    books.reconcile(fund, date(year, 11, 1))
    books.reconcile(fund, date(year, 12, 1), interest=INTEREST)
    quarter = date(year, 10, 1), date(year, 12, 31)
    if sampled := books.ask_the_paid(lives.GOLDEN_STOCKADE, *quarter, date(year + 1, 1, 10)):
        books.hear_all(sampled, date(year + 1, 1, 13))


def leave_books_open(year: int, now: date) -> None:
    """A round that is being asked, a claim and last month's bank to be gone on with."""
    books = Books()
    quarter = date(year, 10, 1), date(year, 12, 31)
    if sampled := books.ask_the_paid("霍山县总工会", *quarter, now):
        books.hear_one(sampled, now)
    books.leave_a_claim(date(year, 10, 1), now)
    month = date(now.year, now.month - 1, 1) if now.month > 1 else date(now.year - 1, 12, 1)
    if fund := Fund.objects.filter(year=month.year, source="local").first():
        books.take_in(fund, month, interest=INTEREST)


def _first_union(county: str) -> str:
    return cast.first_below(cast.first_below(county))
