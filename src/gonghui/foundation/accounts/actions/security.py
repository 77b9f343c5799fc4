"""Second factors and sessions."""

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from gonghui.kernel.announcing import announce

from ..models import User


def enrol_totp(user) -> str:
    """Give a person a TOTP secret (Base32) as second factor, in place of an earlier one."""
    secret = generate_totp_secret()
    Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).delete()
    TOTP.activate(user, secret)
    return secret


def end_sessions(user, *, by, on) -> None:
    """End all sessions of a person; the one at hand goes on when its hash is renewed."""
    with transaction.atomic():
        User.objects.filter(pk=user.pk).update(epoch=F("epoch") + 1)
        user.refresh_from_db(fields=["epoch"])
        announce("edit", user, by=by, on=on, name="end_sessions", title=_("退出其他设备"))
