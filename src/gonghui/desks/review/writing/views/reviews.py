"""年度述评: the years, one with what it stands on and what stops it, and its steps (N-R9)."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gonghui.desks.figures.views import ASKERS
from gonghui.foundation.journal.timeline import moments_of
from gonghui.kernel.pages import Declares, FormPage, ListPage, RecordPage, StepPage
from gonghui.kernel.ui.columns import Column, Section
from gonghui.kernel.ui.shown import Crumb

from ...models import Review
from .. import actions, layout, obstacles, web
from ..forms import PublishForm, Reason, YearForm
from ..papers import paper_of
from ..rulebook import REVIEW, WRITERS, ReviewState

TITLE = _("年度述评")
TONES = {
    ReviewState.DRAFT: "blue",
    ReviewState.SUBMITTED: "orange",
    ReviewState.CHECKED: "azure",
    ReviewState.PUBLISHED: "green",
    ReviewState.WITHDRAWN: "grey",
}
STATE = Column("state", _("状态"), kind="state", narrow="state", tones=TONES)
OPEN = (ReviewState.DRAFT, ReviewState.SUBMITTED, ReviewState.CHECKED)


class ReviewList(ListPage):
    """The years that have been written of; who does not write sees what is published."""

    declares = Declares("post", by=ASKERS, cites="N-R9")
    template_name = "review/reviews.html"
    queryset = Review.objects.select_related("unit")
    title = TITLE
    lead: Any = _("一年的工作写成一篇述评,每个数字都出自记录;由办公室撰稿、统计员核对、领导发布。")
    nothing = _("还没有年度述评")
    ordering = ("-year", "-pk")
    columns = (
        Column("title", TITLE, narrow="title", link=True),
        Column("number", _("编号"), narrow="left", link=True),
        Column("unit", _("所属工会"), narrow="left"),
        Column("published_on", _("发布日期"), sort="published_on", narrow="right"),
        STATE,
    )

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{"may_begin": self.by.role in WRITERS} | kwargs)


class NewReview(FormPage):
    """Begin the review of a year."""

    declares = Declares("post", by=WRITERS, cites="N-R9")
    form_class = YearForm
    title = _("起草年度述评")
    button = _("起草")

    @property
    def back_url(self):
        return reverse("review:reviews")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"year": self.today.year - 1}


class OfReview:
    """What pages of one review share."""

    queryset = Review.objects.select_related("unit__area")

    def url_of(self, name, *args):
        return reverse(f"review:review_{name}", args=[self.record.number, *args])

    def crumbs(self):
        record = self.record
        own = [Crumb(TITLE, reverse("review:reviews")), Crumb(record.title, record.get_absolute_url())]
        return [*own, Crumb(self.title)] if self.title else own


class ReviewRecord(OfReview, RecordPage):
    """One review: its steps, its sections, its numbers, what is missing and what stops it."""

    declares = Declares("post", by=ASKERS, cites="N-R9 N-R10")
    template_name = "review/review.html"
    workflow = REVIEW
    state = STATE
    sections = (
        Section(
            TITLE,
            (
                Column("year", _("年度")),
                Column("unit", _("所属工会")),
                Column("number", _("编号")),
                Column("due_on", _("办结期限")),
                Column("published_on", _("发布日期")),
            ),
        ),
    )

    def crumbs(self):
        return [Crumb(TITLE, reverse("review:reviews")), Crumb(self.record.title)]

    def moments(self):
        return moments_of(self.record, stops=("send_back", "send_back_checked", "withdraw"))

    def get_context_data(self, **kwargs):
        record, paper = self.record, paper_of(self.record)
        edition, step = record.edition(), REVIEW["revise"]
        own = {"title": record.title, "edition": edition, "editions": record.editions.all()}
        own |= {"may_write": record.state in step.since and step.by(self.by, record)}
        own |= {"parts": parts_of(paper), "paper": paper, "gaps": layout.gaps_of(paper)}
        own |= {"numbers": numbers_of(paper, self.by)}
        own |= {"obstacles": obstacles.all_of(record, paper) if record.state in OPEN else []}
        return super().get_context_data(**kwargs) | own


def parts_of(paper) -> list[tuple]:
    """Place, heading and count of paragraphs of each section."""
    heads = [section.heading or paper.title for section in paper.sections]
    return [(n, head, len(paper.sections[n - 1].paragraphs)) for n, head in enumerate(heads, start=1)]


def numbers_of(paper, by) -> list[tuple]:
    """Each number of a paper, its line of the appendix and where it leads for a post."""
    link = web.link_for(by)
    return [(number, note, link(number)) for number, note in zip(paper.notes, layout.notes_of(paper), strict=True)]


# Steps


class ReviewStep(OfReview, StepPage):
    """A step of a review."""

    workflow = REVIEW


class Submit(ReviewStep):
    action = actions.submit


class Check(ReviewStep):
    """The statistician sees each number with its records before she passes it."""

    action = actions.check
    template_name = "review/check.html"

    def get_context_data(self, **kwargs):
        paper = paper_of(self.record)
        return super().get_context_data(**{"paper": paper, "numbers": numbers_of(paper, self.by)} | kwargs)


class Publish(ReviewStep):
    """The leader sees what is missing and what stops it before it goes out."""

    action = actions.publish
    form_class = PublishForm
    template_name = "review/publish.html"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self._paper = None

    @property
    def paper(self):
        if self._paper is None:
            self._paper = paper_of(self.record)
        return self._paper

    def get_initial(self):
        return {"gaps_seen": actions.codes_of(self.paper.gaps)}

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"gaps": len(self.paper.gaps)}

    def get_context_data(self, **kwargs):
        own = {"paper": self.paper, "gaps": layout.gaps_of(self.paper)}
        return super().get_context_data(**own | {"obstacles": obstacles.all_of(self.record, self.paper)} | kwargs)


class SendBack(ReviewStep):
    action = actions.send_back
    form_class = Reason


class SendBackChecked(ReviewStep):
    action = actions.send_back_checked
    form_class = Reason


class Withdraw(ReviewStep):
    action = actions.withdraw
    form_class = Reason
