"""Second factors: what the sign-in library leaves to us when one is enrolled or given up."""

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView, RemoveWebAuthnView
from django.contrib import messages
from django.shortcuts import redirect

from .. import receivers


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


def _count_as_shown(request, kind):
    """What is enrolled in a session is proved in it: no page asks for it again at once."""
    record_authentication(request, request.user, method="mfa", type=kind, reauthenticated=True)
    receivers.tell_of_second_factor(request.user, kind)
