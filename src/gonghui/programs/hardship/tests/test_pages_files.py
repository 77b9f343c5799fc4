"""The pages of files: who finds what, what is shown masked, how a value is revealed (E, X-R2, O.1)."""

from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.accounts.tests.people import a_worker, come_in
from gonghui.foundation.journal.models import Entry
from gonghui.foundation.policies.models import Edition

from . import factories as make

pytestmark = pytest.mark.django_db
CARD = "6228480012345678911"
FILES = "/hardship/"


def text_of(answer) -> str:
    return answer.content.decode()


def workbook_of(answer) -> str:
    """Every cell of an exported workbook, in one line."""
    sheet = load_workbook(BytesIO(b"".join(answer.streaming_content))).active
    return " ".join(str(cell) for row in sheet.iter_rows(values_only=True) for cell in row)


def test_list_shows_the_files_of_the_county(staff, made):
    file = made(make.a_file_on_record, staff, name="张测试")

    answer = come_in(staff.county_operator).get(FILES)

    assert answer.status_code == 200
    assert file.number in text_of(answer)
    assert "深度困难" in text_of(answer)


@pytest.mark.parametrize("sought", ["郭测", "guoce", "GCS", "{number}"])
def test_list_finds_by_name_sound_and_number(staff, made, sought):
    file = made(make.a_draft, staff, name="郭测试")
    other = made(make.a_draft, staff, name="单测验")

    answer = come_in(staff.chair).get(FILES, {"q": sought.format(number=file.number)})

    assert file.number in text_of(answer)
    assert other.number not in text_of(answer)


@pytest.mark.parametrize(
    "narrowed", [{"state": "on_file"}, {"grade": "deep_difficulty"}, {"archive_level": "city"}, {"county": "金寨"}]
)
def test_list_is_narrowed_by_each_filter(staff, neighbours, made, narrowed):
    wanted = made(make.a_file_on_record, staff, name="郭测试", level="county")
    other = made(make.a_publicised_file, neighbours, name="单测验")
    if "archive_level" in narrowed:
        wanted = made(make.a_reviewed_file, staff, name="钱测试", level="city")
    if "county" in narrowed:
        narrowed = {"county": staff.county.pk}

    answer = come_in(staff.city_approver).get(FILES, narrowed)

    assert wanted.number in text_of(answer)
    assert other.number not in text_of(answer)


def test_list_shows_what_is_still_being_written_to_her_union_alone(staff, made):
    draft = made(make.a_draft, staff)

    assert draft.number in text_of(come_in(staff.chair).get(FILES))
    for post in (staff.county_operator, staff.city_approver):
        assert draft.number not in text_of(come_in(post).get(FILES))


def test_list_costs_the_same_for_one_and_three_rows(staff, made, cost_of):
    made(make.a_publicised_file, staff)
    browser = come_in(staff.county_operator)
    one = cost_of(lambda: browser.get(FILES))
    made(make.a_publicised_file, staff, name="李测试")
    made(make.a_publicised_file, staff, name="钱测试")

    three = cost_of(lambda: browser.get(FILES))

    assert three == one


def test_export_masks_names_and_is_written_down(staff, made):
    file = made(make.a_file_on_record, staff, name="张测试")

    answer = come_in(staff.county_operator).get(FILES, {"export": "xlsx"})

    cells = workbook_of(answer)
    assert file.number in cells
    assert "张**" in cells
    assert "张测试" not in cells
    assert Entry.objects.filter(kind="read", name="export", actor_id=staff.county_operator.user_id).count() == 1


def test_foreign_county_finds_nothing_by_list_search_and_export(staff, neighbours, made):
    file = made(make.a_file_on_record, staff, name="张测试")
    browser = come_in(neighbours.county_operator)

    assert file.number not in text_of(browser.get(FILES))
    assert "没有符合条件的档案" in text_of(browser.get(FILES, {"q": file.number}))
    assert file.number not in workbook_of(browser.get(FILES, {"export": "xlsx"}))


@pytest.mark.parametrize("page", ["", "/reveals/card_no", "/helper", "/grant", "/correction", "/papers/new"])
def test_foreign_county_finds_no_page_of_a_file(staff, neighbours, made, page):
    file = made(make.a_file_on_record, staff)
    browser = come_in(neighbours.county_operator)

    assert browser.get(file.get_absolute_url() + page).status_code == 404
    assert browser.post(file.get_absolute_url() + page, {"reason": "想看一看"}).status_code in (404, 405)


def test_record_shows_facts_masked_and_the_road(staff, made):
    file = made(make.a_file_on_record, staff)

    answer = come_in(staff.county_operator).get(file.get_absolute_url())

    assert answer.status_code == 200
    assert "张测试的困难职工档案" in text_of(answer)
    assert CARD not in text_of(answer)
    assert "**** 8911" in text_of(answer)
    assert "患病住院" not in text_of(answer)
    assert "批准建档" in text_of(answer)


def test_record_shows_the_computation_in_yuan(staff, made):
    file = made(make.a_publicised_file, staff)

    shown = text_of(come_in(staff.county_reviewer).get(file.get_absolute_url()))

    assert "E-R1 月人均(扣除刚性支出)不高于低保标准" in shown
    assert "500.00 元" in shown
    assert "收入全年再多" in shown


def test_record_knows_the_phone_of_an_applicant_with_an_account(staff, made):
    worker = a_worker(staff.union, "郭测试")
    file = made(make.actions.begin, by=worker, on=make.MAY_10, name="郭测试", id_no=make.a_number())
    mobile = worker.user.mobile.open()
    browser = come_in(staff.chair)

    shown = text_of(browser.get(file.get_absolute_url()))

    assert str(worker.user.mobile) in shown
    assert mobile not in shown
    assert mobile in text_of(reveal(browser, file, "contact.mobile", reason="约定入户时间"))


def test_record_leads_the_applicant_to_her_own_page(staff, made):
    worker = a_worker(staff.union, "郭测试")
    file = made(make.actions.begin, by=worker, on=make.MAY_10, name="郭测试", id_no=make.a_number())

    answer = come_in(worker).get(file.get_absolute_url())

    assert (answer.status_code, answer["Location"]) == (302, f"/hardship/mine/{file.number}")


def test_record_is_not_found_by_another_worker_of_the_union(staff, made):
    file = made(make.a_file_on_record, staff)

    assert come_in(a_worker(staff.union)).get(file.get_absolute_url()).status_code == 404


def reveal(browser, file, what="card_no", reason="核对银行退回的账号"):
    return browser.post(f"{file.get_absolute_url()}/reveals/{what}", {"reason": reason})


def test_reveal_asks_why_shows_once_and_is_written_down(staff, made):
    file = made(make.a_file_on_record, staff)
    browser = come_in(staff.county_operator)

    before = browser.get(f"{file.get_absolute_url()}/reveals/card_no")
    answer = reveal(browser, file)

    assert CARD not in text_of(before)
    assert CARD in text_of(answer)
    assert answer["Cache-Control"].startswith("no-store") or "no-store" in answer["Cache-Control"]
    entry = Entry.objects.of(file).get(kind="reveal")
    assert (entry.actor_id, entry.body["reason"]) == (staff.county_operator.user_id, "核对银行退回的账号")
    assert CARD not in str(entry.body)


def test_reveal_refuses_without_a_reason(staff, made):
    file = made(make.a_file_on_record, staff)

    answer = reveal(come_in(staff.county_operator), file, reason="看看")

    assert CARD not in text_of(answer)
    assert "请写明查看原因" in text_of(answer)
    assert not Entry.objects.filter(kind="reveal").exists()


def test_reveal_stops_at_the_days_quota(staff, made):
    file = made(make.a_file_on_record, staff)
    Edition.objects.create(policy="hardship.reveals_a_day", value="1", starts_on=make.MAY_10, source="市总工会通知")
    browser = come_in(staff.county_operator)
    reveal(browser, file)

    answer = reveal(browser, file, "own_line.id_no")

    assert "达到每日上限" in text_of(answer)
    assert Entry.objects.filter(kind="reveal").count() == 1


@pytest.mark.parametrize("what", ["applicant_name", "own_line.name", "unit.name", "members.id_no", "notice.contact"])
def test_reveal_opens_nothing_that_is_not_listed(staff, made, what):
    file = made(make.a_file_on_record, staff)

    assert reveal(come_in(staff.county_operator), file, what).status_code == 404


def test_reveal_opens_a_member_of_this_household_only(staff, made):
    file = made(make.a_file_on_record, staff)
    other = made(make.a_draft, staff, name="李测试")
    mine, foreign = (made(lambda each=each: each.members.first().pk) for each in (file, other))
    browser = come_in(staff.county_operator)

    answer = reveal(browser, file, f"members.id_no/{mine}")

    assert "349901" in text_of(answer)
    assert reveal(browser, file, f"members.id_no/{foreign}").status_code == 404


def test_reveal_is_not_for_auditors(staff, made):
    file = made(make.a_file_on_record, staff)
    auditor = make.a_post(staff.city, Role.AUDITOR)

    assert come_in(auditor).get(file.get_absolute_url()).status_code == 200
    assert reveal(come_in(auditor), file).status_code == 404


def test_conflict_is_told_to_the_city_alone(staff, neighbours, made):
    number = make.a_number()
    first = made(make.a_file_on_record, neighbours, name="郭测试", id_no=number)
    second = made(make.a_reviewed_file, staff, name="郭测试", id_no=number)
    approval = reverse("hardship:approve", args=[second.number])

    answer = come_in(staff.county_approver).post(approval, {"state_seen": "reviewed", "opinion": "同意"})

    assert "需由市总工会核对后才能建档" in text_of(answer)
    assert first.number not in text_of(answer)
    here = come_in(staff.county_approver).get(second.get_absolute_url())
    assert first.number not in text_of(here)
    assert "档案冲突" not in text_of(here)
    there = come_in(staff.city_reviewer).get(second.get_absolute_url())
    assert "档案冲突" in text_of(there)
    (conflict,) = there.context["conflicts"]
    assert first.number in text_of(come_in(staff.city_reviewer).get(conflict.get_absolute_url()))
    assert come_in(staff.county_approver).get(conflict.get_absolute_url()).status_code == 404
