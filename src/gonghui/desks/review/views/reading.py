"""A page read with its numbers coloured; nothing of it is kept but what a person says of a wording."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView

from gonghui.desks.figures import listed, reckoning
from gonghui.desks.figures.addresses import key_of
from gonghui.desks.figures.views import ASKERS
from gonghui.kernel.pages import Declares, Page
from gonghui.kernel.periods import Period
from gonghui.kernel.refusals import Refusal

from .. import actions, checking, verdicts
from ..forms import ChoiceForm, PageForm
from ..reading import Judged, wording
from ..reading.matching import fits_unit
from ..reading.verdicts import asked, weigh
from ..rulebook import CHOOSERS

PER_PAGE = 100


@dataclass(frozen=True)
class Option:
    """A figure that a wording may mean, what the records say of it, and how the claim would then stand."""

    code: str
    name: str
    shown: str
    verdict: str
    is_likely: bool
    is_chosen: bool


@dataclass(frozen=True)
class Mark:
    """A claim as the reader sees it: its number in the page, the verdict, and what stands behind it."""

    place: int
    number: str
    text: str
    line: int
    verdict: str
    title: str
    tone: str
    sign: str
    sentence: str
    href: str
    partner_line: int | None
    is_chosen: bool
    is_plain: bool
    wording: str
    may_choose: bool
    options: list[Option] = field(default_factory=list)


@dataclass(frozen=True)
class Sheet:
    """What of a long page is shown at a time: some marks, and the lines they stand on (from, up to)."""

    marks: Sequence[Mark]
    first: int
    last: int
    number: int
    count: int


class Reading(Page, FormView):
    """Paste or upload a page; each number then wears its verdict and opens its records, or says what is missing."""

    declares = Declares("post", by=ASKERS, cites="X-R11 X-R14")
    template_name = "review/reading.html"
    form_class = PageForm
    title = gettext_lazy("核对文章")

    def form_valid(self, form):
        return self.show(form, self.check(form))

    def check(self, form) -> checking.Checked:
        return checking.check(form.cleaned_data["page"], self.by.unit, form.cleaned_data["year"], today=self.today)

    def show(self, form, checked):
        """The page with its marks, below it the same text to be corrected and read again."""
        asked_for = form.cleaned_data
        again = PageForm(initial={"text": checked.text, "year": asked_for["year"]})
        told = self.told(checked, asked_for["verdict"], asked_for["sheet"] or 1, asked_for["open"] or 0)
        return self.render_to_response(self.get_context_data(form=again, answered=form, **told))

    def told(self, checked, verdict: str, number: int, opened: int) -> dict:
        marks = [self.mark(place, each, checked, opened) for place, each in enumerate(checked.judged, start=1)]
        sheet = sheet_of([mark for mark in marks if verdict in ("", mark.verdict)], number, checked)
        counts = {name: sum(mark.verdict == name for mark in marks) for name in verdicts.TITLES}
        legend = [
            (name, title, verdicts.TONES[name], verdicts.SIGNS[name], counts[name])
            for name, title in verdicts.TITLES.items()
        ]
        lines = checking.lines_of(checked)[sheet.first - 1 : sheet.last]
        return {
            "checked": checked, "marks": marks, "sheet": sheet, "legend": legend, "verdict": verdict,
            "sheet_numbers": range(1, sheet.count + 1), "shown_places": {mark.place for mark in sheet.marks},
            "lines": [(at, _pieces(line, marks)) for at, line in enumerate(lines, start=sheet.first)],
            "period_title": verdicts.period_title(checked.period),
        }  # fmt: skip

    def mark(self, place: int, judged: Judged, checked, opened: int) -> Mark:
        verdict, claim = judged.verdict, judged.claim
        may_choose = self.by.role in CHOOSERS and verdict != "plan" and not checked.stranger
        return Mark(
            place=place,
            number=checking.written(checked, claim),
            text=claim.text,
            line=claim.line,
            verdict=verdict,
            title=verdicts.TITLES[verdict],
            tone=verdicts.TONES[verdict],
            sign=verdicts.SIGNS[verdict],
            sentence=verdicts.sentence(judged, checked),
            href=self.records_of(judged, checked),
            partner_line=judged.partner_line,
            is_chosen=judged.chosen is not None,
            is_plain=len(judged.fitting) < 2,
            wording=wording(claim),
            may_choose=may_choose,
            options=self.options(judged, checked) if may_choose and place == opened else [],
        )

    def records_of(self, judged: Judged, checked) -> str:
        """The list of records behind a computed number, for whom may read them; of several months, their figure."""
        figure = checked.records.figures.get(judged.code)
        if figure is None or judged.computed is None or not self.may_list[figure.code]:
            return ""
        unit, period = checked.records.unit_of(judged.asked), checked.records.period_of(judged.asked)
        is_listed = period in (Period.year(period.start.year), Period.month(period.start.year, period.start.month))
        name = period.name if is_listed else str(period.start.year)
        address = reverse("figures:records" if is_listed else "figures:figure", args=[figure.code])
        return f"{address}?{urlencode({'unit': key_of(unit), 'period': name})}"

    @cached_property
    def may_list(self) -> dict[str, bool]:
        """Which figures' records the post may open."""
        return {figure.code: listed.may_list(figure, self.by) for figure in checking.all_figures()}

    def options(self, judged: Judged, checked) -> list[Option]:
        """The figures that count in the claim's unit word, the likely ones first, each with its value."""
        claim, figures = judged.claim, checked.records.figures
        fitting = [code for code in figures if fits_unit(claim, figures[code].unit_word)]
        values = checked.records.values([asked(claim, code) for code in fitting])
        options = []
        for code in sorted(fitting, key=lambda code: code not in judged.fitting):
            value = values.get(asked(claim, code))
            told = {"shown": reckoning.shown(figures[code], value), "verdict": verdicts.TITLES[weigh(claim, value)]}
            is_likely, is_chosen = code in judged.fitting, code == judged.code
            options.append(Option(code, str(figures[code].name), **told, is_likely=is_likely, is_chosen=is_chosen))
        return options


class Choosing(Reading):
    """Say which figure a wording means, or that it means none; the page is then read again."""

    declares = Declares("post", by=CHOOSERS, cites="X-R11 X-R14")
    form_class = ChoiceForm

    def get(self, request, *args, **kwargs):
        return HttpResponseRedirect(reverse("review:reading"))

    def form_invalid(self, form):
        messages.error(self.request, _("选择没有记下:填写不完整。请重新核对后再选。"))
        return self.render_to_response(self.get_context_data(form=PageForm(initial={"text": form["text"].value()})))

    def form_valid(self, form):
        said, checked = form.cleaned_data, self.check(form)
        judged = checked.judged[said["choose"] - 1] if said["choose"] <= len(checked.judged) else None
        if judged is None or wording(judged.claim) != said["wording"]:
            messages.error(self.request, _("原文与选择时不同,没有记下选择。请重新核对后再选。"))
            return self.show(form, checked)
        try:
            self.keep(judged, checked, said)
        except Refusal as refusal:
            messages.error(self.request, str(refusal))
            form.cleaned_data["open"] = said["choose"]
            return self.show(form, checked)
        messages.success(self.request, _("已记住这一选择;同样的说法以后照此核对。"))
        return self.show(form, self.check(form))

    def keep(self, judged, checked, said) -> None:
        actions.ensure_chosen(
            unit=checked.unit, wording=said["wording"], unit_word=judged.claim.unit_word, code=said["code"],
            reason=said["reason"], is_plain=len(judged.fitting) < 2, by=self.by, on=self.today,
        )  # fmt: skip


def sheet_of(marks: list[Mark], number: int, checked) -> Sheet:
    """The sheet of a number, or the nearest there is; its lines reach to where the next begins."""
    starts = list(range(0, len(marks), PER_PAGE)) or [0]
    number = max(1, min(number, len(starts)))
    lines = [1, *(marks[at].line for at in starts[1:]), len(checking.split(checked.text)) + 1]
    first, after = list(pairwise(lines))[number - 1]
    here = marks[starts[number - 1] : starts[number - 1] + PER_PAGE]
    last = max([after - 1, *(mark.line for mark in here)])
    return Sheet(here, first, last, number, len(starts))


def _pieces(line, marks: list[Mark]) -> list[tuple[str, Mark | None]]:
    return [(piece.text, marks[piece.claim - 1] if piece.claim else None) for piece in line]
