"""Files or grants ticked in a list: at most fifty, all of them seen by who asks, or not found (X-R2)."""

from functools import cached_property
from typing import Any

from django.http import Http404
from django.utils.translation import gettext_lazy as _

from gonghui.kernel.pages import Page
from gonghui.kernel.refusals import Refusal

MOST = 50


class NothingChosen(Refusal):
    sentence = _("没有选中记录。请返回列表,勾选后再办理。")


class TooManyChosen(Refusal):
    sentence = _("一次最多办理 {most} 条,选中了 {count} 条。请分几次办理。")


class OfChosen(Page):
    """A page of the records whose numbers the address names as `n`."""

    queryset: Any = None

    @property
    def asked(self) -> list[str]:
        """The numbers asked for, each once."""
        return list(dict.fromkeys(number[:32] for number in self.request.GET.getlist("n")))

    @cached_property
    def chosen(self):
        """The records as a QuerySet, in the order of their numbers. Raises NothingChosen, TooManyChosen."""
        if not self.asked:
            raise NothingChosen
        if len(self.asked) > MOST:
            raise TooManyChosen(most=MOST, count=len(self.asked))
        found = self.queryset.visible_to(self.by).within(self.by.unit).filter(number__in=self.asked).order_by("number")
        if len(found) != len(self.asked):
            raise Http404
        return found
