"""观察与退出 on the page of a file: its days on file, its months, what is proposed, what is missing (E-R12)."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from gonghui.foundation.organisations import sight

from .. import actions
from ..models import AidGrant
from ..rulebook import HELD, FileState, months, policies
from . import assessment
from .shown import GRANT_TONES, with_county


@dataclass(frozen=True)
class Held:
    """What the page of a file shows of its life on record; empty before it is on file for the first time."""

    spells: list = field(default_factory=list)
    proposal: Any = None
    months: list = field(default_factory=list)
    short: list = field(default_factory=list)
    exit_from: date | None = None
    rechecks: list = field(default_factory=list)
    is_recheck_due: bool = False
    transfer: Any = None

    def __bool__(self):
        return bool(self.spells or self.transfer)


def held_of(file, today) -> Held:
    """The life of a file on record, as it stands today."""
    spells = list(file.spells.all())
    observed = file.state == FileState.OBSERVING
    since = actions.observed_since(file) if observed else None
    soon = today + timedelta(days=policies.RECHECK_NOTICE.on(today))
    return Held(
        spells=spells,
        proposal=file.exit_proposals.undecided().first(),
        months=list(file.months.standing()) if spells else [],
        short=actions.months_short(file, since, today) if since else [],
        exit_from=_first_exit(since, today) if since else None,
        rechecks=list(file.rechecks.select_related("assessment")) if spells else [],
        is_recheck_due=file.state == FileState.ON_FILE and file.recheck_on is not None and file.recheck_on <= soon,
        transfer=file.transfers.open().first(),
    )


def _first_exit(since, today) -> date:
    """The first day on which six months of an observation can be over."""
    return months.later(months.first_of(since), policies.OBSERVED_MONTHS.on(today))


def offered(file, steps) -> list:
    """Of the open `steps` of a file those that have something to decide on."""
    if file.state not in HELD:
        return steps
    kinds = set(file.exit_proposals.undecided().values_list("kind", flat=True))
    differs = assessment.waits_for_second(file)
    kept = {"observe": "observation" in kinds, "cancel": "cancellation" in kinds, "decline_exit": bool(kinds)}
    kept |= {"propose_observation": not kinds, "propose_exit": not kinds, "confirm_grade": differs}
    return [step for step in steps if kept.get(step.name, True)]


def earlier_aid(file, by) -> list:
    """What other counties gave this household before it came here, read for this one file alone (X-R2).

    Only the kind, the sum, the day and who gave it; their records themselves stay theirs.
    """
    own = AidGrant.objects.visible_to(by).filter(file=file).values_list("pk", flat=True)
    seen = list(own)
    with transaction.atomic(), sight.system("transfers"):
        others = with_county(AidGrant.objects.filter(file=file).exclude(pk__in=seen).select_related("project", "unit"))
        return [(grant, GRANT_TONES[grant.state]) for grant in others.order_by("-pk")]
