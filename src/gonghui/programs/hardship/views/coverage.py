"""What an office sees of its helpers: each visit, and how far the year's visits have come (E-R15)."""

from functools import cached_property
from typing import Any

import django_filters  # type: ignore[import-untyped]  # published without types
from django.db.models import Q
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView

from gonghui.foundation.accounts.roles import STAFF
from gonghui.foundation.journal.actions import reveal
from gonghui.kernel.pages import Declares, ListPage, OfRecord, RecordPage
from gonghui.kernel.refusals import Refusal
from gonghui.kernel.ui.columns import Column, Section
from gonghui.kernel.ui.shown import Crumb

from ..actions.helping import SECRETS
from ..forms.filters import WithinCounty
from ..forms.steps import RevealForm
from ..models import HardshipArchive, HelperVisit
from ..models.helping import with_visits
from ..rulebook import policies
from ..rulebook.files import HELD
from ..rulebook.helping import VISITS_A_YEAR
from .files import LIST, OFFICERS, REVEALERS
from .helping import MINE
from .shown import files


class OfVisit(OfRecord):
    """A page of one visit: for its helper while she helps, and for the officers of the file."""

    declares = Declares("post", by=tuple(STAFF), cites="E-R15 X-R2")
    queryset: Any = HelperVisit.objects.select_related("pair__cadre", "corrects", "correction")
    key = "uid"

    @cached_property
    def record(self):
        visit = super().record
        if not self.is_hers(visit) and not self._sees_file(visit):
            raise Http404
        return visit

    def is_hers(self, visit) -> bool:
        return visit.pair.cadre_id == self.by.user_id and visit.pair.ends_on is None

    def _sees_file(self, visit) -> bool:
        return HardshipArchive.objects.visible_to(self.by).filter(pk=visit.pair.file_id).exists()

    @property
    def back_url(self):
        return self.record.get_absolute_url()


class VisitRecord(OfVisit, RecordPage):
    """One visit; what was found and what is needed stand masked."""

    template_name = "hardship/visit.html"
    sections = (
        Section(
            _("走访记录"),
            (
                Column("visited_on", _("走访日期")),
                Column("way", _("走访方式")),
                Column("met", _("见到谁")),
                Column("pair.cadre.name", _("帮扶联系人")),
                Column("findings", _("走访情况"), reveal="helper_visit_reveal", wide=True),
                Column("needs", _("家庭需求"), reveal="helper_visit_reveal", wide=True),
                Column("measures", _("已采取的帮扶措施"), wide=True),
                Column("next_on", _("计划下次走访")),
                Column("recorded_on", _("登记日期")),
                Column("corrects", _("更正的记录")),
                Column("reason", _("更正理由")),
            ),
        ),
    )

    @property
    def title(self):
        return _("帮扶走访 {visit}").format(visit=self.record)

    @property
    def back_url(self):
        is_hers = self.is_hers(self.record)
        return reverse("hardship:household", args=[self.record.pair_id]) if is_hers else reverse("hardship:coverage")

    def crumbs(self):
        is_hers = self.is_hers(self.record)
        return [Crumb(MINE, reverse("hardship:helped")) if is_hers else LIST, Crumb(str(self.record))]

    def cells(self, section):
        may = self.by.role in REVEALERS or self.is_hers(self.record)
        return [
            c.cell(self.record, reveal=self._reveal(c) if may and c.value(self.record) else "") for c in section.columns
        ]

    def _reveal(self, column):
        return column.reveal and self.url_of(column.reveal, column.path)

    def get_context_data(self, **kwargs):
        newer = getattr(self.record, "correction", None)
        may_correct = self.is_hers(self.record) and newer is None
        return super().get_context_data(newer=newer, may_correct=may_correct, **kwargs)


class VisitReveal(OfVisit, FormView):
    """Asks why, writes it down, and shows what was found or is needed once (O.1)."""

    template_name = "hardship/visit_reveal.html"
    form_class = RevealForm

    @property
    def title(self):
        return _("查看{field}").format(field=self.field.verbose_name)

    @property
    def field(self):
        may = self.by.role in REVEALERS or self.is_hers(self.record)
        if self.kwargs["field"] not in SECRETS or not may:
            raise Http404
        return HelperVisit._meta.get_field(self.kwargs["field"])

    def form_valid(self, form):
        asked = {"by": self.by, "on": self.today, "reason": form.cleaned_data["reason"]}
        try:
            value = reveal(self.record, self.field.name, quota=policies.REVEALS_A_DAY.on(self.today), **asked)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        return self.render_to_response(self.get_context_data(form=form, value=value))

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{"field": self.field, "button": _("查看"), "asks": True} | kwargs)


class CoverageFilters(WithinCounty):
    """Which files have no helper, fewer visits than the year asks, or enough."""

    CHOICES = (("none", _("尚无帮扶联系人")), ("below", _("走访次数不足")), ("met", _("已达要求")))
    coverage = django_filters.ChoiceFilter(
        label=_("走访情况"), empty_label=_("全部"), choices=CHOICES, method="of_coverage"
    )

    def of_coverage(self, records, name, value):
        owed = VISITS_A_YEAR.on(timezone.localdate())
        wanted = {"none": Q(helper_name=None), "below": Q(visits_made__lt=owed), "met": Q(visits_made__gte=owed)}
        return records.filter(wanted[value])

    class Meta:
        model = HardshipArchive
        fields = ("coverage", "county")


class Coverage(ListPage):
    """Files on record with their helpers and this year's visits, fewest first."""

    declares = Declares("post", by=OFFICERS, cites="E-R15 X-R2")
    title = _("帮扶走访情况")
    filters: Any = CoverageFilters
    search_hint: Any = _("姓名 / 拼音首字母 / 编号")
    ordering = ("visits_made", "number")
    exporters = REVEALERS
    columns: tuple[Column, ...] = (
        Column("applicant_name", _("申请人"), sort="name_pinyin", narrow="title", link=True),
        Column("number", _("编号"), narrow="left"),
        Column("unit", _("所在工会"), narrow="left"),
        Column("county_name", _("区县"), narrow="right"),
        Column("helper_name", _("帮扶联系人"), narrow="row"),
        Column("visits_made", _("今年走访次数"), kind="number", sort="visits_made", narrow="row"),
        Column("last_visited_on", _("最近走访"), sort="last_visited_on", narrow="row"),
    )

    @cached_property
    def queryset(self):
        return with_visits(files().filter(state__in=HELD), self.today)

    def export(self):
        """As the page, with names masked."""
        self.columns = (Column("masked_name", _("申请人")), *self.columns[1:])
        return super().export()

    @property
    def lead(self):
        owed = VISITS_A_YEAR.on(self.today, self.by.unit.area)
        bare = self.visible.filter(helper_name=None).count()
        below = self.visible.filter(visits_made__lt=owed).count()
        return _("每户每年至少走访 {owed} 次。尚无帮扶联系人 {bare} 户,今年走访不足 {below} 户。").format(
            owed=owed, bare=bare, below=below
        )
