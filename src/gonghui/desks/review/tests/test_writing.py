"""A review written, checked and published by three in the small world; what stops it, what stays (N-R7, N-R9, X-R1)."""

from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from gonghui.desks.figures import reckoning
from gonghui.desks.review.models import BoundNumber, Edition, Review
from gonghui.desks.review.writing import actions, obstacles, outline
from gonghui.desks.review.writing.papers import paper_of
from gonghui.desks.review.writing.rulebook import ReviewState
from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.accounts.tests.people import a_post
from gonghui.foundation.journal.models import Entry
from gonghui.foundation.notices.models import Message
from gonghui.foundation.organisations import sight
from gonghui.kernel.indicators import registry
from gonghui.kernel.periods import Period
from gonghui.kernel.refusals import NotEntitled, WrongState
from tests.world import the_post

from .years import AGAIN, a_checked, a_draft, publish, restate, the_published

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]
JAN_19, JAN_20, JAN_21, JAN_24 = (date(2022, 1, day) for day in (19, 20, 21, 24))
IN_ORDER = ["Y01", "Y02", "Y03", "Y04", "E.city", "Y10", "Y11", "Y12", "Y15", "Y16", "Y13", "Y14", "Y17"]
"""Every claim of the wording that has records, as they follow one another."""


@pytest.fixture
def office():
    return the_post(Role.CITY_OPERATOR)


@pytest.fixture
def statistician():
    return the_post(Role.STATISTICIAN)


@pytest.fixture
def leader():
    return the_post(Role.CITY_APPROVER)


@pytest.fixture
def seen(db):
    with transaction.atomic(), sight.system("test"):
        yield


@pytest.fixture
def draft(seen):
    """The review of 2021 begun anew."""
    return a_draft()


@pytest.fixture
def checked(seen):
    """The same, checked by the statistician."""
    return a_checked()


def changed(review, line="办公室另写一句。"):
    opening, *others = review.edition().sections
    return [{**opening, "paragraphs": [*opening["paragraphs"], line]}, *others]


def revise(review, by, line="办公室另写一句。", seen=None):
    seen = seen or review.edition().number
    return actions.revise(review, by=by, on=JAN_20, sections=changed(review, line), seen=seen, note="改一句")


# Begin


def test_begin_takes_the_outline_where_nothing_was_written(seen):
    first = the_published().editions.get(number=1)

    assert (first.sections, first.note) == (outline.sections(), "沿用文字底稿")


def test_begin_takes_the_words_of_the_year_before(seen, office):
    review = actions.begin(2022, by=office, on=date(2023, 1, 10))

    assert (review.state, review.writers) == (ReviewState.DRAFT, [office.user_id])
    assert review.edition().sections == the_published().edition().sections


def test_begin_refuses_a_second_of_a_year(seen, office):
    with pytest.raises(actions.BegunAlready, match="2021"):
        actions.begin(2021, by=office, on=JAN_19)


def test_begin_refuses_a_year_to_come(seen, office):
    with pytest.raises(actions.YearToCome):
        actions.begin(2023, by=office, on=JAN_19)


@pytest.mark.parametrize("role", [Role.CITY_APPROVER, Role.AUDITOR])
def test_begin_refuses_who_does_not_write(seen, role):
    with pytest.raises(NotEntitled):
        actions.begin(2022, by=the_post(role), on=date(2023, 1, 10))


def test_begin_refuses_a_county(seen):
    with pytest.raises(NotEntitled):
        actions.begin(2022, by=the_post(Role.COUNTY_OPERATOR, "金寨县总工会"), on=date(2023, 1, 10))


def test_begin_lets_the_statistician_see_it(draft, statistician):
    assert list(Review.objects.visible_to(statistician).filter(pk=draft.pk)) == [draft]


def test_a_statistician_may_begin_under_row_level_security(statistician):
    with transaction.atomic(), sight.of(statistician):
        review = actions.begin(2022, by=statistician, on=date(2023, 1, 10))
        revise(review, statistician)

        assert review.edition().number == 2


# Revise


def test_revise_saves_a_new_edition_and_keeps_the_old(draft, office):
    before = draft.edition().sections

    revise(draft, office)

    assert [edition.number for edition in draft.editions.all()] == [2, 1]
    assert draft.editions.get(number=1).sections == before
    last = draft.edition()
    assert (last.saved_by, last.saved_name, last.saved_on) == (office.user_id, office.user.name, JAN_20)
    assert Entry.objects.of(draft).last().body["edition"] == 2


def test_revise_refuses_a_typed_number(draft, office):
    with pytest.raises(actions.WrongWording, match="第 1 节第 5 段:“全年新增工会组织470家”"):
        revise(draft, office, "全年新增工会组织470家。")

    assert draft.editions.count() == 1


def test_revise_refuses_what_was_written_meanwhile(draft, office):
    revise(draft, office)

    with pytest.raises(actions.Stale, match="第 2 版"):
        revise(draft, the_post(Role.CITY_REVIEWER), "另一句。", seen=1)


def test_revise_refuses_the_same_words(draft, office):
    with pytest.raises(actions.NothingChanged):
        actions.revise(draft, by=office, on=JAN_20, sections=draft.edition().sections, seen=1, note="")


@pytest.mark.parametrize("sections", [[], [{"title": " ", "paragraphs": []}]])
def test_revise_refuses_to_leave_nothing(draft, office, sections):
    with pytest.raises(actions.NothingLeft):
        actions.revise(draft, by=office, on=JAN_20, sections=sections, seen=1, note="")


def test_revise_refuses_who_does_not_write(draft, leader):
    with pytest.raises(NotEntitled):
        revise(draft, leader)


def test_revise_refuses_what_has_been_submitted(draft, office):
    actions.submit(draft, by=office, on=JAN_20)

    with pytest.raises(WrongState):
        revise(draft, office)


def test_editions_are_only_added_to(draft):
    with pytest.raises(DatabaseError), transaction.atomic():
        Edition.objects.filter(review=draft).update(note="别的")


# Submit and check


def test_submit_tells_the_statistician(draft, office, statistician):
    actions.submit(draft, by=office, on=AGAIN)

    assert (draft.state, draft.submitted_by) == (ReviewState.SUBMITTED, office.user_id)
    assert draft.due_on == date(2022, 2, 21)
    assert Message.objects.filter(user=statistician.user, text="2021年度述评已送审,请核对数字。").exists()


def test_submit_refuses_words_that_a_figure_no_longer_fits(draft, office):
    sections = changed(draft, "救助{E.gone}。")
    Edition.objects.create(
        review=draft, number=2, sections=sections, saved_by=office.user_id, saved_name="x", saved_on=JAN_20, note=""
    )

    with pytest.raises(actions.WrongWording, match="没有编号为"):
        actions.submit(draft, by=office, on=JAN_20)


def test_check_remembers_what_was_checked(draft, office, statistician):
    actions.submit(draft, by=office, on=JAN_20)

    actions.check(draft, by=statistician, on=JAN_21)

    assert (draft.state, draft.checked_by) == (ReviewState.CHECKED, statistician.user_id)
    assert draft.checked_digest == paper_of(draft).digest


def test_check_refuses_who_has_written_a_word(draft, office, statistician):
    revise(draft, statistician)
    actions.submit(draft, by=office, on=JAN_20)

    with pytest.raises(NotEntitled, match="没有写过这份述评"):
        actions.check(draft, by=statistician, on=JAN_21)


def test_check_refuses_the_office(draft, office):
    actions.submit(draft, by=office, on=JAN_20)

    with pytest.raises(NotEntitled):
        actions.check(draft, by=office, on=JAN_21)


def test_check_refuses_while_an_identity_fails(draft, office, statistician, monkeypatch):
    actions.submit(draft, by=office, on=JAN_20)
    failing(monkeypatch)

    with pytest.raises(actions.IdentityFails, match="深度困难职工多于在档困难职工"):
        actions.check(draft, by=statistician, on=JAN_21)


def failing(monkeypatch):
    class Broken:
        sentence = "深度困难职工多于在档困难职工"

    monkeypatch.setattr(obstacles.declared, "broken", lambda unit, period: [Broken()])


def test_send_back_tells_the_writers_why(draft, office, statistician):
    actions.submit(draft, by=office, on=JAN_20)

    actions.send_back(draft, by=statistician, on=JAN_21, reason="第三节漏了医疗互助。")

    assert (draft.state, draft.submitted_by) == (ReviewState.DRAFT, None)
    assert Message.objects.filter(user=office.user, text__contains="第三节漏了医疗互助").exists()


def test_send_back_asks_why(draft, office, statistician):
    actions.submit(draft, by=office, on=JAN_20)

    with pytest.raises(actions.ReasonMissing):
        actions.send_back(draft, by=statistician, on=JAN_21, reason="改")


def test_a_leader_sends_back_what_was_checked(checked, leader):
    actions.send_back_checked(checked, by=leader, on=JAN_24, reason="开头一节再精简。")

    assert (checked.state, checked.checked_by, checked.checked_digest) == (ReviewState.DRAFT, None, "")


# Publish


def test_publish_binds_every_number(checked, leader):
    publish(checked)

    assert (checked.state, checked.published_by, checked.published_on) == ("published", leader.user_id, AGAIN)
    bound = {number.code: number for number in checked.numbers.all()}
    assert list(bound) == IN_ORDER
    aid = bound["Y16"]
    assert (aid.shown, aid.period, aid.tree, aid.seal) == ("10.98万元", "2021", "then", reckoning_of("Y16").seal)
    assert [number.code for number in checked.numbers.all() if not number.seal] == ["Y17"]
    assert (aid.unit, aid.version, aid.records) == (checked.unit, 1, reckoning_of("Y16").records)
    assert aid.value == reckoning_of("Y16").value
    assert aid.definition.startswith("时期内打入在档家庭银行卡的救助金")
    assert len(checked.gaps) == 102


def reckoning_of(code):
    return reckoning.answer(registry[code], reckoning.the_city(), Period.year(2021))


def test_publish_prints_both_scopes(checked):
    shown = {number.code: number.shown for number in paper_of(checked).notes}

    parts = [int(shown[code].removesuffix("户")) for code in ("Y10", "Y11", "Y12")]
    assert (sum(parts), shown["E.city"], shown["Y15"]) == (15, "15户", "18户")


def test_publish_refuses_while_months_are_open(seen, office, statistician, leader):
    on = date(2023, 1, 10)
    review = actions.begin(2022, by=office, on=on)
    actions.submit(review, by=office, on=on)
    actions.check(review, by=statistician, on=on)

    with pytest.raises(actions.NotSealed, match="2022-01、2022-02、2022-03等 12 项"):
        publish(review)


def test_publish_refuses_while_an_identity_fails(checked, leader, monkeypatch):
    failing(monkeypatch)

    with pytest.raises(actions.IdentityFails):
        publish(checked)


def test_publish_refuses_numbers_that_have_changed_since_checked(checked, leader):
    restate()

    with pytest.raises(actions.ChangedSinceChecked):
        publish(checked)
    assert any("有了变化" in each for each in obstacles.all_of(checked, paper_of(checked)))


def test_publish_refuses_gaps_that_were_not_acknowledged(checked, leader):
    with pytest.raises(actions.GapsNotSeen, match="102"):
        actions.publish(checked, by=leader, on=JAN_24, gaps_seen="")


@pytest.mark.parametrize("role", [Role.CITY_OPERATOR, Role.CITY_REVIEWER, Role.STATISTICIAN, Role.AUDITOR])
def test_publish_refuses_who_does_not_lead(checked, role):
    with pytest.raises(NotEntitled):
        actions.publish(checked, by=the_post(role), on=JAN_24, gaps_seen="")


@pytest.mark.parametrize("done", ["writers", "submitted_by", "checked_by"])
def test_publish_refuses_who_had_a_part_in_it(checked, leader, done):
    Review.objects.filter(pk=checked.pk).update(**{done: [leader.user_id] if done == "writers" else leader.user_id})

    with pytest.raises(NotEntitled):
        publish(checked)


def test_the_database_refuses_one_person_for_two_parts(checked, leader):
    with pytest.raises(IntegrityError, match="checked_by_another"), transaction.atomic():
        Review.objects.filter(pk=checked.pk).update(checked_by=checked.submitted_by)
    with pytest.raises(IntegrityError, match="published_by"), transaction.atomic():
        Review.objects.filter(pk=checked.pk).update(state="published", is_public=True)


def test_publish_is_done_once(checked, leader):
    publish(checked)

    with pytest.raises(WrongState):
        actions.publish(checked, by=leader, on=JAN_24, gaps_seen="")
    assert checked.numbers.count() == len(IN_ORDER)


def test_everyone_sees_what_is_published(checked, leader):
    county = the_post(Role.COUNTY_OPERATOR, "金寨县总工会")
    found = Review.objects.visible_to(county).filter(pk=checked.pk)
    assert list(found) == []

    publish(checked)

    assert list(found.all()) == [checked]
    bound = BoundNumber.objects.visible_to(county).filter(review=checked)
    assert list(bound) == list(checked.numbers.all())
    with sight.of(county):
        assert found.all().count() == 1


# What stays


def test_a_published_review_keeps_its_numbers_and_tells_of_a_restatement(checked, leader):
    publish(checked)
    before = paper_of(checked)
    assert before.corrected == []

    restate()

    after = paper_of(checked)
    assert after.text == before.text
    assert [(number.code, number.shown, number.now) for number in after.corrected] == [
        ("Y16", "10.98万元", "11.08万元")
    ]


def test_a_published_review_keeps_its_gaps(checked, leader, monkeypatch):
    publish(checked)
    before = paper_of(checked).text

    monkeypatch.setattr("gonghui.desks.review.writing.telling.CLAIMS", {})

    assert paper_of(checked).text == before


def test_withdraw_keeps_words_and_numbers(checked, leader):
    publish(checked)
    before = paper_of(checked).text

    actions.withdraw(checked, by=leader, on=JAN_24, reason="市级档案口径有误。")

    assert checked.state == ReviewState.WITHDRAWN
    assert paper_of(checked).text == before
    again = actions.begin(2021, by=the_post(Role.CITY_OPERATOR), on=JAN_24)
    assert again.edition().sections == checked.edition().sections


def test_withdraw_asks_why(checked, leader):
    publish(checked)

    with pytest.raises(actions.ReasonMissing):
        actions.withdraw(checked, by=leader, on=JAN_24, reason=" ")


def test_an_early_edition_is_read_with_the_numbers_of_today(seen):
    review = the_published()
    first = paper_of(review, review.editions.get(number=1))

    assert "演示述评" not in first.text
    assert "演示述评" in paper_of(review).text
    assert [number.code for number in first.notes] == [number.code for number in paper_of(review).notes]


def test_two_statisticians_both_see_it(seen, office):
    second = a_post(office.unit, Role.STATISTICIAN, "另一位")

    review = actions.begin(2022, by=office, on=date(2026, 1, 10))

    with sight.of(second):
        assert list(Review.objects.filter(pk=review.pk)) == [review]


# What is published says what it said


def test_a_published_review_gains_neither_words_nor_numbers(seen):
    review = the_published()
    said, bound = review.edition(), review.numbers.first()
    said.pk, said.number = None, said.number + 1
    bound.pk, bound.place = None, 9999

    for row in (said, bound):
        row._state.adding = True
        with pytest.raises(IntegrityError, match="only while"), transaction.atomic():
            row.save(force_insert=True)

    assert review.edition().number < said.number
