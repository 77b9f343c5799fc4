"""我的个人信息: what is held, what was agreed to, who looked; asking, taking back, a copy to take away (O.1)."""

import json
from functools import cached_property

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView, TemplateView, View

from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.members import actions as members
from gonghui.foundation.members.models import Consent
from gonghui.kernel.announcing import announce
from gonghui.kernel.pages import Declares, Page
from gonghui.kernel.refusals import Refusal
from gonghui.kernel.ui.downloads import attachment

from .. import actions, holdings
from ..forms import AskForm, Nothing
from ..models import RightsRequest

HERSELF = Declares("person", by=(Role.WORKER,), cites="O.1 B-R11")


class Rules(Page, TemplateView):
    """The rules for everybody: what is kept, apart how, for what, how long."""

    declares = Declares("public")
    template_name = "privacy/rules.html"
    title = _("个人信息处理规则")

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        post = getattr(request, "post", None)
        self.frame = "ui/desk.html" if post is not None and post.role != Role.WORKER else "ui/phone.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{"rules": holdings.rules(self.today)} | kwargs)


class OnHerPhone(Page):
    """A page of the person's own."""

    declares = HERSELF
    frame = "ui/phone.html"

    @property
    def back_url(self):
        return reverse("privacy:mine")


class Mine(OnHerPhone, TemplateView):
    """Everything on one page."""

    template_name = "privacy/mine.html"
    title = _("我的个人信息")
    back_url = "/"

    def get_context_data(self, **kwargs):
        requests = RightsRequest.objects.visible_to(self.by).filter(user=self.by.user_id).order_by("-pk")[:20]
        shown = {"held": holdings.held_of(self.by, self.today), "looks": holdings.looks_at(self.by, self.today)}
        shown |= {"consents": holdings.consents_of(self.by), "requests": requests}
        return super().get_context_data(**shown | kwargs)


class Copy(OnHerPhone, View):
    """A copy of what is held of her, to take away; that she took it is written down."""

    http_method_names = ["get"]

    def get(self, request, *args, **kwargs):
        told = {"姓名": self.by.user.name, "日期": self.today.isoformat()}
        held = holdings.held_of(self.by, self.today)
        told |= {"登记内容": [{"事项": str(each.title), "内容": each.text} for each in held]}
        told |= {"同意": [self._consent(each) for each in holdings.consents_of(self.by)]}
        told |= {"查看记录": [self._look(each) for each in holdings.looks_at(self.by, self.today)]}
        announce("read", self.by.user, by=self.by, on=self.today, name="own_copy", title=_("下载本人信息副本"))
        text = json.dumps(told, ensure_ascii=False, indent=1)
        return attachment(text, "my-personal-information.json", "application/json; charset=utf-8")

    def _consent(self, each):
        until = each.withdrawn_on and each.withdrawn_on.isoformat()
        return {"文本": str(each.text), "同意日期": each.given_on.isoformat(), "撤回日期": until}

    def _look(self, each):
        return {"时间": each.at.isoformat(), "岗位": each.post_name, "事项": each.title}


class Ask(OnHerPhone, FormView):
    """Ask for a right."""

    template_name = "ui/form.html"
    form_class = AskForm
    title = _("提出请求")

    def form_valid(self, form):
        try:
            asked = actions.ask(by=self.by, on=self.today, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, _("已提交,最迟 {due} 答复。").format(due=asked.due_on))
        return HttpResponseRedirect(self.back_url)

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{"button": _("提交"), "asks": True, "cites": "O.1"} | kwargs)


class WithdrawConsent(OnHerPhone, FormView):
    """Take a consent back; the page says first what then stops."""

    template_name = "privacy/withdraw.html"
    form_class = Nothing
    title = _("撤回同意")

    @cached_property
    def record(self):
        if self.by is None:
            raise Http404
        own = Consent.objects.visible_to(self.by).filter(user=self.by.user_id)
        return get_object_or_404(own, pk=self.kwargs["pk"])

    def form_valid(self, form):
        try:
            members.withdraw(self.record, by=self.by, on=self.today)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, _("已撤回。"))
        return HttpResponseRedirect(self.back_url)

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{"button": _("确认撤回"), "asks": True, "cites": "B-R11"} | kwargs)
