"""What is done with campaigns: planned, approved, started, closed with a count; sites and goods (E-R16, X-R1)."""

from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Count, Q, Sum
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.documents import actions as documents
from gonghui.foundation.organisations import sight
from gonghui.foundation.organisations.models import Unit
from gonghui.kernel.announcing import announce
from gonghui.kernel.numbering import next_number
from gonghui.kernel.refusals import NotEntitled, Refusal, WrongState

from ..models import Campaign, CampaignItem, CampaignSite, Distribution
from ..rulebook.campaigns import CAMPAIGN, CampaignState, window_of
from ..rulebook.projects import the_planner

RUNS = (CampaignState.APPROVED, CampaignState.RUNNING)


class OneASeason(Refusal):
    sentence = _("{unit}{year}年的“{season}”已有方案({number})。")


class OutsideWindow(Refusal):
    sentence = _("“{season}”的时间是 {first} 至 {last},活动日期须在其中。")


class AboveTheWhole(Refusal):
    sentence = _(
        "市级活动预算 {budget:,.2f} 元,各县区已安排 {parts:,.2f} 元,只剩 {left:,.2f} 元,不够 {asked:,.2f} 元。"
    )


class SamePlanner(Refusal):
    sentence = _("方案由您制定,须由另一人批准。")


class NotYetOpen(Refusal):
    sentence = _("活动 {day} 开始,到那天才能启动。")


class PartsRunning(Refusal):
    sentence = _("还有 {count} 个县区的活动没有结束,都结束后才能结束市级活动。")


class NothingAsked(Refusal):
    sentence = _("退回时请列明需要修改的内容。")


class SiteKnown(Refusal):
    sentence = _("点位“{place}”({host})已在名单中。")


class ItemKnown(Refusal):
    sentence = _("{day} 采购的“{name}”(同一单价)已经登记过,没有重复登记。")


class UnitElsewhere(Refusal):
    sentence = _("“{unit}”不在“{campaign}”的范围内。")


@dataclass(frozen=True)
class Reached:
    """What a campaign has done: sites with a distribution, persons served (人次), value of goods in fen."""

    sites: int
    persons: int
    value: int


@transaction.atomic
def plan(*, by, on, season: str, year: int, **facts: Any) -> Campaign:
    """An operator plans a season for her own office; a county's plan is part of the city's where the city has one.

    Facts: title, opens_on, closes_on, budget (fen), target_sites, target_persons, target_value (fen).
    Raises NotEntitled, OneASeason, OutsideWindow, AboveTheWhole.
    """
    unit = by.unit
    campaign = Campaign(
        begun_on=on, unit=unit, position=unit.position, season=season, year=year, planned_by=by.user_id, **facts
    )
    if not the_planner(by, campaign):
        raise NotEntitled(step=_("制定四季送方案"), needs=the_planner)
    campaign.part_of = _whole_of(unit, season, year)
    if known := Campaign.objects.of_season(season, year).filter(unit=unit).first():
        raise OneASeason(unit=unit, year=year, season=known.get_season_display(), number=known.number)
    _require_fit(campaign)
    campaign.number = next_number("SJ", year)
    campaign.expect(CAMPAIGN.next_of(campaign.state), on)
    campaign.save()
    facts = {"budget": campaign.budget, "part_of": campaign.part_of and campaign.part_of.number}
    announce("step", campaign, by=by, on=on, name="plan", title=_("制定方案"), facts=facts)
    return campaign


def _whole_of(unit, season, year):
    """The approved campaign of the city above, if there is one; locked, for its budget is shared out."""
    above = Campaign.objects.of_season(season, year).filter(unit__level=Unit.Level.CITY, state__in=RUNS)
    return above.exclude(unit=unit).select_for_update(of=("self",)).first()


def _require_fit(campaign):
    """Days within the season, budget within the whole. Raises OutsideWindow, AboveTheWhole."""
    window = window_of(campaign.season, campaign.year, campaign.unit.area)
    if not window.start <= campaign.opens_on <= campaign.closes_on <= window.last_day:
        raise OutsideWindow(season=campaign.get_season_display(), first=window.start, last=window.last_day)
    whole = campaign.part_of
    if whole is not None:
        parts = _shared_out(whole, apart_from=campaign)
        if parts + campaign.budget > whole.budget:
            left = max(whole.budget - parts, 0) / 100
            told = {"budget": whole.budget / 100, "parts": parts / 100, "asked": campaign.budget / 100}
            raise AboveTheWhole(left=left, **told)


def _shared_out(whole, *, apart_from=None) -> int:
    """What the counties have planned out of a city's campaign, in fen."""
    with sight.system("campaigns"):
        parts = Campaign.objects.alive().filter(part_of=whole).exclude(pk=apart_from and apart_from.pk)
        return parts.aggregate(n=Sum("budget"))["n"] or 0


@CAMPAIGN.action
def approve(campaign, *, by, on, opinion: str = ""):
    """Another person approves the plan; every office now sees it (X-R1). Raises SamePlanner."""
    if by.user_id == campaign.planned_by:
        raise SamePlanner
    campaign.approved_by, campaign.is_announced = by.user_id, True
    return {"opinion": opinion}


@CAMPAIGN.action
def send_back(campaign, *, by, on, items: list[str], opinion: str = ""):
    """The plan goes back with what is to be changed (X-R5). Raises NothingAsked."""
    items = [item.strip() for item in items if item.strip()]
    if not items:
        raise NothingAsked
    return {"items": items, "opinion": opinion or "、".join(items)}


@CAMPAIGN.action
def replan(campaign, *, by, on, note: str = "", **facts: Any):
    """The plan is changed and put forward again. Facts as for `plan`. Raises OutsideWindow, AboveTheWhole."""
    for name, value in facts.items():
        setattr(campaign, name, value)
    if campaign.part_of_id:
        campaign.part_of = Campaign.objects.select_for_update().get(pk=campaign.part_of_id)
    _require_fit(campaign)
    campaign.planned_by = by.user_id
    return {"opinion": note, "budget": campaign.budget}


@CAMPAIGN.action
def start(campaign, *, by, on):
    """From its first day on a campaign runs, and what is handed out may be written down. Raises NotYetOpen."""
    if on < campaign.opens_on:
        raise NotYetOpen(day=campaign.opens_on)


@CAMPAIGN.action
def close(campaign, *, by, on, opinion: str = ""):
    """The campaign is over; what it reached is counted and written on it. Raises PartsRunning."""
    with sight.system("campaigns"):
        parts = campaign.parts.alive().exclude(state=CampaignState.CLOSED).count()
    if parts:
        raise PartsRunning(count=parts)
    reached = reached_by(campaign)
    campaign.closed_sites, campaign.closed_persons, campaign.closed_value = (
        reached.sites,
        reached.persons,
        reached.value,
    )
    return {"opinion": opinion, "sites": reached.sites, "persons": reached.persons, "value": reached.value}


@CAMPAIGN.action
def withdraw(campaign, *, by, on, reason: str = ""):
    """The plan is taken back before it ran; its share of the city's budget is free again."""
    campaign.is_announced = False
    return {"opinion": reason}


def lines_of(campaign):
    """The distributions of a campaign and of its parts."""
    return Distribution.objects.filter(Q(site__campaign=campaign) | Q(site__campaign__part_of=campaign))


@transaction.atomic
def reached_by(campaign) -> Reached:
    """Sites, persons (人次) and value of goods (fen) of a campaign with its parts; reversals take away."""
    with sight.system("campaigns"):
        sums = lines_of(campaign).aggregate(persons=Sum("heads", default=0), value=Sum("value", default=0))
        sites = lines_of(campaign).alive().aggregate(n=Count("site", distinct=True))["n"]
    return Reached(sites, sums["persons"], sums["value"])


@transaction.atomic
def reached_by_each(campaigns) -> dict[int, Reached]:
    """The same for each of several campaigns, by its id and without its parts, in two queries."""
    with sight.system("campaigns"):
        lines = Distribution.objects.filter(site__campaign__in=campaigns).order_by()
        each = lines.values("site__campaign")
        sums = each.annotate(n=Sum("heads"), goods=Sum("value")).values_list("site__campaign", "n", "goods")
        sites = lines.alive().values("site__campaign").annotate(n=Count("site", distinct=True))
        places = dict(sites.values_list("site__campaign", "n"))
        return {pk: Reached(places.get(pk, 0), persons, value) for pk, persons, value in sums}


@transaction.atomic
def add_sites(campaign, rows, *, by, on, file_name: str, sha256: str) -> int:
    """All sites of a workbook, or none, with one journal entry; how many. Each row has the fields of a site.

    Raises NotEntitled, WrongState, UnitElsewhere, SiteKnown.
    """
    require_open(campaign, by, _("导入点位"))
    known = set(campaign.sites.values_list("place", "host"))
    for row in rows:
        require_within(campaign, row["unit"])
        if (row["place"], row["host"]) in known:
            raise SiteKnown(place=row["place"], host=row["host"])
    sites = [CampaignSite(campaign=campaign, position=row["unit"].position, **row) for row in rows]
    CampaignSite.objects.bulk_create(sites, batch_size=1000)
    facts = {"rows": len(sites), "file": file_name, "sha256": sha256}
    announce("import", campaign, by=by, on=on, name="sites", title=_("导入点位名单"), facts=facts)
    return len(sites)


@transaction.atomic
def add_site(campaign, *, by, on, unit, **facts: Any) -> CampaignSite:
    """A place is put on the list; `unit` is the union that hands out there. Facts as the record's fields.

    Raises NotEntitled, WrongState, UnitElsewhere, SiteKnown.
    """
    require_open(campaign, by, _("增加点位"))
    require_within(campaign, unit)
    if campaign.sites.filter(place=facts["place"], host=facts["host"]).exists():
        raise SiteKnown(place=facts["place"], host=facts["host"])
    site = CampaignSite.objects.create(campaign=campaign, unit=unit, position=unit.position, **facts)
    announce("edit", site, by=by, on=on, name="create", title=_("增加点位"), facts={"place": site.place})
    return site


def require_open(campaign, by, step):
    """Plans are filled by their own office until they are closed. Raises NotEntitled, WrongState."""
    campaign.refresh_from_db(from_queryset=Campaign.objects.select_for_update())
    if not the_planner(by, campaign):
        raise NotEntitled(step=step, needs=the_planner)
    if campaign.state in (CampaignState.CLOSED, CampaignState.WITHDRAWN):
        raise WrongState(step=step, record=campaign, state=campaign.get_state_display())


def require_within(campaign, unit):
    if not campaign.unit.holds(unit.position):
        raise UnitElsewhere(unit=unit, campaign=campaign)


@transaction.atomic
def buy(campaign, *, by, on, paper, **facts: Any) -> CampaignItem:
    """What was bought is written down with its paper: name, unit_word, unit_price (fen), quantity, bought_on.

    Raises NotEntitled, WrongState, ItemKnown, and what documents refuse.
    """
    require_open(campaign, by, _("登记采购"))
    item = CampaignItem(campaign=campaign, entered_by=by.user_id, **facts)
    try:
        with transaction.atomic():
            item.save()
    except IntegrityError:
        raise ItemKnown(day=item.bought_on, name=item.name) from None
    documents.attach(item, paper, kind="purchase", by=by, on=on)
    facts = {"quantity": item.quantity, "unit_price": item.unit_price}
    announce("edit", item, by=by, on=on, name="create", title=_("登记采购"), facts=facts)
    return item
