"""What happens to households on file: they change, leave, come back and move (E-R6, E-R12, X-R1, X-R2)."""

from collections.abc import Callable
from datetime import date

from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.organisations.models import Unit
from gonghui.kernel.encryption import blind_index
from gonghui.programs.hardship import actions
from gonghui.programs.hardship.actions import changes, kin, transferring
from gonghui.programs.hardship.models import Arrival, HardshipArchive, HouseholdMember, Recusal, Transfer
from gonghui.programs.hardship.rulebook import ExitReason
from gonghui.programs.hardship.rulebook.grading import Grade

from . import cast
from .days import Workdays
from .households import Household, Relation
from .papers import a_paper
from .schedule import NOTICE_DAYS
from .stories import BANK, Staff, Story

GOLDEN_STOCKADE = "金寨县总工会"
EXITS = 3
ENOUGH = 130_000
"""Fen a month and head that a household earns which is out of difficulty."""
GONE = "申请人已稳定就业,子女毕业工作,致困原因已消除。"
MOVED = "随配偶迁居,已在当地办理居住登记。"


class OnFile:
    """Households of the year to which nothing else has happened yet."""

    def __init__(self, households: list[Household], staff: Staff):
        plain = [h for h in households if h.computed == h.grade and not h.is_borderline]
        self.left = [h for h in plain if not any(aid.bounces for aid in h.aids)]
        self.staff = staff

    def take(self, county: str = "", *, paid_by: int = 12, wants: Callable = bool) -> Story | None:
        """One of a county, or of any with 金寨 first, that was paid by a month; None where a small world has none."""
        fits = [h for h in self.left if h.aids[-1].month <= paid_by and wants(h)]
        fits = [h for h in fits if county in ("", self.county_of(h))]
        found = min(fits, key=lambda h: (self.county_of(h) != GOLDEN_STOCKADE, h.number), default=None)
        if found is None:
            return None
        self.left.remove(found)
        index = blind_index(found.people[0].id_no)
        story = Story(found, self.staff)
        story.file = HardshipArchive.objects.select_related("unit__area").get(applicant__id_index=index)
        return story

    def county_of(self, household: Household) -> str:
        return self.staff.of(household.union)[Role.COUNTY_OPERATOR].unit.short_name


# The year


def live_through(year: int, on_file: OnFile, workdays: Workdays) -> None:
    """What happened in the year after the aid: some left, one came back, one moved, some changed, one had kin."""

    def day(month, number):
        return workdays[workdays.place(date(year, month, number))]

    for _number in range(EXITS):
        if story := on_file.take(paid_by=4):
            leave(story, day)
    if story := on_file.take("霍山县总工会", paid_by=6) or on_file.take(paid_by=6):
        cancel(story, ExitReason.GUARANTEED, "已纳入特困供养,由民政兜底保障。", day(8, 9), day(8, 16))
    if story := on_file.take(paid_by=5):
        cancel(story, ExitReason.UNQUALIFIED, "家庭月人均收入已高于标准。", day(7, 5), day(7, 12))
        come_back(story, workdays, day(10, 11))
    if story := on_file.take("霍山县总工会", paid_by=9):
        move_away(story, on_file.staff, day)
    change_much(on_file, day)
    if story := on_file.take(GOLDEN_STOCKADE, paid_by=10):
        stand_aside(story, day(11, 22))


def leave(story: Story, day) -> None:
    """Observed from May, six months above the dibao, let go in November by a third person (E-R12)."""
    actions.propose_observation(story.file, by=story.operator, on=day(5, 10), causes_removed=GONE)
    actions.observe(story.file, by=story.reviewer, on=day(5, 17), opinion="入户核实,情况属实。")
    for month in range(5, 11):
        enter_month(story, date(day(5, 1).year, month, 1), on=day(month + 1, 4))
    said = {"causes_removed": GONE, "opinion": "连续六个月达标,同意脱困。"}
    actions.exit(story.file, by=story.approver, on=day(11, 15), **said)


def enter_month(story: Story, month: date, *, on: date) -> None:
    """What the household earned in a month, by its wage slips."""
    persons = story.file.members.present().count()
    earned = {"month": month, "income": persons * ENOUGH, "persons": persons, "source": "工资流水"}
    actions.enter_month(story.file, by=story.operator, on=on, **earned)


def cancel(story: Story, reason: str, grounds: str, proposed: date, decided: date) -> None:
    """Off the record for another reason than being out of difficulty (E-R12)."""
    actions.propose_exit(story.file, by=story.county_operator, on=proposed, reason=reason, grounds=grounds)
    actions.cancel(story.file, by=story.approver, on=decided, opinion="同意注销。")


def come_back(story: Story, workdays: Workdays, on: date) -> None:
    """In difficulty again: the whole road anew, and on file with a helper before the year is over (E-R12)."""
    lines = {kind: (amount, back) for kind, amount, back in story.household.lines}
    why = "申请人旧病复发住院,收入中断。"
    actions.reopen(story.file, by=story.operator, on=on, reason=why, authorised_on=on, lines=lines)
    place = workdays.place(on)
    for step, after in (("visit", 3), ("compare", 5), ("publicise", 7)):
        getattr(story, step)(workdays[place + after])
    story.review(workdays[place + 9 + NOTICE_DAYS])
    story.approve(workdays[place + 12 + NOTICE_DAYS])


def move_away(story: Story, staff: Staff, day) -> None:
    """Proposed and agreed where it was, accepted in 金寨, where a new helper is named (X-R2, E-R15)."""
    there = staff.of(cast.first_below("天堂寨镇总工会"))
    arrival = agree_to_move(story, there[Role.GRASSROOTS_OPERATOR].unit, day(11, 8), day(11, 12))
    transferring.accept(arrival, by=there[Role.COUNTY_REVIEWER], on=day(11, 19), opinion="材料齐全,同意接收。")
    story.file.refresh_from_db()
    helper = there[Role.GRASSROOTS_CHAIR].user
    actions.pair(story.file, by=there[Role.COUNTY_OPERATOR], on=day(11, 19), cadre=helper)


def propose_to_move(story: Story, to_unit: Unit, on: date) -> Transfer:
    said = {"to_unit": to_unit, "reason": Transfer.Reason.MOVED, "grounds": MOVED}
    return transferring.propose_transfer(story.file, by=story.county_operator, on=on, **said)


def agree_to_move(story: Story, to_unit: Unit, proposed: date, agreed: date) -> Arrival:
    """The giving county has agreed; the receiving one is told."""
    transfer = propose_to_move(story, to_unit, proposed)
    transferring.agree(transfer, by=story.reviewer, on=agreed, opinion="同意转出。")
    return Arrival.objects.get(transfer_id=transfer.pk)


# Changes


def change_much(on_file: OnFile, day) -> None:
    """A birth, a new card and a death, each confirmed with its paper."""
    if story := on_file.take(paid_by=10):
        confirm(story, report_birth(story, day(11, 3), name="小满"), day(11, 10))
    if story := on_file.take("裕安区总工会", paid_by=10) or on_file.take(paid_by=10):
        confirm(story, report_card(story, day(11, 5)), day(11, 9))
    if story := on_file.take(paid_by=10, wants=_has_many_and_a_parent):
        confirm(story, report_death(story, day(11, 16)), day(11, 24))


def _has_many_and_a_parent(household: Household) -> bool:
    """So that the household is in difficulty still when there is one less."""
    parents = [someone for someone in household.people if someone.relation == Relation.PARENT]
    return household.grade == Grade.DEEP and len(household.people) >= 4 and bool(parents)


def confirm(story: Story, change, on: date) -> None:
    by = story.people.get(Role.TOWNSHIP_REVIEWER) or story.county_operator
    changes.confirm(change, by=by, on=on, opinion="已核对证明材料。")


def report_birth(story: Story, on: date, *, name: str):
    """A child was born and has no number yet."""
    child = {"name": story.household.people[0].name[0] + name, "relation": "child", "identity": "infant"}
    child |= {"id_kind": "birth", "born_on": on}
    return _report(story, on, "birth", "出生医学证明", **child)


def report_card(story: Story, on: date):
    """The applicant has a new card."""
    card = {"card_no": story.household.new_card, "bank_name": BANK}
    return _report(story, on, "card", "银行卡照片", member=story.file.members.get(relation="self"), **card)


def report_death(story: Story, on: date):
    """A parent of the applicant has died."""
    parent = story.file.members.present().filter(relation=HouseholdMember.Relation.PARENT).first()
    return _report(story, on, "death", "户口注销证明", member=parent)


def _report(story, on, kind, title, **facts):
    paper = a_paper(title, f"档案编号:{story.file.number}")
    return changes.report(story.file, by=story.operator, on=on, kind=kind, happened_on=on, paper=paper, **facts)


# Kin


def stand_aside(story: Story, on: date) -> None:
    """The township's officer is kin of a household: another helps it, and she sees it no more (X-R1)."""
    officer = story.people[Role.TOWNSHIP_REVIEWER]
    if story.file.pairs.filter(cadre=officer.user, ends_on__isnull=True).exists():
        actions.pair(story.file, by=story.county_operator, on=on, cadre=story.chair.user)
    note = "申请人是我爱人的姐姐。"
    kin.declare(story.file, by=officer, on=on, relation=Recusal.Relation.AFFINITY, note=note)
