"""Second factors, where the sign-in library asks too little."""

from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn.views import RemoveWebAuthnView
from django.contrib import messages
from django.shortcuts import redirect


class RemovePasskey(RemoveWebAuthnView):
    """Give a passkey up; the last second factor of staff stays."""

    def form_valid(self, form):
        if not get_adapter().can_delete_authenticator(self.get_object()):
            messages.error(self.request, get_adapter().error_messages["cannot_delete_authenticator"])
            return redirect("mfa_list_webauthn")
        return super().form_valid(form)
