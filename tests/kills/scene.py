"""The scene, in a process and a data folder of its own: `python -m tests.kills.scene make 1000` and `… tell`.

`make` founds a small federation with a fund and payments that wait, and prints who may come in; `tell` prints how
it stands afterwards.
"""

import json
import os
import sys
import time
from datetime import timedelta

import django


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gonghui.config.settings")
    from gonghui.config import readiness

    readiness.ensure()
    django.setup()
    found = make(int(sys.argv[2])) if sys.argv[1] == "make" else tell()
    print(json.dumps(found, default=str))


def make(count: int) -> dict:
    """A county's finance, a fund with money enough and `count` payments that wait."""
    from django.db import transaction
    from django.utils import timezone

    from gonghui.config import database
    from gonghui.foundation.funds.tests import money
    from gonghui.foundation.organisations import sight
    from gonghui.foundation.organisations.tests.trees import a_tree

    today = timezone.localdate()
    with transaction.atomic(), sight.system("tests"):
        finance = money.Finance(a_tree())
        money.endow(finance.fund, finance.maker, finance.checker, amount=10**10, paper="拨款 2")
        payments = [finance.a_payment(on=today - timedelta(days=1)).pk for _ in range(count)]
    hands = {"maker": finance.maker, "checker": finance.checker, "authoriser": finance.authoriser}
    cookies = {role: _a_session(post) for role, post in hands.items()}
    scene = {"fund": finance.fund.pk, "payments": payments, "sessions": cookies, "today": today}
    return scene | {"address": database.owner_address()}


def _a_session(post) -> str:
    """The key of a session in which this person has come in with both factors."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from gonghui.foundation.accounts import sessions

    session = SessionStore()
    session[SESSION_KEY], session[HASH_SESSION_KEY] = str(post.user.pk), post.user.get_session_auth_hash()
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[sessions.BEGAN], session[sessions.FACTOR], session[sessions.POST] = time.time(), post.user.pk, post.pk
    session.save()
    return session.session_key


def tell() -> dict:
    """Where each payment stands, what the ledger holds, which batches and jobs are unfinished."""
    from django.db import transaction
    from procrastinate.contrib.django.models import ProcrastinateJob

    from gonghui.foundation.funds.models import Line, Payment, PaymentBatch
    from gonghui.foundation.organisations import sight

    with transaction.atomic(), sight.system("tests"):
        payments = Payment.objects.order_by("pk").values_list("pk", "state", "batch__number", "seq", "amount")
        kinds = Line.objects.order_by().values_list("kind", flat=True).distinct()
        return {
            "payments": list(payments),
            "batches": dict(PaymentBatch.objects.values_list("number", "state")),
            "balances": {kind: Line.objects.filter(kind=kind).total() for kind in kinds},
            "doing": ProcrastinateJob.objects.filter(status="doing").count(),
        }


if __name__ == "__main__":
    main()
