"""Each request: one transaction, one post, one sight (X-R3, contracts §4).

Anonymous requests see what is public. A signed-in person acts from a post that is checked anew on each request, so
that an ended post opens nothing more; staff reach no page before a second factor. Streamed answers open their own
transaction and sight.
"""

import time

from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.contrib.auth import logout
from django.db import DatabaseError, transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from gonghui.foundation.organisations import sight
from gonghui.foundation.policies.remembering import days_remembered

from . import sessions
from .models import Enrolment, Post

ALWAYS = {"account_logout", "ui:large", "ui:language", "set_language", "csp_report", "alive"}
WATCHED = {"alive", "ready"}
"""What watchers ask must be answered while the database is away: no transaction is opened for it."""
ENROLMENT = ALWAYS | {"mfa_activate_totp", "mfa_add_webauthn", "mfa_view_recovery_codes", "account_reauthenticate"}
ENROLMENT_CODE = "accounts_enrolment"
WITHOUT_POST = ENROLMENT | {"accounts_posts", "mfa_download_recovery_codes", "staff:join"}


class PostMiddleware:
    """Puts `request.post` and `request.posts` and answers under the sight of the post, all or nothing."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.post, request.posts = None, []
        if _page(request) in WATCHED:
            return self.get_response(request)
        if "\0" in request.path_info:
            raise Http404  # no record is called so, and the database refuses the question
        with transaction.atomic(), days_remembered():
            is_signed_in = request.user.is_authenticated
            response = self._answer(request) if is_signed_in else self.get_response(request)
            if response.status_code >= 500:
                transaction.set_rollback(True)
        if is_signed_in or request.user.is_authenticated:
            response.headers["Cache-Control"] = "no-store"
        if is_signed_in and not request.user.is_authenticated and _page(request) == "account_logout":
            response.headers["Clear-Site-Data"] = '"storage"'  # she left; a session that merely expired keeps drafts
        return response

    def process_exception(self, request, exception):
        """A fault of the database leaves the transaction unusable: nothing more is asked of it."""
        if isinstance(exception, DatabaseError):
            transaction.set_rollback(True)

    def _answer(self, request):
        if sessions.is_too_old(request, time.time()):
            return _sign_out(request, _("登录已满 12 小时,请重新登录。"))
        page = _page(request)
        if page.startswith("mfa_") and sessions.came_by_phone(request):
            return redirect("/")
        held = list(Post.objects.open_to(request.user, timezone.localdate()))
        if _owes_second_factor(request, held):
            return self._enrol(request, page)
        request.posts = [post for post in held if sessions.has_second_factor(request) or not post.is_staff]
        post = sessions.chosen(request, request.posts)
        if post is None:
            return self.get_response(request) if page in WITHOUT_POST else _go(request, "accounts_posts")
        request.post = post.held_by(request.user)
        with sight.of(request.post):
            return self.get_response(request)

    def _enrol(self, request, page):
        if is_mfa_enabled(request.user) and page not in ALWAYS:
            return _sign_out(request, _("请重新登录,并完成二次验证。"))
        if _owes_a_code(request) and page not in ALWAYS:
            return self.get_response(request) if page == ENROLMENT_CODE else _go(request, ENROLMENT_CODE)
        return self.get_response(request) if page in ENROLMENT else _go(request, "mfa_activate_totp")


def _owes_second_factor(request, held) -> bool:
    """Staff who came in by password have to show or enrol a second factor before any other page.

    So has who begins on a later day: she enrols while it is she who was just invited.
    """
    if sessions.has_second_factor(request) or sessions.came_by_phone(request):
        return False
    is_staff = any(post.is_staff for post in held)
    return is_staff or Post.objects.staff().not_over(timezone.localdate()).filter(user=request.user).exists()


def _owes_a_code(request) -> bool:
    """Whose second factor was reset shows the one-time code before she enrols another."""
    return not sessions.may_enrol(request) and Enrolment.objects.filter(user=request.user).exists()


def _page(request) -> str:
    try:
        return resolve(request.path_info).view_name
    except (Resolver404, Http404):
        return ""


def _sign_out(request, sentence):
    logout(request)
    messages.warning(request, sentence)
    return _go(request, "account_login")


def _go(request, name):
    """To another page; a request from htmx replaces the whole page, not a part of it."""
    if "HX-Request" in request.headers:
        return HttpResponse(headers={"HX-Redirect": reverse(name)})
    return redirect(name)
