"""Second factors: what the sign-in library leaves to us when one is enrolled or given up."""

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView, RemoveWebAuthnView
from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView

from gonghui.kernel.pages.page import Declares

from .. import actions, receivers, sessions
from ..forms import EnrolmentForm


class EnrolAuthenticator(ActivateTOTPView):
    """An app on the phone that shows six digits."""

    def form_valid(self, form):
        response = super().form_valid(form)
        _count_as_shown(self.request, Authenticator.Type.TOTP)
        return response


class EnrolPasskey(AddWebAuthnView):
    """A passkey of this device, or a key in the hand."""

    def form_valid(self, form):
        response = super().form_valid(form)
        _count_as_shown(self.request, Authenticator.Type.WEBAUTHN)
        return response


class RemovePasskey(RemoveWebAuthnView):
    """Give a passkey up; the last second factor of staff stays."""

    def form_valid(self, form):
        if not get_adapter().can_delete_authenticator(self.get_object()):
            messages.error(self.request, get_adapter().error_messages["cannot_delete_authenticator"])
            return redirect("mfa_list_webauthn")
        return super().form_valid(form)


@method_decorator(sensitive_post_parameters("code"), name="dispatch")
class ShowEnrolmentCode(FormView):
    """Between the password and a new second factor after a reset: the one-time code."""

    declares = Declares("person")
    form_class = EnrolmentForm
    template_name = "accounts/enrolment.html"

    def dispatch(self, request, *args, **kwargs):
        if not request.user.is_authenticated or request.post is not None:
            return redirect("/")
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form):
        try:
            actions.redeem_enrolment(self.request.user, form.cleaned_data["code"], at=timezone.now())
        except actions.WrongEnrolmentCode as refusal:
            form.add_error("code", str(refusal))
            return self.form_invalid(form)
        sessions.open_enrolment(self.request)
        return redirect("mfa_activate_totp")


def _count_as_shown(request, kind):
    """What is enrolled in a session is proved in it: no page asks for it again at once."""
    record_authentication(request, request.user, method="mfa", type=kind, reauthenticated=True)
    receivers.tell_of_second_factor(request.user, kind)
