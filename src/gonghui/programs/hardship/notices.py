"""Who is told what in hardship aid: the applicant at each step, the next office when it is its turn."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.funds.models import PaymentBatch
from gonghui.foundation.notices import actions as notices
from gonghui.kernel.announcing import announced

from .models import AidGrant, HardshipArchive, HouseholdChange, Relief
from .rulebook import GrantState

TO_APPLICANT = {
    "submit": _("您的困难帮扶申请 {number} 已提交,工会将在 {due} 前上门核查。"),
    "visit": _("您的申请 {number} 已完成入户核查,正在进行信息比对。"),
    "compare": _("您的申请 {number} 已完成信息比对,即将张榜公示。"),
    "publicise": _("您的申请 {number} 正在公示,公示结束后由县级工会审核。"),
    "review": _("您的申请 {number} 已通过县级审核,等待批准建档。"),
    "approve": _("您的申请 {number} 已批准建档。"),
    "observe": _("您家的档案 {number} 已转入脱困观察,观察期间仍是在档家庭。"),
    "fall_back": _("您家的档案 {number} 结束观察,恢复在档。"),
    "exit": _("您家的档案 {number} 已批准脱困退出。再次遇到困难的,可以在原档案上重新申请。"),
    "cancel": _("您家的档案 {number} 已注销,请打开查看。情况变化的,可以在原档案上重新申请。"),
    "reopen": _("您在档案 {number} 上的重新申请已提交,工会将在 {due} 前上门核查。"),
    "transfer": _("您家的档案 {number} 已转到新的县区工会,以后由那里的工会与您联系。"),
    "recheck": _("工会已对您家的档案 {number} 进行动态复核。"),
    "send_back": _("您的申请 {number} 被退回补正,请打开查看需要补齐的内容。"),
    "reject": _("您的申请 {number} 未予通过,请打开查看理由。如有不同意见,可向上级工会反映。"),
    "grant": _("一笔救助金({number})已批准,将打入您登记的银行卡。"),
    "pay": _("救助金({number})银行已发放,请查收。"),
    "bounce": _("救助金({number})被银行退回,工会工作人员将与您核对银行卡。"),
}
OF_CHANGE = {
    "report": _("您家的变动 {number} 已报告,等待工会核对确认。"),
    "confirm": _("您家的变动 {number} 已确认生效。"),
    "refuse": _("您家的变动 {number} 未予确认,请打开查看理由。"),
}
TO_RECIPIENT = {
    "grant": _("一笔应急慰问金({number})已批准,将打入您登记的银行卡。"),
    "pay": _("应急慰问金({number})银行已发放,请查收。"),
    "bounce": _("应急慰问金({number})被银行退回,工会工作人员将与您核对银行卡。"),
}

BY_BANK = {GrantState.PAID: "pay", GrantState.BOUNCED: "bounce"}


def listen():
    """Hear what is announced of files and grants, and what the bank has answered."""
    announced.connect(tell_the_applicant, sender=HardshipArchive, dispatch_uid="hardship.file")
    announced.connect(tell_the_applicant, sender=AidGrant, dispatch_uid="hardship.grant")
    announced.connect(tell_of_change, sender=HouseholdChange, dispatch_uid="hardship.change")
    announced.connect(tell_the_recipient, sender=Relief, dispatch_uid="hardship.relief")
    announced.connect(tell_of_payments, sender=PaymentBatch, dispatch_uid="hardship.payments")


def tell_of_change(sender, *, kind, record, name, **unused):
    """A message to the applicant about a change in her household."""
    if kind != "step" or name not in OF_CHANGE or record.file.applicant_user is None:
        return
    text = OF_CHANGE[name].format(number=record.number)
    notices.tell([record.file.applicant_user], title=_("家庭变动"), text=text, about=record)


def tell_the_applicant(sender, *, kind, record, name, **unused):
    """A message in the product to the applicant who has an account; it names the matter and nothing personal."""
    user = record.file.applicant_user
    if kind != "step" or name not in TO_APPLICANT or user is None:
        return
    due = record.due_on.strftime("%Y-%m-%d") if record.due_on else ""
    text = TO_APPLICANT[name].format(number=record.number, due=due)
    notices.tell([user], title=_("困难帮扶"), text=text, about=record)


def tell_the_recipient(sender, *, kind, record, name, **unused):
    """A message in the product to who is relieved and has an account; it leads to her own page."""
    user = record.recipient_user
    if kind == "step" and name in TO_RECIPIENT and user is not None:
        text = TO_RECIPIENT[name].format(number=record.number)
        notices.tell([user], title=_("应急慰问"), text=text, path=reverse("hardship:my_goods"))


def tell_of_payments(sender, *, name, facts, **unused):
    """A message for each grant and each relief that a bank return has settled."""
    if name == "settle_reliefs":
        settled = Relief.objects.filter(pk__in=facts["reliefs"]).select_related("recipient_user")
        for relief in settled.order_by("pk"):
            tell_the_recipient(Relief, kind="step", record=relief, name=BY_BANK[relief.state])
    if name != "settle_grants":
        return
    for grant in AidGrant.objects.filter(pk__in=facts["grants"]).select_related("file__applicant_user").order_by("pk"):
        tell_the_applicant(AidGrant, kind="step", record=grant, name=BY_BANK[grant.state])
