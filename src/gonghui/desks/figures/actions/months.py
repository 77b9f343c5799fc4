"""A month is submitted by who has looked at it and locked by another, one month after the other (N-R7, X-R1)."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.funds.models import PaymentBatch
from gonghui.foundation.funds.rulebook import BatchState
from gonghui.foundation.organisations import sight
from gonghui.foundation.organisations.models import Unit
from gonghui.kernel.announcing import announce
from gonghui.kernel.periods import Period
from gonghui.kernel.refusals import NotEntitled, Refusal
from gonghui.kernel.workdays import NoCalendar

from .. import definitions, sealing
from ..models import SealedMonth
from ..rulebook import SEALING, MonthState, the_statistician


class BegunAlready(Refusal):
    sentence = _("已从{month}起按月封存,以后的月份依次办理,不再另行起头。")


class NotOver(Refusal):
    sentence = _("{month}还没有过完,{day}起才能送封。")


class BeforeOpen(Refusal):
    sentence = _("{before}还没有封存。月份要依次封存,请先办理{before}。")


class BatchesUnanswered(Refusal):
    sentence = _("{month}还有付款批次没有收到银行回单:{batches}。请先导入回单,再办理封存。")


class MonthMoved(Refusal):
    sentence = _("{month}的记录在送封之后又有变化,与送封人看过的数据不一致,不能封存。请退回,由统计员看过后重新送封。")


class ReasonMissing(Refusal):
    sentence = _("请写明退回理由(至少 4 个字)。")


@transaction.atomic
def begin(unit: Unit, first: Period, *, by, on) -> SealedMonth:
    """The city begins to seal its months, with `first`. Raises NotEntitled, NotOver, BegunAlready."""
    sealing.hold_the_chain()
    month = SealedMonth(number=first.name, unit=unit, begun_on=on)
    if not the_statistician(by, month):
        raise NotEntitled(step=_("开始封存"), needs=the_statistician)
    if on < first.end:
        raise NotOver(month=month, day=first.end)
    if earlier := SealedMonth.objects.order_by("number").first():
        raise BegunAlready(month=earlier)
    return _open(month, by, on)


def _open(month, by, on) -> SealedMonth:
    """Expected so many working days after the month is over; without a day where those are not known yet."""
    try:
        month.expect([SEALING["submit"]], max(month.period.end, on))
    except NoCalendar:
        month.due_on = None
    month.save()
    announce("edit", month, by=by, on=on, name="open", title=_("列入封存"), facts={"month": month.number})
    return month


@SEALING.action
def submit(month, *, by, on, opinion: str = ""):
    """The statistician has looked at the month and hands it on.

    Raises NotOver, BeforeOpen, BatchesUnanswered.
    """
    with sight.system("figures"):
        _require_ripe(month, on)
        definitions.ensure_kept(by=by, on=on)
        rows = sealing.rows_of(month.period, sealed_months())
    month.submitted_by, month.submitted_by_name, month.submitted_on = by.user_id, by.user.name, on
    month.looked_at = sealing.digest_of_rows(rows)
    return {"opinion": opinion, "rows": len(rows), "looked_at": month.looked_at}


@SEALING.action
def send_back(month, *, by, on, reason: str):
    """The month is looked at once more. Raises ReasonMissing."""
    if len(reason.strip()) < 4:
        raise ReasonMissing
    month.submitted_by, month.submitted_by_name, month.submitted_on, month.looked_at = None, "", None, ""
    return {"opinion": reason}


@SEALING.action
def lock(month, *, by, on, opinion: str = ""):
    """A second person closes the month: its cells and its seal are written, and the next month is opened.

    Raises NotOver, BeforeOpen, BatchesUnanswered, MonthMoved.
    """
    sealing.hold_the_chain()
    with sight.system("figures"):
        _require_ripe(month, on)
        kept = definitions.ensure_kept(by=by, on=on)
        rows = sealing.rows_of(month.period, sealed_months())
        if sealing.digest_of_rows(rows) != month.looked_at:
            raise MonthMoved(month=month)
        cells = sealing.keep(rows, {month.period.start: month}, kept)
        seal = sealing.add_seal(cells, month=month)
    month.locked_by, month.locked_by_name, month.locked_on = by.user_id, by.user.name, on
    _open_next(month, by, on)
    return {"opinion": opinion, "rows": len(cells), "previous": seal.previous, "seal": seal.digest}


def _open_next(month, by, on):
    following = Period.month(month.period.end.year, month.period.end.month)
    if not SealedMonth.objects.of([following]).exists():
        _open(SealedMonth(number=following.name, unit=month.unit, begun_on=on), by, on)


def sealed_months() -> list[Period]:
    """Every locked month, first to last."""
    return [month.period for month in SealedMonth.objects.locked().order_by("number")]


def _require_ripe(month, on):
    if on < month.period.end:
        raise NotOver(month=month, day=month.period.end)
    earlier = SealedMonth.objects.filter(number__lt=month.number).exclude(state=MonthState.LOCKED)
    if before := earlier.order_by("number").first():
        raise BeforeOpen(before=before)
    if waiting := unanswered(month.period):
        numbers = "、".join(batch.number for batch in waiting[:10]) + ("……" if len(waiting) > 10 else "")
        raise BatchesUnanswered(month=month, batches=numbers)


def unanswered(month: Period) -> list[PaymentBatch]:
    """Batches authorised up to the month's end for which the bank has not answered; locked against its answer."""
    at_the_bank = (BatchState.AUTHORISED, BatchState.SENT)
    found = PaymentBatch.objects.filter(state__in=at_the_bank, authorised_on__lt=month.end)
    return list(found.select_for_update().order_by("pk"))
