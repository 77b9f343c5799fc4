"""Sight: who sees what, once as queries and once as settings that row-level security reads (contracts §4).

This is the only place that sets them, with SET LOCAL, so that they end with the transaction.
"""

from __future__ import annotations

from collections.abc import Collection
from contextlib import contextmanager
from dataclasses import dataclass

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from psycopg.pq import TransactionStatus

EVERYTHING = (0, 2**31 - 1)
OWNER = {"record_type": OuterRef("record_type"), "record_id": OuterRef("record_id")}


@dataclass(frozen=True)
class Sight:
    """How a kind of record is seen.

    `roles`: the roles whose post opens the range of its unit (empty: every role that works on cases).
    `person`: the path to the user the record is about, as "applicant__user". `assigned`: rows of Assignment open it.
    `assigned_owner`: rows of Assignment for the record that `record_type` and `record_id` name open it too.
    `public`: the name of a boolean column that opens it to everyone. `through`: the parent whose sight it shares,
    beside the person it may name itself.
    """

    roles: Collection[str] = ()
    person: str = ""
    assigned: bool = False
    assigned_owner: bool = False
    public: str = ""
    through: str = ""

    def narrow(self, records: models.QuerySet, by) -> models.QuerySet:
        """The records that `by` may see."""
        if self.through:
            parent = records.model._meta.get_field(self.through).related_model
            shared = Q(**{f"{self.through}__in": parent.objects.visible_to(by)})
            return records.filter(shared | Q(**{self.person: by.user_id}) if self.person else shared)
        wanted = Q(pk__in=())
        if self._opens_a_range(by, records.model):
            wanted |= Q(position__range=(by.unit.position, by.unit.last))
        if self.person:
            wanted |= Q(**{self.person: by.user_id})
        if self.assigned:
            wanted |= Q(pk__in=assigned_to(by.user_id, records.model))
        if self.assigned_owner:
            wanted |= Q(Exists(_rows_of(by.user_id).filter(**OWNER)))
        if self.public:
            wanted |= Q(**{self.public: True})
        return records.filter(wanted)

    def admits(self, by, record) -> bool:
        """Whether this sight, apart from assignments, opens `record` to `by`: what `narrow` asks, of one record."""
        if self.through:
            parent = getattr(record, self.through)
            return type(parent).seen_by.admits(by, parent) or self._is_about(by, record)
        is_below = self._opens_a_range(by, type(record)) and by.unit.holds(record.position)
        return is_below or self._is_about(by, record) or bool(self.public and getattr(record, self.public))

    def _opens_a_range(self, by, model) -> bool:
        return by.sees_below and (not self.roles or by.role in self.roles) and _has_position(model)

    def _is_about(self, by, record) -> bool:
        if not self.person:
            return False
        *way, last = self.person.split("__")
        for name in way:
            record = getattr(record, name)
        return getattr(record, f"{last}_id") == by.user_id


def _has_position(model) -> bool:
    return any(field.name == "position" for field in model._meta.concrete_fields)


def assigned_to(user_id: int, model) -> models.QuerySet:
    """The ids of the records of a kind that are assigned to a user today."""
    return _rows_of(user_id).filter(record_type=model._meta.label_lower).values("record_id")


def _rows_of(user_id: int) -> models.QuerySet:
    """What is assigned to a user today."""
    today = timezone.localdate()
    mine = apps.get_model("organisations", "Assignment").objects.filter(user_id=user_id, starts_on__lte=today)
    return mine.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=today))


@contextmanager
def of(by, using=DEFAULT_DB_ALIAS):
    """See what the post `by` sees, until the block ends; must run inside a transaction."""
    low, high = (by.unit.position, by.unit.last) if by.sees_below else ("", "")
    with _settings((low, high, by.user_id), using):
        yield


@contextmanager
def system(actor: str, using=DEFAULT_DB_ALIAS):
    """See everything, as a named part of the system ("calendar", "payments"); must run inside a transaction."""
    if not actor:
        raise ValueError("a system sight has a name")
    with _settings((*EVERYTHING, ""), using):
        yield


@contextmanager
def _settings(values, using):
    connection = connections[using]
    if not connection.in_atomic_block:
        raise RuntimeError("sight is set inside a transaction")
    before, wanted = _read(connection), tuple(map(str, values))
    if before == wanted:
        yield
        return
    _write(connection, wanted)
    try:
        yield
    finally:
        if _is_sound(connection):  # what failed is rolled back as a whole, its settings with it
            _write(connection, before)


def _is_sound(connection) -> bool:
    in_transaction = connection.connection.info.transaction_status == TransactionStatus.INTRANS
    return in_transaction and not connection.needs_rollback


def _read(connection):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('gonghui.low', true), current_setting('gonghui.high', true),"
            " current_setting('gonghui.user', true)"
        )
        return tuple(value or "" for value in cursor.fetchone())


def _write(connection, values):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('gonghui.low', %s, true), set_config('gonghui.high', %s, true),"
            " set_config('gonghui.user', %s, true)",
            list(values),
        )
