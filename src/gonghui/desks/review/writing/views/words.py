"""The words of a review: a section edited with its preview beside it, and every earlier edition (N-R10)."""

from dataclasses import dataclass
from functools import cached_property

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView

from gonghui.desks.figures import reckoning
from gonghui.desks.figures.views import ASKERS
from gonghui.kernel.pages import Declares, OfRecord
from gonghui.kernel.periods import Period
from gonghui.kernel.refusals import Refusal

from .. import actions, composing, web, wording
from ..claims import CLAIMS
from ..forms import SectionForm, section_of
from ..grammar import STEPS
from ..papers import paper_of, section_paper
from ..rulebook import REVIEW
from ..telling import in_the_language_of_documents
from .reviews import OfReview

WRITING = Declares("post", by=REVIEW["revise"].by, cites="N-R9 N-R10")


@dataclass(frozen=True)
class Known:
    """A claim that may be asked for: its code, what it is called, and what it comes to now."""

    code: str
    name: str
    shown: str = ""


def known_claims(unit, year: int) -> list[Known]:
    """Every claim by its code: those with a figure, and those whose records are to come."""
    answers = reckoning.answers(unit, Period.year(year))
    figures = {each.figure.code: Known(each.figure.code, str(each.figure.name), each.shown) for each in answers}
    others = {code: Known(code, claim.name) for code, claim in CLAIMS.items() if code not in figures}
    return [(figures | others)[code] for code in sorted(figures | others)]


class WritesSection(OfReview, OfRecord):
    """Stands before the pages that write: `place` counts sections from 1; 0 is a new one."""

    declares = WRITING

    @cached_property
    def edition(self):
        return self.record.edition()

    @property
    def place(self) -> int:
        return self.kwargs.get("place", 0)

    @cached_property
    def section(self) -> dict:
        sections = self.edition.sections
        if self.place > len(sections):
            raise Http404
        return sections[self.place - 1] if self.place else {"title": "", "paragraphs": []}


class EditSection(WritesSection, FormView):
    """One section: its words, what they read as, and what may stand in braces."""

    template_name = "review/section.html"
    form_class = SectionForm

    @property
    def title(self):
        return _("修改第 %(place)s 节") % {"place": self.place} if self.place else _("增加一节")

    @property
    def back_url(self):
        return self.record.get_absolute_url()

    def get(self, request, *args, **kwargs):
        return super().get(request, *args, **kwargs) if self.is_open else self.too_late()

    @property
    def is_open(self) -> bool:
        return self.record.state in REVIEW["revise"].since

    def too_late(self):
        sentence = _("述评现在的状态是“{state}”,不能修改。需要修改的,先退回。")
        messages.warning(self.request, sentence.format(state=self.record.get_state_display()))
        return HttpResponseRedirect(self.record.get_absolute_url())

    def get_initial(self):
        section = self.section
        initial = {"title": section["title"], "body": "\n".join(section["paragraphs"]), "seen": self.edition.number}
        return initial | {"after": str(self.place - 1 if self.place else len(self.edition.sections))}

    def get_form_kwargs(self):
        titles = [each["title"] for each in self.edition.sections]
        others = [(n, title) for n, title in enumerate(titles, start=1) if n != self.place]
        places = [(str(n), _("排在“%(title)s”之后") % {"title": self.named(title)}) for n, title in others]
        may_move = self.place != 1
        return super().get_form_kwargs() | {"places": places if may_move else [], "may_remove": self.place > 1}

    def named(self, title: str) -> str:
        return composing.named(title, self.record.unit, self.record.year)

    def form_valid(self, form):
        said = form.cleaned_data
        try:
            actions.revise(
                self.record,
                by=self.by,
                on=self.today,
                sections=self.revised(form),
                seen=said["seen"],
                note=self.note(form),
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, _("已存为第 %(number)s 版。") % {"number": self.record.edition().number})
        return HttpResponseRedirect(self.back_url)

    def revised(self, form) -> list[dict]:
        """The sections as the form wants them: this one changed, moved, added or left out."""
        said, sections = form.cleaned_data, list(self.edition.sections)
        if self.place == 1:
            return [form.section, *sections[1:]]
        others = [each for n, each in enumerate(sections, start=1) if n != self.place]
        if said.get("remove"):
            return others
        after = int(said["after"])
        at = after - (0 < self.place < after)
        return [*others[:at], form.section, *others[at:]]

    def note(self, form) -> str:
        """What was done, in the language of what is kept."""
        with in_the_language_of_documents():
            what = _("删去") if form.cleaned_data.get("remove") else _("修改") if self.place else _("增加")
            return f"{what}“{form.cleaned_data['title']}”"

    def get_context_data(self, **kwargs):
        shown = preview(self.section, self.place, self.record, self.by)
        own = {
            "button": _("保存"),
            "known": known_claims(self.record.unit, self.record.year),
            "steps": "、".join([*STEPS][1:]),
        }
        preview_url = self.url_of("preview", self.place) if self.place else self.url_of("preview_new")
        return super().get_context_data(**own | shown | {"preview_url": preview_url} | kwargs)


class Preview(WritesSection, TemplateView):
    """What words that are being written read as, with what is wrong with them; nothing is kept."""

    template_name = "review/preview.html"
    title = gettext_lazy("预览")
    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        section = section_of(request.POST.get("title", "")[:60], request.POST.get("body", "")[:6000])
        return self.render_to_response(self.get_context_data(**preview(section, self.place, self.record, self.by)))


def preview(section: dict, place: int, review, by) -> dict:
    """The section as it will be printed, or what is wrong with it."""
    faults = wording.faults([section], first=place or 1)
    if faults:
        return {"faults": faults}
    return web.drawn(section_paper(section, review.unit, review.year), web.link_for(by)) | {"faults": []}


class EditionText(OfReview, OfRecord, TemplateView):
    """An edition as it was saved, with the numbers of today."""

    declares = Declares("post", by=ASKERS, cites="N-R9")
    template_name = "review/edition.html"

    @cached_property
    def edition(self):
        return get_object_or_404(self.record.editions, number=self.kwargs["edition"])

    @property
    def title(self):
        return _("第 %(number)s 版") % {"number": self.edition.number}

    def get_context_data(self, **kwargs):
        shown = web.drawn(paper_of(self.record, self.edition), web.link_for(self.by))
        return super().get_context_data(**kwargs | shown | {"edition": self.edition})
