"""A payment is entered by the program whose record grants it, once for ever (E-R13, O.3)."""

import re
from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.journal.digests import digest_of
from gonghui.foundation.organisations import sight
from gonghui.kernel.announcing import announce
from gonghui.kernel.encryption import blind_index
from gonghui.kernel.identifiers import bank_card, tidy
from gonghui.kernel.refusals import NotEntitled, ReasonMissing, Refusal, WrongState

from ..models import DONE_WITH, NOT_FOR_BANKS, Claim, Payment
from ..rulebook import PaymentState, the_maker
from . import guard


class NotForTheBank(Refusal):
    sentence = _("“{field}”不能写进银行文件:{why}。")


class AlreadyEntered(Refusal):
    sentence = _("这一事项的第 {instalment} 次付款已按另外的账户或金额录入,不能更改。银行退回后可以重发。")


class StillAlive(Refusal):
    sentence = _("这一事项已有一笔付款“{state}”,不能再付。只有银行退回的才能重发。")


def ensure_payment(
    record,
    *,
    instalment: int = 1,
    unit,
    fund,
    payee_name: str,
    card: str,
    bank_name: str = "",
    branch_code: str = "",
    purpose: str,
    benefits: Sequence[guard.Benefit], acknowledged: str = "",
    hands, by, on, about=None,
) -> Payment:  # fmt: skip
    """The payment of `benefits` for a record to a card of 16 to 19 digits; entered again, it is the same payment.

    `hands` are the users with a step on the case: none may touch the batch (X-R1); the holder is checked (E-R13).
    `acknowledged` says why a soft limit may be passed; `about` is the recipient's account, if she has one. Raises
    NotForTheBank, InvalidIdentifier, AlreadyEntered, StillAlive, AlreadyAided, SoftLimit.
    """
    payment = Payment(
        record_type=record._meta.label_lower,
        record_id=record.pk,
        instalment=instalment,
        unit=unit,
        position=unit.position,
        fund=fund,
        payee_name=payee_name.strip(),
        card=bank_card(card),
        bank_name=bank_name.strip(),
        branch_code=tidy(branch_code),
        amount=sum(benefit.amount for benefit in benefits),
        purpose=str(purpose).strip(),
        remark=str(getattr(record, "number", "")),
        hands=sorted(set(filter(None, hands))),
        about=about, entered_on=on,
    )  # fmt: skip
    _require_fit(payment)
    with transaction.atomic(), sight.system("payments"):
        return _known_or_new(record, payment, lambda: guard.enter(payment, benefits, acknowledged, by), by, on)


def _require_fit(payment):
    for name in ("payee_name", "bank_name", "purpose", "remark"):
        text, most = getattr(payment, name), _field(name).max_length
        if len(text) > most:
            raise NotForTheBank(field=_field(name).verbose_name, why=_("超过 %(n)s 个字") % {"n": most})
        if re.search(NOT_FOR_BANKS, text) or "\x00" in text:
            raise NotForTheBank(field=_field(name).verbose_name, why=_("含有逗号、引号或换行"))
    if not payment.payee_name:
        raise NotForTheBank(field=_field("payee_name").verbose_name, why=_("没有填写"))
    if payment.branch_code and not re.fullmatch("[0-9]{12}", payment.branch_code):
        raise NotForTheBank(field=_field("branch_code").verbose_name, why=_("应为 12 位数字"))


def _field(name) -> Any:
    return Payment._meta.get_field(name)


def _known_or_new(record, payment, enter_claims, by, on) -> Payment:
    before = {known.instalment: known for known in Payment.objects.of(record)}
    if known := before.get(payment.instalment):
        return _require_same(known, payment)
    alive = next((known for known in before.values() if known.state not in DONE_WITH), None)
    if alive:
        raise StillAlive(state=alive.get_state_display())
    try:
        with transaction.atomic():
            payment.save()
            claims = enter_claims()
    except IntegrityError as error:  # refused by the guard, or entered by somebody else at the same moment
        guard.refuse(error, by)
        return _require_same(Payment.objects.of(record).get(instalment=payment.instalment), payment)
    facts = {
        "amount": payment.amount,
        "instalment": payment.instalment,
        "record": str(record),
        "fund": str(payment.fund),
        "acknowledged": claims[0].acknowledged,
        "digests": {Claim._meta.label_lower: {str(claim.pk): digest_of(claim) for claim in claims}},
    }
    announce("step", payment, by=by, on=on, name="enter_payment", title=_("录入付款"), facts=facts)
    return payment


def _require_same(known, payment) -> Payment:
    asked = (blind_index(payment.card.open()), payment.amount, payment.payee_name, payment.fund_id)
    if (known.card_index, known.amount, known.payee_name, known.fund_id) != asked:
        raise AlreadyEntered(instalment=known.instalment)
    return known


@transaction.atomic
def cancel_payment(payment, *, by, on, reason: str) -> None:
    """A payment that stands in no batch is given up, for a reason. Raises NotEntitled, WrongState, ReasonMissing."""
    payment.refresh_from_db(from_queryset=Payment.objects.select_for_update())
    if not the_maker(by, payment):
        raise NotEntitled(step=_("取消付款"), needs=the_maker)
    if payment.state != PaymentState.PENDING:
        raise WrongState(step=_("取消付款"), record=payment, state=payment.get_state_display())
    if len(reason.strip()) < 4:
        raise ReasonMissing
    payment.state = PaymentState.CANCELLED
    payment.save(update_fields=["state"])
    announce("step", payment, by=by, on=on, name="cancel_payment", title=_("取消付款"), facts={"opinion": reason})
