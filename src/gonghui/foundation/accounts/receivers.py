"""What the sign-in library tells: written to the journal, and to the session where it matters (X-R3)."""

import time

from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.signals import authentication_step_completed
from allauth.mfa import signals as second_factors
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gonghui.kernel.announcing import announce

from . import sessions
from .actions import end_enrolment, system_post
from .models import Post, User


@receiver(user_logged_in, dispatch_uid="accounts.signed_in")
def signed_in(sender, request, user, **kwargs):
    """The session begins; the journal names the person and, once she has one alone, her post."""
    ways = {record["method"] for record in get_authentication_records(request, user)}
    sessions.begin(request, time.time(), by_phone=ways == {"code"})
    _tell(user, _post_of(user), "sign_in", _("登录"))


@receiver(user_logged_out, dispatch_uid="accounts.signed_out")
def signed_out(sender, request, user, **kwargs):
    if user:
        _tell(user, getattr(request, "post", None) or _post_of(user), "sign_out", _("退出登录"))


@receiver(user_login_failed, dispatch_uid="accounts.sign_in_failed")
def sign_in_failed(sender, credentials, request=None, **kwargs):
    """Known and unknown names cost the same; of an unknown one nothing is kept."""
    by = system_post("sign_in")
    user = User.objects.filter(username__iexact=credentials.get("username") or "").first()
    _tell(user or by.user, by, "sign_in_failed", _("登录失败"), {"way": "password", "is_known": user is not None})


@receiver(second_factors.authentication_failed, dispatch_uid="accounts.second_factor_failed")
def second_factor_failed(sender, user, **kwargs):
    _tell(user, system_post("sign_in"), "sign_in_failed", _("二次验证失败"), {"way": "second factor"})


@receiver(authentication_step_completed, dispatch_uid="accounts.second_factor_shown")
def second_factor_shown(sender, request, method, user, **kwargs):
    if method == "mfa":
        sessions.note_second_factor(request, user)


@receiver(second_factors.authenticator_removed, dispatch_uid="accounts.second_factor_removed")
def second_factor_removed(sender, request, user, authenticator, **kwargs):
    by = request.post or _post_of(user)
    _tell(user, by, "remove_second_factor", _("撤销二次验证"), {"type": authenticator.type}, kind="edit")


def tell_of_second_factor(user, kind: str) -> None:
    """A second factor has been enrolled; the library would tell of it only after the transaction."""
    end_enrolment(user)
    _tell(user, _post_of(user), "add_second_factor", _("登记二次验证"), {"type": kind}, kind="edit")


def _post_of(user):
    """The first post open to the person, else the sign-in page's own: `by` is always a post."""
    post = Post.objects.open_to(user, timezone.localdate()).order_by("pk").first()
    return post.held_by(user) if post else system_post("sign_in")


def _tell(user, by, name, title, facts=None, kind="sign_in"):
    announce(kind, user, by=by, on=timezone.localdate(), name=name, title=title, facts=facts)
