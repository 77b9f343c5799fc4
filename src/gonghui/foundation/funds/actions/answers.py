"""What the bank answers: one action over the set, all or nothing, with the file kept as evidence (E-R13, O.3)."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gonghui.foundation.journal.actions import strike_out
from gonghui.foundation.journal.digests import digest_of
from gonghui.kernel.announcing import announce
from gonghui.kernel.encryption import blind_index
from gonghui.kernel.refusals import NotEntitled, Refusal, WrongState

from ..bank import answer, cupboard, order
from ..models import BankReturn, Payment, PaymentBatch
from ..rulebook import AccountKind, BatchState, PaymentState, PostingKind, the_checker, the_maker
from .batches import settle
from .ledger import book

MOST_FAULTS_SHOWN = 10
the_reader = the_maker | the_checker


class AlreadyImported(Refusal):
    sentence = gettext_lazy("这份回单已于 {on} 导入,没有重复入账。")


class NothingNew(Refusal):
    sentence = gettext_lazy("回单中的 {rows} 笔以前都已入账,结果相同,没有重复入账。")


class RowsMissing(Refusal):
    sentence = gettext_lazy("回单少了 {count} 笔(序号 {rows})。银行确实分几次回复的,请勾选“这是部分回单”后再导入。")


class AnswerFaulty(Refusal):
    sentence = gettext_lazy("回单没有导入,有 {count} 处不符:{faults}")


@transaction.atomic
def import_return(batch, content: bytes, *, file_name: str = "", is_part: bool = False, by, on) -> BankReturn:
    """Take in a file of the bank's answers to a batch: each row paid or returned, or no row at all.

    Rows may come in any order, and in several files where `is_part` says so; the same file, or the same rows again,
    change nothing. Programs hear `announced` with kind "import", name "bank_return", record the batch and
    facts["bank_return"] the id. Raises NotEntitled, AlreadyImported, WrongState, NotAnAnswer, AnswerFaulty, NothingNew,
    RowsMissing.
    """
    batch.refresh_from_db(from_queryset=PaymentBatch.objects.select_for_update())
    if not the_reader(by, batch):
        raise NotEntitled(step=_("导入银行回单"), needs=the_reader)
    sha256 = order.digest(content)
    if earlier := batch.returns.filter(sha256=sha256).first():
        raise AlreadyImported(on=earlier.imported_on)
    if batch.state != BatchState.SENT:
        raise WrongState(step=_("导入银行回单"), record=batch, state=batch.get_state_display())
    answers, faults = answer.read(content)
    payments = {payment.seq: payment for payment in batch.payments.select_for_update().order_by("seq")}
    _require_faultless(faults + _misfits(batch, payments, answers, on))
    news = [(payments[a.seq], a) for a in answers if payments[a.seq].state == PaymentState.SENT]
    if not news:
        raise NothingNew(rows=len(answers))
    _require_whole(payments, answers, is_part)
    cupboard.keep(batch.number, f"return-{sha256}", content)
    bank_return = _take_in(batch, news, sha256, file_name, by, on)
    if not batch.payments.filter(state=PaymentState.SENT).exists():
        settle(batch, by=by, on=on)
    return bank_return


def _require_faultless(faults):
    if faults:
        shown = ";".join(map(str, faults[:MOST_FAULTS_SHOWN]))
        raise AnswerFaulty(count=len(faults), faults=shown + ("……" if len(faults) > MOST_FAULTS_SHOWN else "。"))


def _require_whole(payments, answers, is_part):
    answered = {each.seq for each in answers}
    missing = [seq for seq, row in payments.items() if row.state == PaymentState.SENT and seq not in answered]
    if missing and not is_part:
        shown = "、".join(map(str, missing[:MOST_FAULTS_SHOWN])) + ("……" if len(missing) > MOST_FAULTS_SHOWN else "")
        raise RowsMissing(count=len(missing), rows=shown)


def _misfits(batch, payments, answers, on) -> list[str]:
    """What does not fit the batch, row by row."""
    faults, seen = [], set()
    for each in answers:
        what = _misfit(batch, payments.get(each.seq), each, on) or (_("序号重复") if each.seq in seen else "")
        seen.add(each.seq)
        if what:
            faults.append(
                _("第 %(line)s 行(序号 %(seq)s):%(what)s") % {"line": each.line, "seq": each.seq, "what": what}
            )
    return faults


def _misfit(batch, payment, each, on) -> str:
    if each.batch_number != batch.number:
        return _("批次号“%(number)s”不是本批次") % {"number": each.batch_number[:32]}
    if payment is None:
        return _("本批次没有这个序号")
    if blind_index(each.card) != payment.card_index:
        return _("账号与本批次不符")
    if each.name != payment.payee_name:
        return _("户名与本批次不符")
    if each.amount != payment.amount:
        return _("金额与本批次不符,应为 %(amount)s") % {"amount": order.yuan(payment.amount)}
    if each.day and not batch.authorised_on <= each.day <= on:
        return _("交易日期 %(day)s 早于授权日期或在将来") % {"day": each.day}
    return "" if payment.state == PaymentState.SENT else _contradiction(payment, each)


def _contradiction(payment, each) -> str:
    is_same = each.day == payment.paid_on if each.is_paid else payment.state == PaymentState.RETURNED
    return "" if is_same else _("以前的回单已记为“%(state)s”,与这次不同") % {"state": payment.get_state_display()}


def _take_in(batch, news, sha256, file_name, by, on) -> BankReturn:
    paid = sum(each.is_paid for _payment, each in news)
    bank_return = BankReturn.objects.create(
        batch=batch,
        sha256=sha256,
        file_name=strike_out(file_name)[-100:],
        imported_by=by.user_id,
        imported_on=on,
        rows=len(news),
        paid=paid,
        failed=len(news) - paid,
    )
    for payment, each in news:
        payment.bank_return = bank_return
        payment.state = PaymentState.PAID if each.is_paid else PaymentState.RETURNED
        payment.paid_on = each.day if each.is_paid else None
        payment.return_reason = "" if each.is_paid else strike_out(each.reason)[:100]
    changed = [payment for payment, _each in news]
    Payment.objects.bulk_update(changed, ["bank_return", "state", "paid_on", "return_reason"], batch_size=1000)
    _book(batch, bank_return, changed, by, on)
    digests = {
        Payment._meta.label_lower: {str(payment.pk): digest_of(payment) for payment in changed},
        BankReturn._meta.label_lower: {str(bank_return.pk): digest_of(bank_return)},
    }
    facts = {
        "bank_return": bank_return.pk,
        "sha256": sha256,
        "paid": paid,
        "returned": len(news) - paid,
        "digests": digests,
    }
    announce("import", batch, by=by, on=on, name="bank_return", title=_("导入银行回单"), facts=facts)
    return bank_return


def _book(batch, bank_return, payments, by, on):
    """What the bank has paid is spent, on each of its days; what it sent back is available again (E-R13)."""
    spent: dict = {}
    for payment in payments:
        spent[payment.paid_on] = spent.get(payment.paid_on, 0) + payment.amount
    returned = spent.pop(None, 0)
    bookings = [(PostingKind.PAID, AccountKind.SPENT, day, spent[day]) for day in sorted(spent)]
    if returned:
        bookings.append((PostingKind.RETURNED, AccountKind.AVAILABLE, on, returned))
    for what, into, day, amount in bookings:
        key = f"return:{bank_return.pk}:{what}:{day}"
        moves = {AccountKind.RESERVED: -amount, into: amount}
        book(batch.fund, moves, key=key, what=what, record=bank_return, paper=batch.number, by=by, on=day)
