"""One door for all: workers by a code to their phone, staff by password and second factor (contracts §5)."""

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.account.views import LoginView
from allauth.core import ratelimit
from django.http import HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView

from gonghui.kernel.encryption import blind_index
from gonghui.kernel.pages.page import Declares
from gonghui.kernel.ui.masking import mask_mobile

from .. import actions
from ..forms import CodeForm, PhoneForm

ASKED = "code_asked"


class SignIn(LoginView):
    """The door: both ways in; `?who=staff` opens the second."""

    declares = Declares("public")

    def get_context_data(self, **kwargs):
        who = "staff" if self.request.method == "POST" else self.request.GET.get("who", "worker")
        return super().get_context_data(**{"who": who, "phone_form": PhoneForm()} | kwargs)


class SignedOutView(FormView):
    """A page of those who are not signed in; everyone else goes on to her desk."""

    declares = Declares("public")

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated:
            return redirect("/")
        return super().dispatch(request, *args, **kwargs)


@method_decorator(sensitive_post_parameters("mobile"), name="dispatch")
class AskCode(SignedOutView):
    """Send a code; a known number and an unknown one get the same answer."""

    form_class = PhoneForm
    template_name = "account/login.html"

    def get(self, request, *args, **kwargs):
        return redirect("account_login")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**{"who": "worker"} | kwargs)
        return context | {"phone_form": context["form"]}

    def form_valid(self, form):
        mobile = form.cleaned_data["mobile"]
        if not ratelimit.consume(self.request, action="send_code", key=mobile):
            form.add_error("mobile", _("获取验证码过于频繁,请 1 分钟后再试;一小时内最多 5 次。"))
            return self.form_invalid(form)
        actions.send_code(mobile, at=timezone.now())
        next_page = self.request.POST.get("next", "")
        self.request.session[ASKED] = {"index": blind_index(mobile), "shown": mask_mobile(mobile), "next": next_page}
        return HttpResponseRedirect(reverse("accounts_code"))


@method_decorator(sensitive_post_parameters("code"), name="dispatch")
class EnterCode(SignedOutView):
    """Take the code and open the session."""

    form_class = CodeForm
    template_name = "accounts/code.html"

    def dispatch(self, request, *args, **kwargs):
        self.asked = request.session.get(ASKED)
        if not self.asked:
            return redirect("account_login")
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{"shown": self.asked["shown"]} | kwargs)

    def form_valid(self, form):
        try:
            user = actions.redeem_code(self.asked["index"], form.cleaned_data["code"], at=timezone.now())
        except actions.WrongCode as refusal:
            form.add_error("code", str(refusal))
            return self.form_invalid(form)
        del self.request.session[ASKED]
        record_authentication(self.request, user, method="code")
        return perform_login(self.request, Login(user=user, redirect_url=self._next()))

    def _next(self):
        url = self.asked["next"]
        return url if url and get_adapter(self.request).is_safe_url(url) else None
