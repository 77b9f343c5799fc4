"""公示栏: what anybody may read without signing in, and the form to object (X-R7 to X-R10)."""

from functools import cached_property

from django.shortcuts import get_object_or_404
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView, ListView, TemplateView

from gonghui.kernel.pages import Declares, Page
from gonghui.kernel.refusals import Refusal

from .. import actions
from ..forms import ObjectionForm
from ..models import PublicNotice


class PublicPage(Page):
    """A page for everybody: by phone, without an account."""

    declares = Declares("public", cites="X-R7")
    frame = "ui/phone.html"


class Board(PublicPage, ListView):
    """The notices that stand on the board today, newest first."""

    template_name = "notices/board.html"
    title = _("公示栏")
    paginate_by = 20

    def get_queryset(self):
        return PublicNotice.objects.public().select_related("unit").order_by("-starts_on", "-pk")

    def paginate_queryset(self, queryset, page_size):
        """A page that does not exist shows the nearest that does."""
        page = self.get_paginator(queryset, page_size).get_page(self.request.GET.get("page"))
        return page.paginator, page, page.object_list, page.has_other_pages()


class OfPublicNotice(PublicPage):
    """A page of one notice on the board; taken down, it is not found (X-R10)."""

    @cached_property
    def record(self):
        return get_object_or_404(PublicNotice.objects.public().select_related("unit"), number=self.kwargs["number"])

    @cached_property
    def back_url(self):
        return reverse("notices:board")

    def get_context_data(self, **kwargs):
        own = {"record": self.record, "is_open": self.record.is_open(self.today)}
        return super().get_context_data(**own | kwargs)


class Notice(OfPublicNotice, TemplateView):
    """One notice: what is shown, until when, and where to object."""

    template_name = "notices/notice.html"

    @cached_property
    def title(self):
        return _("{subject}公示").format(subject=self.record.get_subject_type_display())


class ObjectTo(OfPublicNotice, FormView):
    """Somebody objects; she gets a number and nothing is kept of how she came."""

    template_name = "notices/object_to.html"
    form_class = ObjectionForm
    title = _("提出异议")
    board_url = reverse_lazy("notices:board")

    @cached_property
    def back_url(self):
        return self.record.get_absolute_url()

    def form_valid(self, form):
        try:
            objection = actions.object_to(self.record, on=self.today, **form.facts())
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        return self.render_to_response(self.get_context_data(form=form, objection=objection))

    def get_context_data(self, **kwargs):
        own = {"button": _("提交异议"), "asks": True, "objection": None}
        return super().get_context_data(**own | kwargs)
