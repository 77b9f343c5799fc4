"""到岗: the door of who was invited: the code, an account of her own, then the second factor (X-R3)."""

from functools import cached_property

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.core import ratelimit
from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView

from gonghui.foundation.accounts import sessions
from gonghui.kernel.pages import Declares, Page
from gonghui.kernel.refusals import Refusal

from ..actions import accepting
from ..forms import CodeForm, JoinForm, Nothing


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
        return redirect("staff:join", form.cleaned_data["code"].strip().replace("/", ""))


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
        """Who has the invited phone already and signs in by name."""
        known = accepting.holder_of(self.invitation)
        return known if known and known.username else None

    @property
    def is_signed_in(self) -> bool:
        return self.request.user.is_authenticated

    @property
    def is_holder(self) -> bool:
        """Whether it is she, with her second factor shown, who takes up one more post."""
        return self.is_signed_in and self.request.user == self.holder and sessions.has_second_factor(self.request)

    def dispatch(self, request, *args, **kwargs):
        try:
            self.invitation  # noqa: B018 - found before anything else is asked
        except Refusal as refusal:
            told = {"frame": self.frame, "sentence": refusal, "back_url": reverse("staff:join_code")}
            return render(request, "ui/refused.html", told, status=409)
        return super().dispatch(request, *args, **kwargs)

    def get_form_class(self):
        return Nothing if self.holder else JoinForm

    def form_valid(self, form):
        try:
            if self.holder or self.is_signed_in:
                return self._one_more_post()
            return self._come_in(form.cleaned_data)
        except accepting.OtherPhone as refusal:
            form.add_error("mobile" if "mobile" in form.fields else None, str(refusal))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        return self.form_invalid(form)

    def _one_more_post(self):
        if not self.is_holder:
            raise accepting.SignInFirst
        accepting.take_up_as(self.request.user, self.invitation, on=self.today)
        messages.success(self.request, _("岗位已接受,请选择岗位。"))
        return HttpResponseRedirect(reverse("accounts_posts"))

    def _come_in(self, said):
        accepting.require_phone(self.invitation, said["mobile"])
        chosen = {"username": said["username"], "password": said["password"]}
        user = accepting.take_up(self.invitation, on=self.today, **chosen)
        record_authentication(self.request, user, method="password", username=user.username)
        return perform_login(self.request, Login(user=user))

    def get_context_data(self, **kwargs):
        shown = {"invitation": self.invitation, "has_account": bool(self.holder), "is_holder": self.is_holder}
        shown |= {"is_signed_in": self.is_signed_in, "code": self.kwargs["code"]}
        return super().get_context_data(**shown | kwargs)
