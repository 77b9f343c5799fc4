"""The pages of a file on record: what is offered to whom, what is shown, what happens twice (E-R12, X-R1, X-R2)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from gonghui.foundation.accounts.models import Post
from gonghui.foundation.accounts.tests.people import a_worker, come_in
from gonghui.foundation.notices.models import Message
from gonghui.programs.hardship import actions, jobs
from gonghui.programs.hardship.models import HardshipArchive
from gonghui.programs.hardship.rulebook import FileState, months

from . import factories as make
from . import lives
from .lives import CAUSES, DECEMBER_2

pytestmark = pytest.mark.django_db
YEAR = {"wage": "24000", "cost_illness": "12000"}


def text_of(answer) -> str:
    return answer.content.decode()


def seen(browser, file) -> str:
    return text_of(browser.get(file.get_absolute_url()))


def post(browser, file, page, **facts):
    return browser.post(f"{file.get_absolute_url()}/{page}", {"state_seen": file.state} | facts)


def state_of(file) -> str:
    file.refresh_from_db()
    return file.state


def test_record_shows_the_days_on_file_and_the_next_recheck(staff, made):
    file = made(make.a_file_on_record, staff)

    shown = seen(come_in(staff.county_operator), file)

    assert "观察与退出" in shown
    assert "2021-05-26 – 至今" in shown
    assert "下次动态复核:2022-05-26" in shown
    assert "该动态复核了" in shown  # the day is long past


def test_record_offers_a_decision_only_where_something_is_proposed(staff, made):
    file = made(make.a_file_on_record, staff)
    browser = come_in(staff.county_reviewer)

    before = seen(browser, file)
    made(lives.propose_observation, file, staff)
    after = seen(browser, file)

    assert "/observation" not in before
    assert f"{file.get_absolute_url()}/observation" in after
    assert CAUSES in after


def test_record_says_what_is_missing_for_an_exit(staff, made):
    file = made(lives.an_observed_file, staff)
    made(lives.enter_months, file, staff, 6, 7, income=133_000)

    shown = seen(come_in(staff.chair), file)

    assert "最早 2021-12-01 起可以批准脱困退出" in shown
    assert "不高于低保" in shown
    assert "665.00" in shown


def test_record_of_who_left_says_why_and_until_when_it_is_watched(staff, made):
    file = made(lives.a_file_out_of_difficulty, staff)

    shown = seen(come_in(staff.county_operator), file)

    assert "2021-12-02 退出:根本脱困" in shown
    assert "监测到 2023-12-02" in shown
    assert "2021-05-26 – 2021-12-02 · 根本脱困" in shown


def test_recheck_asks_for_a_year_and_tells_what_was_told_before(staff, made):
    file = made(make.a_file_on_record, staff)
    browser = come_in(staff.county_operator)

    page = text_of(browser.get(f"{file.get_absolute_url()}/recheck"))
    answer = post(
        browser, file, "recheck", year="2022", sources="civil_affairs", result="clean", **YEAR | {"reimbursed": "2000"}
    )

    assert "上次填报(2021 年):24,000.00 元" in page
    assert answer.status_code == 302
    lines = made(lambda: {line.kind: (line.amount, line.reimbursed) for line in file.lines.filter(year=2022)})
    assert lines == {"wage": (2_400_000, 0), "cost_illness": (1_200_000, 200_000)}


def test_recheck_twice_is_one_recheck_and_a_sentence(staff, made):
    file = made(make.a_file_on_record, staff)
    browser = come_in(staff.county_operator)
    facts = {"year": "2022", "sources": "civil_affairs", "result": "clean", **YEAR}

    post(browser, file, "recheck", **facts)
    again = post(browser, file, "recheck", **facts)

    assert "今天已经复核过" in text_of(again)
    assert made(lambda: file.rechecks.count()) == 1


def test_a_month_is_entered_on_its_page_and_twice_refused(staff, made):
    today = timezone.localdate()
    file = made(lives.an_observed_file, staff, on=make.JUNE_1)
    browser = come_in(staff.operator)
    month = months.first_of(today).isoformat()
    facts = {"month": month, "income": "1600", "persons": "2", "source": "工资流水"}

    first = post(browser, file, "month", **facts)
    again = post(browser, file, "month", **facts)

    assert first.status_code == 302
    assert "已经填报" in text_of(again)
    assert made(lambda: file.months.get().per_head) == 80_000


def test_observe_twice_is_one_step_and_a_sentence(staff, made):
    file = made(make.a_file_on_record, staff)
    made(lives.propose_observation, file, staff)
    browser = come_in(staff.county_reviewer)

    first = post(browser, file, "observation")
    again = browser.post(f"{file.get_absolute_url()}/observation", {"state_seen": "on_file"}, follow=True)

    assert first.status_code == 302
    assert "已经办过了,没有重复办理" in text_of(again)
    assert made(lambda: file.exit_proposals.count()) == 1


def test_exit_page_names_the_months_that_miss(staff, made):
    file = made(lives.an_observed_file, staff)

    answer = post(come_in(staff.county_approver), file, "exit", causes_removed=CAUSES)

    assert "脱困须连续 6 个月人均收入高于低保标准" in text_of(answer)
    assert made(state_of, file) == FileState.OBSERVING


def test_cancellation_goes_through_two_pages(staff, made):
    file = made(make.a_file_on_record, staff)

    facts = {"reason": "guaranteed", "grounds": "已纳入政府低保兜底"}
    proposed = post(come_in(staff.county_operator), file, "exit-proposal", **facts)
    decided = post(come_in(staff.county_approver), file, "cancellation", opinion="同意注销")

    assert (proposed.status_code, decided.status_code) == (302, 302)
    assert made(state_of, file) == FileState.CANCELLED


PAGES = (
    "recheck",
    "observation-proposal",
    "observation",
    "month",
    "exit",
    "fall-back",
    "exit-proposal",
    "cancellation",
    "exit-refusal",
    "reopening",
)


@pytest.mark.parametrize("page", PAGES)
def test_foreign_county_finds_no_page_of_a_files_life(staff, neighbours, made, page):
    file = made(lives.an_observed_file, staff)

    for by in (neighbours.county_operator, neighbours.county_reviewer, neighbours.county_approver, neighbours.chair):
        assert come_in(by).get(f"{file.get_absolute_url()}/{page}").status_code == 404


@pytest.mark.parametrize("page", PAGES)
def test_a_township_reviewer_decides_nothing(staff, made, page):
    file = made(make.a_file_on_record, staff)
    expected = {"recheck": 200}.get(page, 404)

    assert come_in(staff.township).get(f"{file.get_absolute_url()}/{page}").status_code == expected


def own_file(made, staff, how, **traits):
    """A file of a worker with an account; gives her and the file."""
    worker = a_worker(staff.union, "郭测试")
    file = made(how, staff, name="郭测试", **traits)
    made(lambda: HardshipArchive.objects.filter(pk=file.pk).update(applicant_user=worker.user))
    return worker, file


def test_worker_out_of_difficulty_asks_to_come_back_on_her_phone(staff, made):
    worker, file = own_file(made, staff, lives.a_file_out_of_difficulty)
    browser = come_in(worker)
    page = f"/hardship/mine/{file.number}"

    before = text_of(browser.get(page))
    facts = {"state_seen": "exited", "reason": "上个月又住院了", "agrees": "on", **YEAR}
    answer = browser.post(f"{page}/reopening", facts)

    assert "已脱困" in before
    assert "重新申请帮扶" in before
    assert "2023-12-02" in before
    assert answer.status_code == 302
    file = made(HardshipArchive.objects.get, pk=file.pk)
    assert (file.state, file.authorised_on) == (FileState.SUBMITTED, timezone.localdate())


def test_worker_under_observation_reads_that_she_is_still_on_file(staff, made):
    worker, file = own_file(made, staff, lives.an_observed_file)

    shown = text_of(come_in(worker).get(f"/hardship/mine/{file.number}"))

    assert "脱困观察" in shown
    assert "仍是在档家庭" in shown
    assert CAUSES not in shown


def test_worker_begins_no_second_file_beside_one_that_ended(staff, made):
    worker, _file = own_file(made, staff, lives.a_cancelled_file)

    assert "开始申请" not in text_of(come_in(worker).get("/hardship/mine"))


# What waits


def waiting(by, made, on=DECEMBER_2) -> dict:
    found = made(lambda: list(HardshipArchive.objects.waiting_for(by, on)))
    return {file.pk: file.awaits for file in found}


def test_a_proposal_waits_for_who_decides_it_and_not_for_who_made_it(staff, made):
    file = made(make.a_file_on_record, staff)
    made(lives.propose_observation, file, staff, by=staff.county_operator)

    assert waiting(staff.county_reviewer, made) == {file.pk: "observe"}
    assert waiting(staff.county_approver, made) == {}
    assert waiting(staff.county_operator, made) == {}


def test_a_recheck_waits_for_the_operator_from_two_weeks_before(staff, made):
    file = made(make.a_file_on_record, staff)
    due = file.recheck_on

    assert waiting(staff.county_operator, made, due - timedelta(days=15)) == {}
    assert waiting(staff.county_operator, made, due - timedelta(days=14)) == {file.pk: "recheck"}
    assert waiting(staff.county_reviewer, made, due) == {}


def test_another_grade_waits_for_the_approver(staff, made):
    file = made(make.a_file_on_record, staff)
    facts = lives.COMPARED | {"lines": {"wage": (2_400_000, 0)}, "year": 2021}
    made(lambda: actions.recheck(file, by=staff.county_operator, on=DECEMBER_2, **facts))

    assert waiting(staff.county_approver, made) == {file.pk: "confirm_grade"}


def test_six_good_months_wait_for_the_approver(staff, made):
    file = made(lives.an_observed_file, staff)
    made(lives.enter_months, file, staff, 6, 7, 8, 9, 10)
    assert waiting(staff.county_approver, made) == {}

    made(lives.enter_months, file, staff, 11)

    assert waiting(staff.county_approver, made) == {file.pk: "exit"}


def test_workbench_names_the_step_that_waits(staff, made):
    file = made(make.a_file_on_record, staff)
    made(lives.propose_observation, file, staff)

    shown = text_of(come_in(staff.county_reviewer).get("/workbench/"))

    assert f"{file.get_absolute_url()}/observation" in shown
    assert "转入脱困观察" in shown


def due_in(file, days):
    day = timezone.localdate() + timedelta(days=days)
    HardshipArchive.objects.filter(pk=file.pk).update(recheck_on=day)


def test_operators_are_told_once_before_a_recheck(staff, neighbours, made):
    file = made(make.a_file_on_record, staff)
    made(
        lambda: HardshipArchive.objects.filter(pk=file.pk).update(recheck_on=timezone.localdate() + timedelta(days=10))
    )

    jobs.remind_rechecks()
    jobs.remind_rechecks()

    told = made(lambda: list(Message.objects.filter(title="动态复核到期提醒").values_list("user_id", "record_id")))
    assert told == [(staff.county_operator.user_id, file.pk)]


def test_nobody_is_told_of_a_recheck_far_off(staff, made):
    file = made(make.a_file_on_record, staff)
    made(
        lambda: HardshipArchive.objects.filter(pk=file.pk).update(recheck_on=timezone.localdate() + timedelta(days=20))
    )

    jobs.remind_rechecks()

    assert not made(lambda: Message.objects.filter(title="动态复核到期提醒").exists())


def test_applicant_is_told_of_each_turn_of_her_file(staff, made):
    worker, file = own_file(made, staff, lives.a_file_out_of_difficulty)
    file = made(HardshipArchive.objects.get, pk=file.pk)

    made(lives.a_reopened_file, staff, file, on=DECEMBER_2)

    told = made(lambda: list(Message.objects.filter(user=worker.user).values_list("text", flat=True)))
    assert any("重新" in text and file.number in text for text in told)
    assert Post.objects.filter(user=worker.user).count() == 1
