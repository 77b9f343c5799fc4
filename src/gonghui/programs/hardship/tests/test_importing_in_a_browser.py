"""The pages of imports, exports and the national form in a real browser, at the desk and on the phone, each by axe."""

import os

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from gonghui.foundation.accounts.tests.people import come_in
from gonghui.foundation.documents.exports import actions as exports
from gonghui.foundation.organisations import sight
from gonghui.foundation.organisations.tests.trees import a_tree
from gonghui.programs.hardship.actions import importing
from gonghui.programs.hardship.models import HardshipArchive
from gonghui.programs.hardship.sheets import receiving

from .books import a_child, a_household, a_workbook
from .factories import Staff

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long]
SHOTS = os.environ.get("GONGHUI_SHOTS", "")


@pytest.fixture
def world(db, settings, tmp_path):
    """A workbook with faults, one that is taken in, and a request to take the files away that is ready."""
    settings.MEDIA_ROOT = tmp_path / "papers"
    today = timezone.localdate()
    with transaction.atomic(), sight.system("tests"):
        staff = Staff(a_tree())
        wrong = a_workbook(tmp_path, [a_household(staff.union, grade="特困", id_no="123")], [a_child(key="9")])
        good = a_workbook(tmp_path, [a_household(staff.union, grade="相对困难", wage=100)], [a_child()])
        faulty = receiving.receive(wrong, filename="有错.xlsx", by=staff.county_operator, on=today)
        taken = receiving.receive(good, filename="档案.xlsx", by=staff.county_operator, on=today)
        importing.confirm(taken, by=staff.county_approver, on=today)
        request = exports.ask(
            "hardship.national", scope={}, reason="报省总年度档案", by=staff.county_operator, on=today
        )
        exports.approve(request, by=staff.county_approver, on=today)
        exports.ensure_produced(on=today, at=timezone.now())
        file = HardshipArchive.objects.get()
    return {"staff": staff, "faulty": faulty, "taken": taken, "request": request, "file": file}


@pytest.mark.parametrize("device", ["page", "phone"])
def test_pages_of_imports_have_no_fault(device, request, world, assert_accessible):
    tab, staff = request.getfixturevalue(device), world["staff"]
    tab.goto("/healthz")
    session = come_in(staff.county_operator).cookies["sessionid"].value
    tab.context.add_cookies([{"name": "sessionid", "value": session, "url": tab.url}])
    pages = {
        "files": reverse("hardship:files"),
        "imports": reverse("hardship:imports"),
        "upload": reverse("hardship:import_upload"),
        "faulty": world["faulty"].get_absolute_url(),
        "taken": world["taken"].get_absolute_url(),
        "details": reverse("hardship:details", args=[world["file"].number]),
        "file": world["file"].get_absolute_url(),
        "exports": reverse("documents:exports"),
        "ask": reverse("documents:export_ask", args=["hardship.national"]),
        "export": world["request"].get_absolute_url(),
    }
    for name, address in pages.items():
        assert tab.goto(address).status == 200
        if SHOTS:
            tab.screenshot(path=f"{SHOTS}/{device}-{name}.png", full_page=True)
        assert_accessible(tab)
