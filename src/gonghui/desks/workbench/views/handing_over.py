"""岗位交接: the desks I may hand over, what waits at one, and the printed list with both names (X-R3)."""

from functools import cached_property

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView, TemplateView

from gonghui.foundation.accounts import actions
from gonghui.foundation.accounts.models import HandOver, Post, User
from gonghui.foundation.accounts.roles import ARRANGERS, STAFF
from gonghui.kernel.pages import Declares, Page
from gonghui.kernel.refusals import Refusal
from gonghui.kernel.ui.shown import Crumb

from ..desk import piles_of
from ..forms import HandOverForm

LIST = Crumb(HandOver._meta.verbose_name, "/workbench/hand-overs/")


class Desks(Page, TemplateView):
    """My own desk, those of my units where I arrange them, and what was handed over."""

    declares = Declares("assignment", by=tuple(STAFF), cites="X-R3")
    template_name = "workbench/hand_overs.html"
    title = _("岗位交接")

    def get_context_data(self, **kwargs):
        held = Post.objects.staff().held_on(self.today).filter(handed_over__isnull=True)
        if self.by.role in ARRANGERS:
            held = held.filter(unit__position__range=(self.by.unit.position, self.by.unit.last))
        else:
            held = held.filter(pk=self.by.pk)
        desks = held.select_related("unit", "user").order_by("unit__position", "role", "pk")
        done = HandOver.objects.visible_to(self.by).select_related("post__user", "post__unit", "successor__user")
        may = [desk for desk in desks if actions.may_arrange(self.by, desk)]
        return super().get_context_data(**{"desks": may, "done": done} | kwargs)


class Arrangement(Page, FormView):
    """What waits at this desk, then to whom it passes and when."""

    declares = Declares("assignment", by=tuple(STAFF), cites="X-R1 X-R3")
    template_name = "workbench/hand_over.html"
    form_class = HandOverForm
    title = _("办理岗位交接")
    back_url = LIST.url

    @cached_property
    def desk(self) -> Post:
        held = Post.objects.staff().held_on(self.today).select_related("unit", "user")
        desk = get_object_or_404(held, pk=self.kwargs["pk"])
        if not actions.may_arrange(self.by, desk):
            raise Http404
        return desk

    def crumbs(self):
        return [LIST, Crumb(str(self.desk))]

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"post": self.desk, "by": self.by, "on": self.today}

    def form_valid(self, form):
        listed = [pile.as_kept() for pile in piles_of(self.desk, self.today)]
        try:
            done = actions.hand_over(self.desk, by=self.by, on=self.today, listed=listed, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, _("岗位交接已办好,请打印交接清单,双方签字。"))
        return HttpResponseRedirect(reverse("workbench:hand_over_sheet", args=[done.pk]))

    def get_context_data(self, **kwargs):
        shown = {"desk": self.desk, "piles": piles_of(self.desk, self.today), "button": self.title, "asks": True}
        return super().get_context_data(**shown | kwargs)


class Sheet(Page, TemplateView):
    """The list as it was handed over, to print and sign; both persons see it."""

    declares = Declares("assignment", by=tuple(STAFF), cites="X-R3")
    template_name = "workbench/hand_over_sheet.html"
    title = _("岗位交接清单")
    back_url = LIST.url

    @cached_property
    def record(self) -> HandOver:
        seen = HandOver.objects.visible_to(self.by).select_related("post__user", "post__unit", "successor__user")
        return get_object_or_404(seen, pk=self.kwargs["pk"])

    def crumbs(self):
        return [LIST, Crumb(str(self.record.post))]

    def get_context_data(self, **kwargs):
        arranged_by = User.objects.filter(pk=self.record.arranged_by).first()
        return super().get_context_data(**{"arranged_by": arranged_by} | kwargs)
