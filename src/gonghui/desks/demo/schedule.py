"""When each step of a household is taken: on working days, in order, within the deadlines of the rule book."""

import random
from dataclasses import dataclass
from datetime import date

from .days import Workdays
from .households import Household

NOTICE_DAYS = 5
TRIES = 200


@dataclass(frozen=True)
class PayRun:
    """The days on which a month's payments are prepared, sent, and answered by the bank; `place` is the first's."""

    place: int
    prepared: date
    authorised: date
    returned: date

    @classmethod
    def of(cls, workdays: Workdays, year: int, month: int) -> "PayRun":
        """Towards the end of a month, so that the bank answers within it."""
        after = date(year + month // 12, month % 12 + 1, 1)
        place = workdays.place(after) - 4
        return cls(place, workdays[place], workdays[place + 1], workdays[place + 2])


def days_of(household: Household, workdays: Workdays, runs: list[PayRun], draw: random.Random) -> None:
    """Set the days of all steps, counted back from the payments; early in the year without dawdling."""
    place = runs[household.aids[0].month - 1].place
    slacks = (draw.random() for _ in range(TRIES))
    household.days = next(filter(None, (_way_back(household, workdays, place, slack, draw) for slack in slacks)), {})
    if not household.days:
        household.is_returned = False
        household.days = _way_back(household, workdays, place, 0, draw)
    for aid in household.aids[1:]:
        aid.days = _grant_days(workdays, runs[aid.month - 1].place, draw)


def _grant_days(workdays, run, draw):
    granted = run - draw.randint(1, 3)
    checked = granted - draw.randint(1, 2)
    return {"propose": workdays[checked - draw.randint(1, 2)], "check": workdays[checked], "grant": workdays[granted]}


def _way_back(household, workdays, place, slack, draw):
    """The days before a payment run at `place`, each wait up to `slack` of its longest; None before the year began."""

    def wait(least, most):
        return draw.randint(least, least + round((most - least) * slack))

    granted = place - wait(1, 3)
    checked = granted - wait(1, 2)
    proposed = checked - wait(1, 2)
    approved = proposed - wait(0, 3)
    reviewed = approved - wait(1, 4)
    publicised = reviewed - NOTICE_DAYS - wait(0, 3)
    compared = publicised - wait(1, 2)
    visited = compared - wait(1, 3)
    places = {"visit": visited, "compare": compared, "publicise": publicised, "review": reviewed, "approve": approved}
    if household.is_returned:
        places["resubmit"] = visited - wait(1, 3)
        places["send_back"] = places["resubmit"] - wait(1, 6)
        places["submit"] = places["send_back"] - wait(1, 3)
    else:
        places["submit"] = visited - wait(1, 6)
    if household.is_disputed:
        places |= {"dispute": publicised + 1, "dismiss": publicised + 3}
    places["begin"] = places["submit"] - wait(0, 2)
    if places["begin"] < 0:
        return None
    household.aids[0].days = {
        "propose": workdays[proposed], "check": workdays[checked], "grant": workdays[granted]
    }  # fmt: skip
    return {step: workdays[at] for step, at in places.items()}


def calls_of(household: Household, workdays: Workdays, draw: random.Random) -> list[date]:
    """The helper's visits: soon after the household came on file, and before the year is over (E-R15)."""
    last = len(workdays.days) - 1
    first = workdays.place(household.days["approve"]) + draw.randint(4, 20)
    if first > last:
        return []
    second = draw.randint(max(first + 10, last - 35), max(first + 10, last))
    return [workdays[place] for place in (first, second) if place <= last]
