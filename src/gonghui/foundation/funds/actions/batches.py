"""Batches: prepared, checked and authorised by three persons with clean hands; written for the bank by the system."""

from collections import Counter
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app

from gonghui.foundation.journal.digests import digest_of
from gonghui.foundation.organisations import sight
from gonghui.kernel.announcing import announce
from gonghui.kernel.numbering import next_number
from gonghui.kernel.refusals import NotEntitled, Refusal

from ..bank import cupboard, order
from ..models import Payment, PaymentBatch
from ..rulebook import BATCH, AccountKind, BatchState, PaymentState, PostingKind, finance, the_maker
from .ledger import book

MOST_ROWS = 5000
FILE_NAME = "generic_csv_v1.csv"
DUPLICATES_WITHIN = timedelta(days=1)


class NothingToPay(Refusal):
    sentence = _("没有选中待付款的款项。")


class FundOfAnother(Refusal):
    sentence = _("“{fund}”由{unit}管理,只能由{unit}或其上级工会的财务制单。")


class TooManyRows(Refusal):
    sentence = _("一个批次最多 {most} 笔,现在选中了 {rows} 笔。请分批制单。")


class NotPending(Refusal):
    sentence = _("有 {count} 笔不能入批:已在别的批次中,或不是从“{fund}”支出。请刷新页面后重选。")


class NotForThisFund(Refusal):
    sentence = _("“{fund}”只能用于{purposes},选中的有 {count} 笔不是。")


class PaidTwice(Refusal):
    sentence = _("“{payment}”与{other}的一笔在 24 小时内账号、金额、用途都相同,已拦截。确属两笔的,请隔日另行制单。")


class SamePerson(Refusal):
    sentence = _("制单、复核、授权必须是三个人。这个批次由您{did},不能再由您{step}。")


class OwnCase(Refusal):
    sentence = _("本批次中的 {count} 笔({rows})由您录入、审核或审批过,或收款家庭与您应当回避,不能经手这个批次的付款。")


class RowsChanged(Refusal):
    sentence = _("入批以后,第 {rows} 笔的户名、账号或金额被改动,批次不能继续办理。请作废批次,核对后重新制单。")


class NoFileYet(Refusal):
    sentence = _("银行文件要在授权付款之后生成。批次现在的状态是“{state}”。")


class FileDamaged(Refusal):
    sentence = _("银行文件与授权时的摘要不符,已停止下载。请立即联系系统管理员,不要付款。")


@transaction.atomic
def prepare(unit, payments, fund, *, by, on) -> PaymentBatch:
    """The maker puts pending payments of one fund into a batch of `unit`; name, card and amount are frozen (X-R1, O.3).

    The money is reserved in the fund. Raises NotEntitled, FundOfAnother, NothingToPay, TooManyRows, NotPending,
    NotForThisFund, PaidTwice, OwnCase, NotEnoughMoney.
    """
    wanted = [payment.pk for payment in payments]
    rows = list(
        Payment.objects.within(unit).pending().filter(pk__in=wanted, fund=fund).select_for_update().order_by("pk")
    )
    batch = PaymentBatch(
        begun_on=on,
        unit=unit,
        position=unit.position,
        fund=fund,
        made_by=by.user_id,
        hands=sorted({hand for row in rows for hand in row.hands}),
        count=len(rows),
        total=sum(row.amount for row in rows),
    )
    if not the_maker(by, batch):
        raise NotEntitled(step=_("制单"), needs=the_maker)
    if not unit.holds(fund.unit.position):
        raise FundOfAnother(fund=fund, unit=fund.unit)
    _require_rows(rows, wanted, fund)
    _require_clean_hands(rows, by)
    _require_no_duplicates(rows, on)
    batch.number = next_number("PC", on.year)
    batch.expect(BATCH.next_of(batch.state), on)
    batch.save()
    digests = _move(rows, lambda seq, row: _freeze(row, batch, seq, on))
    _reserve(batch, batch.total, PostingKind.PREPARED, by, on)
    facts = {"count": batch.count, "total": batch.total, "fund": str(fund), "digests": digests}
    announce("step", batch, by=by, on=on, name="prepare", title=_("制单"), facts=facts)
    return batch


def _require_rows(rows, wanted, fund):
    if not wanted:
        raise NothingToPay
    if len(wanted) > MOST_ROWS:
        raise TooManyRows(most=MOST_ROWS, rows=len(wanted))
    if len(rows) != len(set(wanted)):
        raise NotPending(count=len(set(wanted)) - len(rows), fund=fund)
    if others := sum(not fund.is_for(row.purpose) for row in rows):
        raise NotForThisFund(fund=fund, purposes=fund.purpose_names(), count=others)


def _reserve(batch, amount, what, by, on):
    """Set money of the fund aside for a batch, or (below zero) make it available again."""
    moves = {AccountKind.AVAILABLE: -amount, AccountKind.RESERVED: amount}
    key = f"batch:{batch.number}:{what}"
    book(batch.fund, moves, key=key, what=what, record=batch, paper=batch.number, by=by, on=on)


def _require_clean_hands(rows, by):
    own = [place for place, row in enumerate(rows, start=1) if by.user_id in row.hands]
    if own:
        raise OwnCase(count=len(own), rows=_places(own))


def _require_no_duplicates(rows, on):
    looks = Counter((row.card_index, row.amount, row.purpose) for row in rows)
    lately = Payment.objects.batched_since(on - DUPLICATES_WITHIN).filter(
        card_index__in=[row.card_index for row in rows]
    )
    known = {(p.card_index, p.amount, p.purpose): p.batch for p in lately.select_related("batch")}
    for row in rows:
        look = (row.card_index, row.amount, row.purpose)
        if look in known or looks[look] > 1:
            raise PaidTwice(payment=row, other=_("批次 %s") % known[look] if look in known else _("本批次"))


def _freeze(row, batch, seq, on):
    row.state, row.batch, row.seq, row.batched_on, row.frozen = PaymentState.BATCHED, batch, seq, on, row.fingerprint()


def _release(_seq, row):
    row.state, row.batch, row.seq, row.batched_on, row.frozen = PaymentState.PENDING, None, None, None, ""


def _send(_seq, row):
    row.state = PaymentState.SENT


def _move(rows, change) -> dict:
    """Change all rows in one statement; their digests for the journal."""
    for seq, row in enumerate(rows, start=1):
        change(seq, row)
    Payment.objects.bulk_update(rows, ["state", "batch", "seq", "batched_on", "frozen"], batch_size=1000)
    return {Payment._meta.label_lower: {str(row.pk): digest_of(row) for row in rows}}


def _rows_of(batch) -> list[Payment]:
    return list(batch.payments.select_for_update().order_by("seq"))


@BATCH.action
def check(batch, *, by, on, opinion: str = ""):
    """A second person compares the batch with its cases. Raises SamePerson, OwnCase, RowsChanged."""
    _require_another(batch, by, _("复核"))
    _require_unchanged(_rows_of(batch))
    batch.checked_by = by.user_id
    return {"opinion": opinion, "count": batch.count, "total": batch.total}


@BATCH.action
def authorise(batch, *, by, on, opinion: str = ""):
    """A third person lets the money go; a job writes the bank file (O.3). Raises SamePerson, OwnCase, RowsChanged."""
    _require_another(batch, by, _("授权"))
    _require_unchanged(_rows_of(batch))
    batch.authorised_by, batch.authorised_on = by.user_id, on
    key = f"funds.batch.{batch.pk}"
    app.configure_task("funds.send_batch", lock=key, queueing_lock=key).defer(batch_id=batch.pk)
    return {"opinion": opinion, "count": batch.count, "total": batch.total}


def _require_another(batch, by, step):
    for user_id, did in ((batch.made_by, _("制单")), (batch.checked_by, _("复核"))):
        if user_id == by.user_id:
            raise SamePerson(did=did, step=step)
    _require_clean_hands(_rows_of(batch), by)


def _require_unchanged(rows):
    changed = [row.seq for row in rows if row.fingerprint() != row.frozen]
    if changed:
        raise RowsChanged(rows=_places(changed))


def _places(places) -> str:
    return "、".join(map(str, places[:20])) + ("……" if len(places) > 20 else "")


@BATCH.action
def send_back(batch, *, by, on, opinion: str):
    """The batch is checked once more, by whoever may. What is wrong with it is said."""
    batch.checked_by = None
    return {"opinion": opinion}


@BATCH.action
def cancel(batch, *, by, on, opinion: str):
    """The batch is given up before it has a bank file; its payments wait again, its money is available again."""
    digests = _move(_rows_of(batch), _release)
    _reserve(batch, -batch.total, PostingKind.RELEASED, by, on)
    return {"opinion": opinion, "digests": digests}


@BATCH.action
def send(batch, *, by, on):
    """The bank file is written; from now on the bank may have it (T11). Raises RowsChanged."""
    rows = _rows_of(batch)
    _require_unchanged(rows)
    content = order.bank_file(rows)
    cupboard.keep(batch.number, FILE_NAME, content)
    batch.sha256 = order.digest(content)
    return {"sha256": batch.sha256, "digests": _move(rows, _send)}


@transaction.atomic
def ensure_sent(batch_id: int, *, by, on) -> None:
    """Write the bank file of an authorised batch; one that has it, or was cancelled, stays as it is. May run twice."""
    with sight.system("payments"):
        batch = PaymentBatch.objects.select_for_update().get(pk=batch_id)
        if batch.state == BatchState.AUTHORISED:
            send(batch, by=by, on=on)


def ensure_all_sent(*, by, on) -> int:
    """Write the files of authorised batches whose job was lost; how many. May run twice."""
    with transaction.atomic(), sight.system("payments"):
        waiting = list(
            PaymentBatch.objects.filter(state=BatchState.AUTHORISED).order_by("pk").values_list("pk", flat=True)
        )
    for batch_id in waiting:
        ensure_sent(batch_id, by=by, on=on)
    return len(waiting)


@BATCH.action
def settle(batch, *, by, on):
    """The bank has answered for every row."""


def open_bank_file(batch, *, by, on) -> bytes:
    """The bank file for download, as it was authorised; the download is written down.

    Raises NotEntitled, NoFileYet, FileDamaged.
    """
    _require_file(batch, by)
    try:
        content = cupboard.take(batch.number, FILE_NAME)
    except FileNotFoundError:
        raise FileDamaged from None
    if order.digest(content) != batch.sha256:
        raise FileDamaged
    facts = {"sha256": batch.sha256, "count": batch.count, "total": batch.total}
    announce("read", batch, by=by, on=on, name="download_bank_file", title=_("下载银行文件"), facts=facts)
    return content


def open_totals_file(batch, *, by) -> bytes:
    """The totals beside the bank file. Raises NotEntitled, NoFileYet."""
    _require_file(batch, by)
    return order.totals_file(batch)


def _require_file(batch, by):
    if not finance(by, batch):
        raise NotEntitled(step=_("下载银行文件"), needs=finance)
    if batch.state not in (BatchState.SENT, BatchState.SETTLED):
        raise NoFileYet(state=batch.get_state_display())
