"""The pages of limits in a real browser, at the desk and on the phone, each by axe."""

import pytest
from django.db import transaction

from gonghui.foundation.organisations import sight
from gonghui.foundation.organisations.tests.trees import a_tree

from .test_guard_limits import OWN, Office
from .test_pages_in_a_browser import come_to

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long]


@pytest.fixture
def world(db):
    with transaction.atomic(), sight.system("tests"):
        office = Office(a_tree())
        return office, office.in_force(), office.proposed(**OWN | {"title": "一户 60 天内不超过两笔"})


@pytest.mark.parametrize("device", ["page", "phone"])
def test_pages_of_limits_have_no_fault(device, request, world, assert_accessible):
    tab, (office, in_force, proposed) = request.getfixturevalue(device), world

    for post, path in (
        (office.operator, "limits"),
        (office.operator, "limits/new"),
        (office.operator, f"limits/{in_force.number}"),
        (office.approver, f"limits/{proposed.number}"),
        (office.approver, f"limits/{proposed.number}/confirmation"),
    ):
        come_to(tab, post)
        assert tab.goto(f"/funds/{path}").status == 200
        assert_accessible(tab)
