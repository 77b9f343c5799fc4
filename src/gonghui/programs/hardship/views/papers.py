"""Forms on paper: for one file or grant, for fifty, for a payment batch; as a Word document or from the page."""

from functools import cached_property
from typing import Any

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView

from gonghui.foundation.documents.blanks import printing
from gonghui.foundation.documents.blanks.registry import Blank
from gonghui.foundation.documents.rulebook import WORD_TYPE
from gonghui.foundation.funds.models import Payment
from gonghui.kernel.pages import Declares
from gonghui.kernel.refusals import Refusal
from gonghui.kernel.ui.downloads import attachment
from gonghui.kernel.ui.shown import Crumb

from ..forms.chosen import PrintForm
from ..models import AidGrant
from ..sheets import papers
from .chosen import OfChosen
from .files import LIST as FILES
from .files import REVEALERS
from .grants import LIST as GRANTS
from .shown import files, grants

LONGEST_ROLL = 500


class OwnRecord(Refusal):
    sentence = _("{number} 是您本人的申请,不能由您打印。")


class BatchTooLong(Refusal):
    sentence = _("这个批次有 {count} 笔,超过一张花名册 {most} 笔的上限。请在发放列表中分次勾选打印。")


class Papers(OfChosen, FormView):
    """Asks which form and why, then prints; `blanks` are the forms that may be asked for."""

    declares = Declares("post", by=REVEALERS, cites="E O.1")
    template_name = "hardship/papers.html"
    form_class = PrintForm
    title = _("打印表格")
    sheets: Any = None
    blanks: tuple[Blank, ...] = ()
    list_crumb: Crumb

    @property
    def back_url(self):
        return self.chosen[0].get_absolute_url() if len(self.asked) == 1 else self.list_crumb.url

    def crumbs(self):
        return [self.list_crumb, Crumb(self.title)]

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"blanks": self.blanks}

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{"chosen": self.chosen, "asks": True} | kwargs)

    def form_valid(self, form):
        blank, is_page = form.blanks[form.cleaned_data["blank"]], self.request.POST.get("out") != "docx"
        try:
            orders = self.orders(blank)
            asked = {"by": self.by, "on": self.today, "reason": form.cleaned_data["reason"]}
            printed = printing.print_out(blank, orders, html=is_page, **asked)
            if not is_page:
                return attachment(printed.document, f"{blank.title}.docx", WORD_TYPE)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        return self.page(blank, orders, printed)

    def orders(self, blank):
        """What is to be printed. Raises OwnRecord."""
        for record in self.chosen:
            if record.file.applicant_user_id == self.by.user_id:
                raise OwnRecord(number=record.number)
        return self.sheets.orders(blank, self.chosen, by=self.by, on=self.today)

    def page(self, blank, orders, printed):
        """All sheets on one page, each with its numbers above it, to be sent to the printer."""
        shown = [
            # The HTML comes from showing.shown, which keeps only elements of a sheet and escapes every value.
            (order.records[0].number if len(order.records) == 1 else "", SafeString(sheet.html))
            for order, sheet in zip(orders, printed.sheets, strict=True)
        ]
        told = {"blank": blank, "sheets": shown, "note": printing.note_of(blank, self.by), "title": blank.title}
        return render(self.request, "hardship/papers_print.html", told | {"back_url": self.back_url})


class FilePapers(Papers):
    """The forms of files."""

    queryset = files()
    sheets = papers.files
    blanks = papers.OF_FILES
    list_crumb = FILES


class GrantPapers(Papers):
    """The forms of grants."""

    queryset = grants()
    sheets = papers.grants
    blanks = papers.OF_GRANTS
    list_crumb = GRANTS


class BatchPapers(GrantPapers):
    """The rolls of a payment batch: of the grants in it that the post sees."""

    blanks = (papers.ROLL, papers.POSTED_ROLL)

    @cached_property
    def chosen(self):
        paid = Payment.objects.filter(batch__number=self.kwargs["batch"], record_type=AidGrant._meta.label_lower)
        found = self.queryset.visible_to(self.by).filter(pk__in=paid.values("record_id")).order_by("number")
        if (count := found.count()) > LONGEST_ROLL:
            raise BatchTooLong(count=count, most=LONGEST_ROLL)
        if not found:
            raise Http404
        return found

    @property
    def back_url(self):
        return reverse("hardship:grants")

    def orders(self, blank):
        return self.sheets.orders(blank, self.chosen, by=self.by, on=self.today, batch=self.kwargs["batch"])
