"""The review as it is read: the page, and the files that are taken away."""

from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView, View

from gonghui.desks.figures.views import ASKERS
from gonghui.foundation.documents.rulebook import WORD_TYPE
from gonghui.kernel.announcing import announce
from gonghui.kernel.pages import Declares, OfRecord
from gonghui.kernel.ui.downloads import attachment

from .. import pdf, web, word
from ..papers import paper_of
from .reviews import OfReview

READING = Declares("post", by=ASKERS, cites="N-R7 N-R10")


class Text(OfReview, OfRecord, TemplateView):
    """The review as a document: every number opens its records."""

    declares = READING
    template_name = "review/text.html"
    title = _("正文")

    def get_context_data(self, **kwargs):
        shown = web.drawn(paper_of(self.record), web.link_for(self.by))
        return super().get_context_data(**shown | kwargs)


class File(OfReview, OfRecord, View):
    """The review as Word, PDF or a page of its own; that it was taken is written down."""

    declares = READING
    http_method_names = ["get"]
    kinds = {
        "docx": (WORD_TYPE, word.word_of),
        "pdf": ("application/pdf", pdf.pdf_of),
        "html": ("text/html; charset=utf-8", web.page_of),
    }

    @property
    def back_url(self):
        return self.record.get_absolute_url()

    def get(self, request, *args, kind, **kwargs):
        content_type, make = self.kinds[kind]
        content = make(paper_of(self.record))
        facts = {"kind": kind, "state": self.record.state}
        announce("read", self.record, by=self.by, on=self.today, name="file", title=_("下载年度述评"), facts=facts)
        return attachment(content, f"{self.record.title}.{kind}", content_type)
