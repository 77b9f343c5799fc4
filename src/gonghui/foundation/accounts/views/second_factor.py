"""Second factors: what the sign-in library leaves to us when one is enrolled or given up."""

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView, RemoveWebAuthnView
from django.contrib import messages
from django.shortcuts import redirect

from .. import receivers


class Enrolling:
    """What is enrolled in this session counts as shown in it."""

    kind: str

    def form_valid(self, form):
        response = super().form_valid(form)
        record_authentication(self.request, self.request.user, method="mfa", type=self.kind, reauthenticated=True)
        receivers.tell_of_second_factor(self.request.user, self.kind)
        return response


class EnrolAuthenticator(Enrolling, ActivateTOTPView):
    """An app on the phone that shows six digits."""

    kind = Authenticator.Type.TOTP


class EnrolPasskey(Enrolling, AddWebAuthnView):
    """A passkey of this device, or a key in the hand."""

    kind = Authenticator.Type.WEBAUTHN


class RemovePasskey(RemoveWebAuthnView):
    """Give a passkey up; the last second factor of staff stays."""

    def form_valid(self, form):
        if not get_adapter().can_delete_authenticator(self.get_object()):
            messages.error(self.request, get_adapter().error_messages["cannot_delete_authenticator"])
            return redirect("mfa_list_webauthn")
        return super().form_valid(form)
