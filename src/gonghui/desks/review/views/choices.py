"""What the review remembers of wordings: the list, and taking one back."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gonghui.desks.figures.views import ASKERS
from gonghui.foundation.accounts.rules import holds
from gonghui.kernel.pages import Declares, FormPage, ListPage, OfRecord
from gonghui.kernel.ui.columns import Column
from gonghui.kernel.ui.shown import Crumb

from ..forms import RevokeForm
from ..models import Choice
from ..rulebook import CHOOSERS
from .reading import Reading

TITLE = _("已记住的选择")
COLUMNS = (
    Column("unit_word", _("计量单位"), narrow="left"),
    Column("figure_name", _("指标"), narrow="right"),
    Column("reason", _("理由"), narrow="row"),
    Column("unit", _("所属工会"), narrow="left"),
    Column("user", _("选择人"), narrow="left"),
    Column("chosen_on", _("选择日期"), sort="chosen_on", narrow="right"),
)


class ChoiceList(ListPage):
    """The choices that are applied when the same wording comes again."""

    declares = Declares("post", by=ASKERS, cites="X-R11 X-R14")
    queryset = Choice.objects.standing().select_related("unit", "user")
    title = TITLE
    lead = _("同样的说法再次出现时,按这里的选择核对;命令 gonghui verify 也照此核对。点说法可以撤销。")
    nothing = _("还没有记住的选择")

    @property
    def columns(self):
        return (Column("wording", _("说法"), sort="wording", narrow="title", link=self.by.role in CHOOSERS), *COLUMNS)

    def crumbs(self):
        return [Crumb(Reading.title, reverse("review:reading")), Crumb(TITLE)]


class Revoke(OfRecord, FormPage):
    """Take a choice back, with the reason."""

    declares = Declares("post", by=holds(*CHOOSERS), cites="X-R11")
    queryset = Choice.objects.select_related("unit", "user")
    key = "pk"
    form_class = RevokeForm
    title = _("撤销选择")
    button = _("撤销")

    @property
    def back_url(self):
        return reverse("review:choices")

    @property
    def success_url(self):
        return reverse("review:choices")

    def crumbs(self):
        return [Crumb(TITLE, self.back_url), Crumb(self.title)]

    def get_context_data(self, **kwargs):
        lead = _("“%(wording)s”(%(unit_word)s)现在按“%(meant)s”核对;撤销后恢复为按原文判断。") % {
            "wording": self.record.wording, "unit_word": self.record.unit_word, "meant": self.record.figure_name,
        }  # fmt: skip
        return super().get_context_data(**{"lead": lead} | kwargs)
