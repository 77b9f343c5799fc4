"""What waits for a post, as one kind of matter: asked of a program's records, which ask their rule book."""

from collections.abc import Collection
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gonghui.programs.hardship.models.waiting import turns

MOST = 50
"""Lines of one kind on the page; the list of the kind has them all."""


@dataclass(frozen=True)
class Task:
    """One line: which record, whose, the step that is due and the page that takes it."""

    record: object
    name: str
    place: str
    step: str
    url: str


@dataclass(frozen=True)
class Queue:
    """A kind of matter that may wait for somebody who holds one of `roles`.

    `waiting` gives, for a post and a day, the records whose next step is hers; `names` what a line says of one, and
    where it belongs; `namespace` the addresses of the steps (without one a matter is decided on the record's own page).
    """

    title: str
    icon: str
    list_name: str
    workflow: object
    waiting: object
    names: object
    namespace: str
    roles: Collection[str]

    def count(self, by, on) -> int:
        return self.waiting(by, on).count()

    def count_late(self, by, on) -> int:
        """How many of them should have been done before `on`."""
        return self.waiting(by, on).filter(due_on__lt=on).count()

    def tasks(self, by, on) -> list[Task]:
        """The most urgent first; what has no deadline comes last."""
        records = self.waiting(by, on).order_by("due_on", "pk")[:MOST]
        return [task for record in records if (task := self._task(record, by))]

    def _task(self, record, by) -> Task | None:
        """None where the record itself says that it is not her turn after all: it may be her own."""
        name, place = self.names(record)
        if not self.namespace:
            return Task(record, name, place, _("去处理"), record.get_absolute_url())
        if step := turns(self.workflow, by, record).get(record.state):
            return Task(record, name, place, step.title, reverse(self.namespace + step.name, args=[record.number]))
        return None


def yuan(fen: int) -> str:
    """300000 → 3,000.00 元"""
    return str(_("{n:,.2f} 元")).format(n=fen / 100)
