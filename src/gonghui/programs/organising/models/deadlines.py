"""Deadlines in the rule book's own days: 日 are days of the calendar, 工作日 are working days (X-R6)."""

from datetime import timedelta

from gonghui.kernel.archetypes.case import Case
from gonghui.kernel.workdays import add_workdays

from ..rulebook.days import IN_CALENDAR_DAYS


class Dated(Case):
    """A case whose steps are due in the days that their policy counts."""

    class Meta:
        abstract = True

    def expect(self, steps, on) -> None:
        """Set the day by which one of `steps` is to be taken: the nearest of their policies' days."""
        self.due_on = min((_due(step.within, self.begun_on, on) for step in steps), default=None)


def _due(policy, begun_on, on):
    days = policy.on(begun_on)
    return on + timedelta(days=days) if policy.name in IN_CALENDAR_DAYS else add_workdays(on, days)
