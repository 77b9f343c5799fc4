"""回避: who stands aside on which file, declared, ordered or found (X-R1)."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView

from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.accounts.rules import has_role
from gonghui.kernel.pages import Declares, ListPage, OfRecord
from gonghui.kernel.refusals import Refusal
from gonghui.kernel.ui.columns import Column
from gonghui.kernel.ui.shown import Crumb

from ..actions import kin
from ..forms.kin import DeclarationForm, LiftForm, OrderForm
from ..models import Recusal
from ..rulebook import another_than_the_applicant
from ..rulebook.people import the_county_reviewer
from ..rulebook.relief import another_than_the_recipient, the_relief_reviewer
from .files import LIST as FILES
from .files import OFFICERS
from .relief import LIST as RELIEFS
from .relief import reliefs
from .shown import files

LIST = Crumb(Recusal._meta.verbose_name, "/hardship/recusals/")


class RecusalList(ListPage):
    """Who stands aside in my units, and on what I stand aside myself: the number of the file and nothing of it."""

    declares = Declares("post", by=OFFICERS, cites="X-R1")
    title = _("回避")
    lead = _("回避的人员看不到档案或应急慰问的内容,也不能办理其中任何一步。")
    nothing = _("没有回避记录")
    ordering = ("-declared_on", "-pk")
    columns: tuple[Column, ...] = (
        Column("case", _("档案或应急慰问"), narrow="title"),
        Column("officer", _("回避人员"), narrow="left"),
        Column("relation", _("与这户家庭的关系"), narrow="left"),
        Column("source", _("依据"), narrow="right"),
        Column("declared_on", _("回避日期"), sort="declared_on", narrow="right"),
        Column("ended_on", _("解除日期"), narrow="row"),
    )
    queryset = Recusal.objects.select_related("file", "relief", "officer", "unit")


class KinPage(FormView):
    """A form whose action may refuse; afterwards back to where the file, or its list, is."""

    template_name = "ui/form.html"
    by: Any
    today: Any
    request: Any
    title: Any
    back_url: Any
    done: Any = ""

    def act(self, facts):
        """Do what the form asks."""

    def form_valid(self, form):
        try:
            self.act(form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, self.done)
        return HttpResponseRedirect(self.get_success_url())

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{"button": self.title, "asks": True, "cites": "X-R1"} | kwargs)


class OfCase(OfRecord, KinPage):
    """A page of kinship with one household, or with the recipient of one relief."""

    list_crumb: Any

    @property
    def back_url(self):
        return self.record.get_absolute_url()

    def crumbs(self):
        return [self.list_crumb, Crumb(self.record.number, self.back_url), Crumb(self.title)]


class DeclarationPage(OfCase):
    """The officer stands aside herself; afterwards the case is gone from her desk."""

    form_class = DeclarationForm
    title = _("声明回避")
    lead = _("声明后您不能再查看和办理;由县级审核人解除前一直有效。")
    done = _("已声明回避,由其他人员办理。")

    def act(self, facts):
        kin.declare(self.record, by=self.by, on=self.today, **facts)

    def get_success_url(self):
        return reverse("hardship:recusals")

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{"lead": self.lead} | kwargs)


class OrderPage(OfCase):
    """A reviewer has an officer stand aside."""

    form_class = OrderForm
    title = _("要求回避")
    done = _("已要求回避。")

    def get_form(self, form_class=None):
        form = super().get_form(form_class)
        form.fields["officer"].offer(self.record, self.today)
        return form

    def act(self, facts):
        kin.order(self.record, by=self.by, on=self.today, **facts)

    def get_success_url(self):
        return self.record.get_absolute_url()


class Declaration(DeclarationPage):
    declares = Declares("post", by=has_role(*OFFICERS) & another_than_the_applicant, cites="X-R1")
    queryset, list_crumb = files(), FILES


class ReliefDeclaration(DeclarationPage):
    declares = Declares("post", by=has_role(*OFFICERS) & another_than_the_recipient, cites="X-R1")
    queryset, list_crumb = reliefs(), RELIEFS


class Order(OrderPage):
    declares = Declares("post", by=the_county_reviewer, cites="X-R1")
    queryset, list_crumb = files(), FILES


class ReliefOrder(OrderPage):
    declares = Declares("post", by=the_relief_reviewer, cites="X-R1")
    queryset, list_crumb = reliefs(), RELIEFS


class Lifting(OfRecord, KinPage):
    """There is no kinship after all: the officer works on the file again."""

    declares = Declares("post", by=(Role.COUNTY_REVIEWER, Role.CITY_REVIEWER), cites="X-R1")
    form_class = LiftForm
    title = _("解除回避")
    done = _("已解除回避。")
    queryset = Recusal.objects.open().select_related("file", "relief", "officer")
    key = "pk"

    @property
    def back_url(self):
        return reverse("hardship:recusals")

    def act(self, facts):
        kin.lift(self.record, by=self.by, on=self.today, **facts)

    def get_success_url(self):
        return reverse("hardship:recusals")
