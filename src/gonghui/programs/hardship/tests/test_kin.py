"""Kin of a household take no step on its case and see nothing of it (回避, X-R1)."""

import pytest
from django.db import IntegrityError, connection, transaction

from gonghui.foundation.accounts.models import Post
from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.members.models import Person
from gonghui.foundation.notices import actions as notices
from gonghui.foundation.organisations import sight
from gonghui.foundation.organisations.tests.trees import LONG_AGO, a_tree
from gonghui.kernel.refusals import NotEntitled
from gonghui.programs.hardship import actions
from gonghui.programs.hardship.actions import aid, kin
from gonghui.programs.hardship.actions.corrections import KinHelper
from gonghui.programs.hardship.actions.verification import NeedsTwo
from gonghui.programs.hardship.models import AidGrant, HardshipArchive, Recusal

from . import factories as make
from .factories import JUNE_1, MAY_10, MAY_12, MAY_17, MAY_24, MAY_26

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def everything_seen(db):
    with sight.system("test"):
        yield


@pytest.fixture
def staff():
    return make.Staff(a_tree())


def aside(file, post, on=MAY_12):
    recusal = kin.declare(file, by=post, on=on, relation="lineal")
    file.refresh_from_db()
    return recusal


def seen_by(post):
    return HardshipArchive.objects.visible_to(post).count(), AidGrant.objects.visible_to(post).count()


def test_declare_takes_the_file_from_her_sight_and_her_list(staff):
    file = make.a_publicised_file(staff)
    before = list(HardshipArchive.objects.waiting_for(staff.county_reviewer, MAY_26))

    aside(file, staff.county_reviewer)

    assert (before, list(HardshipArchive.objects.waiting_for(staff.county_reviewer, MAY_26))) == ([file], [])
    assert (seen_by(staff.county_reviewer), seen_by(staff.county_operator)) == ((0, 0), (1, 0))


def test_declare_takes_grants_and_changes_from_her_sight(staff):
    file = make.a_file_on_record(staff)
    make.a_proposed_grant(staff, file)

    aside(file, staff.county_reviewer, MAY_26)

    assert (seen_by(staff.county_reviewer), seen_by(staff.county_approver)) == ((0, 0), (1, 1))


def test_declare_refuses_a_second_time(staff):
    file = make.a_publicised_file(staff)
    aside(file, staff.county_reviewer)

    with pytest.raises(kin.AlreadyRecused):
        aside(file, staff.county_reviewer)


def test_kin_takes_no_step_on_a_file(staff):
    file = make.a_publicised_file(staff)
    notices.close(file.notice, by=staff.chair, on=MAY_24)
    aside(file, staff.county_reviewer)

    with pytest.raises(NotEntitled):
        actions.review(file, by=staff.county_reviewer, on=MAY_24, opinion="同意,情况属实")


@pytest.mark.parametrize(
    ("step", "who", "facts"),
    [
        ("visit", "operator", {"visited_on": MAY_12, "findings": "属实"}),
        ("send_back", "operator", {"items": ["补材料"]}),
        ("correct", "operator", {"reason": "写错了名字", "bank_name": "某某银行"}),
    ],
)
def test_kin_of_the_union_takes_no_step_either(staff, step, who, facts):
    file = actions.submit(make.a_draft(staff), by=staff.chair, on=MAY_10)
    aside(file, getattr(staff, who))
    more = {"second": staff.chair.user} if step == "visit" else {}

    with pytest.raises(NotEntitled):
        getattr(actions, step)(file, by=getattr(staff, who), on=MAY_12, **facts, **more)


def test_kin_is_no_second_visitor(staff):
    file = actions.submit(make.a_draft(staff), by=staff.chair, on=MAY_10)
    aside(file, staff.chair)

    with pytest.raises(NeedsTwo):
        actions.visit(file, by=staff.operator, on=MAY_12, visited_on=MAY_12, second=staff.chair.user, findings="属实")


def test_kin_helps_not_her_own(staff):
    file = make.a_file_on_record(staff)
    aside(file, staff.operator, MAY_26)

    with pytest.raises(KinHelper):
        actions.pair(file, by=staff.county_operator, on=JUNE_1, cadre=staff.operator.user)


def test_kin_takes_no_step_on_a_grant(staff):
    file = make.a_file_on_record(staff)
    grant = make.a_proposed_grant(staff, file)
    aside(file, staff.county_reviewer, MAY_26)

    with pytest.raises(NotEntitled):
        aid.check(grant, by=staff.county_reviewer, on=JUNE_1)


def test_kin_decides_no_objection(staff):
    file = make.a_publicised_file(staff)
    objection = notices.object_to(file.notice, content="他家去年刚买了一套新房子", on=MAY_17, is_anonymous=True)
    aside(file, staff.county_reviewer)

    with pytest.raises(kin.KinOfTheHousehold):
        notices.dismiss(objection, by=staff.county_reviewer, on=MAY_24, reply="经核实不属实")

    objection.refresh_from_db()
    assert objection.state == "received"


def test_kin_and_visitors_are_hands_of_the_payment(staff):
    file = make.a_file_on_record(staff)
    finance = make.a_post(staff.county, Role.FINANCE_MAKER)
    kin.order(file, by=staff.county_reviewer, on=MAY_26, officer=finance.user, relation="spouse", note="家庭声明")
    file.refresh_from_db()
    grant = make.a_checked_grant(staff, file)

    hands = aid._hands(grant, file, staff.county_approver)

    assert {finance.user_id, staff.operator.user_id, staff.chair.user_id} <= hands


def test_second_visitor_is_a_hand_who_took_no_other_step(staff):
    file = actions.submit(make.a_draft(staff), by=staff.chair, on=MAY_10)
    second = make.a_post(staff.county, Role.COUNTY_OPERATOR)
    actions.visit(file, by=staff.operator, on=MAY_12, visited_on=MAY_12, second=second.user, findings="情况属实")

    hands = aid._hands(AidGrant(pk=1), file, staff.county_approver)

    assert second.user_id in hands


def test_order_is_the_county_reviewers(staff):
    file = make.a_publicised_file(staff)
    facts = {"officer": staff.operator.user, "relation": "spouse", "note": "家庭声明"}

    with pytest.raises(NotEntitled):
        kin.order(file, by=staff.chair, on=MAY_24, **facts)
    with pytest.raises(kin.ReasonMissing):
        kin.order(file, by=staff.county_reviewer, on=MAY_24, **facts | {"note": "是"})


def test_lift_gives_the_file_back_and_is_not_by_herself(staff):
    file = make.a_publicised_file(staff)
    recusal = aside(file, staff.county_operator)

    with pytest.raises(kin.NotByHerself):
        kin.lift(recusal, by=staff.county_operator, on=MAY_24, reason="没有亲属关系")
    kin.lift(recusal, by=staff.county_reviewer, on=MAY_24, reason="没有亲属关系")

    file.refresh_from_db()
    assert (file.recused, seen_by(staff.county_operator)) == ([], (1, 0))


def a_person_of(post, number):
    return Person.objects.create(name=post.user.name, id_no=number, unit=post.unit, user=post.user)


def with_member(file, number):
    child = file.members.get(relation="child")
    child.id_no = number
    child.save()


def test_submit_finds_the_officer_who_lives_in_the_household(staff):
    draft, number = make.a_draft(staff), make.a_number()
    a_person_of(staff.county_reviewer, number)
    with_member(draft, number)

    file = actions.submit(draft, by=staff.chair, on=MAY_10)

    assert file.recused == [staff.county_reviewer.user_id]
    assert Recusal.objects.get().source == "found"


def test_submit_refuses_the_officer_who_lives_in_the_household(staff):
    draft, number = make.a_draft(staff), make.a_number()
    a_person_of(staff.chair, number)
    with_member(draft, number)

    with pytest.raises(kin.KinOfTheHousehold):
        actions.submit(draft, by=staff.chair, on=MAY_10)


def test_applicant_who_is_an_officer_keeps_her_own_file(staff):
    draft = make.a_draft(staff)
    user = staff.county_reviewer.user
    HardshipArchive.objects.filter(pk=draft.pk).update(applicant_user=user)
    worker = Post.objects.create(user=user, unit=staff.union, role=Role.WORKER, starts_on=LONG_AGO)
    draft.refresh_from_db()
    Recusal.objects.create(
        file=draft, officer=user, relation="household", source="order", declared_on=MAY_10, declared_by=1,
        unit=staff.union,
    )  # fmt: skip

    file = actions.submit(draft, by=worker, on=MAY_10)

    assert (file.submitted_by, HardshipArchive.objects.visible_to(worker).count()) == (user.pk, 1)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE hardship_hardshiparchive SET reviewed_by = {user} WHERE id = {file}",
        "UPDATE hardship_hardshiparchive SET approved_by = {user} WHERE id = {file}",
        "INSERT INTO hardship_pairlink (file_id, cadre_id, starts_on) VALUES ({file}, {user}, '2021-06-01')",
        "INSERT INTO hardship_homevisit (uid, file_id, visited_on, first_id, second_id, findings)"
        " VALUES (gen_random_uuid(), {file}, '2021-06-01', {user}, {other}, '')",
    ],
)
def test_the_database_refuses_a_step_by_kin(staff, statement):
    file = make.a_publicised_file(staff)
    aside(file, staff.county_reviewer)
    values = {"user": staff.county_reviewer.user_id, "file": file.pk, "other": staff.chair.user_id}

    with (
        pytest.raises(IntegrityError, match="kin of the household"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format(**values))


def test_the_database_keeps_the_list_of_who_stands_aside(staff):
    file = make.a_publicised_file(staff)
    aside(file, staff.county_reviewer)

    with connection.cursor() as cursor:
        cursor.execute("UPDATE hardship_hardshiparchive SET recused = '{}' WHERE id = %s", [file.pk])

    file.refresh_from_db()
    assert file.recused == [staff.county_reviewer.user_id]


def test_the_database_refuses_that_she_lifts_it_herself(staff):
    aside(make.a_publicised_file(staff), staff.county_reviewer)

    with (
        pytest.raises(IntegrityError, match="hardship_recusal_lifted_by_another"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE hardship_recusal SET ended_on = declared_on, ended_by = officer_id")


def test_city_reviews_where_every_reviewer_of_the_county_stands_aside(staff):
    file = make.a_publicised_file(staff)
    notices.close(file.notice, by=staff.chair, on=MAY_24)
    with pytest.raises(NotEntitled):
        actions.review(file, by=staff.city_reviewer, on=MAY_24, opinion="同意,情况属实")

    aside(file, staff.county_reviewer)

    assert list(HardshipArchive.objects.waiting_for(staff.city_reviewer, MAY_24)) == [file]
    assert actions.review(file, by=staff.city_reviewer, on=MAY_24, opinion="同意,情况属实").state == "reviewed"


def test_county_keeps_the_review_while_one_reviewer_is_left(staff):
    file = make.a_publicised_file(staff)
    make.a_post(staff.county, Role.COUNTY_REVIEWER)

    aside(file, staff.county_reviewer)

    assert (file.is_raised, list(HardshipArchive.objects.waiting_for(staff.city_reviewer, MAY_26))) == (False, [])
