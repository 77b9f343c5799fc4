"""Building the world: found it, let each household go its way, pay month by month, open the cases of today."""

import ctypes
import logging
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from datetime import date
from functools import cache
from multiprocessing import get_context

from django.db import connections, transaction
from django.utils import timezone

from gonghui.foundation.accounts import ports
from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.funds.models import Fund
from gonghui.foundation.organisations import sight
from gonghui.foundation.policies.remembering import remembered
from gonghui.kernel import workdays as calendar
from gonghui.programs.hardship.models import AidGrant
from gonghui.programs.hardship.rulebook import GrantState

from . import aftermath, cast, founding, joiners, lives, plan, today, unions
from .days import Workdays
from .households import Household
from .models import World
from .paying import Office
from .schedule import PayRun
from .stories import Staff, tell
from .today import REACH

DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG
CHUNK = 12  # households that one process takes at a time
Say = Callable[[str], None]


def build(seed: int, scale: float, *, now: date, processes: int, say: Say) -> World:
    """Build the world of a seed into an empty database, its open cases around the day `now`."""
    with _messages_unsaid():
        return _build(seed, scale, now, processes, say)


@contextmanager
def _messages_unsaid():
    """What goes to the phones of invented people is news to nobody."""
    port = logging.getLogger(ports.__name__)
    before = port.level
    port.setLevel(logging.WARNING)
    try:
        yield
    finally:
        port.setLevel(before)


def _build(seed, scale, now, processes, say) -> World:
    world = World.objects.create(seed=seed, scale=scale)
    say("建立区划、工会和岗位 Areas, unions and posts")
    _hurry()
    today.ensure_calendar(now)
    founding.found(seed, sorted({plan.YEAR, (now - today.REACH).year, now.year}), scale)
    workdays = plan.the_year()
    households = plan.draw_households(seed, scale, workdays)
    open_today = list(today.open_households(seed, scale, now, first_number=len(households) + 1))
    wrong = tell_all([*households, *open_today], processes, say)
    aftermath.give_reliefs(seed, workdays)
    office = Office(wrong)
    pay_the_year(office, workdays, say)
    set_up_unions(seed, scale, now, processes, say)
    say("在档家庭、四季送、对账和回访 Changes, campaigns, reconciliation and questions")
    aftermath.go_on(households, seed, scale, workdays=workdays, now=now)
    office.begin_a_batch(now)
    _analyse()
    world.finished_at = timezone.now()
    world.save()
    return world


def _hurry():
    """Loading need not wait for the disk: a world half built is built again."""
    with connections["default"].cursor() as cursor:
        cursor.execute("SET synchronous_commit TO off")


def _analyse():
    """Tell the database how its tables have grown: plans made for empty tables cost more than the loading itself."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("ANALYZE")


# Households, in several processes


def tell_all(households: list[Household], processes: int, say: Say) -> dict[str, Household]:
    """Let all households go their way; those whose card the bank does not know, by the number of their grant."""
    wrong: dict[str, Household] = {}
    done, analysed = 0, CHUNK
    for chunk, numbers in _told(list(_chunks(households)), processes, _tell):
        wrong |= numbers
        done += len(chunk)
        say(f"困难档案 Hardship files {done}/{len(households)}")
        if done >= 2 * analysed:
            analysed = done
            _analyse()
    return wrong


def _chunks(households) -> Iterator[list[Household]]:
    for start in range(0, len(households), CHUNK):
        yield households[start : start + CHUNK]


def _told(chunks, processes, tell):
    if processes == 1:
        yield from ((chunk, tell(chunk)) for chunk in chunks)
        return
    connections["default"].close()  # a connection is not shared between processes
    with ProcessPoolExecutor(processes, mp_context=get_context("fork"), initializer=_begin_process) as pool:
        waiting = {pool.submit(tell, chunk): chunk for chunk in chunks}
        try:
            for future in as_completed(waiting):
                yield waiting[future], future.result()
        finally:
            pool.shutdown(cancel_futures=True)
    _hurry()


def _begin_process():
    """Whoever builds for us ends with us, so that nothing is written into a world that is begun anew."""
    ctypes.CDLL(None).prctl(DIE_WITH_PARENT, signal.SIGKILL)
    _hurry()


def _tell(chunk) -> dict[str, Household]:
    staff = Staff()
    with remembered():
        return {number: household for household in chunk for number in tell(household, staff)}


# Unions and their members, town by town


def set_up_unions(seed: int, scale: float, now: date, processes: int, say: Say) -> None:
    """The unions of the year with their people, and what of the kind waits today."""
    setups = joiners.draw_setups(seed, scale, joiners.the_workdays())
    done = joined = 0
    for chunk, count in _told(list(_chunks(setups)), processes, unions.tell):
        done, joined = done + len(chunk), joined + count
    say(f"建会和入会 Unions set up, members joined: {done}, {joined}")
    with transaction.atomic(), sight.system("demo"), remembered():
        today = Workdays(now - REACH, now, cache(calendar.exceptions))
        unions.leave_waiting(cast.first_below(cast.first_below(lives.GOLDEN_STOCKADE)), today, now)


# Payments, month by month


def pay_the_year(office: Office, workdays: Workdays, say: Say) -> None:
    """Every month each fund pays what was granted; what the bank sent back is paid again the month after."""
    staff = Staff()
    for month in range(1, 13):
        run = PayRun.of(workdays, plan.YEAR, month)
        paid = sum(office.pay(run, fund) for fund in Fund.objects.filter(year=plan.YEAR).order_by("pk"))
        say(f"{plan.YEAR}年{month}月发放 Paid in {plan.YEAR}-{month:02d}: {paid}")
        for grant in _bounced():
            household = office.wrong[grant.number]
            by = staff.of(household.union)[Role.COUNTY_OPERATOR]
            office.pay_again(by, grant, household.new_card, workdays[run.place + 3])


def _bounced() -> list[AidGrant]:
    with transaction.atomic(), sight.system("demo"):
        bounced = AidGrant.objects.filter(state=GrantState.BOUNCED)
        return list(bounced.select_related("file", "project__fund").order_by("pk"))
