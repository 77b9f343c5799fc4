"""工作台: what waits for whom, and what does not (X-R1, X-R2, X-R6)."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gonghui.foundation.accounts.tests.people import a_worker, come_in
from gonghui.foundation.notices import actions as notices
from gonghui.foundation.organisations import sight
from gonghui.foundation.organisations.tests.trees import a_tree
from gonghui.kernel.pages import Page
from gonghui.programs.hardship import actions
from gonghui.programs.hardship.actions import aid
from gonghui.programs.hardship.models import HardshipArchive
from gonghui.programs.hardship.tests import factories as make

pytestmark = pytest.mark.django_db
HOME = "/workbench/"


@pytest.fixture
def tree():
    return a_tree()


@pytest.fixture
def staff(tree):
    return make.Staff(tree)


def made(how, *args, **traits):
    with sight.system("test"):
        return how(*args, **traits)


def seen_by(post) -> str:
    answer = come_in(post).get(HOME)
    assert answer.status_code == 200
    return answer.content.decode()


def test_home_shows_what_waits_with_its_step_and_how_late_it_is(staff):
    file = made(lambda: actions.submit(make.a_draft(staff), by=staff.chair, on=make.MAY_10))

    shown = seen_by(staff.operator)

    assert f'href="/hardship/{file.number}/visit"' in shown
    assert "已超期" in shown
    assert '<span class="gh-count">1<' in shown


def test_home_shows_nothing_of_another_county(tree, staff):
    made(lambda: actions.submit(make.a_draft(staff), by=staff.chair, on=make.MAY_10))
    neighbours = make.Staff(tree, county="huoshan")

    assert "没有等您办理的事项" in seen_by(neighbours.operator)


def test_home_leaves_out_what_another_office_has_to_do(staff):
    made(make.a_publicised_file, staff)

    assert "没有等您办理的事项" in seen_by(staff.county_approver)


def test_review_waits_only_once_the_notice_has_passed(staff):
    file = made(make.a_publicised_file, staff)

    waiting = [
        made(lambda day=day: list(HardshipArchive.objects.waiting_for(staff.county_reviewer, day)))
        for day in (make.date(2021, 5, 21), make.date(2021, 5, 22))
    ]

    assert waiting == [[], [file]]


def test_approval_does_not_wait_for_who_reviewed(staff):
    made(make.a_reviewed_file, staff)
    both = make.Post.objects.create(
        user=staff.county_reviewer.user, unit=staff.county, role="county_approver", starts_on=make.LONG_AGO
    )

    assert "没有等您办理的事项" in seen_by(both)
    assert "批准建档" in seen_by(staff.county_approver)


def test_city_level_files_wait_for_the_city(staff):
    file = made(make.a_reviewed_file, staff, level="city")

    assert "没有等您办理的事项" in seen_by(staff.county_approver)
    assert f'href="/hardship/{file.number}/approval"' in seen_by(staff.city_approver)


def test_grants_wait_for_check_and_approval_by_others(staff):
    grant = made(lambda: make.a_checked_grant(staff, make.a_file_on_record(staff)))

    assert f'href="/hardship/grants/{grant.number}/approval"' in seen_by(staff.county_approver)
    assert grant.number not in seen_by(staff.county_operator).partition("现在到哪了")[0]


def test_home_shows_what_i_sent_and_where_it_is_now(staff):
    grant = made(lambda: make.a_checked_grant(staff, make.a_file_on_record(staff)))

    sent = seen_by(staff.county_operator).partition("现在到哪了")[2]

    assert grant.number in sent
    assert "待批准" in sent


def test_home_shows_first_what_i_sent_last(staff):
    grant = made(lambda: make.a_checked_grant(staff, make.a_file_on_record(staff)))
    file = made(make.a_reviewed_file, staff, name="钱测试")

    sent = seen_by(staff.county_reviewer).partition("现在到哪了")[2]

    assert sorted((file.number, grant.number, grant.file.number), key=sent.index) == [
        file.number,
        grant.number,
        grant.file.number,
    ]


def test_home_counts_what_it_has_no_line_for(staff, monkeypatch):
    for name in ("李测试", "钱测试", "孙测试"):
        made(lambda name=name: actions.submit(make.a_draft(staff, name=name), by=staff.chair, on=make.MAY_10))
    for place in ("queues.MOST", "queues.queue.MOST"):
        monkeypatch.setattr(f"gonghui.desks.workbench.{place}", 2)

    shown = seen_by(staff.operator)

    assert shown.count('class="gh-task-name" href="/hardship/') == 2
    assert [int(n) for n in re.findall(r"<b>(\d+)</b>", shown)] == [3, 0, 3]


def test_objections_wait_for_the_union_that_did_not_publish(staff):
    file = made(make.a_publicised_file, staff)
    said = {"content": "这户人家有两套住房出租", "is_anonymous": True}
    objection = made(notices.object_to, file.notice, on=make.MAY_17, **said)

    assert objection.number in seen_by(staff.operator)
    assert objection.number not in seen_by(staff.chair)


def test_home_costs_the_same_for_one_and_three_lines(staff):
    made(lambda: actions.submit(make.a_draft(staff), by=staff.chair, on=make.MAY_10))
    browser = come_in(staff.operator)
    browser.get(HOME)
    with CaptureQueriesContext(connection) as one:
        browser.get(HOME)
    for name in ("李测试", "钱测试"):
        made(lambda name=name: actions.submit(make.a_draft(staff, name=name), by=staff.chair, on=make.MAY_10))

    with CaptureQueriesContext(connection) as three:
        browser.get(HOME)

    assert len(three) == len(one)


def test_home_is_not_a_workers(staff):
    assert come_in(a_worker(staff.union)).get(HOME).status_code == 404


def test_home_of_who_has_no_cases_opens_all_the_same(staff):
    assert "没有等您办理的事项" in seen_by(make.a_post(staff.city, "statistician"))


def test_home_tells_the_maker_what_waits_to_be_batched(staff):
    with sight.system("test"):
        grant = make.a_checked_grant(staff, make.a_file_on_record(staff))
        aid.grant(grant, by=staff.county_approver, on=make.JUNE_1)
        maker, checker = (make.a_post(staff.county, role) for role in ("finance_maker", "finance_checker"))

    assert "1 笔已批准的付款,共 3,000.00 元" in seen_by(maker)
    assert "笔已批准的付款" not in seen_by(checker)


def test_home_and_record_stay_readable_in_a_year_without_a_calendar(staff, monkeypatch):
    file = made(lambda: actions.submit(make.a_draft(staff), by=staff.chair, on=make.MAY_10))
    monkeypatch.setattr(Page, "today", date(2039, 1, 10))

    assert "已超期" in seen_by(staff.operator)
    assert "已超期" in come_in(staff.operator).get(file.get_absolute_url()).content.decode()
