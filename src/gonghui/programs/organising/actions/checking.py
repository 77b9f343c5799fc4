"""Persons whom two unions claim: an office above both decides where they belong (B-R1, B-R8, T03)."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.accounts.models import Post
from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.members import actions as members
from gonghui.foundation.members.models import Membership, Person
from gonghui.foundation.members.rulebook import EndReason, JoinWay
from gonghui.foundation.notices import actions as notices
from gonghui.foundation.organisations import sight
from gonghui.foundation.organisations.models import Unit
from gonghui.kernel.announcing import announce
from gonghui.kernel.numbering import next_number
from gonghui.kernel.refusals import Refusal

from ..models import JoinApplication, MembershipCheck
from ..rulebook.joining import CHECK, CheckState, JoinState
from .refusals import require_words


class OutOfReach(Refusal):
    sentence = _("登记的人已不在您的范围内,应由市总工会办理。请维持原会籍并写明理由,由申报的工会重新提交。")


FACTS = ("employment", "job", "is_migrant_worker", "migrant_reason", "groups", "new_forms", "confirm_way", "way")


class OwnCheck(Refusal):
    sentence = _("您是申报人,会籍核对应由其他人办理。")


def open_check(person: Person, *, wanted_by: Unit, said_name: str, facts: dict, by, on: date) -> MembershipCheck:
    """The matter lies with the county where both unions are in it, else with the city; one at a time."""
    with transaction.atomic(), sight.system("joining"):
        waiting = MembershipCheck.objects.filter(person=person, wanted_by=wanted_by, state=CheckState.WAITING)
        if known := waiting.first():
            return known
        check = new_check(person, wanted_by=wanted_by, said_name=said_name, facts=facts, by=by, on=on)
        check.save()
        announce("step", check, by=by, on=on, name="refer", title=_("提交核对"), facts={"union": str(wanted_by)})
        return check


def new_check(person: Person, *, wanted_by: Unit, said_name: str, facts: dict, by, on: date) -> MembershipCheck:
    """A check that is not saved yet."""
    office = office_above(wanted_by, person)
    check = MembershipCheck(unit=office, position=office.position, begun_on=on, number=next_number("HD", on.year))
    check.wanted_by, check.person, check.said_name, check.facts = wanted_by, person, said_name, facts
    check.applied_on, check.asked_by = on, by.user_id
    check.expect(CHECK.next_of(CheckState.WAITING), on)
    return check


def office_above(union: Unit, person: Person) -> Unit:
    """The county that holds both the union and where the person is kept; the city where they are of two counties."""
    standing = person.memberships.standing().select_related("unit").first()
    there = standing.unit if standing else person.unit
    county = union.county()
    if county is not None and county.holds(there.position):
        return county
    return Unit.objects.get(level=Unit.Level.CITY)


@CHECK.action
def move(check, *, by, on, opinion: str = ""):
    """She belongs to the union that asks for her: her membership elsewhere ends today, the new one begins (B-R1).

    Raises OwnCheck, OutOfReach.
    """
    _require_another(check, by)
    with sight.system("checking"):
        if not check.unit.holds(office_above(check.wanted_by, check.person).position):
            raise OutOfReach
        standing = Membership.objects.select_for_update().filter(person=check.person).standing().first()
        if standing is not None:
            end(standing, by=by, on=on, reason=EndReason.MOVED)
        facts = {name: value for name, value in check.facts.items() if name in FACTS}
        facts |= {"way": JoinWay.MOVED} if standing is not None else {}
        joined = members.enrol(check.person, unit=check.wanted_by, on=on, by=by, approved_by=by.user_id, **facts)
        _settle_application(check, joined, by, on)
    _answer(check, by, on, _("提交核对的一人已转入,请在会员名单中查看。"))
    return {"opinion": opinion}


@CHECK.action
def keep(check, *, by, on, reason: str):
    """She stays where she is. Raises OwnCheck, ReasonMissing."""
    _require_another(check, by)
    require_words(reason)
    with sight.system("checking"):
        _settle_application(check, None, by, on)
    _answer(check, by, on, _("提交核对的一人未能入会,请与县区工会联系。"))
    return {"opinion": reason}


def end(membership: Membership, *, by, on, reason: EndReason) -> None:
    """A membership ends on a day because the person goes elsewhere."""
    membership.state, membership.left_on = Membership.State.LEFT, max(on, membership.joined_on)
    membership.end_reason = reason
    membership.save()
    announce("step", membership, by=by, on=on, name="end", title=_("会籍转出"), facts={"reason": reason})


def _require_another(check, by) -> None:
    if by.user_id == check.asked_by:
        raise OwnCheck


def _settle_application(check, membership, by, on) -> None:
    """The application that led here says how it ended."""
    number = check.facts.get("application")
    application = JoinApplication.objects.filter(number=number, state=JoinState.CHECKED).first() if number else None
    if application is None:
        return
    application.state = JoinState.ADMITTED if membership else JoinState.REFUSED
    application.membership = membership
    application.save()
    facts = {"check": check.number}
    announce("step", application, by=by, on=on, name="settle", title=_("核对结果"), facts=facts)


def _answer(check, by, on, text) -> None:
    """The union that asked is told the result and nothing of where she was."""
    check.decided_by = by.user_id
    with sight.system("checking"):
        chairs = Post.objects.held_on(on).filter(unit=check.wanted_by, role=Role.GRASSROOTS_CHAIR)
        notices.tell_posts(chairs, title=_("会籍核对"), text=text)
