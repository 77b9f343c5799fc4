"""开始申请: who begins an application, for whom, and through which of two doors (E-R7)."""

from functools import cached_property
from typing import Any

from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView

from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.members.models import Person
from gonghui.kernel.pages import Declares, Page
from gonghui.kernel.refusals import Refusal
from gonghui.kernel.rules import rule

from .. import actions
from ..forms.application import BeginForm
from .files import LIST

ENTERERS = (Role.WORKER, Role.GRASSROOTS_OPERATOR, Role.GRASSROOTS_CHAIR)


@rule(_("职工本人或所在工会"))
def who_may_begin(by, record):
    return by.role in ENTERERS


class ByTwoDoors(Page):
    """One page for two doors: a phone page for the worker, a desk page for her union."""

    @property
    def is_own(self) -> bool:
        return self.by is not None and self.by.role == Role.WORKER

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.frame = "ui/phone.html" if self.is_own else "ui/desk.html"


class Begin(ByTwoDoors, FormView):
    """A new application: of the worker herself, or entered for a worker (代录)."""

    declares = Declares("person", by=who_may_begin, cites="E-R7")
    template_name = "hardship/begin.html"
    form_class = BeginForm

    @property
    def title(self):
        return _("困难帮扶申请") if self.is_own else _("代录申请")

    @property
    def back_url(self):
        return "/" if self.is_own else LIST.url

    @cached_property
    def known(self) -> Person | None:
        """The worker as the register knows her: what it knows is not asked again."""
        return Person.objects.filter(user_id=self.by.user_id).first() if self.is_own else None

    def get_initial(self):
        user = self.by.user
        return {"name": user.name, "mobile": user.mobile.open() if user.mobile else ""} if self.is_own else {}

    def get_form(self, form_class=None):
        form = super().get_form(form_class)
        if self.known:
            form.fields.clear()
        return form

    def form_valid(self, form):
        facts = form.cleaned_data
        if self.known:
            number: Any = self.known.id_no
            facts = {"name": self.known.name, "id_no": number.open()}
        try:
            file = actions.begin(by=self.by, on=self.today, **facts)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        return HttpResponseRedirect(reverse("hardship:part_work", args=[file.number]))

    def get_context_data(self, **kwargs):
        shown = {"button": _("开始填写"), "asks": True, "is_own": self.is_own, "known": self.known}
        return super().get_context_data(**shown | kwargs)
