"""Boards: figures for a large screen, each against its own target, in administrative order; nobody is ranked."""

from django.views.generic import TemplateView

from ..ui.shown import Figure
from .page import Page


class BoardPage(Page, TemplateView):
    """`figures()` stand on top; a template fills left, middle and right. `as_of` and `scope` stand beside the title."""

    template_name = "ui/board_page.html"
    frame = "ui/board.html"
    as_of = scope = ""

    def figures(self) -> list[Figure]:
        return []

    def get_context_data(self, **kwargs):
        shown = {"figures": self.figures(), "as_of": self.as_of, "scope": self.scope}
        return super().get_context_data(**shown | kwargs)
