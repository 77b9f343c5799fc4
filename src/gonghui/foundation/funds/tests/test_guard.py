"""Nobody is paid twice for one cause and time, across funds, programs and counties; the database keeps it (T09)."""

from datetime import date

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError, IntegrityError, connection, transaction

from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.funds import actions
from gonghui.foundation.funds.actions import guard
from gonghui.foundation.funds.actions.guard import AlreadyAided, SoftLimit
from gonghui.foundation.funds.models import Claim, Fund, Payment
from gonghui.foundation.funds.rulebook.limits import Cause
from gonghui.foundation.journal.models import Entry
from gonghui.foundation.notices.models import Message
from gonghui.foundation.notices.tests.people import a_post
from gonghui.foundation.organisations import sight
from gonghui.foundation.policies.models import Edition
from gonghui.kernel.encryption import blind_index
from gonghui.kernel.identifiers import a_test_number
from gonghui.kernel.periods import Period

from .money import JUNE_1, Finance, a_benefit

WHOLE_YEAR_OF_LIVING = 798_000
CARD = "6228480012345678911"


@pytest.fixture
def neighbour(tree):
    return Finance(tree, "huoshan")


def living(*people, amount=WHOLE_YEAR_OF_LIVING, year=2021):
    return [a_benefit(*people, amount=amount, cause=Cause.LIVING, period=Period.year(year))]


def relief(person, amount, **traits):
    return [a_benefit(person, amount=amount, cause=Cause.RELIEF, **traits)]


def entered():
    return Claim.objects.count()


# Hard limits


def test_a_household_is_paid_up_to_its_limit_and_no_further(finance):
    finance.a_payment(benefits=living("甲", "乙", amount=500_000))
    finance.a_payment(benefits=living("甲", "乙", amount=298_000))

    with pytest.raises(AlreadyAided):
        finance.a_payment(benefits=living("乙", "甲", amount=1))

    assert entered() == 2


def test_a_spouse_in_another_county_is_of_the_same_household(finance, neighbour):
    finance.a_payment(benefits=living("甲", "乙"))

    with pytest.raises(AlreadyAided):
        neighbour.a_payment(benefits=living("乙", amount=100))


def test_another_household_cause_or_year_is_not_counted(finance):
    finance.a_payment(benefits=living("甲", "乙"))

    finance.a_payment(benefits=living("丙", "丁"))
    finance.a_payment(benefits=living("甲", "乙", year=2022))
    finance.a_payment(benefits=[a_benefit("甲", "乙", amount=100, cause=Cause.SCHOOLING)])

    assert entered() == 4


def test_a_grant_of_the_old_year_counts_in_the_old_year_though_paid_in_the_new(finance):
    finance.a_payment(benefits=living("甲"), on=date(2022, 1, 8))

    finance.a_payment(benefits=living("甲", year=2022), on=date(2022, 1, 9))
    with pytest.raises(AlreadyAided):
        finance.a_payment(benefits=living("甲", amount=1), on=date(2022, 1, 10))


def test_the_standard_in_force_decides_the_limit(finance):
    Edition.objects.create(policy="hardship.dibao", area_code="341524", value="70000", starts_on=date(2021, 7, 1))

    with pytest.raises(AlreadyAided, match=r"7,980\.00"):
        finance.a_payment(benefits=living("甲", amount=840_000), on=date(2021, 6, 30))
    finance.a_payment(benefits=living("甲", amount=840_000), on=date(2021, 7, 1))

    assert entered() == 1


def test_relief_is_limited_a_time_and_a_year(finance):
    with pytest.raises(AlreadyAided, match=r"3,000\.00"):
        finance.a_payment(benefits=relief("甲", 300_001))
    finance.a_payment(benefits=relief("甲", 300_000))
    finance.a_payment(benefits=relief("甲", 300_000))

    with pytest.raises(AlreadyAided, match=r"6,000\.00"):
        finance.a_payment(benefits=relief("甲", 1))


def test_aid_in_illness_comes_to_no_more_than_the_need(finance, neighbour):
    def illness(amount):
        return [a_benefit("甲", "乙", amount=amount, cause=Cause.ILLNESS, need=1_000_000)]

    finance.a_payment(benefits=illness(600_000))
    with pytest.raises(AlreadyAided):
        neighbour.a_payment(benefits=illness(400_001))
    finance.a_payment(benefits=illness(400_000))

    assert entered() == 2


def test_what_came_to_nothing_leaves_room_again(finance):
    payment = finance.a_payment(benefits=living("甲"))
    actions.cancel_payment(payment, by=finance.maker, on=JUNE_1, reason="账户有疑问")

    finance.a_payment(benefits=living("甲"))

    assert entered() == 2


def test_the_same_number_of_15_and_of_18_digits_is_one_person():
    number = a_test_number("349901", date(1965, 3, 4), 12)

    assert guard.index_of(number[:6] + number[8:17]) == guard.index_of(number)


# Soft limits


def test_one_card_for_two_households_needs_a_word(finance, neighbour):
    finance.a_payment(card=CARD, benefits=living("甲", amount=100))

    with pytest.raises(SoftLimit, match="同一张银行卡"):
        neighbour.a_payment(card=CARD, benefits=living("丙", amount=100))
    with pytest.raises(SoftLimit):
        neighbour.a_payment(card=CARD, benefits=living("丙", amount=100), acknowledged="  好 ")
    payment = neighbour.a_payment(card=CARD, benefits=living("丙", amount=100), acknowledged="委托儿媳代领,已核实")

    claim = payment.claims.get()
    assert (claim.acknowledged, claim.acknowledged_by) == ("委托儿媳代领,已核实", neighbour.approver.user_id)
    assert Entry.objects.of(payment).get(name="enter_payment").body["acknowledged"] == "委托儿媳代领,已核实"


def test_one_card_for_two_members_of_a_household_needs_none(finance):
    finance.a_payment(card=CARD, benefits=living("甲", "乙", amount=100))
    finance.a_payment(card=CARD, benefits=living("乙", "甲", amount=101))

    assert entered() == 2


def test_one_card_a_year_later_needs_none(finance):
    finance.a_payment(card=CARD, benefits=living("甲", amount=100))
    finance.a_payment(card=CARD, benefits=living("丙", amount=100, year=2022), on=date(2022, 6, 2))

    assert entered() == 2


def test_a_fourth_payment_in_a_month_needs_a_word(finance):
    for amount in (100, 101, 102):
        finance.a_payment(benefits=living("甲", amount=amount))

    with pytest.raises(SoftLimit, match="30 天内"):
        finance.a_payment(benefits=living("甲", amount=103))
    finance.a_payment(benefits=living("甲", amount=103), on=date(2021, 7, 2))


def test_a_second_source_for_one_cause_needs_a_word(finance):
    other = Fund.objects.create(source="donation", year=2021, unit=finance.unit, name="社会捐赠")
    finance.a_payment(benefits=living("甲", amount=100))

    with pytest.raises(SoftLimit, match="两项以上资金"):
        finance.a_payment(fund=other, benefits=living("甲", amount=100))
    finance.a_payment(fund=other, benefits=relief("甲", 100))


def test_no_word_opens_a_hard_limit(finance):
    finance.a_payment(benefits=living("甲"))

    with pytest.raises(AlreadyAided):
        finance.a_payment(benefits=living("甲", amount=1), acknowledged="情况特殊,同意发放")


# What is said, and to whom


def test_a_refusal_tells_nothing_of_another_countys_payment(finance, neighbour):
    theirs = neighbour.a_payment(benefits=living("甲", amount=712_300))

    with pytest.raises(AlreadyAided) as refusal:
        finance.a_payment(benefits=living("甲", amount=600_000))

    said = str(refusal.value)
    assert "已有救助记录" in said
    for word in ("7,123", "7123", "霍山", "竹木", theirs.payee_name, str(theirs.pk), "2021-06-01", str(theirs.uid)):
        assert word not in said


def test_a_refusal_names_a_payment_to_who_sees_it(finance):
    finance.a_payment(benefits=living("甲", amount=712_300))

    with pytest.raises(AlreadyAided) as refusal:
        finance.a_payment(benefits=living("甲", amount=600_000), by=finance.maker)

    assert "光伏产业工会" in str(refusal.value)
    assert "7,123.00 元" in str(refusal.value)
    assert "需由市总工会核对" not in str(refusal.value)


def test_report_tells_the_city_once_a_day_and_the_journal_nothing_of_the_other(tree, finance, neighbour):
    reviewer = a_post(tree["city"], Role.CITY_REVIEWER)
    neighbour.a_payment(benefits=living("甲", amount=712_300))
    with pytest.raises(AlreadyAided) as refusal:
        finance.a_payment(benefits=living("甲", amount=600_000))

    for _ in range(2):
        guard.report(refusal.value, finance.union, by=finance.approver, on=JUNE_1)

    message = Message.objects.get(user=reviewer.user)
    assert "霍山县竹木产业工会" in message.text
    bodies = [entry.body for entry in Entry.objects.of(finance.union).filter(name="limit_hit")]
    assert bodies == [{"limits": ["living.household_year"]}] * 2


def test_foresee_says_the_same_before_anything_is_entered(finance, neighbour):
    neighbour.a_payment(card=CARD, benefits=living("甲", amount=712_300))
    payment = {"unit": finance.union, "fund": finance.fund, "card": CARD, "on": JUNE_1}

    assert guard.foresee(living("丙", amount=1), **{**payment, "card": ""}) == []
    assert [hit.name for hit in guard.foresee(living("丙", amount=1), **payment)] == ["card.households"]
    hits = guard.foresee(living("甲", amount=600_000), **payment)

    assert [hit.name for hit in hits] == ["living.household_year"]
    with pytest.raises(AlreadyAided):
        guard.require_clear(hits, finance.approver)
    assert "7,123" not in "".join(guard.words(hits, finance.approver))
    assert entered() == 1


# The database itself


PAY = """
INSERT INTO funds_payment (uid, state, record_type, record_id, instalment, fund_id, payee_name, card_index, card,
  bank_name, branch_code, amount, purpose, remark, hands, entered_on, frozen, return_reason, unit_id, position)
SELECT gen_random_uuid(), 'pending', record_type, record_id + 1000, 1, fund_id, payee_name, card_index, card,
  bank_name, branch_code, amount, purpose, remark, hands, entered_on, '', '', unit_id, position
FROM funds_payment WHERE id = %s RETURNING id
"""
CLAIM = """
INSERT INTO funds_claim (payment_id, person, household, card_index, papers, cause, starts_on, until_on, source, amount,
  acknowledged, acknowledged_by)
SELECT %s, person, household, card_index, papers, cause, starts_on, until_on, source, %s, 'wozhidao', 1
FROM funds_claim WHERE payment_id = %s
"""


def run(*statements):
    """As the application's own role, to the end of the transaction."""
    with transaction.atomic(), connection.cursor() as cursor:
        for statement, values in statements:
            cursor.execute(statement, values)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_no_payment_without_its_claim(finance):
    payment = finance.a_payment()

    with pytest.raises(IntegrityError, match="no claims that come to it"):
        run((PAY, [payment.pk]))
    with pytest.raises(IntegrityError, match="no claims that come to it"):
        run((CLAIM, [payment.pk, 1, payment.pk]))
    with pytest.raises(IntegrityError, match="no claims that come to it"):
        run(("UPDATE funds_payment SET amount = amount + 1 WHERE id = %s", [payment.pk]))
    with pytest.raises(IntegrityError, match="no claims that come to it"):
        run(("UPDATE funds_payment SET card_index = 'another' WHERE id = %s", [payment.pk]))


def test_no_statement_passes_a_hard_limit(finance):
    payment = finance.a_payment(benefits=living("甲"))

    newest = CLAIM.replace("%s", "(SELECT max(id) FROM funds_payment)", 1)

    with pytest.raises(IntegrityError) as refused:
        run((PAY, [payment.pk]), (newest, [payment.amount, payment.pk]))

    assert refused.value.__cause__.diag.constraint_name == "funds_claim_within_hard_limit"


@pytest.mark.parametrize(
    "harm",
    [
        "UPDATE funds_claim SET amount = 1",
        "UPDATE funds_claim SET person = 'nobody'",
        "UPDATE funds_claim SET starts_on = '2019-01-01'",
        "DELETE FROM funds_claim",
        "TRUNCATE funds_claim",
        "ALTER TABLE funds_claim DISABLE TRIGGER ALL",
        "DROP TRIGGER funds_refuse_hits ON funds_claim",
        "SET session_replication_role = replica",
    ],
)
def test_a_claim_is_never_changed(finance, harm):
    finance.a_payment()

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(harm)


def test_a_payment_that_came_to_nothing_never_lives_again(finance):
    payment = finance.a_payment(benefits=living("甲"))
    actions.cancel_payment(payment, by=finance.maker, on=JUNE_1, reason="账户有疑问")
    finance.a_payment(benefits=living("甲"))

    with pytest.raises(IntegrityError, match="entered anew"), transaction.atomic():
        Payment.objects.filter(pk=payment.pk).update(state="pending")


def test_claims_are_seen_with_their_payment_only(finance, neighbour):
    neighbour.a_payment(benefits=living("甲"))

    assert not Claim.objects.visible_to(finance.maker).exists()
    with transaction.atomic(), sight.of(finance.maker):
        assert not Claim.objects.exists()
    assert Claim.objects.visible_to(neighbour.maker).count() == 1


def test_a_claim_keeps_nothing_of_a_person_in_plain(finance):
    number = a_test_number("349901", date(1980, 3, 4), 7)
    benefit = guard.Benefit(guard.index_of(number), (), Cause.LIVING, Period.year(2021), 100)
    claim = finance.a_payment(benefits=[benefit]).claims.get()

    with connection.cursor() as cursor:
        cursor.execute("SELECT to_jsonb(c)::text FROM funds_claim c WHERE id = %s", [claim.pk])
        assert number not in cursor.fetchone()[0]
    assert claim.person == blind_index(number)
    assert claim.household == [claim.person]


def test_one_payment_for_several_persons_has_a_claim_for_each(finance):
    household = ("甲", "乙")
    benefits = [a_benefit(*household, amount=100), a_benefit(*reversed(household), amount=150)]

    payment = finance.a_payment(benefits=benefits)

    assert (payment.amount, sorted(payment.claims.values_list("amount", flat=True))) == (250, [100, 150])
    with pytest.raises(ObjectDoesNotExist):
        finance.a_payment(benefits=[])
