"""A record's page: its facts, what happened, what is next and who may do it, and how long is left."""

from django.views.generic import TemplateView

from ..ui.columns import Cell, Column, Section
from ..ui.shown import Moment, StepLink
from ..workflow import Workflow
from .page import OfRecord


class RecordPage(OfRecord, TemplateView):
    """A record of `queryset.visible_to(by)` under `sections`; the buttons are the steps its workflow opens to `by`.

    A storey above, which knows the journal, overrides `moments`.
    """

    template_name = "ui/record.html"
    workflow: Workflow | None = None
    sections: tuple[Section, ...] = ()
    state: Column | None = None

    def moments(self) -> list[Moment]:
        """The timeline."""
        return []

    def steps(self) -> list[StepLink]:
        """A button for each open step, leading to the page of that name."""
        open_steps = self.workflow.open_to(self.by, self.record) if self.workflow else []
        return [StepLink(step.title, self.url_of(step.name), is_main=bool(step.within)) for step in open_steps]

    def cells(self, section) -> list[Cell]:
        return [c.cell(self.record, reveal=c.reveal and self.url_of(c.reveal, c.path)) for c in section.columns]

    def get_context_data(self, **kwargs):
        sections = [{"title": section.title, "cells": self.cells(section)} for section in self.sections]
        shown = {"sections": sections, "moments": self.moments(), "steps": self.steps()}
        head = {"title": self.title or str(self.record), "state": self.state and self.state.cell(self.record)}
        return super().get_context_data(due_shown=hasattr(self.record, "workdays_left"), **shown | head | kwargs)
