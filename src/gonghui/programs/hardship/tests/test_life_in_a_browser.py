"""A file's life and its transfer in a real browser, at the desk and on the phone, each page by axe (E-R12, X-R2)."""

import pytest
from django.db import transaction

from gonghui.foundation.accounts.tests.people import a_worker, come_in
from gonghui.foundation.organisations import sight
from gonghui.foundation.organisations.tests.trees import a_tree
from gonghui.programs.hardship.actions import transferring
from gonghui.programs.hardship.models import Arrival, HardshipArchive

from . import factories as make
from . import lives
from .factories import JUNE_1

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long]


@pytest.fixture
def world(db):
    """A household observed, one out of difficulty, and one that goes to the next county."""
    with transaction.atomic(), sight.system("tests"):
        tree = a_tree()
        staff, neighbours = make.Staff(tree), make.Staff(tree, county="huoshan")
        observed = lives.enter_months(lives.an_observed_file(staff, name="张测试"), staff, 6, 7, income=133_000)
        lives.enter_months(observed, staff, 8, 9)
        out = lives.a_file_out_of_difficulty(staff, name="郭测试")
        worker = a_worker(staff.union, "郭测试")
        HardshipArchive.objects.filter(pk=out.pk).update(applicant_user=worker.user)
        facts = {"to_unit": neighbours.union, "reason": "moved", "grounds": "全家迁往霍山县居住"}
        moving = make.a_file_on_record(staff, name="李测试")
        transfer = transferring.propose_transfer(moving, by=staff.county_operator, on=JUNE_1, **facts)
        transferring.agree(transfer, by=staff.county_reviewer, on=JUNE_1)
        arrival = Arrival.objects.get()
    papers = {"observed": observed, "out": out, "moving": moving, "transfer": transfer, "arrival": arrival}
    return papers | {"staff": staff, "neighbours": neighbours, "worker": worker}


def come_to(tab, post):
    """Sign the tab in as the post."""
    tab.goto("/healthz")
    tab.context.add_cookies([{"name": "sessionid", "value": come_in(post).cookies["sessionid"].value, "url": tab.url}])


def look_at(tab, url, assert_accessible):
    tab.goto(url)
    assert_accessible(tab)


@pytest.mark.parametrize("device", ["page", "phone"])
def test_pages_of_a_files_life_have_no_fault(device, request, world, assert_accessible):
    tab, staff, file = request.getfixturevalue(device), world["staff"], world["observed"].get_absolute_url()
    looks = [
        (staff.county_operator, ("", "/month", "/exit-proposal", "/transfer")),
        (staff.county_approver, ("/exit",)),
        (staff.county_reviewer, ("/fall-back",)),
    ]

    for post, pages in looks:
        come_to(tab, post)
        for page in pages:
            look_at(tab, file + page, assert_accessible)


@pytest.mark.parametrize("device", ["page", "phone"])
def test_pages_of_a_recheck_and_a_transfer_have_no_fault(device, request, world, assert_accessible):
    tab, staff, neighbours = request.getfixturevalue(device), world["staff"], world["neighbours"]
    come_to(tab, staff.county_operator)
    moving = world["moving"].get_absolute_url()
    for url in (moving, f"{moving}/recheck", "/hardship/transfers/", world["transfer"].get_absolute_url()):
        look_at(tab, url, assert_accessible)
    come_to(tab, neighbours.county_reviewer)

    for url in ("/hardship/arrivals/", world["arrival"].get_absolute_url()):
        look_at(tab, url, assert_accessible)


def test_worker_comes_back_on_her_phone(phone, world, assert_accessible):
    come_to(phone, world["worker"])
    look_at(phone, f"/hardship/mine/{world['out'].number}", assert_accessible)
    phone.get_by_role("link", name="重新申请帮扶").click()
    assert_accessible(phone)

    phone.get_by_label("又遇到了什么困难").fill("上个月又住院了")
    phone.get_by_label("工资性收入").fill("24000")
    phone.get_by_label("我和共同生活的家庭成员同意").check()
    phone.get_by_role("button", name="返困重新申请").click()

    phone.get_by_text("已办好").wait_for()
    assert "待入户核查" in phone.content()
