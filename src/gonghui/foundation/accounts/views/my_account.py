"""Choosing a post, one's own settings and sessions, and who stands in."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView, TemplateView, UpdateView, View

from gonghui.kernel.announcing import announce
from gonghui.kernel.pages.page import Declares, Page
from gonghui.kernel.refusals import Refusal
from gonghui.kernel.rules import rule

from .. import actions, looks, sessions
from ..forms import SettingsForm, StandInForm
from ..models import Post, StandIn

FACTORS = {Authenticator.Type.TOTP: _("身份验证器应用"), Authenticator.Type.WEBAUTHN: _("通行密钥")}


@rule("工作岗位本人")
def the_holder(by, record) -> bool:
    return by.is_staff and not by.stands_in_for


class OwnPage(Page):
    """A page about oneself: at the desk for staff, on the phone for workers."""

    declares = Declares("person")

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{"frame": self._frame()} | kwargs)

    def _frame(self):
        return "ui/desk.html" if self.by.is_staff else "ui/phone.html"


class Posts(TemplateView):
    """Choose the post to act from (X-R3); the page of those who have not chosen or have none."""

    template_name = "accounts/posts.html"
    declares = Declares("person")
    request: Any

    def dispatch(self, request, *args, **kwargs):
        if not request.user.is_authenticated:
            return redirect("account_login")
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        me, posts = self.request.user.pk, self.request.posts
        own, lent = [p for p in posts if p.user_id == me], [p for p in posts if p.user_id != me]
        return super().get_context_data(**{"own": own, "lent": lent, "by": self.request.post} | kwargs)

    def post(self, request):
        """Act from another post from now on; under a new session key."""
        wanted = next((post for post in request.posts if str(post.pk) == request.POST.get("post")), None)
        if wanted is None:
            messages.warning(request, _("这一岗位已不能使用,请另选。"))
            return redirect("accounts_posts")
        sessions.choose_post(request, wanted)
        by = wanted.held_by(request.user)
        title = _("选择岗位")
        announce("sign_in", wanted, by=by, on=timezone.localdate(), name="choose_post", title=title)
        return redirect("/")


class MyAccount(OwnPage, UpdateView):
    """Language and type size; the ways to second factors, other sessions and stand-ins."""

    form_class = SettingsForm
    template_name = "accounts/my_account.html"
    title = _("账户与安全")

    def get_object(self, queryset=None):
        return self.request.user

    def get_context_data(self, **kwargs):
        arrangements = StandIn.objects.running().filter(post_id=self.by.pk, ends_on__gte=self.today)
        posts = Post.objects.not_over(self.today).filter(user=self.request.user).select_related("unit")
        mine = {"my_posts": posts.order_by("starts_on", "pk"), "factors": self._factors()}
        return super().get_context_data(**{"arrangements": arrangements.select_related("user")} | mine | kwargs)

    def _factors(self) -> list[str]:
        """The second factors she has enrolled, in words."""
        kinds = Authenticator.objects.filter(user=self.request.user).exclude(type=Authenticator.Type.RECOVERY_CODES)
        held = set(kinds.values_list("type", flat=True))
        return [str(title) for kind, title in FACTORS.items() if kind in held] or [str(_("未登记"))]

    def form_valid(self, form):
        user = form.save()
        messages.success(self.request, _("已保存。"))
        return looks.remember(redirect("accounts_mine"), user, self.request)


class EndOtherSessions(OwnPage, View):
    """End every session of mine but this one."""

    def post(self, request):
        actions.end_sessions(request.user, by=self.by, on=self.today)
        update_session_auth_hash(request, request.user)
        messages.success(request, _("其他设备上的登录已全部退出。"))
        return redirect("accounts_mine")


class ArrangeStandIn(OwnPage, FormView):
    """Name who acts from my post while I am away."""

    declares = Declares("person", by=the_holder, cites="X-R1, X-R3")
    form_class = StandInForm
    template_name = "ui/form.html"
    title = _("安排代岗")
    back_url = reverse_lazy("accounts_mine")
    extra_context = {"button": _("保存安排")}

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"post": self.by, "today": self.today}

    def form_valid(self, form):
        try:
            actions.stand_in(self.by, by=self.by, on=self.today, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, _("代岗已安排,对方登录后可选择这一岗位。"))
        return redirect("accounts_mine")


class EndStandIn(OwnPage, View):
    """I am back: the stand-in acts from my post no more."""

    declares = Declares("person", by=the_holder, cites="X-R3")

    def post(self, request, pk):
        arrangement = get_object_or_404(StandIn.objects.running(), pk=pk, post_id=self.by.pk)
        actions.end_stand_in(arrangement, by=self.by, on=self.today)
        messages.success(request, _("代岗已结束。"))
        return redirect("accounts_mine")
