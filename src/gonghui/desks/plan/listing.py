"""The plan's items behind a figure, as the desk of figures lists them: own target, value, the way to its records."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gonghui.desks.figures import addresses, listed
from gonghui.foundation.organisations.models import Unit
from gonghui.kernel.ui.columns import Column

from . import progress
from .models import PlanItem


@dataclass(frozen=True)
class Reckoned(Column):
    """A value of the standing of an item; `asked_for` on the item is the unit whose figure was opened."""

    def value(self, record):
        return getattr(_standing(record), self.path)

    def cell_in_list(self, record):
        href = records_url(_standing(record)) if self.link else ""
        return self.cell(record, href=href)


def _standing(item) -> progress.Standing:
    """Worked out once for each row."""
    if "standing" not in item.__dict__:
        plan, unit = item.plan, Unit.objects.select_related("area", "parent").get(pk=item.asked_for)
        day = plan.period.last_day
        if unit.pk == plan.unit_id:
            item.standing = progress.of_whole(item, plan.period, day)
        else:
            item.standing = progress.of_item(item, [unit], plan.period, day)[0]
    return item.standing


def records_url(standing: progress.Standing, period=None) -> str:
    """The address of the records behind the value of a standing; none where no figure counts it."""
    if standing.value is None:
        return ""
    asked = {"unit": addresses.key_of(standing.unit), "period": (period or standing.item.plan.period).name}
    return f"{reverse('figures:records', args=[standing.item.figure])}?{urlencode(asked)}"


def show() -> None:
    """Let the desk of figures list items."""
    columns = (
        Column("code", _("编码"), narrow="left"),
        Column("title", _("目标项目"), narrow="title", link=True),
        Column("department", _("责任部门"), narrow="left"),
        Reckoned("target_shown", _("目标"), narrow="right"),
        Reckoned("shown", _("完成"), narrow="right", link=True),
        Column("deadline", _("完成期限"), narrow="right"),
        Column("note", _("说明"), narrow="row"),
    )
    listed.show(PlanItem, columns, ("plan__unit__area",))
