"""Fifty decided at once: what waits is laid out with its computation, single ones are taken out, each is its own step.

Nothing but an opinion is asked, so what stands on a line or was graded otherwise by a person is left to its own page.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.db import transaction
from django.http import StreamingHttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView

from gonghui.foundation.funds.actions import guard
from gonghui.foundation.organisations import sight
from gonghui.kernel.pages import Declares
from gonghui.kernel.refusals import Refusal
from gonghui.kernel.ui.shown import Crumb

from .. import actions
from ..forms.chosen import TogetherForm
from ..models import AidGrant, HardshipArchive
from ..rulebook import AID, FILE, FileState, GrantState
from .chosen import OfChosen
from .files import LIST as FILES
from .files import OFFICERS
from .grants import LIST as GRANTS
from .shown import files, grants

HERE, THERE = SafeString("<!-- here the results come -->"), SafeString("<!-- and here their sums -->")
"""Where the page is cut, so that each result is sent as soon as its step is taken."""


class Gone(Refusal):
    sentence = gettext_lazy("这条记录已经不在您的管辖范围内。")


@dataclass(frozen=True)
class Line:
    """One record as it is laid out: the step that waits, or why it is taken out; `figures` are what is decided over."""

    record: Any
    step: Any
    figures: list[str]
    why_not: str = ""


@dataclass(frozen=True)
class Result:
    """What came of one: a refusal says why; what is still seen is led to, for it can be done by itself."""

    number: str
    title: Any
    record: Any = None
    refusal: str = ""


class Bulk(OfChosen, FormView):
    """Lays out what is decided together; then takes each step in a transaction of its own and says what came of it.

    `waits` names the step that starts from each state. A step that fails leaves those before it taken.
    """

    template_name = "hardship/bulk.html"
    form_class = TogetherForm
    title = gettext_lazy("批量办理")
    workflow: Any = None
    waits: dict[str, str] = {}
    list_crumb: Crumb

    @property
    def back_url(self):
        return self.list_crumb.url

    def crumbs(self):
        return [self.list_crumb, Crumb(self.title)]

    def lines(self) -> list[Line]:
        """Each chosen record with its step or with why it is taken out, in as many questions for fifty as for one."""
        waiting = set(self.waiting().values_list("pk", flat=True))
        found = []
        for record in self.laid_out():
            name = self.waits.get(record.state)
            why = self.why_not(record, is_waiting=record.pk in waiting)
            found.append(Line(record, self.workflow[name] if name else None, self.figures(record), why))
        return found

    def laid_out(self):
        """The chosen records with what is decided over."""
        return self.chosen

    def waiting(self):
        """The chosen records whose next step is this post's turn."""
        raise NotImplementedError

    def figures(self, record) -> list[str]:
        raise NotImplementedError

    def why_not(self, record, *, is_waiting: bool) -> str:
        raise NotImplementedError

    def get_context_data(self, **kwargs):
        lines = self.lines()
        ready = [line for line in lines if not line.why_not]
        left = [line for line in lines if line.why_not]
        return super().get_context_data(**{"ready": ready, "left": left, "asks": True} | kwargs)

    def form_valid(self, form):
        asked = [(number, self.request.POST.get(f"step_{number}", "")) for number in self.request.POST.getlist("n")]
        known = set(self.asked)
        taken = [(number, name) for number, name in asked if number in known and name in self.waits.values()]
        page = render_to_string("hardship/bulk_done.html", self._told(here=HERE, there=THERE), self.request)
        top, _here, rest = page.partition(HERE)
        middle, _there, bottom = rest.partition(THERE)
        answer = self._answer(taken, form.cleaned_data["opinion"], between=middle)
        return StreamingHttpResponse(chain([top], answer, [bottom]))

    def _told(self, **more) -> dict:
        own = {name: getattr(self, name) for name in ("frame", "title", "by", "today", "back_url")}
        return own | {"crumbs": self.crumbs(), "again_url": self.request.get_full_path()} | more

    def _answer(self, asked, opinion, *, between) -> Iterator[str]:
        """The results as they come, what stands between, and their sums."""
        language, results = translation.get_language(), []
        for number, name in asked:
            with translation.override(language):
                results.append(self._take(number, name, opinion))
                yield render_to_string("hardship/bulk_result.html", {"result": results[-1]})
        yield between
        done = [result for result in results if not result.refusal]
        with translation.override(language):
            sums = {"done": len(done), "refused": len(results) - len(done)}
            yield render_to_string("hardship/bulk_sums.html", sums)

    def _take(self, number, name, opinion) -> Result:
        """One step, whole or not at all."""
        title, record = self.workflow[name].title, None
        try:
            with transaction.atomic(), sight.of(self.by):
                record = self.queryset.visible_to(self.by).filter(number=number).first()
                if record is None:
                    raise Gone
                self.take(record, name, opinion)
        except Refusal as refusal:
            if record is not None:
                self.report(refusal, record)
            return Result(number, title, record, str(refusal))
        return Result(number, title, record)

    def report(self, refusal, record):
        """What else is told of a refusal, once the step has failed."""

    def take(self, record, name, opinion):
        self.workflow.actions[name](record, by=self.by, on=self.today, opinion=opinion)


class FileBulk(Bulk):
    """County review and approval of files (E-R7)."""

    declares = Declares("post", by=OFFICERS, cites="E-R7 X-R1")
    queryset = files().select_related("notice")
    workflow = FILE
    waits = {FileState.PUBLICISED: "review", FileState.REVIEWED: "approve"}
    list_crumb = FILES

    def laid_out(self):
        return self.chosen.prefetch_related("assessments")

    def waiting(self):
        return HardshipArchive.objects.waiting_for(self.by, self.today).filter(number__in=self.asked)

    def figures(self, record):
        last = _last_assessment(record)
        if last is None:
            return []
        per_head = last.inputs.get("per_head_month")
        shown = _("月人均 {sum:,.2f} 元").format(sum=per_head / 100) if per_head is not None else ""
        return list(filter(None, [last.settled_grade_title, last.clause, shown]))

    def why_not(self, record, *, is_waiting):
        last, notice = _last_assessment(record), record.notice
        if record.state not in self.waits:
            return _("现在的状态是“{state}”,不在这里办理").format(state=record.get_state_display())
        if record.state == FileState.PUBLICISED and notice and notice.ends_on >= self.today:
            return _("公示到 {until} 为止,期满次日起方可审核").format(until=notice.ends_on)
        if not is_waiting:
            return _("不由您办理,或您已办过其中一步")
        if last is None or not last.settled_grade:
            return _("测算没有得出困难类别,请单独办理")
        if last.other_grade:
            return _("有人提出过改级,请单独看过后办理")
        return _("处在标准线附近(临界),请单独写明判断理由") if last.is_borderline else ""

    def take(self, record, name, opinion):
        """A review keeps the level of the file; two files of one household are laid before the city (T03)."""
        facts = {"level": record.archive_level} if name == "review" else {}
        self.workflow.actions[name](record, by=self.by, on=self.today, opinion=opinion, **facts)

    def report(self, refusal, record):
        if isinstance(refusal, actions.AnotherFile):
            with transaction.atomic(), sight.of(self.by):
                actions.report_conflict(record, on=self.today)


def _last_assessment(file):
    found = sorted(file.assessments.all(), key=lambda each: each.pk)
    return found[-1] if found else None


class GrantBulk(Bulk):
    """Checking and granting of grants (E-R9)."""

    declares = Declares("post", by=OFFICERS, cites="E-R8 E-R9 X-R1")
    queryset = grants()
    workflow = AID
    waits = {GrantState.PROPOSED: "check", GrantState.CHECKED: "grant"}
    list_crumb = GRANTS

    def waiting(self):
        return AidGrant.objects.waiting_for(self.by).filter(number__in=self.asked)

    def figures(self, record):
        return [_("{sum:,.2f} 元").format(sum=record.amount / 100), str(record.project), *map(str, record.basis[-1:])]

    def why_not(self, record, *, is_waiting):
        if record.state not in self.waits:
            return _("现在的状态是“{state}”,不在这里办理").format(state=record.get_state_display())
        return "" if is_waiting else _("不由您办理,或您已办过其中一步")

    def report(self, refusal, record):
        """A limit that was hit is written down, a hard one laid before the city, as on the grant's own page (T03)."""
        if isinstance(refusal, guard.OverLimit):
            with transaction.atomic():
                guard.report(refusal, record, by=self.by, on=self.today)
