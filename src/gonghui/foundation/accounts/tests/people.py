"""People for tests: staff and workers with posts, and clients that have come in as them."""

import time
from itertools import count

from django.test import Client

from gonghui.foundation.accounts import sessions
from gonghui.foundation.accounts.models import Post, User
from gonghui.foundation.accounts.roles import STAFF, Role
from gonghui.foundation.organisations.tests.trees import LONG_AGO

PASSWORD = "六安-映山红-2021"
_numbers = count(1)


def a_mobile() -> str:
    return f"199{next(_numbers):08d}"


def a_post(unit, role, name="王测试", *, user=None, starts_on=LONG_AGO, ends_on=None, title="") -> Post:
    """A post of a new person, or of `user`: staff sign in by name and PASSWORD, workers by their mobile."""
    if user is None and role in STAFF:
        user = User.objects.create_user(name, username=f"u{next(_numbers)}", password=PASSWORD)
    elif user is None:
        user = User.objects.create_user(name, mobile=a_mobile())
    return Post.objects.create(user=user, unit=unit, role=role, title=title, starts_on=starts_on, ends_on=ends_on)


def a_worker(unit, name="李测试") -> Post:
    return a_post(unit, Role.WORKER, name)


def come_in(post, client=None) -> Client:
    """A client signed in as the post's acting person, second factor shown, acting from the post."""
    client = client or Client()
    client.force_login(post.user)
    session = client.session
    session[sessions.BEGAN], session[sessions.FACTOR] = time.time(), post.user.pk
    session[sessions.POST] = post.pk
    session.save()
    return client
