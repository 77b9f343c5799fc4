"""What every matter of money asks: another person, a paper, and the name of what the database refused."""

from typing import Any

from django.db import IntegrityError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.journal.digests import digest_of
from gonghui.kernel.refusals import Refusal

from ..models import Discrepancy, Inquiry, PaymentBatch


class SamePerson(Refusal):
    sentence = _("录入与复核必须是不同的人,前面的步骤由您办理,这一步不能再由您办理。")


class PaperMissing(Refusal):
    sentence = _("请写明凭据文号(至少 2 个字)。")


def broken_law(fault: IntegrityError) -> str:
    """The name of the constraint that the database says is broken."""
    told: Any = fault.__cause__
    return told.diag.constraint_name


def require_another(by, *before):
    """Raise SamePerson when this person took an earlier step (X-R1)."""
    if by.user_id in before:
        raise SamePerson


def the_paper(text: str) -> str:
    """The number of a paper without blanks around it. Raises PaperMissing."""
    if len(text.strip()) < 2:
        raise PaperMissing
    return text.strip()


def name_a_hand(payments, user) -> dict:
    """From now on this user counts among the hands of payments: none of hers to batch, to call about, to look into.

    Where she has already acted what is done stands. Gives digests for the journal; runs inside the caller's
    transaction.
    """
    me = user.pk
    batches = PaymentBatch.objects.filter(pk__in=payments.exclude(batch=None).values("batch"))
    batches = batches.exclude(Q(made_by=me) | Q(checked_by=me) | Q(authorised_by=me))
    inquiries = Inquiry.objects.filter(payment__in=payments).exclude(called_by=me)
    cases = Discrepancy.objects.filter(inquiry__payment__in=payments).exclude(Q(looked_by=me) | Q(confirmed_by=me))
    changed: dict = {}
    for found in (batches, payments, inquiries, cases):
        for record in found.exclude(hands__contains=[me]).order_by("pk").select_for_update():
            record.hands = sorted({*record.hands, me})
            record.save(update_fields=["hands"])
            changed.setdefault(record._meta.label_lower, {})[str(record.pk)] = digest_of(record)
    return changed
