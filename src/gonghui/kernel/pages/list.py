"""Lists: what a post may see, filtered, searched, sorted, counted, exported; the same checks on every way in."""

from functools import cached_property
from typing import Any

from django.db.models import Count
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from django.views.generic import ListView

from ..announcing import announce
from ..refusals import Refusal
from ..rules import Rule
from ..ui.columns import Column
from ..ui.shown import StateCount, StepLink
from ..ui.workbooks import workbook
from .page import Page, holds

LARGEST_PAGE = 200


class Row(list):
    """The cells of one record; `chosen_by` is what it is known by where rows may be ticked."""

    chosen_by = ""


class TooMuchToExport(Refusal):
    sentence = _("一次最多导出 {most} 行,现在选中了 {rows} 行。请先筛选,缩小范围后再导出。")


class ListPage(Page, ListView):
    """A list of `queryset.visible_to(by)`.

    `filters` is a FilterSet; with a `search_hint` there is a search box, which asks the QuerySet for `.matching(text)`;
    `for_chosen()` is what may be done with rows that are ticked, known by their `chosen_by`; without it none are.
    `states` are counted in the bar; `exporters` are the roles or the rule that may take the list away as a workbook.
    """

    template_name = "ui/list.html"
    queryset: Any
    columns: tuple[Column, ...] = ()
    filters = None
    search_hint = ""
    states: tuple = ()
    ordering: tuple[str, ...] = ("-pk",)
    paginate_by = 25
    exporters: Rule | tuple[str, ...] = ()
    most_exported = 200
    chosen_by = "number"
    most_chosen = 50
    lead = ""
    nothing = _("没有符合条件的记录")

    def get(self, request, *args, **kwargs):
        return self.export() if "export" in request.GET else super().get(request, *args, **kwargs)

    @property
    def is_partial(self) -> bool:
        """Whether htmx asks for the rows alone: the same address and checks, a smaller answer."""
        return "HX-Request" in self.request.headers and "HX-History-Restore-Request" not in self.request.headers

    def get_template_names(self):
        return ["ui/list_rows.html"] if self.is_partial else [self.template_name]

    @cached_property
    def visible(self):
        return self.queryset.visible_to(self.by)

    @cached_property
    def filterset(self):
        return self.filters and self.filters(self.request.GET, queryset=self.visible, request=self.request)

    def get_queryset(self):
        found = self.filterset.qs if self.filterset else self.visible
        if self.search_hint and self.text_sought:
            found = found.matching(self.text_sought)
        return found.order_by(*filter(None, [self.sort]), *self.ordering, "pk")

    @property
    def text_sought(self) -> str:
        return self.request.GET.get("q", "").replace("\0", "").strip()[:50]

    @property
    def sort(self) -> str:
        """The order asked for, when a column offers it."""
        asked = self.request.GET.get("sort", "")
        return asked if asked.removeprefix("-") in {column.sort for column in self.columns if column.sort} else ""

    def get_paginate_by(self, queryset):
        asked = self.request.GET.get("per", "")[:6]
        return min(int(asked), LARGEST_PAGE) if asked.isdecimal() and int(asked) else self.paginate_by

    def paginate_queryset(self, queryset, page_size):
        """A page that does not exist shows the nearest that does."""
        page = self.get_paginator(queryset, page_size).get_page(self.request.GET.get("page"))
        return page.paginator, page, page.object_list, page.has_other_pages()

    def state_counts(self) -> list[StateCount]:
        """How many visible records stand where, in one query, whatever is filtered."""
        counts = dict(self.visible.order_by().values_list("state").annotate(Count("pk"))) if self.states else {}
        asked = self.request.GET.get("state", "")
        return [StateCount(each, each.label, counts.get(each, 0), asked == each) for each in self.states]

    def for_chosen(self) -> list[StepLink]:
        """What may be done with ticked rows: pages that are given them as `n`."""
        return []

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        context |= {name: getattr(self, name) for name in ("is_partial", "lead", "nothing", "search_hint", "sort")}
        context |= {"heads": [column.head(self.sort) for column in self.columns], "states": self.state_counts()}
        context |= {"filters": self.filterset and self.filterset.form, "can_export": holds(self.exporters, self.by)}
        context |= {"for_chosen": self.for_chosen(), "most_chosen": self.most_chosen}
        context |= {"all_chosen": self.request.GET.get("chosen") == "page"}
        rows = [Row(column.cell_in_list(record) for column in self.columns) for record in context["page_obj"]]
        for row, record in zip(rows, context["page_obj"] if context["for_chosen"] else (), strict=False):
            row.chosen_by = getattr(record, self.chosen_by)
        return context | {"rows": rows, "found": self.text_sought}

    def export(self):
        """The list as a workbook: masked as on the page, capped, watermarked, and written down as a reading."""
        if not holds(self.exporters, self.by):
            raise Http404
        records = self.get_queryset()
        if (rows := records.count()) > self.most_exported:
            return self.too_many(rows)
        facts = {"page": self.request.path, "rows": rows, "asked": self.request.GET.urlencode()}
        announce("read", self.by, by=self.by, on=self.today, name="export", title=self.title, facts=facts)
        return workbook(self.title, self.columns, records, by=self.by, rows=rows)

    def too_many(self, rows: int):
        """What is answered when a list is too long to be taken away at once. Raises TooMuchToExport."""
        raise TooMuchToExport(most=self.most_exported, rows=rows)
