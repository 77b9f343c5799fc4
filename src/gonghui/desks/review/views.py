"""A page read with its numbers coloured; nothing of it is kept."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView

from gonghui.desks.figures import listed, reckoning
from gonghui.desks.figures.addresses import key_of
from gonghui.desks.figures.views import ASKERS
from gonghui.kernel.indicators import all_figures
from gonghui.kernel.pages import Declares, Page

from . import checking, verdicts
from .forms import PageForm


@dataclass(frozen=True)
class Mark:
    """A claim as the reader sees it: its number in the page, the verdict, and what stands behind it."""

    place: int
    number: str
    text: str
    line: int
    verdict: str
    tone: str
    sign: str
    sentence: str
    href: str = ""


class Reading(Page, FormView):
    """Paste or upload a page; each number then wears its verdict and opens its records, or says what is missing."""

    declares = Declares("post", by=ASKERS, cites="X-R11 X-R14")
    template_name = "review/reading.html"
    form_class = PageForm
    title = _("核对文章")

    def form_valid(self, form):
        answers = form.cleaned_data
        checked = checking.check(answers["page"], self.by.unit, answers["year"], today=self.today)
        return self.render_to_response(self.get_context_data(form=form, **self.read(checked)))

    def read(self, checked) -> dict:
        """The page cut into lines of pieces, its marks, and how many of each verdict."""
        marks = [self.mark(place, each, checked) for place, each in enumerate(checked.judged, start=1)]
        lines = [
            [(piece.text, marks[piece.claim - 1] if piece.claim else None) for piece in line]
            for line in checking.lines_of(checked)
        ]
        found = [each.verdict for each in checked.judged]
        legend = [(title, verdicts.TONES[v], verdicts.SIGNS[v], found.count(v)) for v, title in verdicts.TITLES.items()]
        return {"lines": lines, "marks": marks, "legend": legend, "checked": checked}

    def mark(self, place, judged, checked) -> Mark:
        figure = next((each for each in all_figures() if each.code == judged.code), None)
        shown = reckoning.shown(figure, judged.computed) if figure else ""
        verdict = judged.verdict
        return Mark(
            place=place,
            number=checking.written(judged.claim),
            text=judged.claim.text,
            line=judged.claim.line,
            verdict=verdicts.TITLES[verdict],
            tone=verdicts.TONES[verdict],
            sign=verdicts.SIGNS[verdict],
            sentence=verdicts.sentence(judged, shown, figure.name if figure else ""),
            href=self.records_of(figure, judged, checked),
        )

    def records_of(self, figure, judged, checked) -> str:
        """The list of records behind a computed number, for whom may read them."""
        if figure is None or judged.computed is None or not listed.may_list(figure, self.by):
            return ""
        unit = checked.unit
        if judged.claim.place:
            unit = checking.Records(checked.unit, checked.period).below[judged.claim.place]
        asked = {"unit": key_of(unit), "period": checked.period.name}
        return f"{reverse('figures:records', args=[figure.code])}?{urlencode(asked)}"
