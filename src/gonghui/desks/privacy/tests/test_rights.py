"""Consents with their text, what is held and who looked, requests answered in time, files past their time (O.1)."""

from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from gonghui.desks.privacy import actions, holdings
from gonghui.desks.privacy.actions import erasures
from gonghui.desks.privacy.models import Erasure, RightsRequest
from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.journal.actions import reveal
from gonghui.foundation.journal.sealing import faults
from gonghui.foundation.members import actions as members
from gonghui.foundation.members.models import Consent
from gonghui.foundation.members.rulebook import Purpose
from gonghui.foundation.organisations import sight
from gonghui.foundation.organisations.tests.trees import a_tree
from gonghui.kernel.refusals import NotEntitled
from gonghui.programs.hardship import actions as hardship
from gonghui.programs.hardship.models import HardshipArchive
from gonghui.programs.hardship.tests.factories import (
    JUNE_1,
    MAY_10,
    MAY_12,
    Staff,
    a_draft,
    a_file_on_record,
    a_number,
    a_post,
)

pytestmark = pytest.mark.django_db(databases=["default", "owner"])

LATER = date(2026, 6, 1)


@pytest.fixture
def tree():
    with transaction.atomic(), sight.system("tests"):
        yield a_tree()


@pytest.fixture
def staff(tree):
    return Staff(tree)


@pytest.fixture
def worker(staff):
    return a_post(staff.union, Role.WORKER, "梅测试")


@pytest.fixture
def officer(tree):
    return a_post(tree["city"], Role.DPO, "范测试")


@pytest.fixture
def approver(tree):
    return a_post(tree["city"], Role.CITY_APPROVER, "沈测试")


def an_own_draft(worker, **traits):
    file = hardship.begin(by=worker, on=MAY_10, name=worker.user.name, id_no=a_number())
    file.authorised_on = MAY_10
    file.save()
    hardship.agree(file, way="phone", by=worker, on=MAY_10)
    return file


# Consent


def test_agree_keeps_each_purpose_with_its_text_day_and_way(staff):
    file = a_draft(staff)

    kept = Consent.objects.of(file).order_by("purpose").values_list("purpose", "text__edition", "way", "given_on")

    assert list(kept) == [
        ("authority", 0, "paper", MAY_10),
        ("guardian", 0, "paper", MAY_10),
        ("sensitive", 0, "paper", MAY_10),
    ]


def test_submit_refuses_while_a_consent_is_lacking(staff):
    file = a_draft(staff)
    members.withdraw(Consent.objects.of(file).get(purpose="sensitive"), by=staff.chair, on=MAY_10)

    with pytest.raises(hardship.Incomplete) as refusal:
        hardship.submit(file, by=staff.chair, on=MAY_10)

    assert "敏感个人信息单独同意" in str(refusal.value)


def test_a_new_edition_counts_from_its_day_and_old_consents_keep_theirs(staff, officer, approver):
    before = a_draft(staff)
    text = members.enter_text(
        purpose=Purpose.SENSITIVE,
        body="新的文本。",
        starts_on=JUNE_1,
        drafted_by=officer.user_id,
        by=approver,
        on=MAY_12,
    )

    assert members.text_in_force(Purpose.SENSITIVE, MAY_12).edition == 0
    assert members.text_in_force(Purpose.SENSITIVE, JUNE_1) == text
    assert Consent.objects.of(before).get(purpose="sensitive").text.edition == 0


def test_enter_text_refuses_one_person_for_both_and_who_has_no_say(staff, approver):
    facts = {"purpose": Purpose.SENSITIVE, "body": "新的文本。", "starts_on": JUNE_1, "on": MAY_12}
    with pytest.raises(members.SamePerson):
        members.enter_text(drafted_by=approver.user_id, by=approver, **facts)
    with pytest.raises(NotEntitled):
        members.enter_text(drafted_by=approver.user_id, by=staff.chair, **facts)


def test_a_text_that_is_there_cannot_be_changed_by_the_application(staff):
    text = Consent.objects.of(a_draft(staff)).first().text

    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        type(text).objects.filter(pk=text.pk).update(body="别的")


def test_withdraw_stops_the_looking_and_is_hers_alone(staff, worker):
    file = an_own_draft(worker)
    consent = Consent.objects.of(file).get(purpose="authority")

    with pytest.raises(members.NotHers):
        members.withdraw(consent, by=staff.chair, on=MAY_12)
    members.withdraw(consent, by=worker, on=MAY_12)
    with pytest.raises(members.AlreadyWithdrawn):
        members.withdraw(consent, by=worker, on=MAY_12)

    file.refresh_from_db()
    assert (file.authorised_on, members.standing(file)) == (None, {"sensitive"})


# What is held, and who looked


def test_who_looked_is_told_with_post_and_day_but_not_her_own_looks(staff, worker):
    file = an_own_draft(worker)
    member = file.members.get(relation="self")
    reveal(member, "id_no", by=staff.county_operator, on=MAY_12, reason="核对身份证号", quota=20)
    reveal(member, "id_no", by=worker, on=MAY_12, reason="自己查看一次", quota=20)

    looks = holdings.looks_at(worker, MAY_12)

    assert [(each.title, each.actor_id) for each in looks] == [("查看证件号码", staff.county_operator.user_id)]
    held = holdings.held_of(worker, MAY_12)
    assert [each.text.split()[0] for each in held if "档案" in str(each.title)] == [file.number]


# Requests


def test_ask_lays_it_before_the_officers_alone_and_is_answered_in_fifteen_workdays(staff, worker, officer):
    asked = actions.ask(right="copy", text="请给我一份全部材料的复印件", by=worker, on=MAY_10)

    seen = [
        RightsRequest.objects.visible_to(post).count() for post in (worker, officer, staff.chair, staff.city_approver)
    ]
    assert (asked.due_on, seen) == (date(2021, 5, 31), [1, 1, 0, 0])

    actions.answer(asked, by=officer, on=MAY_12, reply="已通过手机页面提供,可下载副本。")
    assert (asked.state, asked.answered_on, asked.reply.open()) == (
        "answered",
        MAY_12,
        "已通过手机页面提供,可下载副本。",
    )


def test_ask_refuses_the_same_twice_and_empty_words_and_answer_refuses_strangers(staff, worker, officer):
    asked = actions.ask(right="correct", text="姓名的读音写错了", by=worker, on=MAY_10)
    with pytest.raises(actions.AskedAlready):
        actions.ask(right="correct", text="姓名的读音写错了", by=worker, on=MAY_10)
    with pytest.raises(actions.TooShort):
        actions.ask(right="delete", text="删", by=worker, on=MAY_10)
    with pytest.raises(NotEntitled):
        actions.answer(asked, by=staff.city_approver, on=MAY_12, reply="不应由我答复")
    with pytest.raises(actions.TooShort):
        actions.answer(asked, by=officer, on=MAY_12, reply="好")


def test_the_database_refuses_an_answer_without_words(worker, officer):
    asked = actions.ask(right="copy", text="请给我一份复印件", by=worker, on=MAY_10)

    with pytest.raises(IntegrityError, match="privacy_request_answered_has_a_reply"), transaction.atomic():
        RightsRequest.objects.filter(pk=asked.pk).update(state="answered")


# An officer of a county


@pytest.fixture
def of_counties(tree):
    """The data officers of Jinzhai and of Huoshan."""
    return [a_post(tree[county], Role.DPO) for county in ("jinzhai", "huoshan")]


def test_a_request_is_laid_before_the_officers_at_its_unit_and_above_alone(worker, officer, of_counties):
    asked = actions.ask(right="copy", text="请给我一份复印件", by=worker, on=MAY_10)

    seen = [list(RightsRequest.objects.visible_to(post)) for post in (officer, *of_counties)]

    assert seen == [[asked], [asked], []]


def test_an_officer_of_a_county_proposes_no_file_of_the_next_county(staff, of_counties):
    here, there = of_counties
    file = a_rejected_file(staff)

    with pytest.raises(erasures.NoSuchFile):
        erasures.propose(file.number, by=there, on=LATER, reason="保存期限已过")

    assert (erasures.past_their_time(there.unit, LATER), erasures.past_their_time(here.unit, LATER)) == ([], [file])


# Files past their time


def a_rejected_file(staff):
    file = hardship.submit(a_draft(staff), by=staff.chair, on=MAY_10)
    return hardship.reject(file, by=staff.county_reviewer, on=MAY_12, reason="经核查不符合条件")


def test_a_refused_application_is_past_its_time_after_two_years_and_a_file_on_record_is_not(staff, officer):
    rejected, on_record = a_rejected_file(staff), a_file_on_record(staff, name="李在档")

    assert [file.pk for file in erasures.past_their_time(officer.unit, LATER)] == [rejected.pk]
    assert erasures.past_their_time(officer.unit, date(2023, 5, 1)) == []
    assert erasures.kept_until(on_record) is None


def test_erase_makes_the_persons_unknown_and_leaves_what_is_counted(staff, officer, approver, tmp_path, settings):
    settings.JOURNAL_ANCHORS = tmp_path / "anchors"
    file = a_rejected_file(staff)
    erasure = erasures.propose(file.number, by=officer, on=LATER, reason="保存期限已过")

    erasures.erase(erasure, by=approver, on=LATER, opinion="同意")

    file = HardshipArchive.objects.get(pk=file.pk)
    members_left = list(file.members.values_list("name", flat=True))
    assert (file.applicant_name, bool(file.card_no), bool(file.cause_text), file.begun_on) == (
        "已匿名",
        False,
        False,
        MAY_10,
    )
    assert set(members_left) == {"已匿名"}
    assert not any(bool(member.id_no) for member in file.members.all())
    assert (erasure.state, faults()) == ("done", [])


def test_erase_refuses_one_person_a_file_in_time_and_a_second_proposal(staff, officer, approver):
    file, on_record = a_rejected_file(staff), a_file_on_record(staff, name="李在档")
    with pytest.raises(erasures.NotYet):
        erasures.propose(file.number, by=officer, on=date(2022, 5, 1), reason="保存期限已过")
    with pytest.raises(erasures.StillOpen):
        erasures.propose(on_record.number, by=officer, on=LATER, reason="保存期限已过")
    with pytest.raises(erasures.NoSuchFile):
        erasures.propose("H-1900-0001", by=officer, on=LATER, reason="保存期限已过")
    with pytest.raises(NotEntitled):
        erasures.propose(file.number, by=approver, on=LATER, reason="保存期限已过")
    erasure = erasures.propose(file.number, by=officer, on=LATER, reason="保存期限已过")
    with pytest.raises(erasures.ProposedAlready):
        erasures.propose(file.number, by=officer, on=LATER, reason="保存期限已过")
    same = a_post(approver.unit, Role.CITY_APPROVER)
    same.user, same.user_id = officer.user, officer.user_id
    with pytest.raises(NotEntitled):
        erasures.erase(erasure, by=same, on=LATER)


def test_nothing_is_forgotten_without_two_persons_even_by_sql(staff, officer):
    erasure = erasures.propose(a_rejected_file(staff).number, by=officer, on=LATER, reason="保存期限已过")

    with pytest.raises(DatabaseError, match="no rows"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT privacy_forget(%s)", [erasure.pk])
    with pytest.raises(IntegrityError, match="privacy_erasure_by_two"), transaction.atomic():
        Erasure.objects.filter(pk=erasure.pk).update(approved_by=officer.user_id)
