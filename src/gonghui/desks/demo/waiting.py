"""What waits today of households on file: in each county a desk finds something of every kind (E-R12, E-R6, X-R2)."""

from datetime import date, timedelta

from gonghui.foundation.accounts.roles import Role
from gonghui.programs.hardship import actions
from gonghui.programs.hardship.models import HardshipArchive
from gonghui.programs.hardship.rulebook import ExitReason, months

from . import cast, lives, plan
from .days import Workdays
from .households import Household
from .lives import GOLDEN_STOCKADE, OnFile
from .stories import Staff

BETTER = "申请人已上岗六个月,收入稳定,请转入观察。"
OBSERVED = timedelta(days=130)
"""So long ago the household that is observed today was proposed."""
RETIRED = "申请人已办理退休手续,按月领取养老金。"


def counties(scale: float) -> list[str]:
    """Their unions' short names, 金寨 first; in a small world fewer."""
    found = sorted(cast.COUNTIES, key=lambda name: name != GOLDEN_STOCKADE)
    return found[: plan.scaled(len(found), min(scale, 1))]


def leave_waiting(on_file: OnFile, scale: float, workdays: Workdays, now: date) -> None:
    """In each county something of every kind waits for its operator, reviewer, approver or township."""
    place = workdays.last_until(now)
    shown = counties(scale)
    for number, county in enumerate(shown):
        other = shown[(number + 1) % len(shown)]
        _of_leaving(on_file, county, workdays, place)
        _of_changes(on_file, county, workdays, place)
        _of_moving(on_file, county, other, workdays, place)


def _of_leaving(on_file, county, workdays, place):
    if story := on_file.take(county):
        on = workdays[place - 3]
        actions.propose_observation(story.file, by=story.operator, on=on, causes_removed=BETTER)
    if story := on_file.take(county):
        _observe(story, workdays, workdays[place])
    if story := on_file.take(county, wants=_is_of_the_county):
        asked = {"reason": ExitReason.RETIREMENT, "grounds": RETIRED}
        actions.propose_exit(story.file, by=story.county_operator, on=workdays[place - 2], **asked)


def _is_of_the_county(household: Household) -> bool:
    """So that the county's own approver decides."""
    return household.level == HardshipArchive.Level.COUNTY


def _observe(story, workdays, now):
    """Observed for some months; what was earned in the last of them is not entered yet."""
    begun = workdays[workdays.place(now - OBSERVED)]
    actions.propose_observation(story.file, by=story.operator, on=begun, causes_removed=BETTER)
    actions.observe(story.file, by=story.reviewer, on=begun + timedelta(days=1), opinion="情况属实,转入观察。")
    for month in months.whole_months_before(now, 4)[:-1]:
        if month >= months.first_of(begun):
            lives.enter_month(story, month, on=months.later(month, 1) + timedelta(days=4))


def _of_changes(on_file, county, workdays, place):
    if story := on_file.take(county):
        lives.report_birth(story, workdays[place - 4], name="秋实")
    if story := on_file.take(county):
        lives.report_card(story, workdays[place - 1])


def _of_moving(on_file, county, other, workdays, place):
    if county == other:
        return
    there = _first_union(on_file.staff, other)
    if story := on_file.take(county):
        lives.propose_to_move(story, there, workdays[place - 3])
    if story := on_file.take(county):
        lives.agree_to_move(story, there, workdays[place - 6], workdays[place - 4])


def _first_union(staff: Staff, county: str):
    return staff.of(cast.first_below(cast.first_below(county)))[Role.GRASSROOTS_OPERATOR].unit
