"""The pages of emergency money: who finds them, each step, what is masked, a second touch (E-R8, E-R13, O.1)."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from gonghui.foundation.accounts.tests.people import come_in
from gonghui.programs.hardship.models import Relief
from gonghui.programs.hardship.rulebook import GrantState

from . import factories as make
from . import seasons
from .test_pages_files import text_of, workbook_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(tree):
    return seasons.Offices(tree)


@pytest.fixture
def neighbours(tree):
    return seasons.Offices(tree, county="huoshan")


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def project(staff, made, today):
    return made(lambda: seasons.an_open_project(staff, on=today))


@pytest.fixture
def relief(staff, project, made, today):
    day = {"on": today, "happened_on": today - timedelta(days=1)}
    return made(lambda: seasons.a_proposed_relief(staff, project, **day))


def answers(staff, project, today, **facts):
    post = staff.operator
    return {
        "project": project.pk, "unit": staff.union.pk, "name": "何应急", "id_no": make.a_number(),
        "mobile": "13900001234", "event": "accident", "happened_on": today, "reason": "工地受伤住院",
        "visitor": post.pk, "visited_on": today, "amount": "2000", "card_no": seasons.CARD, "bank_name": "徽商银行",
    } | facts  # fmt: skip


def test_proposal_waits_for_a_second_person(staff, project, made, today):
    answer = come_in(staff.county_operator).post(
        reverse("hardship:relief_proposal"), answers(staff, project, today, is_urgent="on")
    )

    found = made(lambda: Relief.objects.get())
    assert (found.amount, found.state, found.is_urgent, found.unit) == (
        200_000, GrantState.PROPOSED, True, staff.union,
    )  # fmt: skip
    assert answer["Location"] == found.get_absolute_url()


def test_proposal_twice_is_one_relief_and_a_sentence(staff, project, made, today):
    desk, given = come_in(staff.county_operator), answers(staff, project, today)
    desk.post(reverse("hardship:relief_proposal"), given)

    again = text_of(desk.post(reverse("hardship:relief_proposal"), given))

    assert "已有一笔应急慰问" in again
    assert made(lambda: Relief.objects.count()) == 1


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"id_no": "349901198003040011"}, "gh-error"),
        ({"amount": "3000.01"}, "超过尚可发放"),
        ({"amount": "0.3万"}, "不要按“万元”"),
        ({"mobile": "123"}, "gh-error"),
        ({"card_no": "12"}, "gh-error"),
    ],
)
def test_proposal_refuses_in_words(staff, project, made, today, wrong, sentence):
    given = answers(staff, project, today, **wrong)

    answer = text_of(come_in(staff.county_operator).post(reverse("hardship:relief_proposal"), given))

    assert sentence in answer
    assert made(lambda: Relief.objects.exists()) is False


def test_proposal_offers_no_project_that_needs_a_file_and_none_of_a_neighbour(staff, neighbours, made, today):
    needs = made(lambda: seasons.an_open_project(staff, kind="living_aid", needs_archive=True, on=today))
    foreign = made(lambda: seasons.an_open_project(neighbours, on=today))

    page = text_of(come_in(staff.county_operator).get(reverse("hardship:relief_proposal")))

    assert f'value="{needs.pk}"' not in page.partition('name="unit"')[0]
    assert f'value="{foreign.pk}"' not in page.partition('name="unit"')[0]


STEPS = [
    ("check", "county_reviewer", GrantState.PROPOSED),
    ("grant", "county_approver", GrantState.CHECKED),
    ("send_back", "county_reviewer", GrantState.PROPOSED),
    ("refuse", "county_reviewer", GrantState.PROPOSED),
    ("withdraw", "county_operator", GrantState.PROPOSED),
    ("resubmit", "county_operator", GrantState.RETURNED),
]


@pytest.mark.parametrize(("page", "who", "state"), STEPS, ids=[step[0] for step in STEPS])
def test_step_has_a_page_for_whose_turn_it_is_and_no_other(staff, neighbours, relief, made, page, who, state):
    made(lambda: Relief.objects.filter(pk=relief.pk).update(state=state))
    here = reverse(f"hardship:relief_{page}", args=[relief.number])

    shown = come_in(getattr(staff, who)).get(here)

    assert (shown.status_code, "2,000.00" in text_of(shown)) == (200, True)
    assert come_in(getattr(neighbours, who)).get(here).status_code == 404
    assert come_in(staff.chair).get(here).status_code == 404


def take(post, relief, page, **facts):
    address = reverse(f"hardship:relief_{page}", args=[relief.number])
    return come_in(post).post(address, {"state_seen": relief.state} | facts)


def test_the_way_to_the_payment_and_a_second_touch(staff, relief, made):
    take(staff.county_reviewer, relief, "check", opinion="同意")
    checked = made(lambda: Relief.objects.get())
    assert checked.state == GrantState.CHECKED

    take(staff.county_approver, checked, "grant", opinion="同意")
    again = take(staff.county_approver, checked, "grant", opinion="同意")

    assert made(lambda: Relief.objects.get()).state == GrantState.GRANTED
    assert again.status_code == 302


def test_record_masks_and_reveals_for_a_reason(staff, relief):
    desk = come_in(staff.county_reviewer)
    page = text_of(desk.get(relief.get_absolute_url()))
    assert "**** 8911" in page
    assert seasons.CARD not in page
    assert "上班途中受伤住院" not in page

    here = reverse("hardship:relief_reveal", args=[relief.number, "reason"])
    shown = text_of(desk.post(here, {"reason": "核对事故情况"}))

    assert "上班途中受伤住院" in shown
    assert desk.get(reverse("hardship:relief_reveal", args=[relief.number, "bank_name"])).status_code == 404


def test_record_of_a_household_on_file_shows_the_file_to_who_may_see_it(staff, project, made, today):
    file = made(make.a_file_on_record, staff)
    facts = {"on": today, "happened_on": today, "name": file.applicant_name}
    number = made(lambda: file.own_line().id_no.open())
    found = made(lambda: seasons.a_proposed_relief(staff, project, id_no=number, **facts))

    assert file.number in text_of(come_in(staff.county_reviewer).get(found.get_absolute_url()))


def test_a_paper_is_added(staff, relief):
    desk = come_in(staff.county_operator)
    here = reverse("hardship:relief_paper", args=[relief.number])

    desk.post(here, {"kind": "event", "file": seasons.a_photo("zhengming.png")})

    assert "zhengming" in text_of(desk.get(relief.get_absolute_url()))


@pytest.mark.parametrize("page", ["relief", "relief_paper"])
def test_wrong_county_finds_nothing(neighbours, relief, page):
    here = reverse(f"hardship:{page}", args=[relief.number])

    assert come_in(neighbours.county_operator).get(here).status_code == 404


def test_list_costs_the_same_for_one_and_three_and_leaves_masked(staff, project, relief, made, today, cost_of):
    desk = come_in(staff.county_operator)
    address = reverse("hardship:reliefs")
    desk.get(address)
    one = cost_of(lambda: desk.get(address))
    for event in ("fire", "illness"):
        made(lambda event=event: seasons.a_proposed_relief(staff, project, on=today, happened_on=today, event=event))

    assert cost_of(lambda: desk.get(address)) == one
    assert "何**" in str(workbook_of(desk.get(address + "?export=xlsx")))
