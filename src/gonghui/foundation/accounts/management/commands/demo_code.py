"""`gonghui demo-code NAME`: the one-time code of a demo person, on this machine only (contracts §1)."""

import time

from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.models import Q
from django.utils import timezone

from gonghui.foundation.accounts import actions
from gonghui.foundation.accounts.models import User
from gonghui.kernel.encryption import blind_index

COULD_NOT_RUN = 2
LOOPBACK = {"", "localhost", "127.0.0.1", "::1"}


class Command(BaseCommand):
    help = "打印演示人员当前的一次性验证码。"

    def add_arguments(self, parser):
        parser.add_argument("name", metavar="NAME", help="演示人员的姓名、用户名或手机号")

    def handle(self, *args, name, **options):
        host = connection.settings_dict["HOST"]
        if host not in LOOPBACK and not host.startswith("/"):
            raise refused("数据库不在本机,不提供演示验证码。")
        is_named = Q(name=name) | Q(username=name) | Q(mobile_index=blind_index(name))
        found = User.objects.filter(is_named, is_demo=True, is_active=True)[:2]
        if len(found) != 1:
            raise refused(f"演示人员中没有唯一的“{name}”。" if found else f"没有名叫“{name}”的演示人员。")
        self.stdout.write(code_of(found[0]))


def code_of(user) -> str:
    """The code of her authenticator now, else a new one for her phone. Raises CommandError."""
    factor = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
    if factor:
        secret = decrypt(factor.data["secret"])
        return format_hotp_value(hotp_value(secret, int(time.time()) // app_settings.TOTP_PERIOD))
    if not user.mobile:
        raise refused(f"{user.name}既没有身份验证器,也没有手机号。")
    return actions.issue_code(user.mobile.open(), at=timezone.now())


def refused(sentence: str) -> CommandError:
    return CommandError(sentence, returncode=COULD_NOT_RUN)
