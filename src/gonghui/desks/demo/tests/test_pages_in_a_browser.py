"""Figures and a page read, over a small world in a real browser, at the desk and on the phone, each by axe."""

import datetime
import re
from pathlib import Path

import pytest
from django.urls import reverse

from gonghui.desks.demo import building, cast
from gonghui.foundation.accounts.models import Post
from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.accounts.tests.people import come_in

pytestmark = [pytest.mark.django_db(transaction=True, databases=["default", "owner"]), pytest.mark.long]
PUBLISHED = Path(__file__).parents[5] / "tests" / "review-2021.txt"
NOW = datetime.date(2026, 6, 18)


@pytest.fixture
def small_world(db):
    building.build(2021, 0.01, now=NOW, processes=1, say=lambda line: None)


def come_to(tab, role):
    """Sign the tab in as the one of the cast who holds a role in the city."""
    figure = cast.the(role)
    post = Post.objects.select_related("user").get(user__name=figure.name, role=role)
    tab.goto("/healthz")
    tab.context.add_cookies([{"name": "sessionid", "value": come_in(post).cookies["sessionid"].value, "url": tab.url}])


@pytest.mark.parametrize("device", ["page", "phone"])
def test_pages_of_figures_have_no_fault(device, request, small_world, assert_accessible):
    tab = request.getfixturevalue(device)
    come_to(tab, Role.CITY_REVIEWER)

    for path in ("", "Y16", "Y13", "Y15/records"):
        assert tab.goto(f"/figures/{path}?period=2021").status == 200
        assert_accessible(tab)


@pytest.mark.parametrize("device", ["page", "phone"])
def test_the_published_page_is_read_and_coloured(device, request, small_world, assert_accessible):
    tab = request.getfixturevalue(device)
    come_to(tab, Role.CITY_REVIEWER)
    tab.goto(reverse("review:reading"))
    assert_accessible(tab)

    tab.get_by_label("或上传文件").set_input_files(PUBLISHED)
    tab.get_by_role("button", name="核对").click()

    tab.get_by_role("heading", name="逐条核对").wait_for()
    assert_accessible(tab)
    assert tab.locator("p .gh-tag", has_text="262户").count() == 1
    assert tab.locator("p .gh-tag-purple").count() == 2


def test_a_coloured_number_opens_its_records(page, small_world):
    come_to(page, Role.CITY_REVIEWER)
    page.goto(reverse("review:reading"))
    page.get_by_label("文章").fill("2021年,全市共救助在档困难职工11户。")
    page.get_by_role("button", name="核对").click()

    page.locator("p .gh-tag-green", has_text="11户").click()

    page.wait_for_url(re.compile("/figures/Y15/records"))
    assert "共 11 条" in page.content()


def test_a_number_of_the_overview_opens_its_records(page, small_world):
    come_to(page, Role.CITY_REVIEWER)
    page.goto("/figures/?period=2021")

    page.get_by_role("row", name="发放救助金").get_by_role("link").first.click()

    page.wait_for_url(re.compile("/figures/Y16/records"))
    assert "共 14 条" in page.content()
