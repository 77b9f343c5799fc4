"""What waits for a post, kind by kind: asked of each program's records, which ask their rule books."""

from dataclasses import dataclass

from django.db.models import Count, Sum
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.accounts.roles import FINANCE_ROLES, Role
from gonghui.foundation.funds.models import Payment, PaymentBatch
from gonghui.foundation.funds.rulebook import BATCH
from gonghui.foundation.journal.models import Entry, Kind
from gonghui.foundation.notices.models import Objection
from gonghui.foundation.notices.rulebook import OBJECTION
from gonghui.programs.hardship.models import AidGrant, HardshipArchive
from gonghui.programs.hardship.models.waiting import turns
from gonghui.programs.hardship.rulebook import AID, FILE, SEEN_BY

MOST = 50
"""Lines of one kind on the page; the list of the kind has them all."""


@dataclass(frozen=True)
class Task:
    """One line: which record, whose, the step that is due and the page that takes it."""

    record: object
    name: str
    place: str
    step: str
    url: str


@dataclass(frozen=True)
class Queue:
    """A kind of matter that may wait for somebody. Without a namespace it is decided on the record's own page."""

    title: str
    icon: str
    list_name: str
    workflow: object
    waiting: object
    names: object
    namespace: str

    def count(self, by, on) -> int:
        return self.waiting(by, on).count()

    def tasks(self, by, on) -> list[Task]:
        """The most urgent first; what has no deadline comes last."""
        records = self.waiting(by, on).order_by("due_on", "pk")[:MOST]
        return [task for record in records if (task := self._task(record, by))]

    def _task(self, record, by) -> Task | None:
        """None where the record itself says that it is not her turn after all: it may be her own."""
        name, place = self.names(record)
        if not self.namespace:
            return Task(record, name, place, _("去处理"), record.get_absolute_url())
        if step := turns(self.workflow, by, record).get(record.state):
            return Task(record, name, place, step.title, reverse(self.namespace + step.name, args=[record.number]))
        return None


def _files(by, on):
    return HardshipArchive.objects.waiting_for(by, on).select_related("unit")


def _grants(by, on):
    return AidGrant.objects.waiting_for(by).select_related("file__unit", "project")


def _batches(by, on):
    states = list(turns(BATCH, by, PaymentBatch(unit=by.unit, position=by.unit.position)))
    return PaymentBatch.objects.visible_to(by).filter(state__in=states).select_related("unit", "fund")


def _objections(by, on):
    found = Objection.objects.visible_to(by).undecided().exclude(notice__published_by=by.user_id)
    return found.select_related("unit", "notice")


def _yuan(fen: int) -> str:
    return str(_("{n:,.2f} 元")).format(n=fen / 100)


QUEUES = (
    Queue(
        _("困难职工档案"),
        "heart-handshake",
        "hardship:files",
        FILE,
        _files,
        lambda file: (file.applicant_name, str(file.unit)),
        "hardship:",
    ),
    Queue(
        _("帮扶发放"),
        "coin-yuan",
        "hardship:grants",
        AID,
        _grants,
        lambda grant: (f"{grant.file.applicant_name} · {_yuan(grant.amount)}", str(grant.file.unit)),
        "hardship:grant_",
    ),
    Queue(
        _("付款批次"),
        "building-bank",
        "funds:batches",
        BATCH,
        _batches,
        lambda batch: (f"{batch.fund} · {_yuan(batch.total)}", str(batch.unit)),
        "funds:",
    ),
    Queue(
        _("公示异议"),
        "message-2-exclamation",
        "notices:notices",
        OBJECTION,
        _objections,
        lambda objection: (str(objection.notice), str(objection.unit)),
        "",
    ),
)
FILES, GRANTS, BATCHES, OBJECTIONS = QUEUES


def open_to(by) -> tuple[Queue, ...]:
    """The kinds of matter that this post has to do with."""
    money = (BATCHES,) if by.role in FINANCE_ROLES else ()
    cases = (FILES, GRANTS) if by.role in SEEN_BY else ()
    disputes = (OBJECTIONS,) if by.role in Objection.seen_by.roles else ()
    return (*cases, *money, *disputes)


def unbatched(by) -> dict:
    """How many payments wait for a maker to batch them, and what they come to in fen; nothing for others."""
    if by.role != Role.FINANCE_MAKER:
        return {}
    waiting = Payment.objects.visible_to(by).pending().of_funds_within(by.unit)
    return waiting.aggregate(count=Count("pk"), total=Sum("amount"))


def sent_by(by) -> list:
    """What this person last did a step on and where it stands now: files, grants and batches, newest step first."""
    found = []
    for model in (HardshipArchive, AidGrant, PaymentBatch):
        entries = Entry.objects.by_user(by.user_id).filter(kind=Kind.STEP, record_type=model._meta.label_lower)
        ids = list(dict.fromkeys(entries.order_by("-pk").values_list("record_id", flat=True)[:60]))[:12]
        seen = model.objects.visible_to(by).in_bulk(ids)
        found += [seen[pk] for pk in ids if pk in seen]
    return found
