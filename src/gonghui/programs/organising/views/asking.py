"""A page that asks and acts: what it was refused stands above the form, what it did is said on the next page."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView

from gonghui.kernel.pages import Page, StepPage
from gonghui.kernel.refusals import Refusal
from gonghui.kernel.ui.shown import Crumb


class Asking(Page, FormView):
    """A page says in `act` what is done with the answers, and gives the address to go on to."""

    template_name = "ui/form.html"
    button: Any = _("保存")
    done: Any = _("已保存。")
    lead: Any = ""

    def act(self, facts: dict) -> str:
        """Do what the form asks; gives the next address."""
        raise NotImplementedError

    def form_valid(self, form):
        try:
            address = self.act(form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, self.done)
        return HttpResponseRedirect(address)

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{"button": self.button, "asks": True, "lead": self.lead} | kwargs)


class Step(StepPage):
    """A step of a record of organising; `way` are the crumbs that lead to its list."""

    template_name = "organising/step.html"
    way: tuple = ()

    def crumbs(self):
        return [*self.way, Crumb(str(self.record), self.record.get_absolute_url()), Crumb(self.step.title)]
