"""Files further on in their life, for tests: observed, out of difficulty, cancelled, in need again."""

from datetime import date

from gonghui.programs.hardship import actions
from gonghui.programs.hardship.rulebook import ExitReason

from . import factories as make
from .factories import JUNE_1

DECEMBER_2 = date(2021, 12, 2)
ENOUGH = 160_000
"""Fen a month for two persons: 800 yuan a head, above the dibao of 665."""
YEAR = {"wage": (2_400_000, 0), "cost_illness": (1_200_000, 0)}
COMPARED = {"sources": ["civil_affairs"], "result": "clean"}
CAUSES = "主要劳动力已康复上岗,月工资稳定"


def propose_observation(file, staff, *, by=None, on=JUNE_1):
    return actions.propose_observation(file, by=by or staff.chair, on=on, causes_removed=CAUSES)


def an_observed_file(staff, *, on=JUNE_1, **traits):
    """Proposed by the chair, decided by the county's reviewer, from June on."""
    file = propose_observation(make.a_file_on_record(staff, **traits), staff, on=on)
    return actions.observe(file, by=staff.county_reviewer, on=on, opinion="同意观察")


def enter_months(file, staff, *months, income=ENOUGH, persons=2, by=None, on=DECEMBER_2, year=2021):
    for month in months:
        facts = {"month": date(year, month, 1), "income": income, "persons": persons, "source": "工资流水"}
        actions.enter_month(file, by=by or staff.operator, on=on, **facts)
    return file


def a_file_out_of_difficulty(staff, *, on=DECEMBER_2, **traits):
    file = enter_months(an_observed_file(staff, **traits), staff, 6, 7, 8, 9, 10, 11)
    return actions.exit(file, by=staff.county_approver, on=on, causes_removed=CAUSES)


def a_cancelled_file(staff, *, reason=ExitReason.GUARANTEED, on=JUNE_1, **traits):
    file = make.a_file_on_record(staff, **traits)
    actions.propose_exit(file, by=staff.county_operator, on=on, reason=reason, grounds="已纳入政府低保兜底")
    return actions.cancel(file, by=staff.county_approver, on=on)


def a_reopened_file(staff, file, *, on):
    facts = {"reason": "主要劳动力旧病复发再次住院", "authorised_on": on, "lines": YEAR}
    return actions.reopen(file, by=staff.chair, on=on, **facts)


def on_file_again(staff, file, *, days):
    """The whole road once more: reopened, visited, compared, publicised, reviewed, approved on the `days`."""
    opened, visited, compared, publicised, reviewed, approved = days
    a_reopened_file(staff, file, on=opened)
    facts = {"visited_on": visited, "second": staff.chair.user, "findings": "情况属实"}
    actions.visit(file, by=staff.operator, on=visited, **facts)
    actions.compare(file, by=staff.township, on=compared, **COMPARED)
    actions.publicise(file, by=staff.chair, on=publicised)
    actions.review(file, by=staff.county_reviewer, on=reviewed, opinion="情况属实,同意")
    return actions.approve(file, by=staff.county_approver, on=approved)
