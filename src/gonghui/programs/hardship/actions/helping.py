"""Helping a household on file: the visits of its helper, corrections of them, reminders before they are due (E-R15).

A helper need not be an officer of a post above the household. She sees no file; what a visit needs she is given here,
for the links that name her, and nothing of incomes or papers.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from psycopg.errors import UniqueViolation

from gonghui.foundation.journal.digests import digest_of
from gonghui.foundation.notices import actions as notices
from gonghui.foundation.organisations import sight
from gonghui.kernel.refusals import NotEntitled, Refusal

from ..models import HardshipArchive, HelperVisit, PairLink
from ..rulebook import FILE
from ..rulebook.helping import REMIND_BEFORE, VISITS_A_YEAR, visit_due
from ..rulebook.people import the_helper

SECRETS = ("findings", "needs")


class SaidOtherwise(Refusal):
    """One visit has one number, made where it was written; the same number with other words is no second sending."""

    sentence = _("这份记录已用同一编号登记过,内容与这次不同,没有重复登记。请另写一份,或更正已登记的记录。")


class BeforeThePair(Refusal):
    sentence = _("走访日期不能早于结对日期 {day}。")


class CorrectedAlready(Refusal):
    sentence = _("这条走访记录已经更正过,请更正最新的那一条。")


@dataclass(frozen=True)
class Household:
    """What a helper is shown of a household she helps: who, where, why, and what is due; no income, no paper."""

    link: PairLink
    file: HardshipArchive
    visits: tuple[HelperVisit, ...]
    made: int
    owed: int
    due_on: date
    contact: object

    @property
    def last(self):
        return self.visits[0] if self.visits else None

    def is_overdue(self, on) -> bool:
        return on > self.due_on


def households_of(by, on) -> list[Household]:
    """The households that this person helps now, what is due first."""
    with transaction.atomic(), sight.system("helping"):
        links = PairLink.objects.filter(cadre=by.user_id, ends_on__isnull=True, file__state__in=FILE["call_on"].since)
        links = links.select_related("file__unit__area", "file__applicant_user").order_by("pk")
        found = [_household(link, on) for link in links]
    return sorted(found, key=lambda each: (each.due_on, each.link.pk))


def _household(link, on) -> Household:
    file = link.file
    visits = HelperVisit.objects.standing().filter(pair__file=file).select_related("pair__cadre")
    owed, made = VISITS_A_YEAR.on(on, file.unit.area), visits.until(on).count()
    last = tuple(visits[:6])
    due = visit_due(owed, made, file.filed_on, on.year)
    planned = last[0].next_on if last else None
    return Household(link, file, last, made, owed, min(filter(None, [due, planned])), file.contact())


@FILE.action
def call_on(file, *, by, on, uid=None, corrects=None, reason: str = "", **seen):
    """The helper writes down a visit, once under its number; nothing of it is ever changed (E-R15, X-R4).

    `seen`: visited_on, way, met, findings, needs, measures, next_on. Raises BeforeThePair, CorrectedAlready,
    SaidOtherwise.
    """
    link = file.pairs.get(cadre=by.user_id, ends_on__isnull=True)
    if seen["visited_on"] < link.starts_on and corrects is None:
        raise BeforeThePair(day=link.starts_on)
    if corrects and HelperVisit.objects.filter(corrects=corrects).exists():
        raise CorrectedAlready
    try:
        with transaction.atomic():
            made = HelperVisit.objects.create(
                uid=uid or uuid4(), pair=link, recorded_on=on, corrects=corrects, reason=reason, **seen
            )
    except IntegrityError as wrong:
        raise_said_otherwise(wrong)
    told = {name: value for name, value in seen.items() if name not in SECRETS}
    told["digests"] = {made._meta.label_lower: {str(made.pk): digest_of(made)}}
    return told | ({"opinion": reason, "corrects": str(corrects)} if corrects else {})


def raise_said_otherwise(wrong: IntegrityError):
    """The number is taken, by a record that this person may not even see; any other fault rises as it is."""
    if isinstance(wrong.__cause__, UniqueViolation):
        raise SaidOtherwise from wrong
    raise wrong


def ensure_called_on(link, *, by, on, uid: UUID, **facts) -> HelperVisit:
    """Write the visit down once, however often it is sent (O.4). Raises what `call_on` raises, and NotEntitled."""
    with transaction.atomic(), sight.system("helping"):
        file = HardshipArchive.objects.select_for_update(of=("self",)).get(pk=link.file_id)
        known = HelperVisit.objects.filter(uid=uid).select_related("pair").first()
        if known is None:
            call_on(file, by=by, on=on, uid=uid, **facts)
            return HelperVisit.objects.select_related("pair").get(uid=uid)
        if known.pair.file_id != file.pk or known.pair.cadre_id != by.user_id or not says(known, facts):
            raise SaidOtherwise
    return known


def says(record, facts) -> bool:
    """Whether a record holds just these facts; what is encrypted is opened to compare and not shown."""
    return all(_plain(record, name) == (value or None) for name, value in facts.items())


def _plain(record, name):
    value = getattr(record, name)
    value = value.open() if hasattr(value, "open") and value else value
    return value or None


def correct_visit(visit, *, by, on, reason: str, **seen) -> HelperVisit:
    """A new entry in place of an old one of hers, which stays readable (X-R4). Raises what `call_on` raises."""
    if visit.pair.cadre_id != by.user_id:
        raise NotEntitled(step=FILE["call_on"].title, needs=the_helper)
    return ensure_called_on(visit.pair, by=by, on=on, uid=uuid4(), corrects=visit, reason=reason, **seen)


@transaction.atomic
def ensure_reminded(*, on) -> int:
    """Tell each helper once a month, before the day, whom she has yet to see; how many links. May run twice."""
    with sight.system("helping"):
        links = PairLink.objects.select_for_update(of=("self",)).filter(ends_on__isnull=True)
        links = links.exclude(reminded_on__gte=on.replace(day=1)).filter(file__state__in=FILE["call_on"].since)
        links = links.select_related("cadre", "file__unit__area", "file__applicant_user").order_by("cadre_id", "pk")
        due = [each for each in (_household(link, on) for link in links) if _is_near(each, on)]
        PairLink.objects.filter(pk__in=[each.link.pk for each in due]).update(reminded_on=on)
        for cadre in dict.fromkeys(each.link.cadre for each in due):
            _remind(cadre, [each for each in due if each.link.cadre_id == cadre.pk])
    return len(due)


def _is_near(household, on) -> bool:
    return household.due_on <= on + timedelta(days=REMIND_BEFORE.on(on, household.file.unit.area))


def _remind(cadre, households):
    text = partial(ngettext, "您帮扶的 {n} 户家庭需要在 {day} 前走访。", "您帮扶的 {n} 户家庭需要在 {day} 前走访。")
    first = min(each.due_on for each in households)
    said = text(len(households)).format(n=len(households), day=f"{first:%Y-%m-%d}")
    notices.tell([cadre], title=_("帮扶走访提醒"), text=said, path="/hardship/helping/", level="task")
