"""The figures in the browser: all of a unit for a period, one with its parts, and the records behind a number."""

from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from gonghui.foundation.accounts.roles import FINANCE_ROLES, Role
from gonghui.foundation.documents.models import RecordedFact
from gonghui.foundation.organisations.models import Unit
from gonghui.kernel.indicators import all_figures
from gonghui.kernel.pages import Declares, ListPage, Page
from gonghui.kernel.periods import Period
from gonghui.kernel.ui.shown import Crumb

from .. import addresses, definitions, identities, listed, reckoning, standing
from ..asking import parts_of
from ..forms import TREE_CHOICES, Asked, title_of

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
    "target": _("目标计数:所列目标项目中,全年数大于各自目标的项数;不能相加,县区对照各自目标。"),
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

    @cached_property
    def tree(self) -> str:
        """The tree that counts: that of its own day, or today's; raises Http404 for another."""
        asked = self.request.GET.get("tree") or reckoning.THEN
        if asked not in reckoning.TREES:
            raise Http404
        return asked

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
        asked |= {"tree": self.tree} if self.tree != reckoning.THEN else {}
        return f"{reverse(f'figures:{name}', args=args)}?{urlencode(asked)}"

    def url_of_records(self, figure, **asked) -> str:
        """The address of the list behind a number; none for whom may not read the records."""
        return self.url("records", figure.code, **asked) if listed.may_list(figure, self.by) else ""

    def asked(self) -> Asked:
        """The form that changes unit and period: the post's unit and those right below it."""
        own = self.by.unit
        units = [own, *own.children.select_related("area", "parent").order_by("position")]
        units += [self.unit] if self.unit not in units else []
        return Asked(units=units, years=self.years, unit=self.unit, period=self.period, tree=self.tree)

    def get_context_data(self, **kwargs):
        own = {"unit": self.unit, "period": self.period, "period_title": title_of(self.period)}
        own |= {"tree_title": dict(TREE_CHOICES)[self.tree]}
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
    is_sealed: bool = False
    restated: bool = False


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
                is_sealed=found.is_sealed,
                restated=found.restated,
            )
            for found in reckoning.answers(self.unit, self.period, tree=self.tree)
        ]

    def get_context_data(self, **kwargs):
        own = {"rows": self.rows(), "locks": standing.locks_of(self.period)}
        own["broken"] = identities.broken(self.unit, self.period, tree=self.tree)
        return super().get_context_data(**own | kwargs)


class FigurePage(OfUnitAndPeriod, TemplateView):
    """One figure: its definition, its parts by unit and by month, and their sum."""

    template_name = "figures/figure.html"

    @property
    def title(self):
        return f"{self.figure.code} {self.figure.name}"

    def crumbs(self):
        return [Crumb(TITLE, self.url("overview")), Crumb(self.title)]

    def by_unit(self) -> list[Row]:
        below = reckoning.units_below(self.unit, self.period, tree=self.tree) or [self.unit]
        parts = reckoning.by_unit(self.figure, self.unit, self.period, below, tree=self.tree)
        return [Row(str(part.unit), part.shown, self._opened_by(part, below)) for part in parts]

    def _opened_by(self, part, below) -> str:
        """What a unit itself holds beside those below it has no list of its own."""
        is_own = part.unit in below and self.by.unit.holds(part.unit.position)
        return self.url_of_records(self.figure, unit=part.unit) if is_own else ""

    @cached_property
    def months(self):
        return reckoning.by_month(self.figure, self.unit, self.period, tree=self.tree)

    def by_month(self) -> list[Row]:
        return [
            Row(title_of(part.period), part.shown, self.url_of_records(self.figure, period=part.period))
            for part in self.months
        ]

    def bars(self) -> list[tuple[str, float]]:
        """The months as points of a chart, in the unit word in which the figure is shown."""
        scale = reckoning.scale_of(self.figure)
        return [(str(part.period.start.month), (part.value or 0) / scale) for part in self.months]

    def facts(self):
        """What somebody outside has said of this figure for the year, beside what is computed."""
        if self.figure.kind == "recorded" or self.period != Period.year(self.period.start.year):
            return []
        return RecordedFact.objects.of_figure(self.figure.code).filter(unit=self.unit, year=self.period.start.year)

    def get_context_data(self, **kwargs):
        found = reckoning.answer(self.figure, self.unit, self.period, tree=self.tree)
        own = {"found": found, "figure": self.figure, "href": self.url_of_records(self.figure)}
        own |= {"by_unit": self.by_unit(), "by_month": self.by_month(), "bars": self.bars()}
        own |= {"is_sum": self.figure.kind == "flow", "shown_in": self.figure.shown_in, "facts": self.facts()}
        own |= {"counted_how": COUNTED_HOW[_way_of_counting(self.figure)], "definition_href": self.url_of_definition()}
        own["definition"] = definitions.current(self.figure)
        told = (self.figure, self.unit, self.period)
        own |= {"locks": standing.locks_of(self.period), "changes": standing.changes(*told)}
        own["differing"] = standing.differing(*told)
        return super().get_context_data(**own | kwargs)

    def url_of_definition(self) -> str:
        return self.url("definition", self.figure.code)


class DefinitionPage(OfUnitAndPeriod, TemplateView):
    """What a figure means: definition, rule, unit word, period kind, scope, versions, and how it stands to others."""

    template_name = "figures/definition.html"

    @property
    def title(self):
        return _("{code} {name}:指标口径").format(code=self.figure.code, name=self.figure.name)

    def crumbs(self):
        name = f"{self.figure.code} {self.figure.name}"
        back = self.url("figure", self.figure.code)
        return [Crumb(TITLE, self.url("overview")), Crumb(name, back), Crumb(_("指标口径"))]

    def get_context_data(self, **kwargs):
        figure = self.figure
        own = {"figure": figure, "counted_how": COUNTED_HOW[_way_of_counting(figure)]}
        own |= {"definition": definitions.current(figure), "versions": definitions.versions(figure.code)}
        own |= {"dated_by": _verbose(figure), "words": "、".join(map(str, figure.words))}
        own |= {"wholes": self._figures(identities.sets_above(figure) - {figure.code})}
        own |= {"parts": self._figures(getattr(figure, "made_of", ()))}
        own["of_rate"] = [part.name for part in parts_of(figure)] if figure.kind == "rate" else []
        below = [each for each in all_figures() if figure.code == getattr(each, "subset_of", "")]
        return super().get_context_data(**own | {"subsets": self._linked(below)} | kwargs)

    def _figures(self, codes):
        return self._linked([figure for figure in all_figures() if figure.code in codes])

    def _linked(self, figures):
        return [(f"{figure.code} {figure.name}", self.url("definition", figure.code)) for figure in figures]


def _verbose(figure):
    """The name of the date that places a record in a period."""
    on = getattr(figure, "on", "")
    return figure.records().model._meta.get_field(on).verbose_name if on else ""


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
        found = reckoning.records(self.figure, self.unit, self.period, tree=self.tree).visible_to(self.by)
        return found.select_related(*listed.WITH[found.model])

    def crumbs(self):
        figure = f"{self.figure.code} {self.figure.name}"
        return [
            Crumb(TITLE, self.url("overview")),
            Crumb(figure, self.url("figure", self.figure.code)),
            Crumb(_("记录")),
        ]
