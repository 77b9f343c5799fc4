"""Unions are set up through the year and take their people in, by the actions of the pages (A, B)."""

import random
from datetime import UTC, date, datetime, time

from django.db import transaction

from gonghui.desks.staff.actions import accepting
from gonghui.desks.staff.models import Invitation
from gonghui.foundation.accounts.actions import system_post
from gonghui.foundation.accounts.models import Post, User
from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.members.models import pinyin_of
from gonghui.foundation.members.rulebook import EightGroup, Employment, NewForm
from gonghui.foundation.notices import actions as notices
from gonghui.foundation.notices.models import Message
from gonghui.foundation.organisations import sight
from gonghui.foundation.organisations.models import Unit
from gonghui.foundation.policies.remembering import remembered
from gonghui.kernel.identifiers import a_test_number
from gonghui.programs.organising.actions import elections, establishing, founding, joining, rosters
from gonghui.programs.organising.actions.comparing import Said
from gonghui.programs.organising.actions.elections import Named
from gonghui.programs.organising.actions.founding import Works
from gonghui.programs.organising.models import Founding

from .days import Workdays
from .founding import a_credit_code
from .joiners import Joiner, Setup
from .names import a_name

GUIDES = (Role.TOWNSHIP_REVIEWER, Role.COUNTY_OPERATOR)
HEAD = "姓名,身份证号,手机号,户籍,用工形式,岗位,农民工,八大群体,新就业形态"
ABSENT = 0.06


class Office:
    """Who guides and who approves, by the town."""

    def __init__(self):
        posts = Post.objects.filter(role__in=(*GUIDES, Role.COUNTY_REVIEWER, Role.COUNTY_APPROVER))
        self.posts = list(posts.select_related("user", "unit__area").order_by("pk"))
        self.towns = {unit.short_name: unit for unit in Unit.objects.filter(level=Unit.Level.TOWNSHIP)}
        self.chairs = {
            post.unit.short_name: post
            for post in Post.objects.filter(role=Role.GRASSROOTS_CHAIR).select_related("user", "unit__area")
        }

    def of(self, town: Unit) -> dict[str, Post]:
        above = [post for post in self.posts if post.unit.holds(town.position)]
        return {post.role: post for post in sorted(above, key=lambda post: post.unit.position)}


def tell(chunk: list[Setup]) -> int:
    """Let the unions of a chunk come to be and take their people in; how many joined."""
    with transaction.atomic(), sight.system("demo"):
        office = Office()
    with remembered():
        return sum(_tell_one(setup, office) for setup in chunk)


def _tell_one(setup: Setup, office: Office) -> int:
    with transaction.atomic(), sight.system("demo"):
        chair = _set_up(setup, office) if setup.is_new else office.chairs[setup.stem]
        return _take_in(setup.people, chair, setup.days["roster"]) if setup.people else 0


def _set_up(setup: Setup, office: Office) -> Post:
    """From the lead to the chair, who takes up the invitation that came with the approval."""
    town = office.towns[setup.town]
    people, days = office.of(town), setup.days
    guide = people.get(Role.TOWNSHIP_REVIEWER) or people[Role.COUNTY_OPERATOR]
    case = _lead(setup, town, guide)
    members = len(setup.people)
    case = founding.apply(case, by=guide, on=days["apply"], members=members, women=_women(setup))
    case = founding.approve_preparation(
        case, by=people[Role.COUNTY_REVIEWER], on=days["approve_preparation"], opinion="符合建会条件,同意筹建。"
    )
    case = _elect(case, setup, guide)
    case = founding.submit_result(case, by=guide, on=days["submit_result"], opinion="选举程序合规,请予批复。")
    case = establishing.establish(
        case, by=people[Role.COUNTY_APPROVER], on=days["establish"], opinion="同意成立,选举结果有效。"
    )
    return _seat(case, days["establish"])


def _seat(case: Founding, on: date) -> Post:
    """She has an account by a name of her own; without a password, for nobody signs in as her."""
    invitation = Invitation.objects.select_related("unit__area").get(unit=case.union)
    username = f"{pinyin_of(invitation.name).split()[0][:24]}.{case.union_id}"
    chair = User.objects.create_user(invitation.name, username=username, mobile=invitation.mobile.open())
    post = accepting.accept(invitation, by=system_post("demo"), on=on, user=chair).post
    told = Message.objects.filter(record_type="staff.invitation", record_id=invitation.pk)
    notices.mark_read(told, at=datetime.combine(on, time(17), tzinfo=UTC))
    return post


def _lead(setup: Setup, town: Unit, guide: Post) -> Founding:
    share = max(1, -(-len(setup.people) // len(setup.firms)))
    firms = [
        Works(name, a_credit_code(f"9134{place}901MA5{setup.number:06d}"), share)
        for place, name in enumerate(setup.firms, 1)
    ]
    facts = {"kind": "joint" if len(firms) > 1 else "single", "source": "乡镇街道走访摸排"}
    facts |= {"form": "committee" if len(setup.people) >= 25 else "organiser"}
    named = {"name": setup.name, "short_name": setup.short_name}
    return founding.find(town, firms, by=guide, on=setup.days["find"], **facts, **named)


def _women(setup: Setup) -> int:
    """By the numbers of those who will join: an even seventeenth digit is a woman's."""
    return sum(int(person.id_no[16]) % 2 == 0 for person in setup.people)


def _elect(case: Founding, setup: Setup, guide: Post) -> Founding:
    """An assembly with quorum, ballots and a differential choice: the last candidate of each organ is not elected."""
    draw, on = random.Random(f"elect/{setup.number}"), setup.days["elect"]
    due = len(setup.people)
    present = due - int(due * ABSENT * draw.random())
    seats, audit, women = (3 if due >= 25 else 1), 1, 1 if _women(setup) else 0
    numbers = {"eligible": due, "present": present, "issued": present, "returned": present, "valid": present}
    numbers |= {"seats": seats, "audit_seats": audit, "women_seats": women}
    case = elections.elect(case, by=guide, on=on, assembly="members", held_on=on, **numbers)
    return elections.nominate(case, by=guide, on=on, candidates=_candidates(setup, seats, women, present, draw))


def _candidates(setup: Setup, seats: int, women: int, present: int, draw: random.Random) -> list[Named]:
    leads = "chair" if seats > 1 else "organiser"
    lost = present // 4
    found = [Named(setup.people[0].name, "committee", leads, present, mobile=setup.people[0].mobile)]
    found += [Named(_somebody(draw), "committee", "member", present - n) for n in range(1, seats)]
    found += [Named(_somebody(draw), "committee", "member", lost, present - lost)]
    found += [Named(_somebody(draw), "audit", "audit_head", present)]
    found += [Named(_somebody(draw), "audit", "audit_member", lost, present - lost)]
    return found + [Named(_somebody(draw, True), "women", "women_head", present)] * women


def _somebody(draw: random.Random, is_woman: bool = False) -> str:
    return a_name(draw, is_woman)


def _take_in(people: list[Joiner], chair: Post, on: date) -> int:
    """The chair sends the roster in and takes it in."""
    read = rosters.Read([_said(row, person) for row, person in enumerate(people, 2)])
    content = "\n".join([HEAD, *map(_line, people)]).encode("gb18030")
    roster = rosters.upload(content, filename=f"{chair.unit.short_name}会员名册.csv", read=read, by=chair, on=on)
    return rosters.confirm(roster, by=chair, on=on, opinion="与入会申请书核对一致。").joined


def _said(row: int, person: Joiner) -> Said:
    return Said(
        row=row,
        name=person.name,
        id_no=person.id_no,
        mobile=person.mobile,
        household_type="rural" if person.is_migrant else "urban",
        employment=person.employment,
        job=person.job,
        groups=person.groups,
        new_forms=person.new_forms,
        confirm_way="signed",
    )


def _line(person: Joiner) -> str:
    words = (person.name, person.id_no, person.mobile, "农业" if person.is_migrant else "非农业")
    work = (str(Employment(person.employment).label), person.job, "是" if person.is_migrant else "否")
    groups = "、".join(str(EightGroup(each).label) for each in person.groups)
    return ",".join([*words, *work, groups, "、".join(str(NewForm(each).label) for each in person.new_forms)])


# Today


WAYS = (("find",), ("find", "apply"), ("find", "apply", "approve_preparation"), ("find", "apply", "approve_preparation",
    "elect", "submit_result"))  # fmt: skip
"""How far the unions of today have come."""


def leave_waiting(union: str, workdays: Workdays, now: date) -> None:
    """Unions at each step, two who ask to join, and a roster to be confirmed, in the first union of a county."""
    office = Office()
    chair = office.chairs[union]
    town = chair.unit.parent
    place = workdays.last_until(now)
    draw = random.Random(f"waiting/{union}")
    people = [_a_joiner(n, draw) for n in range(40)]
    for number, way in enumerate(WAYS):
        _leave_a_founding(number, way, town, office, people, workdays, place)
    for person in people[:2]:
        answers = {"household_type": "rural", "employment": "contract", "way": "scanned", "confirm_way": "phone"}
        asked = {"name": person.name, "id_no": person.id_no, "mobile": person.mobile}
        joining.ask(chair.unit, by=chair, on=workdays[place - 2], **asked, **answers)
    rows = [_said(row, person) for row, person in enumerate(people[2:8], 2)]
    content = "\n".join([HEAD, *map(_line, people[2:8])]).encode()
    rosters.upload(content, filename="本月新进人员.csv", read=rosters.Read(rows), by=chair, on=now)


def _a_joiner(number: int, draw: random.Random) -> Joiner:
    born = date(1990, 1, 1).replace(month=number % 12 + 1)
    id_no = a_test_number("989999", born, number + 1)
    return Joiner(a_name(draw, number % 2 == 0), id_no, f"1422{number:07d}", True, [], [], "contract", "操作工")


def _leave_a_founding(number, way, town, office, people, workdays, place) -> None:
    stem = f"{town.short_name[:2]}{('晨曦', '远山', '清溪', '长风')[number]}电子"
    setup = Setup(990_000 + number, town.short_name, stem, [f"{stem}有限公司"], people=people)
    ago = {"find": 30, "apply": 26, "approve_preparation": 20, "elect": 3, "submit_result": 2}
    if len(way) < 3:
        ago = {"find": 6, "apply": 3}
    setup.days = {step: workdays[place - days] for step, days in ago.items()}
    posts = office.of(town)
    guide = posts.get(Role.TOWNSHIP_REVIEWER) or posts[Role.COUNTY_OPERATOR]
    case = _lead(setup, town, guide)
    if "apply" in way:
        case = founding.apply(case, by=guide, on=setup.days["apply"], members=len(people), women=_women(setup))
    if "approve_preparation" in way:
        case = founding.approve_preparation(case, by=posts[Role.COUNTY_REVIEWER], on=setup.days["approve_preparation"])
    if "elect" in way:
        case = _elect(case, setup, guide)
        founding.submit_result(case, by=guide, on=setup.days["submit_result"])
