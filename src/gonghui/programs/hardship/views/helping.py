"""我帮扶的家庭: whom she helps, what is due, what she has seen; and how far an office's helpers have come (E-R15)."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView, TemplateView

from gonghui.foundation.accounts.roles import STAFF
from gonghui.foundation.journal.actions import reveal
from gonghui.foundation.organisations import sight
from gonghui.kernel.pages import Declares, OfRecord, Page
from gonghui.kernel.refusals import Refusal
from gonghui.kernel.ui.shown import Crumb

from ..actions import helping as actions
from ..forms.helping import HelperVisitForm, VisitCorrectionForm
from ..forms.steps import RevealForm
from ..models import HelperVisit, PairLink
from ..rulebook import policies
from .files import OFFICERS

MINE = _("我帮扶的家庭")


class Households(Page, TemplateView):
    """The households one helps, what is due first on top; on a phone as at a desk."""

    declares = Declares("person", by=tuple(STAFF), cites="E-R15")
    template_name = "hardship/helped.html"
    title = MINE

    def get_context_data(self, **kwargs):
        found = actions.households_of(self.by, self.today)
        return super().get_context_data(
            households=[(each, each.is_overdue(self.today)) for each in found],
            sees_files=self.by.role in OFFICERS,
            **kwargs,
        )


class OfHousehold(OfRecord):
    """A page of one household that she helps now; a link that has ended opens nothing more."""

    declares = Declares("person", by=tuple(STAFF), cites="E-R15")
    queryset: Any = PairLink.objects.filter(ends_on__isnull=True)
    key = "pk"

    @cached_property
    def household(self):
        found = actions.households_of(self.by, self.today)
        for each in found:
            if each.link.pk == self.record.pk:
                return each
        raise Http404

    def crumbs(self):
        name = self.household.file.applicant_name
        return [Crumb(MINE, reverse("hardship:helped")), Crumb(name, self.url_of("household"))]

    def get_context_data(self, **kwargs):
        each = self.household
        return super().get_context_data(**{"household": each, "is_overdue": each.is_overdue(self.today)} | kwargs)


class HouseholdPage(OfHousehold, TemplateView):
    """What a visit needs: name, union, cause, phone masked, the last visits; no income and no paper."""

    template_name = "hardship/visit_household.html"

    @property
    def title(self):
        return self.household.file.applicant_name

    @property
    def back_url(self):
        return reverse("hardship:helped")


class Phone(OfHousehold, FormView):
    """Asks why, writes it down, and shows the household's number once (O.1)."""

    template_name = "hardship/reveal.html"
    form_class = RevealForm

    @property
    def back_url(self):
        return self.url_of("household")

    @property
    def title(self):
        return _("查看{field}").format(field=self.field.verbose_name)

    @property
    def field(self):
        if not self.household.contact or not self.household.contact.mobile:
            raise Http404
        return self.household.contact._meta.get_field("mobile")

    def form_valid(self, form):
        asked = {"by": self.by, "on": self.today, "reason": form.cleaned_data["reason"]}
        try:
            with sight.system("helping"):
                value = reveal(self.household.contact, "mobile", quota=policies.REVEALS_A_DAY.on(self.today), **asked)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        return self.render_to_response(self.get_context_data(form=form, value=value))

    def get_context_data(self, **kwargs):
        shown = {"field": self.field, "record": self.household.file, "button": _("查看"), "asks": True}
        return super().get_context_data(**shown | kwargs)


class NewVisit(OfHousehold, FormView):
    """Writes down a visit; a second touch of the button finds the same number and changes nothing."""

    template_name = "hardship/visit_form.html"
    form_class: Any = HelperVisitForm
    title = _("登记走访")

    @property
    def back_url(self):
        return self.url_of("household")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"on": self.today, "since": self.record.starts_on}

    def form_valid(self, form):
        try:
            self.keep(form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        return HttpResponseRedirect(self.back_url)

    def keep(self, facts):
        actions.ensure_called_on(self.record, by=self.by, on=self.today, **facts)
        messages.success(self.request, _("走访已登记。"))

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{"button": _("保存"), "asks": True, "cites": "E-R15"} | kwargs)


class VisitCorrection(NewVisit):
    """A new entry in place of an old one, with the reason (X-R4)."""

    form_class = VisitCorrectionForm
    title = _("更正走访记录")

    @cached_property
    def visit(self):
        return get_object_or_404(HelperVisit.objects.standing(), pair=self.record, uid=self.kwargs["uid"])

    def get_initial(self):
        kept = ("visited_on", "way", "met", "measures", "next_on")
        return super().get_initial() | {name: getattr(self.visit, name) for name in kept}

    def keep(self, facts):
        del facts["uid"]
        actions.correct_visit(self.visit, by=self.by, on=self.today, **facts)
        messages.success(self.request, _("已更正,原记录仍可查看。"))
