"""到岗: the door of who was invited: the code, an account of her own, then the second factor (X-R3)."""

from functools import cached_property

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView

from gonghui.foundation.accounts import onetime, sessions
from gonghui.kernel.pages import Declares, Page
from gonghui.kernel.refusals import Refusal

from ..actions import accepting
from ..forms import AccountForm, CodeForm, JoinForm, Nothing


class TooManyTries(Refusal):
    sentence = _("尝试次数过多,请过几分钟再试。")


class AtTheDoor(Page):
    """A page of who has not come in yet; refusals are told at the door."""

    declares = Declares("public")
    frame = "ui/door.html"
    title = _("接受岗位邀请")

    def answer(self, request, *args, **kwargs):
        response = super().answer(request, *args, **kwargs)
        add_never_cache_headers(response)
        return response


class EnterCode(AtTheDoor, FormView):
    """The code from a printed letter."""

    form_class = CodeForm
    template_name = "staff/join_code.html"

    def form_valid(self, form):
        return redirect("staff:join", onetime.tidied(form.cleaned_data["code"]) or "0")


@method_decorator(sensitive_post_parameters("mobile", "password", "again"), name="dispatch")
class Join(AtTheDoor, FormView):
    """Who has no account opens one; who has signed in takes the post up; anybody else is told what to do."""

    template_name = "staff/join.html"

    @cached_property
    def invitation(self):
        if not ratelimit.consume(self.request, action="join"):
            raise TooManyTries
        return accepting.find(self.kwargs["code"], on=self.today)

    @cached_property
    def holder(self):
        """Who has the invited phone already: a worker by phone, or an officer by name."""
        return accepting.holder_of(self.invitation)

    @property
    def is_signed_in(self) -> bool:
        return self.request.user.is_authenticated

    @property
    def is_officer(self) -> bool:
        return bool(self.holder and self.holder.username)

    @property
    def is_holder(self) -> bool:
        """Whether it is she: an officer with her second factor shown, a worker by the code to her phone."""
        if not self.is_signed_in or self.request.user != self.holder:
            return False
        return not self.is_officer or sessions.has_second_factor(self.request)

    def dispatch(self, request, *args, **kwargs):
        try:
            self.invitation  # noqa: B018 - found before anything else is asked
        except Refusal as refusal:
            told = {"frame": self.frame, "sentence": refusal, "back_url": reverse("staff:join_code")}
            return render(request, "ui/refused.html", told, status=409)
        return super().dispatch(request, *args, **kwargs)

    def get_form_class(self):
        if self.is_officer:
            return Nothing
        return AccountForm if self.holder else JoinForm

    def form_valid(self, form):
        try:
            if (self.holder or self.is_signed_in) and not self.is_holder:
                raise accepting.SignInFirst
            return self._one_more_post() if self.is_officer else self._come_in(form.cleaned_data)
        except accepting.OtherPhone as refusal:
            form.add_error("mobile", str(refusal))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        return self.form_invalid(form)

    def _one_more_post(self):
        accepting.take_up_as(self.request.user, self.invitation, on=self.today)
        messages.success(self.request, _("岗位已接受,请选择岗位。"))
        return HttpResponseRedirect(reverse("accounts_posts"))

    def _come_in(self, said):
        """With an account of her own, by password; a session that began by phone ends, for it opens no staff post."""
        if self.holder is None:
            accepting.require_phone(self.invitation, said["mobile"], on=self.today)
        chosen = {"username": said["username"], "password": said["password"], "signed_in_as": self.holder}
        user = accepting.take_up(self.invitation, on=self.today, **chosen)
        if self.is_signed_in:
            logout(self.request)
        record_authentication(self.request, user, method="password", username=user.username)
        return perform_login(self.request, Login(user=user))

    def get_context_data(self, **kwargs):
        shown = {"invitation": self.invitation, "has_account": bool(self.holder), "is_holder": self.is_holder}
        shown |= {"is_signed_in": self.is_signed_in, "is_officer": self.is_officer}
        return super().get_context_data(**shown | kwargs)
