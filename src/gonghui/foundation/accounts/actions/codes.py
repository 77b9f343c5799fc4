"""One-time codes by phone: a worker's way in. Only a digest is kept; a code lives 5 minutes, 5 tries, one use.

Known and unknown numbers go the same way and get the same answers; a code for an unknown number reaches nobody.
"""

import secrets
from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gonghui.kernel.announcing import announce
from gonghui.kernel.encryption import blind_index
from gonghui.kernel.refusals import Refusal

from .. import ports
from ..models import PhoneCode, User
from .system import system_post

LIFE = timedelta(minutes=5)
TRIES = 5


class WrongCode(Refusal):
    sentence = gettext_lazy("验证码不对或已失效。请核对短信,或重新获取。")


def send_code(mobile: str, *, at) -> None:
    """Send a new code to a phone (11 digits) when somebody may sign in with it; the one before is void."""
    code = issue_code(mobile, at=at)
    text = _("您的登录验证码是 %(code)s,5 分钟内有效。请勿告诉他人。") % {"code": code}
    is_known = User.objects.with_mobile(mobile).open_by_phone(timezone.localdate(at)).exists()
    transaction.on_commit(lambda: ports.send(mobile, text) if is_known else ports.withhold(mobile))


def issue_code(mobile: str, *, at) -> str:
    """Make a code of 6 digits for a phone and keep its digest; whoever calls this hands the code over."""
    code = f"{secrets.randbelow(10**6):06d}"
    index = blind_index(mobile)
    facts = {"digest": _digest(index, code), "expires_at": at + LIFE, "tries": 0}
    PhoneCode.objects.update_or_create(mobile_index=index, defaults=facts)
    return code


def redeem_code(index: str, code: str, *, at) -> User:
    """The person whose phone, by its blind index, got this code. Counts the try, spends the code. Raises WrongCode."""
    issued = PhoneCode.objects.filter(mobile_index=index)
    tried = issued.filter(expires_at__gt=at, tries__lt=TRIES).update(tries=F("tries") + 1)
    is_right = tried and issued.filter(digest=_digest(index, code)).delete()[0]
    user = User.objects.filter(mobile_index=index).open_by_phone(timezone.localdate(at)).first()
    if is_right and user:
        return user
    by = system_post("sign_in")
    facts = {"way": "code", "is_known": user is not None}
    told = {"name": "sign_in_failed", "title": gettext_lazy("登录失败"), "facts": facts}
    announce("sign_in", user or by.user, by=by, on=timezone.localdate(at), **told)
    raise WrongCode


def _digest(index: str, code: str) -> str:
    return salted_hmac("gonghui.accounts.codes", f"{index}:{code}", algorithm="sha256").hexdigest()
