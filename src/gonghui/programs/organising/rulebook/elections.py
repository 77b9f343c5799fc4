"""What makes an election of a first committee hold. Rules A-R3, A-R5, A-R6, A-R7: numbers in, sentences out."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import ceil
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.policies.rules import Policy

QUORUM = Policy("organising.quorum", "2/3", _("选举到会人数占应到会的比例"), "", "A-R5 (gk)")
DIFFERENTIAL = Policy("organising.differential", 5, _("委员候选人差额比例"), "%", "A-R5")
MAJORITY = Policy("organising.majority", "1/2", _("当选须超过应到会的比例"), "", "A-R5 (gk)")
MEETING_BELOW = Policy("organising.meeting_below", 100, _("应召开会员大会的会员人数上限"), _("人"), "A-R5 (gk)")
WOMEN_FROM = Policy("organising.women_from", 10, _("应设女职工委员会的女会员人数"), _("人"), "A-R7 (gk)")
SIZES = Policy(
    "organising.sizes",
    "10:1-1 25:3-3 100:3-5 200:5-7 500:7-9 1000:9-15 5000:15-21 10000:21-29 50000:29-37 :37-45",
    _("委员会人数参考"),
    _("会员数:最少-最多"),
    "A-R6",
)
"""Up to so many members: at least and at most so many on the committee; the last is without an end."""


class Organ(TextChoices):
    COMMITTEE = "committee", _("工会委员会")
    AUDIT = "audit", _("经费审查委员会")
    WOMEN = "women", _("女职工委员会")


class Duty(TextChoices):
    CHAIR = "chair", _("主席")
    VICE_CHAIR = "vice_chair", _("副主席")
    MEMBER = "member", _("委员")
    AUDIT_HEAD = "audit_head", _("经审主任")
    AUDIT_MEMBER = "audit_member", _("经审委员")
    WOMEN_HEAD = "women_head", _("女工主任")
    WOMEN_MEMBER = "women_member", _("女职工委员")
    ORGANISER = "organiser", _("组织员")


class Bar(TextChoices):
    """Why a person may not be elected chair (A-R3); everybody declares one of them or none."""

    NONE = "", _("都不是")
    PRINCIPAL = "principal", _("行政负责人(含副职)")
    PARTNER = "partner", _("合伙人")
    KIN = "kin", _("行政负责人、合伙人的近亲属")
    PERSONNEL = "personnel", _("人力资源部门负责人")
    FOREIGN = "foreign", _("外籍职工")


LEADING = (Duty.CHAIR, Duty.ORGANISER)
"""Who stands for a union: its chair, or the one organiser of a small one (A-R1, A-R6)."""
DUTIES_OF = {
    Organ.COMMITTEE: (Duty.CHAIR, Duty.VICE_CHAIR, Duty.MEMBER, Duty.ORGANISER),
    Organ.AUDIT: (Duty.AUDIT_HEAD, Duty.AUDIT_MEMBER),
    Organ.WOMEN: (Duty.WOMEN_HEAD, Duty.WOMEN_MEMBER),
}


@dataclass(frozen=True)
class Stood:
    """A candidate as the count knows her."""

    name: str
    organ: str
    duty: str
    votes_for: int
    votes_against: int = 0
    votes_abstained: int = 0
    barred_as: str = ""


@dataclass(frozen=True)
class Count:
    """The numbers of an assembly."""

    members: int
    women: int
    eligible: int
    present: int
    issued: int
    returned: int
    valid: int
    seats: int
    audit_seats: int
    women_seats: int
    is_of_delegates: bool = False

    def seats_of(self, organ: str) -> int:
        return {Organ.COMMITTEE: self.seats, Organ.AUDIT: self.audit_seats, Organ.WOMEN: self.women_seats}[Organ(organ)]


def objections(count: Count, stood: list[Stood], on: date) -> list[Any]:
    """Why the election does not hold, in sentences; none where it does."""
    return [*_of_the_assembly(count, on), *_of_the_ballots(count, stood), *_of_the_candidates(count, stood, on)]


def elected(count: Count, stood: list[Stood], organ: str, on: date) -> list[Stood]:
    """Who has won a seat: more than half of those due to attend, the most votes first (A-R5)."""
    needed = Fraction(MAJORITY.on(on)) * count.eligible
    won = sorted((each for each in stood if each.organ == organ and each.votes_for > needed), key=_most_first)
    return won[: count.seats_of(organ)]


def _most_first(each: Stood):
    return -each.votes_for, each.duty not in LEADING


def _of_the_assembly(count: Count, on) -> Iterator[Any]:
    if count.present > count.eligible:
        yield _("实到会人数多于应到会人数,请核对。")
    if count.present < Fraction(QUORUM.on(on)) * count.eligible:
        told = {"present": count.present, "needed": ceil(Fraction(QUORUM.on(on)) * count.eligible)}
        yield _("到会 {present} 人,不足应到会的三分之二({needed} 人),选举无效,请重新召开。").format(**told)
    if count.is_of_delegates and count.members < MEETING_BELOW.on(on):
        yield _("会员不足 {n} 人的,应召开会员大会。").format(n=MEETING_BELOW.on(on))
    if not count.is_of_delegates and count.eligible > count.members:
        yield _("会员大会的应到会人数不能多于会员人数。")


def _of_the_ballots(count: Count, stood) -> Iterator[Any]:
    if count.issued > count.present:
        yield _("发出的选票多于到会人数,请核对。")
    if count.returned > count.issued:
        yield _("收回的选票多于发出的选票,选举无效,请重新投票。")
    if count.valid > count.returned:
        yield _("有效票多于收回的选票,请核对。")
    for each in stood:
        if each.votes_for + each.votes_against + each.votes_abstained > count.valid:
            yield _("{name}的得票合计多于有效票。").format(name=each.name)


def _of_the_candidates(count: Count, stood, on) -> Iterator[Any]:
    for organ in (Organ.COMMITTEE, Organ.AUDIT):
        yield from _of_an_organ(count, stood, organ, on)
    yield from _of_the_women(count, stood, on)
    chairs = [each for each in elected(count, stood, Organ.COMMITTEE, on) if each.duty in LEADING]
    if len(chairs) != 1:
        yield _("委员会中应有一名当选的主席(或组织员),现有 {n} 名。").format(n=len(chairs))
    for each in stood:
        if each.barred_as and (each.duty in LEADING or each.barred_as == Bar.KIN):
            why = Bar(each.barred_as).label
            yield _("{name}是{why},不能作为{duty}候选人。").format(name=each.name, why=why, duty=Duty(each.duty).label)


def _of_an_organ(count: Count, stood, organ, on) -> Iterator[Any]:
    seats, running = count.seats_of(organ), [each for each in stood if each.organ == organ]
    told = {"organ": organ.label, "seats": seats, "running": len(running)}
    if seats < 1:
        yield _("{organ}的应选名额没有填写。").format(**told)
        return
    if len(running) < (needed := seats + ceil(Fraction(DIFFERENTIAL.on(on), 100) * seats)):
        said = _("{organ}应选 {seats} 名,候选人应不少于 {needed} 名(差额),现有 {running} 名。")
        yield said.format(needed=needed, **told)
    won = elected(count, stood, organ, on)
    if len(won) < seats:
        said = _("{organ}应选 {seats} 名,得票超过应到会半数的只有 {won} 名,请就空缺名额再次选举。")
        yield said.format(won=len(won), **told)
    elif any(each.votes_for == won[-1].votes_for for each in running if each not in won):
        yield _("{organ}最后一名当选人与落选人票数相同,请就票数相同的人再次投票。").format(**told)


def _of_the_women(count: Count, stood, on) -> Iterator[Any]:
    won = elected(count, stood, Organ.WOMEN, on)
    if count.women >= WOMEN_FROM.on(on) and (count.women_seats < 1 or len(won) < count.women_seats):
        yield _("女会员有 {n} 人,应选出女职工委员会。").format(n=count.women)
    elif count.women and not won:
        yield _("有女会员的,应选出一名女职工委员。")


def warnings(count: Count, on: date) -> list[Any]:
    """What is shown and accepted all the same: the guide to the size of a committee, an even number (A-R6)."""
    least, most = size_for(count.members, on)
    found = []
    if not least <= count.seats <= most:
        said = _("会员 {n} 人的,委员会一般 {least} 至 {most} 人,现为 {seats} 人。")
        found.append(said.format(n=count.members, least=least, most=most, seats=count.seats))
    if count.seats % 2 == 0:
        found.append(_("委员会人数一般为单数,现为 {seats} 人。").format(seats=count.seats))
    return found


def size_for(members: int, on: date) -> tuple[int, int]:
    """At least and at most so many on the committee of so many members (A-R6)."""
    for band in SIZES.on(on).split():
        until, _colon, bounds = band.partition(":")
        if not until or members <= int(until):
            least, _dash, most = bounds.partition("-")
            return int(least), int(most)
    return 1, members
