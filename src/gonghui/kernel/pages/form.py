"""Forms: plain editing that needs no action, saved and announced with what changed, kept while typing where asked."""

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponseRedirect, JsonResponse
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView

from ..announcing import announce
from ..refusals import Refusal
from .page import OfRecord, Page


class RecordForm(forms.ModelForm):
    """A form over a record that saves and announces."""

    def keep(self, *, by, on):
        """Save the answers and announce the edit with old and new values; no change, no announcement."""
        is_new = self.instance.pk is None
        changes = {name: [self.initial.get(name), getattr(self.instance, name)] for name in self.answered}
        if is_new or changes:
            name, title = ("create", _("登记")) if is_new else ("edit", _("修改"))
            with transaction.atomic():
                self.save()
                announce("edit", self.instance, by=by, on=on, name=name, title=title, facts={"changes": changes})
        return self.instance

    def keep_valid(self, *, by, on):
        """While typing: save the answers that are valid already, and leave the others on the page."""
        if self.answered:
            with transaction.atomic():
                self.instance.save(update_fields=self.answered)
                facts = {"fields": self.answered}
                announce("edit", self.instance, by=by, on=on, name="autosave", title=_("填写"), facts=facts)

    @property
    def answered(self) -> list[str]:
        """The fields whose answers are new and valid."""
        return [name for name in self.changed_data if name in self.cleaned_data]


class FormPage(Page, FormView):
    """Asks with a RecordForm and saves: a new record, or, as an EditPage, the one that is there."""

    template_name = "ui/form.html"
    button = _("保存")
    saves_while_typing = False

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instance": self.record}

    def post(self, request, *args, **kwargs):
        saves = self.saves_while_typing and "X-Autosave" in request.headers
        return self.autosave(self.get_form()) if saves else super().post(request, *args, **kwargs)

    def autosave(self, form):
        """Keep what is valid; say which answers are not yet."""
        form.is_valid()
        form.keep_valid(by=self.by, on=self.today)
        return JsonResponse({"wrong": {name: str(errors[0]) for name, errors in form.errors.items()}})

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
    """Edits a record that is there."""
