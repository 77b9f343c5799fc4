"""Nothing is batched to a card whose holder has died or left the household (E-R13)."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.funds.models import Payment, PaymentBatch
from gonghui.foundation.organisations import sight
from gonghui.kernel.announcing import announced
from gonghui.kernel.refusals import Refusal
from gonghui.kernel.ui.masking import mask_name

from ..models import AidGrant, HouseholdMember


class HolderLeft(Refusal):
    sentence = _("以下付款的收款人已不在原来的家庭中:{who}。请取消这些付款,由县级工会更换银行卡后重发。")


def listen():
    """Hear of batches as they are prepared."""
    announced.connect(refuse_strangers, sender=PaymentBatch, dispatch_uid="hardship.holders")


def refuse_strangers(sender, *, name, record, **unused):
    """No new batch with a payment to somebody who left; one that was batched before keeps its card.

    Raises HolderLeft.
    """
    if name != "prepare":
        return
    with transaction.atomic(), sight.system("payments"):
        rows = Payment.objects.filter(batch=record, record_type=AidGrant._meta.label_lower)
        paid = dict(rows.values_list("record_id", "payee_name"))
        grants = AidGrant.objects.filter(pk__in=paid).order_by("pk").values_list("pk", "number", "file_id")
        members = HouseholdMember.objects.present().filter(file__grants__in=list(paid))
        known = set(members.values_list("file_id", "name"))
        gone = [f"{number} {mask_name(paid[pk])}" for pk, number, file in grants if (file, paid[pk]) not in known]
    if gone:
        raise HolderLeft(who="、".join(gone[:10]))
