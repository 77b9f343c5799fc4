"""The end of an officer's morning: tick a page of the list, approve it together, print the forms, a sheet a record."""

import io
import time

import pytest
from django.db import transaction
from pypdf import PdfReader

from gonghui.foundation.accounts.tests.people import come_in
from gonghui.foundation.organisations import sight
from gonghui.foundation.organisations.tests.trees import a_tree

from . import factories

pytestmark = pytest.mark.django_db(transaction=True)
SURNAMES = "赵钱孙李周吴郑王冯陈"
SECONDS = 60
"""How long fifty forms may take to come on the screen, on a machine busy with much else."""


def a_desk(count):
    """A county approver, and households that wait for her."""
    with transaction.atomic(), sight.system("tests"):
        staff = factories.Staff(a_tree())
        files = [
            factories.a_reviewed_file(staff, name=f"{SURNAMES[n % 10]}测{'甲乙丙丁戊'[n // 10]}") for n in range(count)
        ]
    return staff.county_approver, sorted(file.number for file in files)


def come_to(tab, post):
    tab.goto("/healthz")
    tab.context.add_cookies([{"name": "sessionid", "value": come_in(post).cookies["sessionid"].value, "url": tab.url}])


@pytest.mark.parametrize("count", [5, pytest.param(50, marks=pytest.mark.long)])
def test_a_page_of_the_list_is_approved_and_printed(page, count, assert_accessible):
    post, numbers = a_desk(count)
    come_to(page, post)

    page.goto("/hardship/?state=reviewed")
    page.get_by_role("link", name="每页 50 条").click()
    page.get_by_role("link", name="选中本页").click()
    page.get_by_role("link", name="全部不选").wait_for()
    assert_accessible(page)
    page.get_by_role("button", name="批量办理").click()
    assert_accessible(page)
    page.get_by_role("button", name="办理勾选的各件").click()
    page.get_by_text(f"办好 {count} 件,没有办 0 件").wait_for()
    assert_accessible(page)

    page.goto("/hardship/?state=on_file&per=50&chosen=page")
    page.get_by_role("button", name="打印表格").click()
    page.get_by_label("困难职工审批表").check()
    page.get_by_label("打印用途").fill("上会审批后归档")
    assert_accessible(page)
    began = time.monotonic()
    page.get_by_role("button", name="打印", exact=True).click()
    page.get_by_role("heading", name="困难职工审批表", level=1).wait_for()
    took = time.monotonic() - began
    assert_accessible(page)

    sheets = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
    assert len(sheets) == count
    assert [number for number, sheet in zip(numbers, sheets, strict=True) if number not in sheet.extract_text()] == []
    assert took < SECONDS


def test_pages_for_fifty_fit_a_phone(phone, assert_accessible):
    post, numbers = a_desk(2)
    come_to(phone, post)
    query = "&".join(f"n={number}" for number in numbers)

    for path in ("/hardship/?chosen=page", f"/hardship/bulk?{query}", f"/hardship/papers?{query}", "/documents/forms/",
                 "/documents/forms/hardship.approval/"):  # fmt: skip
        assert phone.goto(path).status == 200
        assert_accessible(phone)
