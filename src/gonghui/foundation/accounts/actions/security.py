"""Second factors and sessions; a reset by two leaves nothing behind but a one-time code (reliability, MFA)."""

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from gonghui.kernel.announcing import announce
from gonghui.kernel.refusals import Refusal

from .. import onetime
from ..models import Enrolment, User

PURPOSE = "enrolment"
TRIES = 5


class WrongEnrolmentCode(Refusal):
    sentence = _("登记码不对、已失效或试错太多。请向为您办理重置的人核对,过期的须重新申请重置。")


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


def reset_second_factors(user, *, by, on, until) -> str:
    """Take away all second factors and end all sessions; the one-time code that lets her enrol anew until `until`.

    Whoever calls this has had two persons agree; the code is handed over by the second of them.
    """
    code = onetime.a_code()
    with transaction.atomic():
        Authenticator.objects.filter(user=user).delete()
        facts = {"digest": onetime.digest_of(code, f"{PURPOSE}:{user.pk}"), "expires_at": until, "tries": 0}
        Enrolment.objects.update_or_create(user=user, defaults=facts)
        end_sessions(user, by=by, on=on)
        told = {"name": "reset_second_factors", "title": _("重置二次验证")}
        announce("edit", user, by=by, on=on, facts={"until": until}, **told)
    return code


def redeem_enrolment(user, code: str, *, at) -> None:
    """She shows the code: the way to enrol is open. Counts the try. Raises WrongEnrolmentCode."""
    issued = Enrolment.objects.filter(user=user)
    tried = issued.filter(expires_at__gt=at, tries__lt=TRIES).update(tries=F("tries") + 1)
    if not (tried and issued.filter(digest=onetime.digest_of(code, f"{PURPOSE}:{user.pk}")).exists()):
        raise WrongEnrolmentCode


def end_enrolment(user) -> None:
    """A second factor is enrolled: the code opens nothing more."""
    Enrolment.objects.filter(user=user).delete()
