"""Grants before the guard: one household under two files, in two counties, is paid once; who may know is told (T09)."""

from datetime import date

import pytest
from django.urls import reverse

from gonghui.foundation.accounts.tests.people import come_in
from gonghui.foundation.funds.actions.guard import AlreadyAided, SoftLimit
from gonghui.foundation.funds.models import Claim, Payment
from gonghui.foundation.funds.rulebook.limits import OF_THE_RULE_BOOK, STANDING
from gonghui.foundation.journal.models import Entry
from gonghui.foundation.notices.models import Message
from gonghui.foundation.policies import rules
from gonghui.kernel.identifiers import born_on
from gonghui.programs.hardship.actions import aid
from gonghui.programs.hardship.models import AidGrant, HardshipArchive, HouseholdMember
from gonghui.programs.hardship.rulebook import GrantState

from . import factories as make
from .factories import JUNE_1
from .test_bulk import decide
from .test_pages_files import text_of

pytestmark = pytest.mark.django_db
CARD = "6217000012345678"


def granted(staff, file, **traits) -> AidGrant:
    return aid.grant(make.a_checked_grant(staff, file, **traits), by=staff.county_approver, on=JUNE_1)


def moves_in(file, number):
    """The person of an earlier file, who left it, lives in this household now."""
    HouseholdMember.objects.filter(is_active=True).exclude(file=file).update(is_active=False)
    HouseholdMember.objects.create(
        file=file, name="李婆婆", relation="parent", id_no=number, born_on=born_on(number), identity="retired"
    )


class TwoFiles:
    """A household paid in Huoshan, one of whom lives in a household of Jinzhai now, with a card of its own."""

    def __init__(self, staff, neighbours, paid=700_000):
        number = make.a_number(date(1950, 1, 2))
        self.theirs = granted(neighbours, make.a_file_on_record(neighbours, id_no=number), amount=paid)
        self.ours = make.a_file_on_record(staff, name="王测试")
        HardshipArchive.objects.filter(pk=self.ours.pk).update(account_name="王测试")
        self.ours.refresh_from_db()
        self.ours.card_no = CARD
        self.ours.save()
        self.number = number


@pytest.fixture
def two(staff, neighbours, made):
    return made(TwoFiles, staff, neighbours)


@pytest.fixture
def in_june(monkeypatch):
    """The pages are opened on the day of the grants."""
    monkeypatch.setattr("gonghui.kernel.pages.page.timezone.localdate", lambda: JUNE_1)


def test_a_grant_enters_its_claim(staff, made):
    grant = made(lambda: granted(staff, make.a_file_on_record(staff)))

    claim = made(lambda: Claim.objects.get())
    members = made(lambda: list(grant.file.members.all()))
    assert (claim.cause, claim.starts_on, claim.until_on) == ("living", date(2021, 1, 1), date(2022, 1, 1))
    assert claim.household == sorted(member.id_index for member in members)
    assert claim.person == next(member.id_index for member in members if member.relation == "self")
    assert (claim.amount, claim.source) == (300_000, "dues")


def test_schooling_is_claimed_for_the_student_and_illness_with_its_need(staff, made):
    def both():
        file = make.a_file_on_record(staff)
        child = file.members.get(relation="child")
        for kind, beneficiary in (("education_aid", child), ("medical_aid", None)):
            project = make.a_project(staff, kind)
            facts = {"project": project, "amount": 200_000, "beneficiary": beneficiary}
            grant = aid.propose(file, by=staff.county_operator, on=JUNE_1, **facts)
            aid.grant(aid.check(grant, by=staff.county_reviewer, on=JUNE_1), by=staff.county_approver, on=JUNE_1)
        return child, list(Claim.objects.order_by("pk"))

    child, (schooling, illness) = made(both)

    assert (schooling.cause, schooling.person, schooling.need) == ("schooling", child.id_index, None)
    assert (illness.cause, illness.need) == ("illness", 1_200_000)


def test_propose_refuses_what_a_member_had_in_another_county(staff, two, made):
    made(moves_in, two.ours, two.number)

    with pytest.raises(AlreadyAided) as refusal:
        made(make.a_proposed_grant, staff, two.ours, amount=200_000)
    made(make.a_proposed_grant, staff, two.ours, amount=98_000)

    for word in ("7,000", "霍山", "竹木", two.theirs.number, "张测试"):
        assert word not in str(refusal.value)


def test_grant_refuses_what_came_in_between_and_the_city_alone_learns_both(staff, two, made):
    grant = made(make.a_checked_grant, staff, two.ours)
    made(moves_in, two.ours, two.number)
    approver = come_in(staff.county_approver)
    page = reverse("hardship:grant_grant", args=[grant.number])

    shown = text_of(approver.get(page))
    answer = text_of(approver.post(page, {"state_seen": GrantState.CHECKED, "opinion": "同意"}))

    grant = made(lambda: AidGrant.objects.get(pk=grant.pk))
    told = made(lambda: Message.objects.get(user=staff.city_reviewer.user, title="重复救助待核对"))
    assert (grant.state, made(lambda: Payment.objects.of(grant).exists())) == (GrantState.CHECKED, False)
    assert two.theirs.number in told.text
    assert made(lambda: Entry.objects.of(grant).filter(name="limit_hit").count()) == 1
    for page in (shown, answer):
        assert "已有救助记录" in page
        for word in ("霍山", "竹木", two.theirs.number, "7,000"):
            assert word not in page


def test_deciding_together_tells_the_city_of_a_hard_limit_as_a_single_step_does(staff, two, made):
    grant = made(make.a_checked_grant, staff, two.ours)
    made(moves_in, two.ours, two.number)

    page = decide(come_in(staff.county_approver), [grant], "grant", path="/hardship/grants/bulk")

    told = made(lambda: Message.objects.get(user=staff.city_reviewer.user, title="重复救助待核对"))
    assert "没有办 1 件" in page
    assert f'href="{grant.get_absolute_url()}"' in page
    assert two.theirs.number not in page
    assert two.theirs.number in told.text
    assert made(lambda: Entry.objects.of(grant).filter(name="limit_hit").count()) == 1


def test_the_citys_approver_reads_which_payment_it_is(staff, two, made):
    grant = made(make.a_checked_grant, staff, two.ours)
    made(moves_in, two.ours, two.number)

    shown = text_of(come_in(staff.city_approver).get(reverse("hardship:grant_grant", args=[grant.number])))

    assert two.theirs.number in shown
    assert "霍山县竹木产业工会" in shown
    assert "7,000.00 元" in shown


def test_a_soft_limit_asks_checker_and_approver_why(staff, neighbours, made, in_june):
    made(lambda: granted(neighbours, make.a_file_on_record(neighbours)))
    grant = made(lambda: make.a_proposed_grant(staff, make.a_file_on_record(staff, name="王测试")))
    checker, approver = come_in(staff.county_reviewer), come_in(staff.county_approver)
    check, approval = (reverse(f"hardship:grant_{step}", args=[grant.number]) for step in ("check", "grant"))

    shown = text_of(checker.get(check))
    silent = text_of(checker.post(check, {"state_seen": "proposed"}))
    checker.post(check, {"state_seen": "proposed", "acknowledged": "亲属代领,已入户核实"})
    approver.post(approval, {"state_seen": "checked", "acknowledged": "同意由亲属代领"})

    claims = made(lambda: Claim.objects.filter(acknowledged__gt="").values_list("acknowledged", "acknowledged_by"))
    assert "同一张银行卡" in shown
    assert 'name="acknowledged"' in shown
    assert "gh-error" in silent
    assert made(lambda: list(claims)) == [("同意由亲属代领", staff.county_approver.user_id)]
    checked = made(lambda: Entry.objects.of(grant).get(name="check"))
    assert "亲属代领,已入户核实" in checked.opinion


def test_nothing_is_asked_where_no_limit_is_near(staff, made):
    grant = made(lambda: make.a_proposed_grant(staff, make.a_file_on_record(staff)))

    shown = text_of(come_in(staff.county_reviewer).get(reverse("hardship:grant_check", args=[grant.number])))

    assert 'name="acknowledged"' not in shown
    assert "发放限额" not in shown


def test_reissue_to_a_card_of_another_household_asks_why(staff, neighbours, made):
    def bounced():
        grant = granted(staff, make.a_file_on_record(staff))
        Payment.objects.of(grant).update(state="cancelled")
        AidGrant.objects.filter(pk=grant.pk).update(state=GrantState.BOUNCED)
        granted(neighbours, make.a_file_on_record(neighbours, name="王测试"))
        return grant

    grant = made(bounced)

    with pytest.raises(SoftLimit):
        made(lambda: aid.reissue(grant, by=staff.county_operator, on=JUNE_1))
    made(lambda: aid.reissue(grant, by=staff.county_operator, on=JUNE_1, acknowledged="本人确认卡号无误"))


def test_proposal_warns_before_the_amount_is_typed(staff, two, made, in_june):
    made(moves_in, two.ours, two.number)
    made(lambda: granted(staff, two.ours, amount=98_000))
    project = made(lambda: AidGrant.objects.get(file=two.ours).project)
    address = f"{reverse('hardship:propose', args=[two.ours.number])}?project={project.pk}"

    shown = text_of(come_in(staff.county_operator).get(address))

    assert "超过限额“生活救助:每户每年" in shown
    assert two.theirs.number not in shown


def test_the_rule_books_limits_begin_with_the_policies_they_name():
    named = [(limit.most_of, limit.most) for limit in STANDING] + [(limit.times_of, limit.times) for limit in STANDING]

    assert {name: rules.registry[name].value for name, _value in named if name} == {n: v for n, v in named if n}
    assert OF_THE_RULE_BOOK["living.household_year"].times_of == "hardship.living_times"
