"""工作台 of auditors: rounds to draw, recipients to call, differences to look into (E-R13, X-R1)."""

import pytest

from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.accounts.tests.people import a_post, come_in
from gonghui.foundation.funds.actions import discrepancies, inquiring
from gonghui.foundation.funds.models import Discrepancy, Inquiry
from gonghui.foundation.funds.tests.money import Finance
from gonghui.foundation.funds.tests.test_inquiries import JULY_1, JULY_2, JUNE, paid
from gonghui.foundation.organisations import sight
from gonghui.foundation.organisations.tests.trees import a_tree

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_cupboard(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def tree():
    with sight.system("tests"):
        return a_tree()


@pytest.fixture
def auditors(tree):
    with sight.system("tests"):
        return [a_post(tree["jinzhai"], Role.AUDITOR) for _auditor in range(3)]


def waiting(post) -> list[str]:
    """The addresses of the steps that her workbench offers."""
    page = come_in(post).get("/workbench/").content.decode()
    return [part.split('"')[0] for part in page.split('href="') if part.startswith("/funds/") and part.count("/") > 3]


def opened(tree, auditor, count=1):
    with sight.system("tests"):
        finance = Finance(tree)
        paid(finance, count)
        return inquiring.open_round(finance.unit, by=auditor, on=JULY_1, **JUNE)


def test_a_round_waits_to_be_drawn_and_its_recipients_to_be_called(tree, auditors):
    first = auditors[0]
    sampled = opened(tree, first)

    before = waiting(first)
    with sight.system("tests"):
        inquiring.draw(sampled, by=first, on=JULY_1)
    after = waiting(first)

    assert f"/funds/rounds/{sampled.number}/drawing" in before
    assert f"/funds/inquiries/{sampled.number}-001/call" in after
    assert f"/funds/rounds/{sampled.number}/drawing" not in after


def test_a_difference_waits_for_who_did_not_call_and_then_for_a_second(tree, auditors):
    caller, looker, second = auditors
    sampled = opened(tree, caller)
    with sight.system("tests"):
        inquiring.draw(sampled, by=caller, on=JULY_1)
        inquiring.record_call(Inquiry.objects.get(), by=caller, on=JULY_2, was_received=False)
        case = Discrepancy.objects.get()
    at = {name: f"/funds/discrepancies/{case.number}/{name}" for name in ("start", "conclusion", "confirmation")}

    opened_for = [at["start"] in waiting(post) for post in auditors]
    with sight.system("tests"):
        discrepancies.look_into(case, by=looker, on=JULY_2)
    looking_for = [at["conclusion"] in waiting(post) for post in auditors]
    with sight.system("tests"):
        told = {"findings": "银行卡已注销,款项退回", "told": "款项将重新发放"}
        discrepancies.conclude(case, by=looker, on=JULY_2, outcome="explained", **told)
    concluded_for = [at["confirmation"] in waiting(post) for post in auditors]

    assert opened_for == [False, True, True]
    assert looking_for == [False, True, False]
    assert concluded_for == [True, False, True]
    assert second.role == Role.AUDITOR


def test_an_auditor_of_the_next_county_has_none_of_it(tree, auditors):
    opened(tree, auditors[0])
    with sight.system("tests"):
        neighbour = a_post(tree["huoshan"], Role.AUDITOR)

    assert waiting(neighbour) == []
