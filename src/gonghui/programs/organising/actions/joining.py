"""One person joins: asks or is entered, and the chair admits her; who is known elsewhere is looked into (B, T03)."""

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.members import actions as members
from gonghui.foundation.members.models import Person
from gonghui.foundation.members.rulebook import ConfirmWay, Purpose, Way, is_migrant_by_default
from gonghui.foundation.organisations import sight
from gonghui.kernel.announcing import announce
from gonghui.kernel.encryption import blind_index
from gonghui.kernel.numbering import next_number
from gonghui.kernel.refusals import Refusal

from ..models import JoinApplication
from ..rulebook.joining import JOINING, JoinState
from .checking import open_check
from .refusals import require_words

CONSENTS = {ConfirmWay.PHONE: Way.PHONE, ConfirmWay.SIGNED: Way.PAPER}


class UnionEnded(Refusal):
    sentence = _("{unit}已撤销,不能再入会。")


class MigrantReasonMissing(Refusal):
    sentence = _("“农民工”一项与户籍、用工形式推定的不同,请填写认定说明。")


class MemberHere(Refusal):
    sentence = _("{name}已经是本工会会员,不用再批准。请不予批准这份申请,或由申请人撤回。")


class OwnApplication(Refusal):
    sentence = _("您是申请人本人,不能批准自己的入会申请。可以由经办人列入会员名册。")


def migrant_or_refuse(said: bool | None, household_type: str, employment: str, reason: str) -> bool:
    """What is said, or what follows from register and work; other than that only with a reason (B-R6).

    Raises MigrantReasonMissing.
    """
    presumed = is_migrant_by_default(household_type, employment)
    if said is not None and said != presumed and len(reason.strip()) < 2:
        raise MigrantReasonMissing
    return presumed if said is None else said


def ask(unit, *, by, on: date, name: str, id_no: str, user=None, is_migrant_worker=None, **answers) -> JoinApplication:
    """A person asks a union to take her in; one that is open already is given back as it is.

    `answers` are the other fields of the application. Raises UnionEnded, MigrantReasonMissing.
    """
    if unit.ended_on is not None and unit.ended_on <= on:
        raise UnionEnded(unit=unit)
    asked = JoinApplication(unit=unit, position=unit.position, begun_on=on, user=user, entered_by=by.user_id, **answers)
    asked.name, asked.id_no = name, id_no
    told = (asked.household_type, asked.employment, asked.migrant_reason)
    asked.is_migrant_worker = migrant_or_refuse(is_migrant_worker, *told)
    with transaction.atomic(), sight.system("joining"):
        return _open_already(asked, id_no) or _keep(asked, id_no, by, on)


def _keep(asked: JoinApplication, id_no: str, by, on) -> JoinApplication:
    asked.number = next_number("RH", on.year)
    asked.expect(JOINING.next_of(JoinState.APPLIED), on)
    try:
        with transaction.atomic():
            asked.save()
    except IntegrityError:  # she pressed twice
        return _open_already(asked, id_no) or asked
    if way := CONSENTS.get(ConfirmWay(asked.confirm_way)):
        told: dict[str, Any] = {"name": asked.name, "user": asked.user, "way": way, "given_on": on}
        members.give(asked, Purpose.MEMBERSHIP, by=by, on=on, **told)
    announce("step", asked, by=by, on=on, name="ask", title=_("申请入会"), facts={"way": asked.way})
    return asked


def _open_already(asked: JoinApplication, id_no: str) -> JoinApplication | None:
    waiting = JoinApplication.objects.filter(unit=asked.unit, state=JoinState.APPLIED)
    return waiting.filter(id_index=blind_index(id_no)).first()


def decide(application, *, by, on, opinion: str = ""):
    """The chair says yes: a member from today, or a matter for the office where she is known otherwise (T03).

    Raises OwnApplication, MemberHere and what a step raises.
    """
    if application.user_id == by.user_id:
        raise OwnApplication
    with transaction.atomic():
        person = _known(application)
        standing = _standing(person)
        if standing is not None and standing.unit_id == application.unit_id:
            raise MemberHere(name=application.name)
        if standing is not None or (person is not None and person.name != application.name):
            return refer(application, by=by, on=on, person=person, opinion=opinion)
        return admit(application, by=by, on=on, opinion=opinion)


def _known(application) -> Person | None:
    with sight.system("joining"):
        return Person.objects.filter(id_index=application.id_index).first()


def _standing(person):
    if person is None:
        return None
    with sight.system("joining"):
        return person.memberships.standing().first()


@JOINING.action
def admit(application, *, by, on, opinion: str = ""):
    """She is a member from today (B-R1); her phone opens the platform to her. Raises MemberAlready."""
    known: dict[str, Any] = {"name": application.name, "id_no": application.id_no.open(), "user": application.user}
    known["mobile"] = application.mobile.open() if application.mobile else ""
    person = members.ensure_person(
        unit=application.unit, household_type=application.household_type, by=by, on=on, **known
    )
    facts = application.facts() | {"approved_by": by.user_id}
    application.membership = members.enrol(person, unit=application.unit, on=on, by=by, **facts)
    return {"opinion": opinion}


@JOINING.action
def refer(application, *, by, on, person, opinion: str = ""):
    """Somebody of this number is known elsewhere: the office above looks into it; nothing is told of where (T03)."""
    facts = application.facts() | {"application": application.number}
    open_check(person, wanted_by=application.unit, said_name=application.name, facts=facts, by=by, on=on)
    return {"opinion": opinion}


@JOINING.action
def refuse(application, *, by, on, reason: str):
    """The chair says no, for the reason, which the applicant reads. Raises ReasonMissing."""
    require_words(reason)
    return {"opinion": reason}


@JOINING.action
def withdraw(application, *, by, on, reason: str = ""):
    """The applicant thinks better of it."""
    return {"opinion": reason}
