"""Case: a matter someone brings, that goes from step to step and is answered in time (X-R4 to X-R6)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..workdays import add_workdays, count_workdays


class Case(models.Model):
    """A numbered record with a state, a day it began and a day by which the next step is due.

    While the record is returned for correction the office's clock stops: `days_left` holds its remaining working days,
    `due_on` is the applicant's own day, and `returned_from` the state the record goes back to.
    """

    number = models.CharField(_("编号"), max_length=32, unique=True, editable=False)
    state = models.CharField(_("状态"), max_length=20, editable=False)
    begun_on = models.DateField(_("开始日期"), editable=False)
    due_on = models.DateField(_("办结期限"), null=True, blank=True, editable=False)
    days_left = models.SmallIntegerField(_("剩余工作日"), null=True, blank=True, editable=False)
    returned_from = models.CharField(_("退回前状态"), max_length=20, blank=True, editable=False)

    class Meta:
        abstract = True

    def __str__(self):
        return self.number

    def is_overdue(self, on) -> bool:
        """Whether the next step should have been taken before `on`."""
        return self.due_on is not None and on > self.due_on

    def workdays_left(self, on) -> int | None:
        """Working days until the next step is due, today not counted; negative when late; None when nothing is due."""
        if self.due_on is None:
            return None
        if on > self.due_on:
            return -count_workdays(self.due_on, on)
        return count_workdays(on, self.due_on)

    def expect(self, steps, on) -> None:
        """Set the day by which one of `steps` is to be taken: the nearest of their policies' working days."""
        days = [step.within.on(self.begun_on) for step in steps]
        self.due_on = add_workdays(on, min(days)) if days else None

    def pause(self, steps, on) -> None:
        """Stop the office's clock while the applicant has hers: the days of `steps` (X-R5)."""
        self.returned_from, self.days_left = self.state, self.workdays_left(on)
        self.expect(steps, on)

    def resume(self, on) -> None:
        """Put the record back where it was returned from, with the working days the office had left (X-R5)."""
        self.state, self.returned_from = self.returned_from, ""
        self.due_on = None if self.days_left is None else add_workdays(on, max(self.days_left, 0))
        self.days_left = None
