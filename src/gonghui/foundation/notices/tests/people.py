"""Posts for the tests of notices and funds; every person is invented."""

from itertools import count

from gonghui.foundation.accounts.models import Post, User
from gonghui.foundation.organisations.tests.trees import LONG_AGO

_sequence = count(1)


def a_user(name="王测试", **traits) -> User:
    return User.objects.create_user(name, username=f"user-{next(_sequence)}", **traits)


def a_post(unit, role, user=None) -> Post:
    return Post.objects.create(user=user or a_user(), unit=unit, role=role, starts_on=LONG_AGO)
