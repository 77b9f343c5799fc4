"""The pages of grants: the cap before the amount, three persons, the computation for who may read it (E-R8, E-R9)."""

import pytest
from django.urls import reverse
from django.utils import timezone

from gonghui.foundation.accounts.tests.people import a_worker, come_in
from gonghui.foundation.funds.models import Fund
from gonghui.foundation.funds.rulebook import Source
from gonghui.foundation.members.actions import ensure_person
from gonghui.programs.hardship.models import AidGrant, AidProject
from gonghui.programs.hardship.rulebook import GrantState

from . import factories as make
from .test_pages_files import text_of, workbook_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def project(staff, made):
    """Living aid of this year, out of the county's dues."""
    year = timezone.localdate().year
    fund = Fund.objects.create(name="帮扶资金", year=year, unit=staff.county, source=Source.DUES)
    facts = {"unit": staff.county, "name": "生活救助", "year": year, "kind": "living_aid", "fund": fund}
    return made(lambda: AidProject.objects.create(**facts))


@pytest.fixture
def file(staff, made):
    return made(make.a_file_on_record, staff)


@pytest.fixture
def desk(staff):
    return come_in(staff.county_operator)


def address(file, project) -> str:
    return f"{reverse('hardship:propose', args=[file.number])}?project={project.pk}"


def propose(desk, file, project, amount="3000", seen="0"):
    return desk.post(address(file, project), {"amount": amount, "seen": seen})


def test_proposal_shows_the_cap_and_its_computation_before_the_amount(desk, file, project):
    first = text_of(desk.get(reverse("hardship:propose", args=[file.number])))
    second = text_of(desk.get(address(file, project)))

    assert 'name="amount"' not in first
    assert "低保标准每月 665.00 元 × 12 = 7,980.00 元" in second
    assert "尚可发放 7,980.00 元" in second
    assert 'name="amount"' in second


def test_proposal_under_the_cap_waits_for_a_second_person(desk, file, project, made):
    answer = propose(desk, file, project)

    grant = made(lambda: AidGrant.objects.get())
    assert (grant.amount, grant.state) == (300_000, GrantState.PROPOSED)
    assert answer["Location"] == grant.get_absolute_url()


@pytest.mark.parametrize(
    ("amount", "sentence"), [("8000", "超过尚可发放的"), ("0.3万", "不要按“万元”"), ("-1", "不能为负"), ("0", "超过")]
)
def test_proposal_refuses_in_words(desk, file, project, made, amount, sentence):
    answer = propose(desk, file, project, amount)

    assert sentence in text_of(answer)
    assert made(lambda: AidGrant.objects.exists()) is False


def test_proposal_twice_is_one_grant_and_a_sentence(desk, file, project, made):
    propose(desk, file, project)

    again = propose(desk, file, project)

    assert "刚刚有了一笔新的测算" in text_of(again)
    assert made(lambda: AidGrant.objects.count()) == 1


def test_proposal_before_the_file_is_approved_says_so(desk, staff, project, made):
    early = made(make.a_reviewed_file, staff)

    assert "先建档、后帮扶" in text_of(desk.get(address(early, project)))


def test_proposal_offers_no_project_of_another_county(desk, file, neighbours, project, made):
    foreign = made(make.a_project, neighbours)

    answer = desk.get(address(file, foreign))

    assert "gh-error" in text_of(answer)
    assert 'name="amount"' not in text_of(answer)


@pytest.fixture
def grant(staff, file, made):
    return made(make.a_proposed_grant, staff, file)


STEPS = [
    ("check", "county_reviewer", GrantState.PROPOSED),
    ("grant", "county_approver", GrantState.CHECKED),
    ("send_back", "county_reviewer", GrantState.PROPOSED),
    ("refuse", "county_reviewer", GrantState.PROPOSED),
    ("withdraw", "county_operator", GrantState.PROPOSED),
    ("resubmit", "county_operator", GrantState.RETURNED),
    ("reissue", "county_operator", GrantState.BOUNCED),
]


@pytest.mark.parametrize(("page", "who", "state"), STEPS, ids=[step[0] for step in STEPS])
def test_step_has_a_page_for_whose_turn_it_is_and_no_other(staff, neighbours, grant, made, page, who, state):
    made(lambda: AidGrant.objects.filter(pk=grant.pk).update(state=state))
    here = reverse(f"hardship:grant_{page}", args=[grant.number])

    shown = text_of(come_in(getattr(staff, who)).get(here))

    assert "state_seen" in shown
    assert "7,980.00" in shown
    assert come_in(getattr(neighbours, who)).get(here).status_code == 404
    assert come_in(getattr(neighbours, who)).post(here).status_code == 404


def take(post, grant, page, seen, **answers):
    here = reverse(f"hardship:grant_{page}", args=[grant.number])
    return come_in(post).post(here, {"state_seen": seen, **answers})


def test_grant_goes_through_three_hands(staff, grant, made):
    take(staff.county_reviewer, grant, "check", "proposed", opinion="同意")
    take(staff.county_approver, grant, "grant", "checked", opinion="同意")
    again = take(staff.county_approver, grant, "grant", "checked", opinion="同意")

    granted = made(lambda: AidGrant.objects.get(pk=grant.pk))
    assert granted.state == GrantState.GRANTED
    assert "没有重复办理" in text_of(again.client.get(again["Location"]))


def test_returned_grant_is_mended_under_its_cap(staff, grant, made):
    take(staff.county_reviewer, grant, "send_back", "proposed", items="金额请按低保 3 个月测算")
    shown = text_of(come_in(staff.county_operator).get(grant.get_absolute_url()))

    above = take(staff.county_operator, grant, "resubmit", "returned", amount="9000")
    take(staff.county_operator, grant, "resubmit", "returned", amount="1995")

    assert "<li>金额请按低保 3 个月测算</li>" in shown
    assert "超过尚可发放的" in text_of(above)
    mended = made(lambda: AidGrant.objects.get(pk=grant.pk))
    assert (mended.amount, mended.state) == (199_500, GrantState.PROPOSED)


def test_record_shows_the_computation_and_the_road(staff, grant):
    shown = text_of(come_in(staff.county_approver).get(grant.get_absolute_url()))

    assert "低保标准每月 665.00 元 × 12 = 7,980.00 元" in shown
    assert "复核测算" in shown
    assert "6228480012345678911" not in shown


def test_bounced_grant_says_why_and_leads_to_the_account(staff, grant, made):
    bounced = {"state": GrantState.BOUNCED, "bounce_reason": "账号与户名不符"}
    made(lambda: AidGrant.objects.filter(pk=grant.pk).update(**bounced))

    shown = text_of(come_in(staff.county_operator).get(grant.get_absolute_url()))

    assert "银行退回:账号与户名不符" in shown
    assert f"/hardship/{grant.file.number}/correction" in shown
    assert f"/hardship/grants/{grant.number}/reissue" in shown


def test_foreign_county_finds_no_grant(neighbours, grant):
    browser = come_in(neighbours.county_operator)

    assert browser.get(grant.get_absolute_url()).status_code == 404
    assert grant.number not in text_of(browser.get("/hardship/grants/"))
    assert "没有符合条件的发放" in text_of(browser.get("/hardship/grants/", {"q": grant.number}))
    assert grant.number not in workbook_of(browser.get("/hardship/grants/", {"export": "xlsx"}))


def test_list_costs_the_same_for_one_and_three_rows(staff, file, grant, made, cost_of):
    browser = come_in(staff.county_operator)
    browser.get("/hardship/grants/")
    one = cost_of(lambda: browser.get("/hardship/grants/"))
    for _n in range(2):
        made(make.a_proposed_grant, staff, file, amount=100_000)

    assert cost_of(lambda: browser.get("/hardship/grants/")) == one


def test_export_masks_names_and_gives_yuan(staff, grant):
    cells = workbook_of(come_in(staff.county_operator).get("/hardship/grants/", {"export": "xlsx"}))

    assert grant.number in cells
    assert " 3000 " in cells
    assert "张**" in cells
    assert "张测试" not in cells


def test_finance_reads_no_file_and_no_grant(staff, file, grant):
    browser = come_in(make.a_post(staff.city, "finance_maker"))

    assert browser.get(file.get_absolute_url()).status_code == 404
    assert browser.get(grant.get_absolute_url()).status_code == 404


def test_worker_reads_how_her_money_was_computed(staff, made):
    worker = a_worker(staff.union, "张测试")
    number = make.a_number()
    made(ensure_person, name="张测试", id_no=number, unit=staff.union, user=worker.user)
    file = made(make.a_file_on_record, staff, id_no=number)
    grant = made(make.a_proposed_grant, staff, file)

    shown = text_of(come_in(worker).get(f"/hardship/mine/{file.number}"))

    assert "生活救助" in shown
    assert "低保标准每月 665.00 元 × 12 = 7,980.00 元" in shown
    assert come_in(worker).get(grant.get_absolute_url())["Location"] == f"/hardship/mine/{file.number}"
