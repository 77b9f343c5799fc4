"""目标大屏: approved figures against their own targets, each number opens its records; nobody is ranked (N-R4)."""

from datetime import date
from functools import cached_property
from urllib.parse import urlencode

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gonghui.desks.figures import addresses, reckoning
from gonghui.desks.figures.views.pages import Records
from gonghui.kernel.pages import BoardPage, Declares
from gonghui.kernel.periods import Period
from gonghui.kernel.ui.charts import Hexagon
from gonghui.kernel.ui.shown import Figure

from .. import approved, hexes, measures, progress
from ..actions.issuing import plan_of
from ..models import Plan, TargetReceipt
from ..rulebook import READERS, any_number_reader
from .shown import NOTHING, STATE_TONES, Line, name_of, per_cent, sees_unit

KPIS, GOALS, BESIDE, ALARMS, YEARS = 6, 4, 10, 4, 5
ICONS = {
    "Y01": "building-community",
    "Y02": "users",
    "Y03": "helmet",
    "Y15": "heart-handshake",
    "Y16": "coin-yuan",
    "E.aid.living": "home-heart",
    "E.aid.schooling": "school",
    "E.aid.medical": "stethoscope",
}
OTHER_ICON = "target"
KEY = (
    (_("已完成、超额完成"), "green"),
    (_("按序推进"), "blue"),
    (_("落后、未启动"), "orange"),
    (_("暂无数据"), "grey"),
)


class Board(BoardPage):
    """The year's targets of the post's unit: the city with its counties, or one county with its own."""

    declares = Declares("post", by=READERS, cites="N-R3 N-R4")
    template_name = "plan/board.html"

    @cached_property
    def unit(self):
        return self.by.unit

    @cached_property
    def years(self) -> list[int]:
        """The years with an issued plan, newest first."""
        above = {"unit__position__lte": self.unit.position, "unit__last__gte": self.unit.last}
        found = Plan.objects.issued().filter(year__lte=self.today.year, **above).order_by("-year")
        return list(found.values_list("year", flat=True)[:YEARS])

    @cached_property
    def plan(self):
        """The plan of the year asked for, by default the last with a sealed month; raises Http404 without a plan."""
        asked = self.request.GET.get("year", "")
        year = int(asked) if asked.isdecimal() and len(asked) == 4 else self._last_with_numbers()
        if (asked and year not in self.years) or year is None:
            if asked:
                raise Http404
            return None
        return plan_of(self.unit, year)

    def _last_with_numbers(self) -> int | None:
        return next((year for year in self.years if approved.period_of(year)), next(iter(self.years), None))

    @cached_property
    def period(self) -> Period | None:
        return approved.period_of(self.plan.year) if self.plan else None

    @property
    def title(self):
        return _("{unit}年度工作目标").format(unit=self.unit)

    @property
    def as_of(self):
        if self.period is None:
            return _("还没有已封存的月份")
        return _("截至 {year} 年 {month} 月,已封存").format(year=self.plan.year, month=self.period.last_day.month)

    @property
    def scope(self):
        if self.plan is None:
            return ""
        return _("{year} 年度 · 各自对照目标,不排名").format(year=self.plan.year)

    # Items

    @cached_property
    def standings(self) -> list[progress.Standing]:
        if self.period is None:
            return []
        found = progress.of_unit(self.plan, self.unit, self.period, self.period.last_day)
        return sorted(found, key=lambda each: not each.item.is_on_board)  # within both as the plan has them

    def figures(self) -> list[Figure]:
        return [self._figure(each) for each in self.standings[:KPIS]]

    def _figure(self, each) -> Figure:
        number, word = measures.apart(each.item, each.value)
        share = NOTHING if each.share is None else f"{per_cent(each.share)} {each.label}"
        return Figure(
            title=each.item.title,
            icon=ICONS.get(each.item.figure, OTHER_ICON),
            shown=number,
            unit=word,
            href=self.href(each),
            target=each.target_shown,
            share=share if each.value is not None else each.label,
            standing="met" if each.state in (*progress.MET, progress.State.ON_TRACK) else "short",
        )

    def href(self, standing) -> str:
        """The records behind a number; the item's page where no figure counts it."""
        if standing.value is None:
            return standing.item.get_absolute_url()
        asked = {"unit": addresses.key_of(standing.unit), "until": f"{self.period.last_day:%Y-%m}"}
        return f"{reverse('plan:records', args=[standing.item.figure])}?{urlencode(asked)}"

    def goals(self) -> list[Line]:
        """Items of the city with a number that do not stand on top; a county finds all of its own in its table."""
        if self.plan is None or self.unit != self.plan.unit:
            return []
        rest = [each for each in self.standings[KPIS:] if each.value is not None]
        return [Line(each, self.href(each)) for each in rest[:GOALS]]

    def without_number(self) -> int:
        """How many items have no figure yet."""
        return sum(each.value is None for each in self.standings)

    def months(self) -> list[tuple[str, float]]:
        """The chosen item added up month by month, in the unit word it is shown in; none for what holds on a day."""
        if self.chosen is None or measures.is_level(self.chosen.figure):
            return []
        figure, total, points = measures.figure_of(self.chosen.figure), 0, []
        for part in reckoning.by_month(figure, self.unit, self.period):
            total += part.value or 0
            points.append((str(part.period.start.month), round(total / reckoning.scale_of(figure), 2)))
        return points

    # Counties

    @cached_property
    def chosen(self):
        """The item that the map shows: the one asked for, else the first that is shared out and counted."""
        shared = [each.item for each in self.standings if each.item.is_shared_out]
        asked = self.request.GET.get("item", "")
        wanted = next((item for item in shared if str(item.pk) == asked), None)
        if asked and wanted is None:
            raise Http404
        counted = [each.item for each in self.standings if each.item in shared and each.value is not None]
        return wanted or next(iter(counted), None)

    @cached_property
    def counties(self) -> list[progress.Standing]:
        """The counties this post may see, each against its own target, in administrative order."""
        if self.chosen is None:
            return []
        units = [unit for unit in reckoning.counties_of(self.plan.unit) if sees_unit(self.by, unit)]
        return progress.of_item(self.chosen, units, self.period, self.period.last_day)

    def areas(self) -> list[Hexagon]:
        known = {each.unit: each for each in self.counties}
        every = reckoning.counties_of(self.plan.unit) if self.chosen else []
        return [self._hexagon(unit, known.get(unit), *place) for unit, *place in hexes.places_of(every)]

    def _hexagon(self, unit, standing, column, row) -> Hexagon:
        name = name_of(unit)
        if standing is None:
            return Hexagon(name, "", column, row, tone="other")
        state, href = standing.state, self.href(standing)
        return Hexagon(name, standing.label, column, row, tone=STATE_TONES[state], href=href)

    def choices(self) -> list[tuple]:
        """The items the map may show."""
        shared = [each.item for each in self.standings if each.item.is_shared_out and each.value is not None]
        return [(item, item == self.chosen) for item in shared[:KPIS]]

    def alarms(self) -> list[str]:
        """What asks for attention: items behind their pace, and counties that have not received their targets."""
        if self.plan is None:
            return []
        late = [each for each in self.standings if each.is_late]
        said = [
            _("{item}:完成 {share},时间进度 {expected}").format(
                item=each.item.title, share=per_cent(each.share), expected=per_cent(each.expected)
            )
            for each in late
        ]
        waiting = TargetReceipt.objects.visible_to(self.by).filter(plan=self.plan).open().in_order()
        if names := [name_of(receipt.unit) for receipt in waiting]:
            said.insert(0, _("还没有签收目标:{names}").format(names="、".join(names)))
        return said[:ALARMS]

    def get_context_data(self, **kwargs):
        own = {"plan": self.plan, "period": self.period, "goals": self.goals(), "chosen": self.chosen}
        own |= {"months": self.months(), "without_number": self.without_number()}
        own |= {"is_of_city": self.plan is not None and self.unit == self.plan.unit}
        own |= {"areas": self.areas(), "choices": self.choices(), "alarms": self.alarms(), "key": KEY}
        beside = self.counties if own["is_of_city"] else [each for each in self.standings if each.value is not None]
        own |= {"beside": [Line(each, self.href(each)) for each in beside[:BESIDE]]}
        own |= {"years": [(year, self.plan and year == self.plan.year) for year in self.years]}
        return super().get_context_data(**own | kwargs)


class RecordsUntil(Records):
    """The records behind a number of the board: from January to the end of a month."""

    declares = Declares("post", by=any_number_reader, cites="N-R3 X-R11")

    @cached_property
    def period(self) -> Period:
        """Raises Http404 for what is no month."""
        try:
            last = Period.named(self.request.GET.get("until", ""))
        except ValueError:
            raise Http404 from None
        return Period(date(last.start.year, 1, 1), last.end)

    @property
    def title(self):
        until = _("{year} 年 1 至 {month} 月").format(year=self.period.start.year, month=self.period.last_day.month)
        return f"{self.figure.name} · {self.unit} · {until}"
