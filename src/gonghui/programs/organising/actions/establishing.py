"""The upper union approves: the union stands in the tree, its officers are in office (A-R2)."""

from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from gonghui.foundation.organisations import founding as unions
from gonghui.foundation.organisations.models import Unit
from gonghui.kernel.refusals import Refusal

from ..models import Founding, Officer
from ..rulebook.elections import DUTIES_OF, Organ, elected
from ..rulebook.founding import FOUNDING
from .founding import require_held
from .numbers import document_number

LEAP_DAY = (2, 29)


class AlreadyCovered(Refusal):
    sentence = _("{name}已经有工会,不能批准成立第二个。")


@FOUNDING.action
def establish(founding, *, by, on, opinion: str = ""):
    """The union comes to be on the day of approval, with a number of its own (A-R2, A-R9, A-R11).

    Raises Unheld, AlreadyCovered, and what founding a union refuses.
    """
    require_held(founding, on)
    parent = founding.unit
    _require_free(founding)
    founding.approval_number = document_number(founding, on)
    founding.established_by, founding.established_on = by.user_id, on
    founding.hands = [*founding.hands, by.user_id]
    founding.term_ends_on = term_end(on, founding.term_years)
    founding.union = _place(founding, parent, on)
    founding.unit, founding.position = founding.union, founding.union.position
    founding.employers.update(is_open=False, is_covered=True)
    officers = _seat(founding, on, founding.term_ends_on)
    numbers = {"number": founding.approval_number, "until": founding.term_ends_on, "officers": officers}
    return {"opinion": opinion, "union": founding.name, "parent": str(parent), **numbers}


def term_end(on: date, years: int) -> date:
    """The last day of a term that begins on a day."""
    is_leap_day = (on.month, on.day) == LEAP_DAY
    begins_again = date(on.year + years, 3, 1) if is_leap_day else on.replace(year=on.year + years)
    return begins_again - timedelta(days=1)


def _require_free(founding) -> None:
    """An employer is covered once, whoever approves first."""
    employers = [each.employer for each in founding.employers.select_related("employer")]
    covered = Unit.objects.filter(employer__in=employers, ended_on__isnull=True).select_related("employer").first()
    if covered is not None and covered.employer is not None:
        raise AlreadyCovered(name=covered.employer.name)


def _place(founding: Founding, parent: Unit, on: date) -> Unit:
    employers = [each.employer for each in founding.employers.select_related("employer")]
    only = employers[0] if len(employers) == 1 else None
    named = founding.name, founding.short_name
    return unions.found(*named, level=Unit.Level.GRASSROOTS, parent=parent, employer=only, on=on)


def _seat(founding: Founding, on: date, until: date) -> int:
    """Who won holds her office from today until the term ends; how many they are."""
    election = founding.election
    count, stood = election.count(), election.stood()
    won = {(each.organ, each.name, each.duty) for organ in Organ for each in elected(count, stood, organ, on)}
    winners = [each for each in election.candidates.standing() if (each.organ, each.name, each.duty) in won]
    election.candidates.filter(pk__in=[each.pk for each in winners]).update(is_elected=True)
    officers = Officer.objects.bulk_create(
        Officer(
            unit=founding.union,
            position=founding.union.position if founding.union else 0,
            founding=founding,
            name=each.name,
            organ=each.organ,
            duty=each.duty,
            elected_on=election.held_on,
            starts_on=on,
            ends_on=until,
        )
        for each in sorted(winners, key=_in_order)
    )
    return len(officers)


def _in_order(each) -> tuple[int, int]:
    """The committee first, in each body its head first."""
    organ = Organ(each.organ)
    return list(Organ).index(organ), DUTIES_OF[organ].index(each.duty)
