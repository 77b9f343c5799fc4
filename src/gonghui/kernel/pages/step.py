"""Steps: ask the facts a step needs, then take it or say in words why not."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.generic import FormView

from ..refusals import Refusal
from ..ui.forms import OpinionForm
from ..workflow import Step
from .page import Declares, OfRecord


class StepPage(OfRecord, FormView):
    """The page of one step: `workflow` and `action` name it; who may is what the rule book says.

    The page remembers in which state it saw the record. When somebody was quicker it says so and does nothing.
    """

    template_name = "ui/form.html"
    form_class: Any = OpinionForm
    workflow: Any = None
    action: Any = None
    step: Step
    sight = "post"

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        if cls.action and "declares" not in cls.__dict__:
            cls.step = cls.workflow[cls.action.__name__]
            cls.declares = Declares(cls.sight, by=cls.step.by, cites=cls.step.cites)

    def answer(self, request, *args, **kwargs):
        is_open = self.record.state in self.step.since
        return super().answer(request, *args, **kwargs) if is_open else self.too_late()

    def post(self, request, *args, **kwargs):
        form = self.get_form()
        if form.is_valid() and request.POST.get("state_seen") == self.record.state:
            return self.form_valid(form)
        if form.is_valid():
            form.add_error(None, _("您打开页面之后,情况有了变化。请看过最新情况,再决定是否办理。"))
        return self.form_invalid(form)

    def too_late(self):
        """Back to the record with a sentence: the step was taken already, or the record has gone elsewhere."""
        sentence = _("“%(step)s”现在不能办理:目前的状态是“%(state)s”。")
        if self.record.state == self.step.to:
            sentence = _("“%(step)s”已经办过了,没有重复办理。")
        messages.warning(self.request, sentence % {"step": self.step.title, "state": self.record.get_state_display()})
        return HttpResponseRedirect(self.get_success_url())

    def form_valid(self, form):
        try:
            self.take(form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, _("“%(step)s”已办好。") % {"step": self.step.title})
        return HttpResponseRedirect(self.get_success_url())

    def take(self, facts):
        """Take the step; a page overrides this where a refusal has a consequence of its own."""
        type(self).action(self.record, by=self.by, on=self.today, **facts)

    def get_success_url(self):
        return self.record.get_absolute_url()

    def get_context_data(self, **kwargs):
        step = self.step
        shown = {"title": self.title or step.title, "button": step.title, "cites": step.cites, "asks": True}
        shown |= {"state_seen": self.record.state, "back_url": self.get_success_url()}
        return super().get_context_data(**shown | kwargs)
