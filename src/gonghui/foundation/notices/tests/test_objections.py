"""Objections: by name or without, decided by somebody else, in the way until decided (X-R8)."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.journal.models import Entry
from gonghui.foundation.journal.sealing import faults
from gonghui.foundation.notices import actions
from gonghui.foundation.notices.models import Objection
from gonghui.foundation.notices.rulebook import OBJECTION, Result
from gonghui.foundation.organisations import sight
from gonghui.foundation.organisations.tests.trees import a_tree
from gonghui.kernel import workdays
from gonghui.kernel.refusals import NotEntitled

from .people import a_post
from .test_notices import MAY_14, MAY_20, MAY_21, a_notice

SAYS = "他家在县城有两套住房,与公示不符。"


@pytest.fixture
def chair(tree):
    return a_post(tree["jinzhai_union"], Role.GRASSROOTS_CHAIR)


@pytest.fixture
def operator(tree):
    return a_post(tree["jinzhai_union"], Role.GRASSROOTS_OPERATOR)


def an_objection(notice, *, on=MAY_20, **more):
    return actions.object_to(notice, content=SAYS, on=on, **({"is_anonymous": True} | more))


def test_object_to_is_heard_though_next_years_days_are_not_known(chair, monkeypatch):
    monkeypatch.setattr(workdays, "exceptions", lambda year: {} if year == 2026 else None)
    notice = a_notice(chair, on=date(2026, 12, 24))

    objection = an_objection(notice, on=date(2026, 12, 30))

    assert (objection.state, objection.due_on) == ("received", None)


def test_close_refuses_while_an_objection_is_undecided(chair):
    notice = a_notice(chair)
    an_objection(notice)

    with pytest.raises(actions.ObjectionOpen, match="1 条"):
        actions.close(notice, by=chair, on=MAY_21)

    assert actions.has_passed(notice, MAY_21) is False


def test_dismiss_lets_the_notice_pass(chair, operator):
    notice = a_notice(chair)
    actions.dismiss(an_objection(notice), by=operator, on=MAY_20, reply="经核实只有一套住房")

    closed = actions.close(notice, by=chair, on=MAY_21)

    assert closed.result == Result.DISMISSED
    assert actions.has_passed(notice, MAY_21) is True


def test_uphold_ends_the_notice_and_it_does_not_pass(chair, operator):
    notice = a_notice(chair)
    actions.uphold(an_objection(notice), by=operator, on=MAY_20, reply="经核实确有两套住房")

    closed = actions.close(notice, by=chair, on=MAY_21)

    assert closed.result == Result.UPHELD
    assert actions.has_passed(notice, MAY_21) is False


def test_decide_refuses_who_published(chair):
    objection = an_objection(a_notice(chair))

    with pytest.raises(NotEntitled, match="不是发布该公示的人"):
        actions.dismiss(objection, by=chair, on=MAY_20, reply="不成立的理由")

    assert OBJECTION.open_to(chair, objection) == []


def test_decide_refuses_another_county(chair, tree):
    objection = an_objection(a_notice(chair))
    stranger = a_post(tree["huoshan"], Role.COUNTY_REVIEWER)

    with pytest.raises(NotEntitled):
        actions.uphold(objection, by=stranger, on=MAY_20, reply="成立的理由")


def test_object_to_refuses_after_the_last_day(chair):
    notice = a_notice(chair)

    with pytest.raises(actions.NoticeOver, match="2020-05-20"):
        an_objection(notice, on=MAY_21)


def test_object_to_refuses_a_voided_notice(chair):
    notice = actions.void(a_notice(chair), by=chair, on=MAY_14, reason="名单有误")

    with pytest.raises(actions.NoticeOver):
        an_objection(notice)


def test_object_to_refuses_too_few_words(chair):
    with pytest.raises(actions.SaysNothing, match="10"):
        actions.object_to(a_notice(chair), content="不对", on=MAY_20, is_anonymous=True)


def test_object_to_by_name_asks_for_name_and_contact(chair):
    with pytest.raises(actions.NameMissing):
        an_objection(a_notice(chair), is_anonymous=False, name="李某人")


def test_object_to_refuses_when_too_many_wait(chair, monkeypatch):
    monkeypatch.setattr(actions, "MOST_UNDECIDED", 1)
    notice = a_notice(chair)
    an_objection(notice)

    with pytest.raises(actions.TooManyWait):
        an_objection(notice)


def test_object_to_without_a_name_keeps_neither_name_nor_account(chair):
    objection = an_objection(a_notice(chair), name="李某人", contact="0564-1234567")

    entry = Entry.objects.of(objection).get()
    assert (objection.source, bool(objection.name), bool(objection.contact)) == ("anonymous", False, False)
    assert (entry.actor_name, SAYS in str(entry.body)) == ("系统(public)", False)


def test_object_to_keeps_the_words_encrypted(chair):
    objection = an_objection(a_notice(chair), is_anonymous=False, name="李某人", contact="0564-1234567")

    with connection.cursor() as cursor:
        cursor.execute("SELECT objection::text FROM notices_objection objection")
        stored = cursor.fetchone()[0]
    assert [word for word in ("两套住房", "李某人") if word in stored] == []
    objection.refresh_from_db()
    assert (objection.content.open(), str(objection.content), objection.name.open()) == (SAYS, "已填写", "李某人")


def test_a_reply_is_not_in_the_journal(chair, operator):
    objection = actions.dismiss(an_objection(a_notice(chair)), by=operator, on=MAY_20, reply="李某人所说不实")

    assert "李某人" not in str(list(Entry.objects.of(objection).values_list("body", "opinion")))


def test_database_refuses_a_name_on_an_anonymous_objection(chair):
    objection = an_objection(a_notice(chair))

    with pytest.raises(IntegrityError, match="notices_objection_anonymous_has_no_name"), transaction.atomic():
        Objection.objects.filter(pk=objection.pk).update(contact=b"x")


def test_objections_are_seen_by_no_visitor_though_the_notice_is(chair):
    notice = a_notice(chair)
    an_objection(notice)

    with sight._settings(("", "", ""), "default"):
        assert list(type(notice).objects.values_list("number", flat=True)) == [notice.number]
        assert not Objection.objects.exists()


@pytest.mark.django_db(databases=["default", "owner"], transaction=True)
def test_nothing_is_done_unannounced(settings, tmp_path):
    settings.JOURNAL_ANCHORS = tmp_path / "anchors"
    with transaction.atomic(), sight.system("tests"):
        tree = a_tree()
        chair = a_post(tree["jinzhai_union"], Role.GRASSROOTS_CHAIR)
        operator = a_post(tree["jinzhai_union"], Role.GRASSROOTS_OPERATOR)
        notice = a_notice(chair)
        actions.dismiss(an_objection(notice), by=operator, on=MAY_20, reply="经核实只有一套住房")
        actions.ensure_closed(by=chair, on=MAY_21)
        actions.ensure_taken_down(by=chair, on=MAY_21.replace(month=8))

    assert faults() == []
