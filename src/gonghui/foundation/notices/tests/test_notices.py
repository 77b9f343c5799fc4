"""Public notice: its days, its fields, its end (X-R7 to X-R10)."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from gonghui.foundation.accounts.actions import system_post
from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.journal.models import Entry
from gonghui.foundation.notices import actions, whitelist
from gonghui.foundation.notices.models import PublicNotice
from gonghui.foundation.notices.rulebook import NoticeState, Result
from gonghui.foundation.policies.models import Edition
from gonghui.kernel.refusals import NotEntitled
from gonghui.kernel.workdays import NoCalendar

from .people import a_post

MAY_14 = date(2020, 5, 14)
MAY_20 = date(2020, 5, 20)
MAY_21 = date(2020, 5, 21)
FIELDS = {"name": "王小明", "unit": "金寨县光伏产业工会", "category": "深度困难"}


@pytest.fixture
def chair(tree):
    return a_post(tree["jinzhai_union"], Role.GRASSROOTS_CHAIR)


def a_notice(by, *, on=MAY_14, fields=FIELDS, subject_type="aid_archive", about=None, **more):
    return actions.publish(
        about or by.unit, unit=by.unit, subject_type=subject_type, fields=fields, by=by, on=on, **more
    )


def test_publish_runs_from_14_to_20_may_2020_as_in_the_rule_book(chair):
    notice = a_notice(chair)

    assert (notice.starts_on, notice.ends_on, notice.workdays) == (MAY_14, MAY_20, 5)


def test_publish_counts_make_up_days_and_leaves_out_holidays(chair):
    notice = a_notice(chair, on=date(2020, 4, 30))

    assert notice.ends_on == date(2020, 5, 9)  # 30 April, 6 to 8 May, and Saturday the 9th, a make-up day


def test_publish_shows_elections_for_seven_days(chair):
    notice = a_notice(chair, subject_type="election")

    assert notice.ends_on == date(2020, 5, 22)


def test_publish_takes_the_days_of_the_policy_in_force(chair):
    Edition.objects.create(policy="notices.workdays", value="7", starts_on=date(2020, 1, 1), source="皖工办")

    notice = a_notice(chair)

    assert notice.ends_on == date(2020, 5, 22)


def test_publish_refuses_a_year_whose_holidays_are_not_known(chair):
    with pytest.raises(NoCalendar, match="2035"):
        a_notice(chair, on=date(2035, 5, 14))


def test_publish_masks_names_where_the_subject_says_so(chair):
    hidden = a_notice(chair)
    shown = a_notice(chair, subject_type="honour", about=chair)

    assert hidden.published_fields["name"] == "王*"
    assert shown.published_fields["name"] == "王小明"


def test_publish_is_journalled_without_the_name(chair):
    notice = a_notice(chair)

    entry = Entry.objects.of(notice).get()
    assert (entry.name, entry.body["fields"]["name"]) == ("publish", "王*")


@pytest.mark.parametrize("field", ["id_no", "address", "illness", "card", "amount_band"])
def test_publish_refuses_a_field_off_the_whitelist(chair, field):
    with pytest.raises(whitelist.NotPublishable):
        a_notice(chair, fields={**FIELDS, field: "任何内容"})

    assert not PublicNotice.objects.exists()


@pytest.mark.parametrize(
    "text",
    [
        "电话13912345678",
        "139 1234 5678",
        "139-1234-5678",
        "１３９１２３４５６７８",
        "349901199001010017",
        "6228 4800 1234 5678 911",
        "34990119900101001X",
    ],
)
def test_publish_refuses_a_personal_number_however_it_is_written(chair, text):
    with pytest.raises(whitelist.PersonalNumber):
        a_notice(chair, fields={**FIELDS, "category": text})


@pytest.mark.parametrize("text", ["13912345678", "x13912345678x", "622848001234567"])
def test_database_refuses_a_personal_number_in_what_is_shown(chair, text):
    notice = a_notice(chair)

    with pytest.raises(IntegrityError, match="notices_notice_shows_no_personal_number"), transaction.atomic():
        PublicNotice.objects.filter(pk=notice.pk).update(published_fields={"category": text})


def test_publish_accepts_years_amounts_and_landlines(chair):
    notice = a_notice(chair, fields={**FIELDS, "category": "2020年度 5000元以下 0564-3379600 〔2020〕15号"})

    assert notice.published_fields["category"].endswith("15号")


def test_publish_refuses_when_nothing_is_to_be_shown(chair):
    with pytest.raises(actions.NothingToShow):
        a_notice(chair, fields={"name": " "})


def test_publish_refuses_a_second_notice_of_the_same_record(chair):
    first = a_notice(chair)

    with pytest.raises(actions.AlreadyRunning, match=first.number):
        a_notice(chair)


def test_publish_refuses_a_post_of_another_unit(tree, chair):
    stranger = a_post(tree["huoshan_union"], Role.GRASSROOTS_CHAIR)

    with pytest.raises(NotEntitled):
        actions.publish(chair, unit=chair.unit, subject_type="aid_archive", fields=FIELDS, by=stranger, on=MAY_14)


def test_close_refuses_on_the_last_day_and_says_until_when(chair):
    notice = a_notice(chair)

    with pytest.raises(actions.NoticeStillRuns, match="2020-05-20"):
        actions.close(notice, by=chair, on=MAY_20)

    notice.refresh_from_db()
    assert notice.state == NoticeState.RUNNING


def test_close_says_that_nobody_objected(chair):
    notice = actions.close(a_notice(chair), by=chair, on=MAY_21)

    assert (notice.state, notice.result, notice.is_public) == (NoticeState.ENDED, Result.NO_OBJECTION, True)


def test_has_passed_waits_for_the_end(chair):
    notice = a_notice(chair)

    assert [actions.has_passed(notice, day) for day in (MAY_14, MAY_20, MAY_21)] == [False, False, True]
    assert actions.has_passed(None, MAY_21) is False


def test_void_takes_the_notice_off_the_board_and_it_never_passes(chair):
    notice = actions.void(a_notice(chair), by=chair, on=MAY_14, reason="名单有误")

    assert (notice.state, notice.is_public) == (NoticeState.VOIDED, False)
    assert actions.has_passed(notice, MAY_21) is False


def test_void_refuses_without_a_reason(chair):
    with pytest.raises(actions.SaysNothing):
        actions.void(a_notice(chair), by=chair, on=MAY_14, reason=" ")


def test_ensure_closed_closes_what_has_passed_and_nothing_else(chair, tree):
    done, running = a_notice(chair), a_notice(chair, on=MAY_20, about=tree["city"])

    closed = [actions.ensure_closed(by=system_post("calendar"), on=MAY_21) for _twice in range(2)]

    assert closed == [1, 0]
    states = dict(PublicNotice.objects.order_by("pk").values_list("pk", "state"))
    assert states == {done.pk: NoticeState.ENDED, running.pk: NoticeState.RUNNING}


def test_ensure_taken_down_unpublishes_after_thirty_days_and_keeps_the_copy(chair):
    notice = a_notice(chair)
    by = system_post("calendar")

    taken = [
        actions.ensure_taken_down(by=by, on=on) for on in (date(2020, 6, 19), date(2020, 6, 20), date(2020, 6, 20))
    ]

    assert taken == [0, 1, 0]
    notice.refresh_from_db()
    assert (notice.is_public, notice.published_fields["name"]) == (False, "王*")
