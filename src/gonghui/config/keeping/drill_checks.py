"""In the copy of a drill: papers by their digest, encrypted fields by their keys, and a person who signs in."""

import random
import secrets
import time
from collections.abc import Iterator
from pathlib import Path

from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gonghui.foundation.accounts.models import Post, User
from gonghui.foundation.documents import sealed, storing
from gonghui.foundation.documents.models import Document
from gonghui.kernel.encryption import Unreadable

from ..sentences import CannotRun
from .renewing import OWNER, models_with_secrets, secrets_of

PAPERS = 200
PLACE = "gonghui-drill-"


def refuse_real_place(folder: Path):
    """A password is set anew here to try the door: never where somebody works. Raises `CannotRun`."""
    if not folder.parent.name.startswith(PLACE):
        raise CannotRun("这个命令只在演练的副本中运行。", "This runs only in the copy of a drill.")


def papers() -> Iterator[dict]:
    """200 papers drawn by chance, as far as they were not destroyed with their household, are what was stored."""
    known = list(Document.objects.using(OWNER).values_list("pk", flat=True))
    for pk in random.sample(known, min(PAPERS, len(known))):
        document = Document.objects.using(OWNER).get(pk=pk)
        if not storing.path_of(document.stored_name).exists():
            continue
        try:
            sealed.content_of(document)
        except (storing.FileAltered, storing.FileMissing) as no:
            yield {"what": str(no), "where": f"documents.Document #{pk}"}


def encrypted_fields() -> Iterator[dict]:
    """The newest record of each kind that has encrypted fields opens."""
    for model in models_with_secrets():
        if row := model._base_manager.using(OWNER).order_by("-pk").first():
            for each in secrets_of(model):
                try:
                    getattr(row, each.name).open() if getattr(row, each.name) else None
                except Unreadable:
                    yield {"what": "an encrypted field does not open", "where": f"{model._meta.label}.{each.name}"}


def sign_in() -> Iterator[dict]:
    """An officer comes in by password and second factor, as through the page."""
    posts = Post.objects.held_on(timezone.localdate()).staff()
    factor = Authenticator.objects.filter(
        type=Authenticator.Type.TOTP, user__posts__in=posts, user__username__isnull=False
    ).first()
    if factor is None:
        return
    user, password = factor.user, secrets.token_urlsafe(24)
    user.set_password(password)
    User.objects.filter(pk=user.pk).update(password=user.password)
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    client = Client(SERVER_NAME="localhost")
    client.post(reverse("account_login"), {"login": user.username, "password": password})
    code = hotp_value(decrypt(factor.data["secret"]), int(time.time()) // app_settings.TOTP_PERIOD)
    client.post(reverse("mfa_authenticate"), {"code": format_hotp_value(code)})
    if client.session.get("_auth_user_id") != str(user.pk):
        yield {"what": "an officer cannot sign in", "where": f"accounts.User #{user.pk}"}
