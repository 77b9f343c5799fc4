"""A person asks about her own data and is answered within 15 working days (O.1)."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.accounts.models import Post, User
from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.notices import actions as notices
from gonghui.foundation.organisations.models import Assignment
from gonghui.kernel.announcing import announce
from gonghui.kernel.numbering import next_number
from gonghui.kernel.refusals import Refusal

from ..models import RightsRequest
from ..rulebook import RIGHTS, RequestState, Right


class TooShort(Refusal):
    sentence = _("请写明具体内容(至少 4 个字)。")


class AskedAlready(Refusal):
    sentence = _("您已有一项同类请求({number})正在办理,请等待答复。")


@transaction.atomic
def ask(*, right: Right, text: str, by, on) -> RightsRequest:
    """A person asks about her own data; the data-protection officers see it, nobody else.

    Raises TooShort, AskedAlready.
    """
    if len(text.strip()) < 4:
        raise TooShort
    open_one = RightsRequest.objects.filter(user=by.user_id, right=right, state=RequestState.ASKED).first()
    if open_one:
        raise AskedAlready(number=open_one.number)
    request = RightsRequest(number=next_number("Q", on.year), begun_on=on, unit=by.unit, position=by.unit.position)
    request.user, request.right, request.text = by.user, right, text.strip()
    request.expect(RIGHTS.next_of(request.state), on)
    request.save()
    announce("step", request, by=by, on=on, name="ask", title=_("提出个人信息请求"), facts={"right": right})
    lay_before_officers(request, on)
    return request


def lay_before_officers(record, on) -> None:
    """Each data officer at its unit or above sees it by an assignment: her post opens no range of records."""
    officers = Post.objects.held_on(on).filter(role=Role.DPO, unit__in=record.unit.above())
    holders = set(officers.values_list("user_id", flat=True))
    label = record._meta.label_lower
    rows = [Assignment(user_id=pk, record_type=label, record_id=record.pk, starts_on=on) for pk in sorted(holders)]
    for row in rows:
        row.reason = str(_("个人信息请求"))
    Assignment.objects.bulk_create(rows)
    text = _("有一项个人信息请求待答复,期限 {due}。").format(due=record.due_on)
    notices.tell(User.objects.filter(pk__in=holders), title=_("个人信息保护"), text=text, about=record)


@RIGHTS.action
def answer(request, *, by, on, reply: str):
    """The officer answers; the person is told. Raises TooShort."""
    return _settle(request, reply, by, on)


@RIGHTS.action
def refuse(request, *, by, on, reply: str):
    """The officer says why not, for instance because a statute keeps the record. Raises TooShort."""
    return _settle(request, reply, by, on)


def _settle(request, reply, by, on):
    if len(reply.strip()) < 4:
        raise TooShort
    request.reply, request.answered_by, request.answered_on = reply.strip(), by.user_id, on
    text = _("您的个人信息请求 {number} 已有答复,请打开查看。").format(number=request.number)
    notices.tell([request.user], title=_("个人信息保护"), text=text, about=request)
    return {"right": request.right}


@RIGHTS.action
def withdraw(request, *, by, on):
    """She no longer asks."""
    return {"right": request.right}
