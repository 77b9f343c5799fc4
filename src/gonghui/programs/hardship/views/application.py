"""申请: an application in small parts, for the worker on her phone and for the union that enters it for her (E-R7)."""

from functools import cached_property

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.accounts.rules import has_role
from gonghui.foundation.documents.models import Document
from gonghui.foundation.members import actions as members
from gonghui.kernel.announcing import announce
from gonghui.kernel.pages import Declares, EditPage, OfRecord
from gonghui.kernel.refusals import Refusal
from gonghui.kernel.ui.shown import Crumb

from .. import actions
from ..forms import application as forms
from ..forms import authority
from ..forms.income import IncomePart
from ..forms.papers import FilePaperForm
from ..models import HouseholdMember
from ..rulebook import FileState, the_household
from .beginning import ByTwoDoors
from .files import LIST, reads_whole
from .shown import days_of, files, last_return

PARTS = {
    "work": _("本人与工作"),
    "household": _("家庭成员"),
    "income": _("家庭收支"),
    "card": _("银行卡"),
    "authority": _("授权与说明"),
    "check": _("核对提交"),
}


class Part(ByTwoDoors, OfRecord):
    """A part of an open application, with the way through all parts above it."""

    declares = Declares("person", by=the_household, cites="E-R7 E-R13")
    part = ""

    queryset = files()

    @property
    def title(self):
        return PARTS[self.part]

    @property
    def home_url(self):
        return reverse("hardship:mine", args=[self.record.number]) if self.is_own else self.record.get_absolute_url()

    @property
    def back_url(self):
        before = self._neighbour(-1)
        return self.url_of(f"part_{before}") if before else self.home_url

    @property
    def next_url(self):
        return self.url_of(f"part_{self._neighbour(1)}")

    def _neighbour(self, step):
        names = list(PARTS)
        place = names.index(self.part) + step
        return names[place] if 0 <= place < len(names) else ""

    def answer(self, request, *args, **kwargs):
        if self.record.state in forms.OPEN:
            return super().answer(request, *args, **kwargs)
        messages.warning(request, forms.Closed.sentence)
        return HttpResponseRedirect(self.home_url)

    def crumbs(self):
        return [LIST, Crumb(self.record.number, self.record.get_absolute_url()), Crumb(self.title)]

    def get_context_data(self, **kwargs):
        names = list(PARTS)
        stops = [(PARTS[name], self.url_of(f"part_{name}"), name == self.part) for name in names]
        way = {"stops": stops, "stop": names.index(self.part) + 1, "is_own": self.is_own, "asks": True}
        is_back = self.record.state == FileState.RETURNED
        return super().get_context_data(**way | {"asked": last_return(self.record) if is_back else []} | kwargs)


class FormPart(Part, EditPage):
    """A part with a form, saved while typing."""

    template_name = "hardship/part.html"
    button = _("保存,下一步")
    saves_while_typing = True

    def form_valid(self, form):
        """Saved goes without saying between parts: the next one is the answer."""
        try:
            form.keep(by=self.by, on=self.today)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        return HttpResponseRedirect(self.next_url)


class Work(FormPart):
    part = "work"
    form_class = forms.WorkPart


class Income(FormPart):
    part = "income"
    form_class = IncomePart
    template_name = "hardship/part_income.html"


class Card(FormPart):
    part = "card"
    form_class = forms.CardPart


class Authority(FormPart):
    part = "authority"
    template_name = "hardship/part_authority.html"

    def get_form_class(self):
        return authority.OwnAuthorityPart if self.is_own else authority.AuthorityPart

    def get_context_data(self, **kwargs):
        """Every text that is agreed to, as it reads today, with its tick on the phone."""
        context = super().get_context_data(**kwargs)
        form, wanted = context["form"], actions.purposes_of(self.record)
        texts = [(members.text_in_force(purpose, self.today), purpose) for purpose in wanted]
        return context | {"letters": [(text, form[name] if self.is_own else None) for text, name in texts]}


class Household(Part, TemplateView):
    """Who lives together, each opened by a touch."""

    part = "household"
    template_name = "hardship/part_household.html"

    def get_context_data(self, **kwargs):
        members = self.record.members.present()
        return super().get_context_data(**{"members": members, "next_url": self.next_url} | kwargs)


class Member(FormPart):
    """One person of the household: a new one, or one to mend or take out."""

    part = "household"
    form_class = forms.MemberPart
    template_name = "hardship/part_member.html"
    button = _("保存")

    @cached_property
    def member(self):
        if "pk" not in self.kwargs:
            return HouseholdMember(file=self.record)
        return get_object_or_404(self.record.members, pk=self.kwargs["pk"])

    @property
    def title(self):
        return self.member.name or _("添加家庭成员")

    @property
    def back_url(self):
        return self.url_of("part_household")

    next_url = back_url

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instance": self.member}

    def get_context_data(self, **kwargs):
        is_other = self.member.pk and self.member.relation != HouseholdMember.Relation.SELF
        shown = {"member": self.member, "may_take_out": is_other}
        if not self.member.pk:
            shown["autosave_url"] = ""
        return super().get_context_data(**shown | kwargs)


class MemberRemoval(Member):
    """Take a person out who was entered by mistake; the applicant herself stays."""

    http_method_names = ("post",)

    def post(self, request, *args, **kwargs):
        forms.require_open(self.record)
        member = self.record.members.filter(pk=self.kwargs["pk"]).first()
        if member is None:
            messages.warning(request, _("这名家庭成员不在申请中,可能已经删除。"))
        elif member.relation == HouseholdMember.Relation.SELF:
            raise Refusal(_("申请人本人不能删除。"))
        else:
            self._take_out(member)
        return HttpResponseRedirect(self.next_url)

    def _take_out(self, member):
        facts = {"member": str(member)}
        member.delete()
        announce("edit", self.record, by=self.by, on=self.today, name="edit", title=_("删除家庭成员"), facts=facts)
        messages.success(self.request, _("已删除。"))


class Paper(ByTwoDoors, EditPage):
    """Add a paper: the applicant and her union to the application, an officer to what was found."""

    declares = Declares("person", by=reads_whole | has_role(Role.WORKER), cites="E-R7")
    queryset = files()
    form_class = FilePaperForm
    title = _("添加证明材料")
    button = _("上传")

    @property
    def back_url(self):
        return self.record.get_absolute_url()


class Check(Part, TemplateView):
    """Everything once more, what is still missing, and the button that submits."""

    part = "check"
    template_name = "hardship/part_check.html"

    def get_context_data(self, **kwargs):
        file = self.record
        step = "resubmit" if file.state == FileState.RETURNED else "submit"
        return super().get_context_data(
            members=file.members.present(),
            lines=file.lines.standing(),
            missing=actions.missing_of(file),
            papers=Document.objects.visible_to(self.by).of(file),
            step=step,
            submit_url=self.url_of(f"my_{step}" if self.is_own else step),
            state_seen=file.state,
            days=days_of(file.unit.area, self.today),
            **kwargs,
        )
