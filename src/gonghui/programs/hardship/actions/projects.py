"""What is done with projects: planned by one, confirmed by another, closed; what is left of budget and quota (E)."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.organisations import sight
from gonghui.kernel.announcing import announce
from gonghui.kernel.refusals import NotEntitled, Refusal

from ..models import AidGrant, AidProject, Relief
from ..rulebook.projects import PROJECT, WITHOUT_A_FILE, ProjectState, the_planner


class NeedsAFile(Refusal):
    sentence = _("“{kind}”必须先建档;只有应急和送温暖慰问可以不建档发放(E-R8)。")


class FundElsewhere(Refusal):
    sentence = _("“{fund}”由{unit}管理,不能用于本单位的项目。")


class SamePlanner(Refusal):
    sentence = _("这个项目由您提出,须由另一人确认。")


class NotOpen(Refusal):
    sentence = _("“{project}”没有开放,不能发放:{state}。")


class BudgetSpent(Refusal):
    sentence = _("“{project}”的预算 {budget:,.2f} 元只剩 {left:,.2f} 元,不够这一笔 {amount:,.2f} 元。")


class QuotaFull(Refusal):
    sentence = _("“{project}”的名额 {quota} 户已满(已有 {households} 户),不能再增加一户。")


class StillOnHand(Refusal):
    sentence = _("还有 {count} 笔发放没有办完,办完后才能结束项目。")


@dataclass(frozen=True)
class Use:
    """What a project has given: fen, the households, and what is left; None where nothing limits it."""

    given: int
    households: frozenset[str]
    budget: int | None
    quota: int | None

    @property
    def left(self) -> int | None:
        return None if self.budget is None else self.budget - self.given

    @property
    def places_left(self) -> int | None:
        return None if self.quota is None else self.quota - len(self.households)


@transaction.atomic
def plan(*, by, on, unit, name: str, year: int, kind: str, fund, budget: int, **facts: Any) -> AidProject:
    """An operator plans a project; `budget` and `standard` in fen. A second person confirms it (X-R1).

    Facts: standard, quota, needs_archive, campaign. Raises NotEntitled, NeedsAFile, FundElsewhere.
    """
    project = AidProject(
        state=ProjectState.PLANNED, is_open=False, begun_on=on, unit=unit, position=unit.position, name=name.strip(),
        year=year, kind=kind, fund=fund, budget=budget, planned_by=by.user_id, **facts,
    )  # fmt: skip
    if not the_planner(by, project):
        raise NotEntitled(step=_("提出项目"), needs=the_planner)
    if not project.needs_archive and kind not in WITHOUT_A_FILE:
        raise NeedsAFile(kind=project.get_kind_display())
    if not fund.unit.holds(unit.position):
        raise FundElsewhere(fund=fund, unit=fund.unit)
    project.expect(PROJECT.next_of(project.state), on)
    project.save()
    facts = {"budget": budget, "quota": project.quota, "standard": project.standard}
    announce("step", project, by=by, on=on, name="plan", title=_("提出项目"), facts=facts)
    return project


@PROJECT.action
def confirm(project, *, by, on, opinion: str = ""):
    """Another person confirms; from now on aid may be given from it. Raises SamePlanner."""
    if by.user_id == project.planned_by:
        raise SamePlanner
    project.confirmed_by, project.is_open = by.user_id, True
    return {"opinion": opinion}


@PROJECT.action
def withdraw(project, *, by, on, reason: str = ""):
    """The plan is taken back before anything was given."""
    return {"opinion": reason}


@PROJECT.action
def close(project, *, by, on, opinion: str = ""):
    """Nothing more is given from it. Raises StillOnHand."""
    with sight.system("projects"):
        on_hand = sum(rows.counting().exclude(state="paid").count() for rows in _given_from(project))
        use = use_of(project)
    if on_hand:
        raise StillOnHand(count=on_hand)
    project.is_open, project.closed_on = False, on
    return {"opinion": opinion, "given": use.given, "households": len(use.households)}


def _given_from(project):
    return AidGrant.objects.filter(project=project), Relief.objects.filter(project=project)


@transaction.atomic
def use_of(project, *, apart_from=None) -> Use:
    """What has been given from a project, by every office, without one record that is being weighed anew."""
    with sight.system("projects"):
        rows = [rows.counting() for rows in _given_from(project)]
        if apart_from is not None:
            rows = [each.exclude(pk=apart_from.pk) if each.model is type(apart_from) else each for each in rows]
        given = sum(each.aggregate(n=Sum("amount"))["n"] or 0 for each in rows)
        grants, reliefs = rows
        households = {f"f{file}" for file in grants.order_by().values_list("file_id", flat=True)}
        people = reliefs.order_by().values_list("file_id", "id_index")
        households |= {f"f{file}" if file else f"p{person}" for file, person in people}
    return Use(given, frozenset(households), project.budget, project.quota)


def require_room(project, amount: int, household: str, *, apart_from=None) -> AidProject:
    """The project, locked, if it may give `amount` fen to a household ("f" + file, or "p" + index of the number).

    What the database would refuse is refused here in words. Raises NotOpen, BudgetSpent, QuotaFull.
    """
    with sight.system("projects"):
        project = AidProject.objects.select_for_update().get(pk=project.pk)
    if project.state != ProjectState.OPEN:
        raise NotOpen(project=project, state=project.get_state_display())
    use = use_of(project, apart_from=apart_from)
    if use.left is not None and amount > use.left:
        raise BudgetSpent(
            project=project, budget=(use.budget or 0) / 100, left=max(use.left, 0) / 100, amount=amount / 100
        )
    if use.places_left is not None and household not in use.households and use.places_left < 1:
        raise QuotaFull(project=project, quota=use.quota, households=len(use.households))
    return project
