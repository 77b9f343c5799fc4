"""回访: a recipient says on her phone whether and how much she received, and reads what came of it (E-R13)."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView, TemplateView

from gonghui.kernel.pages import Declares, OfRecord, Page
from gonghui.kernel.pages.page import any_post
from gonghui.kernel.refusals import Refusal

from ..actions import inquiring as actions
from ..inquiry_form import AnswerForm
from ..models import Discrepancy, Inquiry
from ..rulebook.inquiries import INQUIRY, the_recipient
from .inquiries import INQUIRY_STATE

PHONE = "ui/phone.html"


def my_inquiries(by):
    return Inquiry.objects.visible_to(by).filter(about=by.user_id)


class AskedList(Page, TemplateView):
    """What I was asked."""

    declares = Declares("person", by=any_post, cites="E-R13")
    frame = PHONE
    template_name = "funds/inquiry_asked_list.html"
    title = _("受助回访")

    def get_context_data(self, **kwargs):
        found = my_inquiries(self.by).order_by("-pk")
        rows = [(each, INQUIRY_STATE.cell(each), each.state in INQUIRY["answer"].since) for each in found]
        return super().get_context_data(**{"rows": rows} | kwargs)


class Asked(OfRecord, FormView):
    """The question while it is open; afterwards thanks, and how a difference was settled."""

    declares = Declares("person", by=the_recipient, cites="E-R13")
    frame = PHONE
    queryset: Any = Inquiry.objects.all()
    template_name = "funds/inquiry_asked.html"
    form_class = AnswerForm
    title = _("受助回访")
    back_url = reverse_lazy("funds:asked_list")

    @property
    def is_open(self) -> bool:
        return self.record.state in INQUIRY["answer"].since

    def form_valid(self, form):
        try:
            actions.answer(self.record, by=self.by, on=self.today, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, _("谢谢,已收到您的回答。"))
        return HttpResponseRedirect(self.request.path)

    def get_context_data(self, **kwargs):
        case = Discrepancy.objects.visible_to(self.by).filter(inquiry=self.record).first()
        shown = {"is_open": self.is_open, "discrepancy": case, "button": _("提交回答"), "asks": self.is_open}
        return super().get_context_data(**shown | kwargs)
