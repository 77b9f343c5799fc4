"""Forms that pages ask with: a record's own, which saves and announces what changed, and the opinion of a step."""

from django import forms
from django.db import transaction
from django.forms.models import model_to_dict
from django.utils.translation import gettext_lazy as _

from ..announcing import announce
from ..encryption import Secret
from .fields import OpinionInput


class OpinionForm(forms.Form):
    """What many steps ask: an opinion of at most 500 characters (X-R4)."""

    opinion = forms.CharField(label=_("意见"), max_length=500, required=False, widget=OpinionInput())


class RecordForm(forms.ModelForm):
    """A form over a record that saves and announces."""

    def keep(self, *, by, on):
        """Save the answers and announce the edit with old and new values; no change, no announcement."""
        is_new = self.instance.pk is None
        if is_new or self.answered:
            name, title = ("create", _("登记")) if is_new else ("edit", _("修改"))
            with transaction.atomic():
                self.save()
                announce("edit", self.instance, by=by, on=on, name=name, title=title, facts={"changes": self.changes()})
        return self.instance

    def keep_valid(self, *, by, on):
        """While typing: save the answers that are valid already, and leave the others on the page."""
        changes = self.changes()
        if changes and not self.non_field_errors():
            indexes = [field.name for field in self.instance._meta.fields if getattr(field, "of", "") in changes]
            with transaction.atomic():
                self.instance.save(update_fields=[*changes, *indexes])
                facts = {"changes": changes}
                announce("edit", self.instance, by=by, on=on, name="autosave", title=_("填写"), facts=facts)

    @property
    def answered(self) -> list[str]:
        """The fields whose answers are new and valid; a mask that came back is no answer."""
        valid = [name for name in self.changed_data if name in self.cleaned_data]
        return [name for name in valid if not self._is_mask(name)]

    def _is_mask(self, name) -> bool:
        before = self.initial.get(name)
        return isinstance(before, Secret) and self.cleaned_data[name] in ("", str(before))

    def changes(self) -> dict:
        """Old and new value of each answered field of the record."""
        now = model_to_dict(self.instance, self.answered)
        return {name: [self.initial.get(name), value] for name, value in now.items()}
