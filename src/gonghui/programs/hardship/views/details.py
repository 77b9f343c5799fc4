"""档案详情: the rest of the national form, filled in by the household or its union where they like (E, O.1)."""

from functools import cached_property
from typing import Any

from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gonghui.kernel.pages import Declares, EditPage
from gonghui.kernel.ui.shown import Crumb

from ..forms.application import OPEN
from ..forms.importing import DetailsForm
from ..forms.member_details import MemberDetailsForm
from ..models import FileDetails, MemberDetails
from ..rulebook import HELD, the_county_operator, the_household
from .beginning import ByTwoDoors
from .files import LIST
from .shown import files

who_fills = the_household | the_county_operator


class Details(ByTwoDoors, EditPage):
    """Fill in what the national form asks beyond the application; nothing here is compulsory."""

    declares = Declares("person", by=who_fills, cites="E O.1")
    queryset = files().select_related("details")
    template_name = "hardship/details_form.html"
    form_class: Any = DetailsForm
    title: Any = _("档案详情")

    @cached_property
    def back_url(self):
        return reverse("hardship:mine", args=[self.record.number]) if self.is_own else self.record.get_absolute_url()

    @property
    def success_url(self):
        return self.back_url

    def crumbs(self):
        return [LIST, Crumb(self.record.number, self.record.get_absolute_url()), Crumb(self.title)]

    def answer(self, request, *args, **kwargs):
        """The household while the application is open, officers also once it is on file."""
        is_open = self.record.state in OPEN or (self.record.state in HELD and not self.is_own)
        return super().answer(request, *args, **kwargs) if is_open else HttpResponseRedirect(self.back_url)

    def get_form_kwargs(self):
        details = getattr(self.record, "details", None) or FileDetails(file=self.record)
        return super().get_form_kwargs() | {"instance": details, "is_open": self.record.state in OPEN}

    def get_context_data(self, **kwargs):
        lead = _("以下内容都可以不填;填写的用于向上级工会报送档案。")
        return super().get_context_data(**{"lead": lead, "members": self.record.members.present()} | kwargs)


class OfMember(Details):
    """The same of one person of the household."""

    form_class = MemberDetailsForm

    @cached_property
    def member(self):
        return get_object_or_404(self.record.members.present().select_related("details"), pk=self.kwargs["pk"])

    @property
    def title(self):
        return _("{name}的成员详情").format(name=self.member.name)

    @property
    def success_url(self):
        return reverse("hardship:details", args=[self.record.number])

    def get_form_kwargs(self):
        details = getattr(self.member, "details", None) or MemberDetails(member=self.member)
        return super().get_form_kwargs() | {"instance": details}
