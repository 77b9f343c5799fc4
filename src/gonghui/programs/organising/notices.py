"""Who is told what in organising: the preparing group and the upper union at each step, an applicant of her answer."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.accounts.models import User
from gonghui.foundation.notices import actions as notices
from gonghui.kernel.announcing import announced

from .models import Founding, JoinApplication

TO_THE_GROUP = {
    "approve_preparation": _("{name}:同意筹建,请在 {due} 前完成选举。"),
    "send_back": _("{name}:材料被退回补正,请打开查看需要补齐的内容。"),
    "reject": _("{name}:未予通过,请打开查看理由。"),
    "establish": _("{name}已批准成立。主席凭到岗邀请设置账户。"),
}
TO_APPLICANT = {
    "admit": _("您的入会申请 {number} 已批准,欢迎加入工会。"),
    "refer": _("您的入会申请 {number} 已提交上级工会核对。"),
    "refuse": _("您的入会申请 {number} 未予批准,请打开查看理由。"),
    "settle": _("您的入会申请 {number} 已有核对结果,请打开查看。"),
}


def listen():
    """Hear what is announced of foundings and applications."""
    announced.connect(tell_the_group, sender=Founding, dispatch_uid="organising.founding")
    announced.connect(tell_the_applicant, sender=JoinApplication, dispatch_uid="organising.joining")


def tell_the_group(sender, *, kind, record, name, **unused):
    """A message to who submitted the request, and to the preparing person."""
    if kind != "step" or name not in TO_THE_GROUP:
        return
    due = record.due_on.strftime("%Y-%m-%d") if record.due_on else ""
    text = TO_THE_GROUP[name].format(name=record.short_name, due=due)
    users = User.objects.filter(pk__in={record.applied_by, record.preparer_id} - {None})
    notices.tell(users, title=_("建会"), text=text, about=record)


def tell_the_applicant(sender, *, kind, record, name, **unused):
    """A message to the applicant who has an account; it names the matter and nothing personal."""
    if kind == "step" and name in TO_APPLICANT and record.user is not None:
        text = TO_APPLICANT[name].format(number=record.number)
        notices.tell([record.user], title=_("入会申请"), text=text, path=reverse("organising:mine"))
