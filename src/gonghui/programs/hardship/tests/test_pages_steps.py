"""Each step of a file by its own page: taken once, refused in words, found by nobody else (E-R1 to E-R7, X-R5)."""

import pytest
from django.urls import reverse
from django.utils import timezone

from gonghui.foundation.accounts.tests.people import come_in
from gonghui.foundation.journal.models import Entry
from gonghui.programs.hardship.models import HardshipArchive
from gonghui.programs.hardship.rulebook import FileState

from . import factories as make

pytestmark = pytest.mark.django_db


def text_of(answer) -> str:
    return answer.content.decode()


def a_submitted_file(staff):
    return make.actions.submit(make.a_draft(staff), by=staff.chair, on=make.MAY_10)


def a_visited_file(staff):
    seen = {"visited_on": make.MAY_12, "second": staff.chair.user, "findings": "情况属实"}
    return make.actions.visit(a_submitted_file(staff), by=staff.operator, on=make.MAY_12, **seen)


def a_compared_file(staff):
    file = a_visited_file(staff)
    return make.actions.compare(file, by=staff.township, on=make.MAY_14, sources=["bank"], result="clean")


STEPS = [
    ("visit", "operator", a_submitted_file),
    ("compare", "township", a_visited_file),
    ("publicise", "chair", a_compared_file),
    ("review", "county_reviewer", make.a_publicised_file),
    ("approve", "county_approver", make.a_reviewed_file),
    ("propose_grade", "county_reviewer", make.a_publicised_file),
    ("confirm_grade", "county_approver", make.a_publicised_file),
    ("send_back", "county_reviewer", make.a_publicised_file),
    ("reject", "county_reviewer", make.a_publicised_file),
    ("correct", "chair", make.a_publicised_file),
    ("pair", "county_operator", make.a_file_on_record),
]


@pytest.mark.parametrize(("page", "who", "stage"), STEPS, ids=[step[0] for step in STEPS])
def test_step_has_a_page_for_whose_turn_it_is_and_no_other(staff, neighbours, made, page, who, stage):
    file = made(stage, staff)
    address = reverse(f"hardship:{page}", args=[file.number])

    assert "state_seen" in text_of(come_in(getattr(staff, who)).get(address))
    assert come_in(getattr(neighbours, who)).get(address).status_code == 404
    assert come_in(getattr(neighbours, who)).post(address).status_code == 404
    assert come_in(make.a_post(staff.city, "finance_maker")).get(address).status_code == 404


def take(post, file, page, **answers):
    """Fill in the page of a step; `seen` is the state in which the page was opened."""
    seen = answers.pop("seen", file.state)
    return come_in(post).post(reverse(f"hardship:{page}", args=[file.number]), {"state_seen": seen, **answers})


@pytest.fixture
def state_of(made):
    return lambda file: made(lambda: HardshipArchive.objects.get(pk=file.pk).state)


def test_visit_is_written_with_the_second_visitor(staff, made, state_of):
    file = made(a_submitted_file, staff)
    today = timezone.localdate().isoformat()

    answer = take(staff.operator, file, "visit", visited_on=today, second=staff.chair.pk, findings="住房一间")

    assert answer.status_code == 302
    visit = made(lambda: file.visits.get())
    assert (visit.first_id, visit.second_id) == (staff.operator.user_id, staff.chair.user_id)
    assert visit.findings.open() == "住房一间"


def test_visit_taken_twice_is_one_visit_and_a_sentence(staff, made):
    file = made(a_submitted_file, staff)
    answers = {"visited_on": timezone.localdate().isoformat(), "second": staff.chair.pk, "findings": "住房一间"}
    take(staff.operator, file, "visit", **answers)

    again = take(staff.operator, file, "visit", **answers)

    assert "没有重复办理" in text_of(again.client.get(again["Location"]))
    assert made(lambda: file.visits.count()) == 1


@pytest.mark.parametrize(
    ("day", "sentence"), [("2999-01-01", "入户日期不能在将来"), ("2020-01-01", "不能早于申请日期")]
)
def test_visit_refuses_impossible_days(staff, made, day, sentence):
    file = made(a_submitted_file, staff)

    answer = take(staff.operator, file, "visit", visited_on=day, second=staff.chair.pk, findings="住房一间")

    assert sentence in text_of(answer)


def test_visit_offers_no_visitor_of_another_county(staff, neighbours, made):
    file = made(a_submitted_file, staff)
    seen = {"visited_on": "2021-05-12", "findings": "住房一间"}

    answer = take(staff.operator, file, "visit", second=neighbours.chair.pk, **seen)

    assert made(lambda: file.visits.count()) == 0
    assert "gh-error" in text_of(answer)


def test_compare_asks_for_the_explanation_of_a_difference(staff, made):
    file = made(a_visited_file, staff)

    answer = take(staff.township, file, "compare", sources=["bank"], result="explained")

    assert "请写明差异和核实情况" in text_of(answer)


def test_compare_with_an_exclusion_shows_the_clause(staff, made):
    file = made(a_visited_file, staff)
    found = {"result": "explained", "issue": "名下两套住房", "exclusions": ["拥有两套及以上住房"]}

    take(staff.township, file, "compare", sources=["real_estate"], **found)

    shown = text_of(come_in(staff.county_reviewer).get(file.get_absolute_url()))
    assert "E-R5 排除情形:拥有两套及以上住房" in shown
    assert "不符合困难职工条件" in shown


def test_publication_shows_to_the_letter_what_will_be_public(staff, made):
    file = made(a_compared_file, staff)
    page = text_of(come_in(staff.chair).get(reverse("hardship:publicise", args=[file.number])))

    take(staff.chair, file, "publicise")

    notice = made(lambda: HardshipArchive.objects.get(pk=file.pk).notice)
    for shown in notice.published_fields.values():
        assert f">{shown}</dd>" in page
    assert page.count('<dd class="gh-strong">') == len(notice.published_fields)


def test_review_before_the_end_of_the_notice_says_until_when(staff, made):
    file = made(a_compared_file, staff)
    take(staff.chair, file, "publicise")

    answer = take(staff.county_reviewer, file, "review", seen="publicised", level="county", opinion="情况属实")

    assert "公示尚未结束" in text_of(answer)


def test_another_grade_is_proposed_by_one_and_confirmed_by_another(staff, made):
    file = made(make.a_publicised_file, staff)
    proposal = {"grade": "relative_difficulty", "reason": "爱人上月已就业"}

    take(staff.county_reviewer, file, "propose_grade", **proposal)
    again = take(staff.county_reviewer, file, "propose_grade", **proposal)
    waiting = text_of(come_in(staff.county_reviewer).get(file.get_absolute_url()))
    take(staff.county_approver, file, "confirm_grade", opinion="同意")

    assert "没有重复办理" in text_of(again)
    assert "待另一人确认" in waiting
    assert made(lambda: file.assessments.get().settled_grade) == "relative_difficulty"


def test_send_back_lists_what_is_asked_and_the_record_shows_it(staff, made, state_of):
    file = made(make.a_publicised_file, staff)

    take(staff.county_reviewer, file, "send_back", items="请补交在读证明\r\n\r\n请核对银行卡号", opinion="")

    assert state_of(file) == FileState.RETURNED
    shown = text_of(come_in(staff.chair).get(file.get_absolute_url()))
    assert "<li>请补交在读证明</li><li>请核对银行卡号</li>" in shown


def test_resubmit_by_the_union_puts_the_file_back_where_it_was(staff, made, state_of):
    file = made(make.a_publicised_file, staff)
    take(staff.county_reviewer, file, "send_back", items="请补交在读证明", opinion="")

    take(staff.chair, file, "resubmit", seen="returned", note="已补交")

    assert state_of(file) == FileState.PUBLICISED


def test_reject_asks_for_a_reason_of_some_words(staff, made, state_of):
    file = made(make.a_publicised_file, staff)

    answer = take(staff.county_reviewer, file, "reject", reason="不行")

    assert "请写明理由" in text_of(answer)
    assert state_of(file) == FileState.PUBLICISED


def test_correct_changes_the_card_and_the_journal_keeps_no_number(staff, made):
    file = made(make.a_file_on_record, staff)

    take(staff.chair, file, "correct", card_no="6222021234567890123", reason="换了新卡")

    kept = made(lambda: HardshipArchive.objects.get(pk=file.pk).card_no.open())
    assert kept == "6222021234567890123"
    assert "6222021234567890123" not in str(list(Entry.objects.of(file).values()))


def test_pair_names_a_helper_once(staff, made):
    file = made(make.a_file_on_record, staff)

    take(staff.county_operator, file, "pair", cadre=staff.county_reviewer.pk)
    again = take(staff.county_operator, file, "pair", cadre=staff.county_reviewer.pk)

    assert "已经是这户家庭的帮扶干部" in text_of(again)
    assert made(lambda: file.pairs.get().cadre_id) == staff.county_reviewer.user_id


def test_step_refuses_when_somebody_was_quicker(staff, made, state_of):
    file = made(make.a_publicised_file, staff)

    answer = take(staff.county_reviewer, file, "send_back", seen="reviewed", items="请补交在读证明")

    assert "情况有了变化" in text_of(answer)
    assert state_of(file) == FileState.PUBLICISED
