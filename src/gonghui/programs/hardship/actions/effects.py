"""What a household change does to the file, by its kind: all of it or nothing, in the transaction of its confirmation.

Rules E-R6 (one person, one active file), E-R13 (money goes to a member's card), X-R2 (which union keeps the file).
"""

from dataclasses import dataclass, field

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.members.actions import ensure_person
from gonghui.foundation.members.models import pinyin_of
from gonghui.foundation.organisations import sight
from gonghui.foundation.organisations.moving import move
from gonghui.kernel.refusals import Refusal

from ..models import HouseholdMember
from ..rulebook.changes import ARRIVALS, DEPARTURES, OF_AGE, OF_ONE_MEMBER, ChangeKind
from ..rulebook.identity import AS_A_CITIZEN
from .application import account_of
from .conflicts import refusal_for
from .taking_turns import take_turns
from .transferring import belongings

Relation = HouseholdMember.Relation
STILL = {(Relation.SPOUSE, Relation.CHILD): Relation.CHILD, (Relation.CHILD, Relation.SPOUSE): Relation.PARENT}
"""What a member is to the one who takes over, by what the two were to the applicant who died; else 其他."""


class NotOfTheHousehold(Refusal):
    sentence = _("所选的人已不在这户家庭中,请重新选择。")


class ApplicantStays(Refusal):
    sentence = _("申请人本人不能迁出自己的档案。申请人离开的,请由县级工会办理注销,另一方重新申请。")


class KnownAlready(Refusal):
    sentence = _("这个人已在这户家庭的成员中,不必再添加。")


class SuccessorMissing(Refusal):
    sentence = _("申请人去世的,请选择一名有居民身份证的成年家庭成员接续这份档案;没有的,请由县级工会办理注销。")


class AnotherCounty(Refusal):
    sentence = _("“{unit}”不在本县区。迁往其他县区的,请由县级工会办理档案转移。")


class SameUnion(Refusal):
    sentence = _("这份档案已经在“{unit}”。")


class BeyondYourRange(Refusal):
    sentence = _("“{unit}”不在您的办理范围内,请由县级工会经办人确认这一变动。")


class NumberOfApplicant(Refusal):
    sentence = _("申请人本人的身份证号不能在这里更正,请与县级工会联系。")


def require_possible(change, file) -> None:
    """Whether the household is as the change presumes. Raises the refusals above."""
    present = {member.pk: member for member in file.members.present()}
    if change.kind in OF_ONE_MEMBER and change.member_id not in present:
        raise NotOfTheHousehold
    if change.kind in DEPARTURES and not (change.leavers and set(change.leavers) <= set(present)):
        raise NotOfTheHousehold
    if any(present[pk].relation == Relation.SELF for pk in change.leavers):
        raise ApplicantStays
    if change.kind in (*ARRIVALS, ChangeKind.NUMBER):
        _require_new_number(change, present.values())
    if change.kind == ChangeKind.DEATH and present[change.member_id].relation == Relation.SELF:
        _require_successor(change, present)
    if change.kind == ChangeKind.MOVE:
        _require_within_county(change.new_unit, file)


def _require_new_number(change, present):
    if change.kind == ChangeKind.NUMBER and change.member.relation == Relation.SELF:
        raise NumberOfApplicant
    others = [each for each in present if each.pk != change.member_id]
    index = change.number_index()
    if index and any(each.id_index == index for each in others):
        raise KnownAlready
    if not index and any((each.name, each.born_on) == (change.name, change.born_on) for each in others):
        raise KnownAlready


def _require_successor(change, present):
    heir = present.get(change.successor_id)
    if heir is None or heir.pk == change.member_id or heir.id_kind not in AS_A_CITIZEN or len(heir.id_no.open()) != 18:
        raise SuccessorMissing
    born, day = heir.born_on, change.happened_on
    if day.year - born.year - ((day.month, day.day) < (born.month, born.day)) < OF_AGE:
        raise SuccessorMissing


def _require_within_county(unit, file):
    if unit.pk == file.unit_id:
        raise SameUnion(unit=unit)
    if unit.county() != file.unit.county() or unit == unit.county():
        raise AnotherCounty(unit=unit)


@dataclass(frozen=True)
class Taken:
    """What stood there before, in words without secrets; the digests of other records that moved along."""

    before: str = ""
    digests: dict = field(default_factory=dict)


def take(change, file, *, by) -> Taken:
    """Let the change take effect on a file that is held.

    Raises AnotherFile or NotToCount when a new member stands in another active file, BeyondYourRange.
    """
    return EFFECTS[change.kind](change, file, by)


def _join(change, file, by):
    member = HouseholdMember(file=file, name=change.name, relation=change.relation, identity=change.identity)
    member.id_kind, member.born_on, member.joined_on = change.id_kind, change.born_on, change.happened_on
    member.id_no, member.is_active = change.id_no.open() if change.id_no else None, True
    _save_where_free(member, change.number_index())
    return Taken()


def _save_where_free(member, index):
    take_turns([index])
    try:
        with transaction.atomic():
            member.save()
    except IntegrityError:  # the number stands in another active file: whose is not said (E-R6, T03)
        raise refusal_for(member.file, [index]) from None


def _part(change, file, by):
    return _let_go(change.people_who_leave(), change)


def _let_go(members, change) -> Taken:
    shown = "、".join(f"{member.name}({member.get_relation_display()})" for member in members)
    members.update(left_on=change.happened_on, is_active=False)
    return Taken(shown)


def _die(change, file, by):
    dead = change.member
    gone = _let_go(file.members.filter(pk=dead.pk), change)
    if dead.relation == Relation.SELF:
        _take_over(change.successor, file, by)
    return gone


def _take_over(heir, file, by):
    """Another member is the applicant from now on; her own account, if she has one, sees the file (E-R6)."""
    was = heir.relation
    for member in file.members.present():
        member.relation = Relation.SELF if member.pk == heir.pk else STILL.get((was, member.relation), Relation.OTHER)
        member.save(update_fields=["relation"])
    file.applicant = ensure_person(name=heir.name, id_no=heir.id_no.open(), unit=file.unit)
    file.applicant_user_id = account_of(file.applicant, heir.name, by)
    file.applicant_name, file.name_pinyin = heir.name, pinyin_of(heir.name)


def _move(change, file, by):
    if not by.unit.holds(change.new_unit.position):
        raise BeyondYourRange(unit=change.new_unit)
    before = file.unit
    digests: dict[str, dict] = {}
    with sight.system("hardship"):
        for records in belongings(file):
            for kind, found in move(records, change.new_unit).items():
                digests.setdefault(kind, {}).update(found)
    for held in (change, file):
        held.unit, held.position = change.new_unit, change.new_unit.position
    return Taken(str(before), digests)


def _change_card(change, file, by):
    before = f"{file.account_name} {file.card_no} {file.bank_name}"
    file.account_name, file.card_no = change.member.name, change.card_no.open()
    file.bank_name, file.branch_code = change.bank_name, change.branch_code
    return Taken(before)


def _change_number(change, file, by):
    member = change.member
    before = f"{member.get_id_kind_display()} {member.id_no}"
    member.id_kind, member.id_no = change.id_kind, change.id_no.open()
    member.born_on = change.born_on or member.born_on
    _save_where_free(member, change.number_index())
    return Taken(before)


EFFECTS = {
    **dict.fromkeys(ARRIVALS, _join),
    **dict.fromkeys(DEPARTURES, _part),
    ChangeKind.DEATH: _die,
    ChangeKind.MOVE: _move,
    ChangeKind.CARD: _change_card,
    ChangeKind.NUMBER: _change_number,
}
