"""进度: every item of a plan for one unit against its own target (N-R3, N-R4)."""

from functools import cached_property

from django.http import Http404
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from gonghui.desks.figures import addresses
from gonghui.kernel.pages import Declares
from gonghui.kernel.ui.shown import Crumb

from .. import progress
from ..listing import records_url
from ..models import Plan
from ..rulebook import any_number_reader
from .plans import OfPlan
from .shown import Line, sees_unit


class Progress(OfPlan, TemplateView):
    """The city with the whole, or a county with its own targets; a county's officer finds no other's."""

    declares = Declares("post", by=any_number_reader, cites="N-R3 N-R4")
    queryset = Plan.objects.issued().select_related("unit__area")
    template_name = "plan/progress.html"

    @property
    def title(self):
        return _("{name}进度").format(name=self.record.name)

    def crumbs(self):
        return [*super().crumbs(), Crumb(_("进度"))]

    @cached_property
    def unit(self):
        """The unit asked for, within the post's own; the plan's own or the post's county without one."""
        key = self.request.GET.get("unit", "")
        if not key:
            return self.record.unit if sees_unit(self.by, self.record.unit) else self._own_county()
        found = addresses.unit_at(key, self.by.unit)
        if found is None or found not in (self.record.unit, *self.counties):
            raise Http404
        return found

    def _own_county(self):
        if not self.counties:
            raise Http404
        return self.counties[0]

    def get_context_data(self, **kwargs):
        plan, day = self.record, progress.day_of(self.record, self.today)
        found = progress.of_unit(plan, self.unit, plan.period, day)
        own = {"unit": self.unit, "day": day, "lines": [Line(each, records_url(each)) for each in found]}
        units = [plan.unit, *self.counties] if sees_unit(self.by, plan.unit) else []
        own |= {"units": [(unit, addresses.key_of(unit), unit == self.unit) for unit in units]}
        own |= {"counts": _counts(found)}
        return super().get_context_data(**own | kwargs)


def _counts(standings) -> list[tuple]:
    """How many items stand in each state, in the order of the states."""
    states = [each.state for each in standings]
    return [(state.label, states.count(state)) for state in progress.State if state in states]
