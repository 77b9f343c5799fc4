"""The first page asks her whether her money came, until she has answered (E-R13)."""

import pytest
from django.urls import reverse

from gonghui.foundation.accounts.tests.people import a_worker, come_in
from gonghui.foundation.funds.tests.test_inquiry_pages import World

pytestmark = pytest.mark.django_db


def test_home_asks_the_recipient_alone_and_until_she_has_answered():
    world = World()
    home, asked = reverse("portal:home"), reverse("funds:asked", args=[world.mine.number])

    before = come_in(world.worker).get(home).text
    world.differ()
    after = come_in(world.worker).get(home).text

    assert asked in before
    assert asked not in after
    assert asked not in come_in(a_worker(world.tree["jinzhai_union"])).get(home).text
