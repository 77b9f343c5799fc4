"""Projects, emergency money and 四季送 in a real browser, at the desk and on the phone, each page by axe."""

import os
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from gonghui.foundation.accounts.tests.people import a_worker, come_in
from gonghui.foundation.members.actions import ensure_person
from gonghui.foundation.organisations import sight
from gonghui.foundation.organisations.tests.trees import a_tree
from gonghui.programs.hardship.actions import campaigns

from . import seasons
from .factories import a_number
from .seasons import JULY_1

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long]


@pytest.fixture
def world(db):
    """A city's campaign with a county's part that has handed out, an open project, a relief that waits."""
    with transaction.atomic(), sight.system("tests"):
        today, tree = timezone.localdate(), a_tree()
        staff = seasons.Offices(tree)
        whole = seasons.a_planned_campaign(staff.city_operator, budget=20_000_000)
        campaigns.approve(whole, by=staff.city_reviewer, on=JULY_1)
        part = seasons.a_running_campaign(staff)
        site, item = seasons.a_site(staff, part), seasons.an_item(staff, part)
        worker, number = a_worker(staff.union), a_number()
        person = {"name": worker.user.name, "id_no": number, "unit": staff.union, "mobile": "", "user": worker.user}
        ensure_person(**person, by=staff.chair, on=JULY_1)
        line = seasons.a_line(staff, site, item, id_no=number, quantity=2)
        project = seasons.an_open_project(staff, on=today, quota=20)
        relief = seasons.a_proposed_relief(staff, project, on=today, happened_on=today - timedelta(days=1))
    found = {"staff": staff, "whole": whole, "part": part, "site": site, "line": line, "project": project}
    return found | {"relief": relief, "worker": worker}


def come_to(tab, post):
    """Sign the tab in as the post."""
    tab.goto("/healthz")
    tab.context.add_cookies([{"name": "sessionid", "value": come_in(post).cookies["sessionid"].value, "url": tab.url}])


def look(tab, device, paths, assert_accessible):
    for path in paths:
        assert tab.goto(f"/hardship/{path}").status == 200
        assert_accessible(tab)
        if folder := os.environ.get("GONGHUI_SHOTS"):
            tab.screenshot(path=f"{folder}/{device}-{path.replace('/', '_')}.png", full_page=True)


@pytest.mark.parametrize("device", ["page", "phone"])
def test_pages_of_operators_have_no_fault(device, request, world, assert_accessible):
    tab, part, project, relief = request.getfixturevalue(device), world["part"], world["project"], world["relief"]
    come_to(tab, world["staff"].county_operator)

    paths = [
        "projects/", "projects/new", f"projects/{project.pk}", "reliefs/", "reliefs/new", f"reliefs/{relief.number}",
        f"reliefs/{relief.number}/reveals/reason", f"reliefs/{relief.number}/papers/new", "campaigns/",
        "campaigns/new", f"campaigns/{part.number}", f"campaigns/{part.number}/sites/new",
        f"campaigns/{part.number}/sites/roster", f"campaigns/{part.number}/items/new",
    ]  # fmt: skip
    look(tab, device, paths, assert_accessible)


@pytest.mark.parametrize("device", ["page", "phone"])
def test_pages_of_sites_and_steps_have_no_fault(device, request, world, assert_accessible):
    tab, staff, site = request.getfixturevalue(device), world["staff"], world["site"]
    come_to(tab, staff.county_reviewer)
    look(tab, device, [f"reliefs/{world['relief'].number}/check"], assert_accessible)
    come_to(tab, staff.city_operator)
    look(tab, device, [f"campaigns/{world['whole'].number}"], assert_accessible)
    come_to(tab, staff.operator)
    here = f"campaigns/sites/{site.pk}"
    paths = [here, f"{here}/lines/new", f"{here}/roster", f"{here}/signatures", f"{here}/signatures?posting"]

    look(tab, device, [*paths, f"campaigns/lines/{world['line'].uid}/reversal"], assert_accessible)


def test_a_line_is_written_down_by_thumb_and_confirmed_on_a_phone(phone, world, assert_accessible):
    come_to(phone, world["staff"].operator)
    phone.goto(f"/hardship/campaigns/sites/{world['site'].pk}/lines/new")
    phone.get_by_label("领取人姓名或班组名称").fill("孙师傅")
    phone.get_by_role("button", name="登记,下一位").tap()
    phone.get_by_text("已登记:孙**").wait_for()

    come_to(phone, world["worker"])
    phone.goto("/hardship/campaigns/mine")
    assert_accessible(phone)
    phone.get_by_role("button", name="我已收到").tap()

    phone.get_by_text("手机确认").wait_for()
