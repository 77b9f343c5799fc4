"""The figures in the browser: all of a unit for a period, one with its parts, and the records behind a number."""

from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from gonghui.foundation.accounts.roles import FINANCE_ROLES, Role
from gonghui.foundation.organisations.models import Unit
from gonghui.kernel.indicators import all_figures
from gonghui.kernel.pages import Declares, ListPage, Page
from gonghui.kernel.periods import Period
from gonghui.kernel.ui.shown import Crumb

from .. import addresses, listed, reckoning
from ..forms import Asked, title_of

ASKERS = (
    Role.GRASSROOTS_OPERATOR,
    Role.GRASSROOTS_CHAIR,
    Role.TOWNSHIP_REVIEWER,
    Role.COUNTY_OPERATOR,
    Role.COUNTY_REVIEWER,
    Role.COUNTY_APPROVER,
    Role.CITY_OPERATOR,
    Role.CITY_REVIEWER,
    Role.CITY_APPROVER,
    Role.AUDITOR,
    Role.STATISTICIAN,
    *sorted(FINANCE_ROLES),
)
EARLIEST = 2021
COUNTED_HOW = {
    "distinct": _("流量,去重:时期内有记录的,同一户一年只计一次,计入当年首次的月份;各月相加等于全年。"),
    "flow": _("流量:日期在时期内的记录;各月、各单位相加等于合计。"),
    "stock": _("存量:时期末仍成立的记录;全年数即年末数。"),
    "rate": _("比率:两个同口径指标相除;不能相加,合计由分子、分母各自合计后重算。"),
    "recorded": _("外部认定:按文件登记。"),
}
TITLE = _("指标数据")


class OfUnitAndPeriod(Page):
    """Stands before the pages: the unit asked for lies within the post's own, else nothing is found."""

    declares = Declares("post", by=ASKERS, cites="X-R2 X-R11")

    @cached_property
    def unit(self) -> Unit:
        found = addresses.unit_at(self.request.GET.get("unit", ""), self.by.unit)
        if found is None:
            raise Http404
        return found

    @cached_property
    def period(self) -> Period:
        """The period asked for, by default the last full year that counts anything; raises Http404 for what is none."""
        try:
            return Period.named(self.request.GET.get("period") or str(reckoning.latest_year(self.today.year - 1)))
        except ValueError:
            raise Http404 from None

    @property
    def years(self) -> list[int]:
        return list(range(self.today.year, EARLIEST - 1, -1))

    @cached_property
    def figure(self):
        known = {figure.code: figure for figure in all_figures()}
        if self.kwargs["code"] not in known:
            raise Http404
        return known[self.kwargs["code"]]

    def url(self, name, *args, unit=None, period=None) -> str:
        """The address of a page of the figures for this unit and period, or for others."""
        asked = {"unit": addresses.key_of(unit or self.unit), "period": (period or self.period).name}
        return f"{reverse(f'figures:{name}', args=args)}?{urlencode(asked)}"

    def url_of_records(self, figure, **asked) -> str:
        """The address of the list behind a number; none for whom may not read the records."""
        return self.url("records", figure.code, **asked) if listed.may_list(figure, self.by) else ""

    def asked(self) -> Asked:
        """The form that changes unit and period: the post's unit and those right below it."""
        own = self.by.unit
        units = [own, *own.children.select_related("area", "parent").order_by("position")]
        units += [self.unit] if self.unit not in units else []
        return Asked(units=units, years=self.years, unit=self.unit, period=self.period)

    def get_context_data(self, **kwargs):
        own = {"unit": self.unit, "period": self.period, "period_title": title_of(self.period)}
        return super().get_context_data(**own | {"asked": self.asked()} | kwargs)


def _way_of_counting(figure) -> str:
    return "distinct" if getattr(figure, "distinct", "") else figure.kind


@dataclass(frozen=True)
class Row:
    """A line of a table of figures: what it is called, the number, and where clicks on both lead."""

    name: str
    shown: str
    href: str = ""
    records: int = 0
    more_href: str = ""
    code: str = ""


class Overview(OfUnitAndPeriod, TemplateView):
    """All figures of a unit for a period."""

    template_name = "figures/overview.html"
    title = TITLE

    def rows(self) -> list[Row]:
        return [
            Row(
                name=found.figure.name,
                shown=found.shown,
                href=self.url_of_records(found.figure),
                records=found.records,
                more_href=self.url("figure", found.figure.code),
                code=found.figure.code,
            )
            for found in reckoning.answers(self.unit, self.period)
        ]

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{"rows": self.rows()} | kwargs)


class FigurePage(OfUnitAndPeriod, TemplateView):
    """One figure: its definition, its parts by unit and by month, and their sum."""

    template_name = "figures/figure.html"

    @property
    def title(self):
        return f"{self.figure.code} {self.figure.name}"

    def crumbs(self):
        return [Crumb(TITLE, self.url("overview")), Crumb(self.title)]

    def by_unit(self) -> list[Row]:
        below = list(self.unit.children.select_related("area", "parent").order_by("position")) or [self.unit]
        parts = reckoning.by_unit(self.figure, self.unit, self.period, below)
        return [Row(str(part.unit), part.shown, self._opened_by(part, below)) for part in parts]

    def _opened_by(self, part, below) -> str:
        """What a unit itself holds beside those below it has no list of its own."""
        return self.url_of_records(self.figure, unit=part.unit) if part.unit in below else ""

    def by_month(self) -> list[Row]:
        parts = reckoning.by_month(self.figure, self.unit, self.period)
        return [
            Row(title_of(part.period), part.shown, self.url_of_records(self.figure, period=part.period))
            for part in parts
        ]

    def bars(self) -> list[tuple[str, float]]:
        """The months as points of a chart, in the unit word in which the figure is shown."""
        parts = reckoning.by_month(self.figure, self.unit, self.period)
        return [(str(part.period.start.month), (part.value or 0) / reckoning.scale_of(self.figure)) for part in parts]

    def get_context_data(self, **kwargs):
        found = reckoning.answer(self.figure, self.unit, self.period)
        own = {"found": found, "figure": self.figure, "href": self.url_of_records(self.figure)}
        own |= {"by_unit": self.by_unit(), "by_month": self.by_month(), "bars": self.bars()}
        own |= {"is_sum": self.figure.kind == "flow", "shown_in": self.figure.shown_in}
        own |= {"counted_how": COUNTED_HOW[_way_of_counting(self.figure)]}
        return super().get_context_data(**own | kwargs)


class Records(OfUnitAndPeriod, ListPage):
    """The records behind a number, as many as it counts."""

    paginate_by = 50

    @property
    def title(self):
        return f"{self.figure.name} · {self.unit} · {title_of(self.period)}"

    @property
    def columns(self):
        return listed.COLUMNS[listed.model_of(self.figure)]

    @cached_property
    def visible(self):
        if not listed.may_list(self.figure, self.by):
            raise Http404
        found = self.figure.listed(self.period, reckoning.scope_of(self.unit)).visible_to(self.by)
        return found.select_related(*listed.WITH[found.model])

    def crumbs(self):
        figure = f"{self.figure.code} {self.figure.name}"
        return [
            Crumb(TITLE, self.url("overview")),
            Crumb(figure, self.url("figure", self.figure.code)),
            Crumb(_("记录")),
        ]
