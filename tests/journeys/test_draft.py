"""A clerk pastes a draft and finds the wrong number: opens its records, corrects it, says what a wording means, reads
again; at a desk and on a phone (contracts §3)."""

from datetime import date

import pytest

from gonghui.foundation.organisations.tests.trees import a_tree
from gonghui.programs.hardship.models import AidGrant
from gonghui.programs.hardship.tests import factories as make

from .people import ON_A_DESK, ON_A_PHONE, Room
from .test_morning import everything_seen

pytestmark = pytest.mark.django_db(transaction=True)
DRAFT = """六安市总工会2021年工作总结

2021年,全市各级工会共救助在档困难职工4户,发放救助金0.9万元。上半年,全市救助在档困难职工2户。

金寨县服务困难群众3户。全市新建职工书屋40家。全年新建职工书屋45家。

2022年,计划救助在档困难职工10户。
"""
PAID_ON = (date(2021, 6, 1), date(2021, 6, 1), date(2021, 9, 1))


@pytest.fixture
def room(browser, live, assert_accessible):
    with Room(browser, live, assert_accessible) as room:
        yield room


@pytest.fixture
def staff():
    """A county with three households paid 3,000 yuan each, two of them in the first half of the year."""
    return everything_seen(a_county)


def a_county():
    staff = make.Staff(a_tree())
    project = make.a_project(staff)
    for name, day in zip(("赵一户", "钱二户", "孙三户"), PAID_ON, strict=True):
        grant = make.a_checked_grant(staff, make.a_file_on_record(staff, name=name), project=project)
        paid = {"paid_on": day, "grade_when_paid": "deep_difficulty", "level_when_paid": "county"}
        AidGrant.objects.filter(pk=grant.pk).update(state="paid", **paid)
    return staff


def verdicts(clerk) -> list[str]:
    return [chip.inner_text() for chip in clerk.tab.locator(".gh-claims .gh-claim-head .gh-tag").all()]


@pytest.mark.parametrize(("screen", "name"), [(ON_A_DESK, "desk"), (ON_A_PHONE, "phone")])
def test_a_clerk_finds_the_wrong_number_and_corrects_it(room, staff, screen, name):
    clerk = room.seat(staff.city_reviewer, screen)

    clerk.opens("/review/reading").fills(text=DRAFT).presses("核对", f"draft-{name}-read")
    assert verdicts(clerk) == ["✗ 不符", "✓ 相符", "✓ 相符", "? 无记录", *["≠ 自相矛盾"] * 2, "→ 计划"]
    clerk.reads("记录为 3户(Y15 救助在档困难职工),与原文不符")

    clerk.presses("不符 1", f"draft-{name}-filtered")
    assert verdicts(clerk) == ["✗ 不符"]
    assert opened_beside(clerk, "打开记录") == 3

    correct(clerk, "困难职工4户", "困难职工3户")
    assert verdicts(clerk)[:3] == ["✓ 相符"] * 3

    say_what_is_meant(clerk, f"draft-{name}-choosing")
    assert verdicts(clerk)[3] == "✓ 相符"
    clerk.opens("/review/choices/", f"draft-{name}-choices").reads("服务困难群众", "Y15 救助在档困难职工")


def opened_beside(clerk, name) -> int:
    """The rows of the list that opens in a window of its own, so that the page that was read stays."""
    with clerk.tab.context.expect_page() as opening:
        clerk.tab.locator("main").get_by_role("link", name=name).first.click()
    beside = opening.value
    beside.wait_for_load_state()
    clerk.check(beside)
    rows = beside.locator("main tbody tr").count()
    beside.close()
    return rows


def correct(clerk, wrong, right):
    """In the text below the verdicts, which is the page as it was read."""
    box = clerk.tab.get_by_role("textbox", name="文章")
    box.fill(box.input_value().replace(wrong, right))
    clerk.tab.get_by_role("button", name="核对", exact=True).click()
    clerk.tab.wait_for_load_state()
    clerk.looks()


def say_what_is_meant(clerk, shot):
    """By keyboard alone: the fourth number is open to be told what it is."""
    clerk.tab.locator("#claim-4 button").press("Enter")
    clerk.tab.locator("#claim-4 .gh-choosing").wait_for()
    clerk.looks(shot)
    clerk.tab.get_by_role("radio", name="Y15").press("Space")
    clerk.tab.locator("#choice-reason").fill("服务困难群众即救助在档户")
    clerk.tab.get_by_role("button", name="记住这一选择").press("Enter")
    clerk.tab.get_by_text("已记住这一选择").wait_for()
    clerk.looks()
