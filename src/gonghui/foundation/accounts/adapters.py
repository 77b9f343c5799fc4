"""What the sign-in library asks of us: who may sign in how, what is kept secret, and which words are said."""

import base64
import io

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gonghui.kernel.encryption import seal, unseal

from . import looks
from .models import Post
from .sessions import has_second_factor

SECOND_FACTOR = b"accounts:second_factor"


class AccountAdapter(DefaultAccountAdapter):
    """Nobody opens an account for herself: posts and memberships are given."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": _("用户名或密码不对。"),
        "incorrect_password": _("密码不对。"),
        "too_many_login_attempts": _("尝试次数过多,请过几分钟再试。"),
        "rate_limited": _("尝试次数过多,请过几分钟再试。"),
    }

    def is_open_for_signup(self, request):
        return False

    def post_login(self, request, user, **kwargs):
        """On a new device the pages look as the person likes them."""
        response = super().post_login(request, user, **kwargs)
        return looks.remember(response, user, request) if looks.is_new_device(request) else response

    def is_reauthentication_required(self, *, app, **kwargs):
        """The first second factor is enrolled right after the password; any change after that asks again."""
        return has_second_factor(self.request) and super().is_reauthentication_required(app=app, **kwargs)


class SecondFactorAdapter(DefaultMFAAdapter):
    """Second factors: secrets kept encrypted, the QR code drawn here, the last one never given up by staff."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("验证码不对,请看手机上的当前 6 位数字。"),
        "cannot_delete_authenticator": _("工作人员必须保留至少一种二次验证方式。"),
    }

    def encrypt(self, text):
        return base64.b64encode(seal(text, SECOND_FACTOR)).decode()

    def decrypt(self, encrypted_text):
        return unseal(base64.b64decode(encrypted_text), SECOND_FACTOR)

    def get_totp_issuer(self):
        return gettext("职工服务平台")

    def build_totp_svg(self, url):
        picture = io.BytesIO()
        segno.make(url, error="m").save(picture, kind="svg", scale=5, border=2, xmldecl=False)
        return picture.getvalue().decode()

    def can_delete_authenticator(self, authenticator):
        others = authenticator.user.authenticator_set.exclude(pk=authenticator.pk).exclude(type="recovery_codes")
        return others.exists() or not Post.objects.open_to(authenticator.user, timezone.localdate()).staff().exists()
