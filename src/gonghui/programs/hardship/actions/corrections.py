"""Sending back, correcting, pairing with a helper (X-R4, X-R5, E-R15)."""

from django.utils.translation import gettext_lazy as _

from gonghui.kernel.refusals import Refusal

from ..models import PairLink
from ..rulebook import FILE

CORRECTABLE = ("work_status", "main_cause", "cause_text", "account_name", "card_no", "bank_name", "branch_code")


class NothingAsked(Refusal):
    sentence = _("退回时请列明需要补正的内容。")


class NothingCorrected(Refusal):
    sentence = _("没有改动任何内容。")


class HolderIsStranger(Refusal):
    sentence = _("开户人“{name}”不是这户家庭的成员。救助金只能打入家庭成员本人的银行卡。")


class KinHelper(Refusal):
    sentence = _("{name}与这户家庭有亲属关系,已经回避,请另选一名帮扶干部。")


class OwnHelper(Refusal):
    sentence = _("申请人本人不能是自己家的帮扶干部,请另选一名。")


@FILE.action
def send_back(file, *, by, on, items: list[str], opinion: str = ""):
    """The file goes back with a list of what is missing; the office's clock stops (X-R5). Raises NothingAsked."""
    items = [item.strip() for item in items if item.strip()]
    if not items:
        raise NothingAsked
    return {"items": items, "opinion": opinion or "、".join(items)}


@FILE.action
def correct(file, *, by, on, reason: str, **changes):
    """What was written wrongly is put right; the journal keeps what was and why (X-R4).

    Raises NothingCorrected, HolderIsStranger (E-R13).
    """
    changes = {name: value for name, value in changes.items() if name in CORRECTABLE and value not in (None, "")}
    was = {name: str(getattr(file, name) or "") for name in changes}
    for name, value in changes.items():
        setattr(file, name, value)
    if not changes:
        raise NothingCorrected
    if not file.members.present().filter(name=file.account_name).exists():
        raise HolderIsStranger(name=file.account_name)
    return {"opinion": reason, "was": was, "changed": sorted(changes)}


@FILE.action
def pair(file, *, by, on, cadre):
    """A cadre (a user) helps this household from now on; the helper before her is released (E-R15).

    Raises OwnHelper, KinHelper.
    """
    if cadre.pk == file.applicant_user_id:
        raise OwnHelper
    if cadre.pk in file.recused:
        raise KinHelper(name=cadre.name)
    file.pairs.filter(ends_on__isnull=True).update(ends_on=on)
    PairLink.objects.create(file=file, cadre=cadre, starts_on=on)
    return {"helper": cadre.name}
