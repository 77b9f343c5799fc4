"""The counter where papers are handed out: to who sees the record, as a file and never as a page (T20, T21)."""

from functools import cached_property

from django.http import Http404
from django.views.generic import View

from gonghui.kernel.pages import Declares, OfRecord
from gonghui.kernel.ui.downloads import attachment

from . import actions, owners
from .models import Document


class DocumentPage(OfRecord, View):
    """Hands out one paper; not found for whoever does not see the record it belongs to."""

    declares = Declares("post", cites="T21")
    queryset = Document.objects
    key = "uid"
    http_method_names = ["get"]

    @cached_property
    def record(self):
        document = super().record
        if not owners.is_visible(document, self.by):
            raise Http404
        return document

    def get(self, request, *args, **kwargs):
        content = actions.hand_out(self.record, by=self.by, on=self.today)
        response = attachment(content, self.record.original_name, self.record.media_type)
        response["Content-Security-Policy"] = "sandbox; default-src 'none'"
        response["Cross-Origin-Resource-Policy"] = "same-origin"
        response["Cache-Control"] = "private, no-store"
        return response
