"""A roster is taken in as one set, in SQL: persons, memberships, changes; all of it or nothing (B-R1, B-R8, T03).

Rows are copied into a table of the transaction, and what is known decides there. Two rosters with the same person wait
for one another in the order of the index; the second finds her as the first left her.
"""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection

from gonghui.foundation.journal.digests import digest_of
from gonghui.foundation.members.models import Membership, Person, pinyin_of
from gonghui.kernel.encryption import seal

from ..models import MembershipCheck
from ..rulebook.joining import CheckState
from .checking import new_check
from .comparing import Difference, Said

COLUMNS = (
    ("row", "int"),
    ("outcome", "text"),
    ("uid", "uuid"),
    ("name", "text"),
    ("name_pinyin", "text"),
    ("id_index", "text"),
    ("id_no", "bytea"),
    ("mobile", "bytea"),
    ("household_type", "text"),
    ("employment", "text"),
    ("job", "text"),
    ("is_migrant_worker", "boolean"),
    ("migrant_reason", "text"),
    ("groups", "text[]"),
    ("new_forms", "text[]"),
    ("confirm_way", "text"),
    ("way", "text"),
    ("joined_on", "date"),
)
TABLE = (
    "CREATE TEMP TABLE organising_rows ("
    + ", ".join(f"{name} {kind}" for name, kind in COLUMNS)
    + ", person_id bigint, is_same boolean) ON COMMIT DROP"
)
NEW_PERSONS = """
INSERT INTO members_person (uid, unit_id, position, name, name_pinyin, id_index, id_no, mobile, household_type)
SELECT uid, %(unit)s, 0, name, name_pinyin, id_index, id_no, mobile, coalesce(household_type, 'urban')
FROM organising_rows WHERE outcome = 'join' ORDER BY id_index
ON CONFLICT (id_index) DO NOTHING
"""
WHO_THEY_ARE = """
UPDATE organising_rows r SET person_id = p.id, is_same = (p.name = r.name)
FROM members_person p WHERE p.id_index = r.id_index
"""
JOINED = """
INSERT INTO members_membership (unit_id, position, person_id, state, joined_on, end_reason, way, confirm_way,
  employment, job, is_migrant_worker, migrant_reason, groups, new_forms, approved_by, is_first, joined_as_migrant)
SELECT %(unit)s, 0, r.person_id, 'active', r.joined_on, '', r.way, coalesce(r.confirm_way, 'proxy'),
  coalesce(r.employment, ''), coalesce(r.job, ''), r.is_migrant_worker, r.migrant_reason,
  coalesce(r.groups, '{}'), coalesce(r.new_forms, '{}'), %(by)s, false, false
FROM organising_rows r
WHERE r.outcome = 'join' AND r.is_same AND NOT EXISTS (SELECT FROM members_membership m
  WHERE m.person_id = r.person_id AND (m.state <> 'left' OR m.left_on > r.joined_on))
ORDER BY r.person_id
ON CONFLICT DO NOTHING
RETURNING id, person_id
"""
KEPT_HERE = """
UPDATE members_person p SET unit_id = %(unit)s FROM members_membership m
WHERE m.id = ANY(%(ids)s) AND p.id = m.person_id AND p.unit_id <> %(unit)s
"""
CHANGED_PERSONS = """
UPDATE members_person p SET name = r.name, name_pinyin = r.name_pinyin, mobile = coalesce(r.mobile, p.mobile),
  household_type = coalesce(r.household_type, p.household_type)
FROM organising_rows r WHERE r.outcome = 'change' AND p.id = r.person_id
"""
CHANGED = """
UPDATE members_membership m SET employment = coalesce(r.employment, m.employment), job = coalesce(r.job, m.job),
  is_migrant_worker = coalesce(r.is_migrant_worker, m.is_migrant_worker),
  migrant_reason = CASE WHEN r.is_migrant_worker IS NULL THEN m.migrant_reason ELSE r.migrant_reason END,
  groups = coalesce(r.groups, m.groups), new_forms = coalesce(r.new_forms, m.new_forms),
  confirm_way = coalesce(r.confirm_way, m.confirm_way)
FROM organising_rows r
WHERE r.outcome = 'change' AND m.person_id = r.person_id AND m.unit_id = %(unit)s AND m.state IN ('active', 'retained')
RETURNING m.id
"""


@dataclass
class Taken:
    """What a roster has done: ids of new and changed memberships, rows that the office looks into, all digests."""

    joined: list[int] = field(default_factory=list)
    changed: list[int] = field(default_factory=list)
    referred: list[int] = field(default_factory=list)
    digests: dict[str, dict[str, str]] = field(default_factory=dict)


def take_in(unit, difference: Difference, *, by, on: date) -> Taken:
    """Write what differs; needs a transaction that sees everything. Persons known elsewhere become checks (T03)."""
    said = {each.row: each for each in difference.joins}
    known = _uids([each.index for each in difference.joins])
    told: dict[str, Any] = {"unit": unit.pk, "by": by.user_id}
    taken = Taken()
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS organising_rows")
        cursor.execute(TABLE)
        _copy(cursor, _rows(difference, known, on))
        cursor.execute(NEW_PERSONS, told)
        cursor.execute(WHO_THEY_ARE)
        cursor.execute(JOINED, told)
        taken.joined = [row[0] for row in cursor.fetchall()]
        cursor.execute(KEPT_HERE, told | {"ids": taken.joined})
        cursor.execute(CHANGED_PERSONS)
        cursor.execute(CHANGED, told)
        taken.changed = [row[0] for row in cursor.fetchall()]
        strangers = _not_taken(cursor, taken.joined)
    checks = _refer(unit, {person: said[row] for row, person in strangers.items()}, by=by, on=on)
    taken.referred = sorted(strangers)
    taken.digests = _digests(Membership, [*taken.joined, *taken.changed]) | _digests(MembershipCheck, checks)
    return taken


def _uids(indexes: list[str]) -> dict[str, uuid.UUID]:
    """Under which uid a person is kept who is known: her numbers are sealed for it."""
    return dict(Person.objects.filter(id_index__in=indexes).values_list("id_index", "uid")) if indexes else {}


def _copy(cursor, rows: Iterator[tuple]) -> None:
    names = ", ".join(name for name, _kind in COLUMNS)
    with cursor.copy(f"COPY organising_rows ({names}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def _rows(difference: Difference, known: dict[str, uuid.UUID], on: date) -> Iterator[tuple]:
    for said in difference.joins:
        index = said.index
        migrant = said.migrant()
        yield _row(said, "join", known.get(index) or uuid.uuid4(), index, migrant, said.joins_on(on))
    for said, membership, _differs in difference.changes:
        person = membership.person
        yield _row(said, "change", person.uid, person.id_index, said.is_migrant_worker, on)


def _row(said: Said, outcome: str, uid: uuid.UUID, index: str, migrant: bool | None, joined_on: date) -> tuple:
    return (
        said.row,
        outcome,
        uid,
        said.name,
        pinyin_of(said.name),
        index,
        _sealed("id_no", said.id_no, uid) if outcome == "join" else None,
        _sealed("mobile", said.mobile, uid) if said.mobile else None,
        said.household_type,
        said.employment,
        said.job,
        migrant,
        said.migrant_reason,
        said.groups,
        said.new_forms,
        said.confirm_way,
        said.way(),
        joined_on,
    )


def _sealed(name: str, plain: str, uid: uuid.UUID) -> bytes:
    """As the field itself would seal it."""
    return seal(plain, f"members_person:{name}:{uid}".encode())


def _not_taken(cursor, joined: list[int]) -> dict[int, int]:
    """Rows of who was to join and has not: row in the file → the person who is known."""
    cursor.execute(
        "SELECT r.row, r.person_id FROM organising_rows r WHERE r.outcome = 'join' AND NOT EXISTS"
        " (SELECT FROM members_membership m WHERE m.id = ANY(%s) AND m.person_id = r.person_id) ORDER BY r.row",
        [joined],
    )
    return dict(cursor.fetchall())


def _refer(unit, strangers: dict[int, Said], *, by, on: date) -> list[int]:
    """A check for each person who is known elsewhere, but for those that wait already; their ids."""
    waiting = MembershipCheck.objects.filter(wanted_by=unit, state=CheckState.WAITING, person__in=strangers)
    asked = set(waiting.values_list("person_id", flat=True))
    persons = Person.objects.filter(pk__in=[pk for pk in strangers if pk not in asked]).select_related("unit")
    checks = []
    for person in persons.order_by("pk"):
        said = strangers[person.pk]
        facts: dict[str, Any] = {
            "way": said.way(),
            "confirm_way": said.confirm_way or "proxy",
            "employment": said.employment or "",
        }
        facts |= {"job": said.job or "", "is_migrant_worker": said.migrant(), "migrant_reason": said.migrant_reason}
        facts |= {"groups": said.groups or [], "new_forms": said.new_forms or []}
        checks.append(new_check(person, wanted_by=unit, said_name=said.name, facts=facts, by=by, on=on))
    return [check.pk for check in MembershipCheck.objects.bulk_create(checks)]


def _digests(model, ids: list[int]) -> dict[str, dict[str, str]]:
    found = {str(each.pk): digest_of(each) for each in model.objects.filter(pk__in=ids).order_by("pk")}
    return {model._meta.label_lower: found} if found else {}
