"""What is done with messages, public notices and objections (X-R7 to X-R10)."""

from contextlib import suppress
from datetime import timedelta

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.accounts.actions import system_post
from gonghui.foundation.journal.actions import strike_out
from gonghui.foundation.journal.digests import digest_of
from gonghui.foundation.organisations import sight
from gonghui.kernel.announcing import announce
from gonghui.kernel.numbering import next_number
from gonghui.kernel.refusals import NotEntitled, Refusal
from gonghui.kernel.workdays import NoCalendar, last_day_of_notice

from .models import Message, Objection, Outgoing, PublicNotice
from .rulebook import CONTACT, KEPT_PUBLIC, NOTICE, OBJECTION, OF_SUBJECT, WORKDAYS, NoticeState, Result, the_union
from .whitelist import SUBJECTS

LEVELS = {"L2": PublicNotice.Level.CITY, "L3": PublicNotice.Level.COUNTY, "L4": PublicNotice.Level.TOWNSHIP}
MOST_UNDECIDED = 100


class AlreadyRunning(Refusal):
    sentence = _("这一事项正在公示({number}),不能重复公示。")


class NothingToShow(Refusal):
    sentence = _("没有可以公示的内容。")


class NoticeStillRuns(Refusal):
    sentence = _("公示到 {until} 才结束,从次日起方可办理。公示期内不能提前结束,只能作废。")


class ObjectionOpen(Refusal):
    sentence = _("还有 {count} 条异议没有处理,处理完才能结束公示。")


class NoticeOver(Refusal):
    sentence = _("公示期({start} 至 {until})以外不受理异议。如有情况反映,请按公示所列联系方式联系。")


class TooManyWait(Refusal):
    sentence = _("这一公示待处理的异议较多,暂时不能在网上提交,请按公示所列联系方式联系。")


class SaysNothing(Refusal):
    sentence = _("请写明内容(至少 {least} 个字)。")


class NameMissing(Refusal):
    sentence = _("实名提出异议,请填写姓名和联系方式;不愿留名的,请选择匿名。")


def tell(users, *, title, text, about=None, path: str = "", level: str = Message.Level.NEWS) -> list[Message]:
    """A message to each of `users`, in the transaction of what is told; phones are rung by a job of their own.

    Identity numbers, phones and cards are struck out of the text. Demo persons' phones are invented and never rung.
    """
    words = {"title": strike_out(str(title))[:60], "text": strike_out(str(text))[:500], "level": level}
    if about is not None:
        words |= {"record_type": about._meta.label_lower, "record_id": about.pk}
        path = path or (about.get_absolute_url() if hasattr(about, "get_absolute_url") else "")
    users = list(users)
    with transaction.atomic(), sight.system("notices"):
        messages = Message.objects.bulk_create(Message(user=user, path=path, **words) for user in users)
        ringing = {user.pk for user in users if user.mobile and not user.is_demo}
        Outgoing.objects.bulk_create(Outgoing(message=message) for message in messages if message.user_id in ringing)
    return messages


def tell_posts(posts, **message) -> list[Message]:
    """A message to each person who holds one of `posts`, once to each. See `tell`."""
    return tell(get_user_model().objects.filter(posts__in=posts).distinct(), **message)


def mark_read(messages, *, at) -> int:
    """The person has opened these messages; how many were new to her."""
    return messages.unread().update(read_at=at)


def publish(record, *, unit, subject_type: str, fields: dict, by, on, workdays: int | None = None) -> PublicNotice:
    """Show whitelisted `fields` of a record in public from `on` for so many working days (X-R7, X-R9).

    The start day counts when it is worked. Raises NotEntitled, NotPublishable, PersonalNumber, TooLong, NothingToShow,
    AlreadyRunning, NoCalendar.
    """
    workdays = workdays or OF_SUBJECT.get(subject_type, WORKDAYS).on(on, unit.area)
    notice = PublicNotice(
        begun_on=on,
        unit=unit,
        position=unit.position,
        subject_type=subject_type,
        level=LEVELS.get(unit.level, PublicNotice.Level.UNIT),
        record_type=record._meta.label_lower,
        record_id=record.pk,
        published_fields=fields,
        starts_on=on,
        ends_on=last_day_of_notice(on, workdays),
        workdays=workdays,
        contact=f"{unit.name} · {CONTACT.on(on, unit.area)}",
        published_by=by.user_id,
    )
    if not the_union(by, notice):
        raise NotEntitled(step=_("发布公示"), needs=the_union)
    notice.clean()
    if not notice.published_fields:
        raise NothingToShow
    with transaction.atomic():
        _require_none_running(notice)
        notice.number = next_number("GS", on.year)
        notice.save()
        facts = {"until": notice.ends_on, "workdays": workdays, "fields": notice.published_fields}
        announce("step", notice, by=by, on=on, name="publish", title=_("发布公示"), facts=facts)
    return notice


def _require_none_running(notice):
    same = PublicNotice.objects.running().filter(record_type=notice.record_type, record_id=notice.record_id)
    if running := same.first():
        raise AlreadyRunning(number=running.number)


def has_passed(notice, on) -> bool:
    """Whether a notice has run its days and nothing stands against it: no objection undecided, none upheld (X-R8)."""
    if notice is None or notice.state == NoticeState.VOIDED or not notice.has_run(on):
        return False
    return not (notice.objections.undecided() | notice.objections.upheld()).exists()


def still_stands(record, fields: dict) -> bool:
    """Whether the last notice of a record says `fields` still, is not voided, and no objection to it was upheld."""
    with transaction.atomic(), sight.system("notices"):
        last = _notices_of(record).order_by("-pk").first()
        if last is None or last.state == NoticeState.VOIDED or last.objections.upheld().exists():
            return False
        return last.published_fields == SUBJECTS[last.subject_type].publishable(fields)


def ensure_void(record, *, on, reason) -> None:
    """A notice that runs for a record leaves the board, since its matter is over or has changed. May run twice."""
    with transaction.atomic(), sight.system("notices"):
        if running := _notices_of(record).running().first():
            void(running, by=system_post("notices"), on=on, reason=str(reason))


def _notices_of(record):
    return PublicNotice.objects.filter(record_type=record._meta.label_lower, record_id=record.pk)


@NOTICE.action
def close(notice, *, by, on):
    """The notice has run its days; the result follows from its objections (X-R8).

    Raises NoticeStillRuns, ObjectionOpen.
    """
    if not notice.has_run(on):
        raise NoticeStillRuns(until=notice.ends_on)
    if count := notice.objections.undecided().count():
        raise ObjectionOpen(count=count)
    notice.result = _result_of(notice)
    return {"result": notice.result}


def _result_of(notice) -> Result:
    if notice.objections.upheld().exists():
        return Result.UPHELD
    return Result.DISMISSED if notice.objections.exists() else Result.NO_OBJECTION


@NOTICE.action
def void(notice, *, by, on, reason: str):
    """The notice was wrong: it leaves the board at once, with the reason (X-R8). Raises SaysNothing."""
    _require_words(reason, 4)
    notice.is_public = False
    return {"opinion": reason}


def _require_words(text, least):
    if len(text.strip()) < least:
        raise SaysNothing(least=least)


def object_to(notice, *, content: str, on, name: str = "", contact: str = "", is_anonymous: bool = False) -> Objection:
    """Somebody objects, by name or without; neither address nor account is kept (X-R8).

    Raises SaysNothing, NameMissing, NoticeOver, TooManyWait.
    """
    _require_words(content, 10)
    if not is_anonymous and not (name.strip() and contact.strip()):
        raise NameMissing
    with transaction.atomic(), sight.system("notices"):
        notice = PublicNotice.objects.select_for_update().select_related("unit").get(pk=notice.pk)
        _require_open(notice, on)
        objection = _objection(notice, content, "" if is_anonymous else name, "" if is_anonymous else contact, on)
        by, facts = system_post("public"), {"notice": notice.number, "source": objection.source}
        announce("step", objection, by=by, on=on, name="object_to", title=_("提出异议"), facts=facts)
    return objection


def _require_open(notice, on):
    if not notice.is_open(on):
        raise NoticeOver(start=notice.starts_on, until=notice.ends_on)
    if notice.objections.undecided().count() >= MOST_UNDECIDED:
        raise TooManyWait


def _objection(notice, content, name, contact, on):
    objection = Objection(
        number=next_number("YY", on.year),
        begun_on=on,
        unit=notice.unit,
        position=notice.position,
        notice=notice,
        published_by=notice.published_by,
        source=Objection.Source.NAMED if name else Objection.Source.ANONYMOUS,
        content=content.strip(),
        name=name.strip() or None,
        contact=contact.strip() or None,
    )
    with suppress(NoCalendar):  # nobody is turned away because the office has not entered next year's days
        objection.expect(OBJECTION.next_of(objection.state), on)
    objection.save()
    return objection


@OBJECTION.action
def uphold(objection, *, by, on, reply: str):
    """The objection is right: the notice will not pass (X-R8). Raises SaysNothing."""
    return _decide(objection, by, on, reply)


@OBJECTION.action
def dismiss(objection, *, by, on, reply: str):
    """The objection is looked into and does not hold (X-R8). Raises SaysNothing."""
    return _decide(objection, by, on, reply)


def _decide(objection, by, on, reply):
    _require_words(reply, 4)
    objection.decided_by, objection.decided_on, objection.reply = by.user_id, on, reply
    return {}  # the reply may name people: the journal does not keep it


@transaction.atomic
def ensure_closed(*, by, on) -> int:
    """Close every notice that has run its days and waits for no decision; how many. May run twice."""
    with sight.system("calendar"):
        waiting = list(PublicNotice.objects.running().past(on).undisputed().order_by("pk"))
        for notice in waiting:
            close(notice, by=by, on=on)
    return len(waiting)


@transaction.atomic
def ensure_taken_down(*, by, on) -> int:
    """Take notices off the board some days after their end; our copy stays (X-R10). How many; may run twice."""
    with sight.system("calendar"):
        last = on - timedelta(days=KEPT_PUBLIC.on(on))
        old = list(PublicNotice.objects.public().past(last).select_for_update().order_by("pk"))
        for notice in old:
            notice.is_public = False
        PublicNotice.objects.bulk_update(old, ["is_public"], batch_size=500)
        if old:
            digests = {PublicNotice._meta.label_lower: {str(notice.pk): digest_of(notice) for notice in old}}
            facts = {"notices": [notice.number for notice in old], "digests": digests}
            announce("edit", by, by=by, on=on, name="take_down", title=_("公示下架"), facts=facts)
    return len(old)
