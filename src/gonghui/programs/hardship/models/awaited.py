"""What waits on a file that is on record: a proposal to decide, another grade, an exit, a recheck (E-R12, X-R1)."""

from datetime import timedelta

from django.apps import apps
from django.db.models import Case, Count, Exists, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from ..rulebook import FILE, HELD, FileState, months, policies

AWAITED = ("observe", "cancel", "confirm_grade", "exit", "recheck")
"""Steps that have no clock in the rule book; each waits when something in the file calls for it."""


def awaiting(files, by, on, probes):
    """`files` that wait for `by` on a day for one of AWAITED, each with its name in `awaits`."""
    me = by.user_id
    found = files.filter(state__in=HELD).exclude(applicant_user=me)
    found = found.annotate(
        proposed=Subquery(_proposals().exclude(proposed_by=me).values("kind")[:1]),
        differs=Exists(_other_grades(me)),
        good_months=Coalesce(Subquery(_good_months(on)), 0),
    )
    calls = _calls(on)
    whens = [
        When(calls[name] & Q(archive_level__in=levels), then=Value(name))
        for name in AWAITED
        if (levels := [level for level, probe in probes.items() if FILE[name].by(by, probe)])
    ]
    return found.annotate(awaits=Case(*whens, default=Value(""))).exclude(awaits="")


def _calls(on) -> dict:
    """What calls for each step."""
    soon = on + timedelta(days=policies.RECHECK_NOTICE.on(on))
    return {
        "observe": Q(proposed="observation", state=FileState.ON_FILE),
        "cancel": Q(proposed="cancellation"),
        "confirm_grade": Q(differs=True, state=FileState.ON_FILE),
        "exit": Q(state=FileState.OBSERVING, good_months__gte=policies.OBSERVED_MONTHS.on(on)),
        "recheck": Q(state=FileState.ON_FILE, recheck_on__lte=soon),
    }


def _proposals():
    return apps.get_model("hardship", "ExitProposal").objects.undecided().filter(file=OuterRef("pk"))


def _other_grades(me):
    """The last assessment, where somebody else proposes another grade and nobody has confirmed it."""
    of_file = apps.get_model("hardship", "Assessment").objects.filter(file=OuterRef("pk"))
    later = of_file.model.objects.filter(file=OuterRef("file"), pk__gt=OuterRef("pk"))
    return of_file.filter(~Exists(later), confirmed_by__isnull=True).exclude(other_grade="").exclude(proposed_by=me)


def _good_months(on):
    wanted = months.whole_months_before(on, policies.OBSERVED_MONTHS.on(on))
    incomes = apps.get_model("hardship", "MonthlyIncome").objects.standing().filter(file=OuterRef("pk"))
    above = incomes.filter(month__in=wanted, per_head__gt=F("dibao")).order_by()
    return above.values("file").annotate(n=Count("pk")).values("n")
