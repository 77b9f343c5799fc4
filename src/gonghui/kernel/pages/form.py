"""Forms on a page: plain editing that needs no action, kept while typing where asked."""

from django.contrib import messages
from django.http import HttpResponseRedirect, JsonResponse
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView

from ..refusals import Refusal
from .page import OfRecord, Page


class FormPage(Page, FormView):
    """Asks with a RecordForm and saves a new record."""

    template_name = "ui/form.html"
    button = _("保存")
    saves_while_typing = False

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instance": self.record}

    def form_valid(self, form):
        try:
            record = form.keep(by=self.by, on=self.today)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, _("已保存。"))
        return HttpResponseRedirect(self.success_url or record.get_absolute_url())

    def get_context_data(self, **kwargs):
        autosave_url = self.request.path if self.saves_while_typing else ""
        return super().get_context_data(**{"button": self.button, "asks": True, "autosave_url": autosave_url} | kwargs)


class EditPage(OfRecord, FormPage):
    """Edits a record that is there, and where asked saves while one types."""

    def post(self, request, *args, **kwargs):
        saves = self.saves_while_typing and "X-Autosave" in request.headers
        return self.autosave(self.get_form()) if saves else super().post(request, *args, **kwargs)

    def autosave(self, form):
        """Keep what is valid; say which answers are not yet."""
        form.is_valid()
        form.keep_valid(by=self.by, on=self.today)
        return JsonResponse({"wrong": {name: str(errors[0]) for name, errors in form.errors.items()}})
