"""Rows for volume: copies of one real record, made by SQL as the owner, without actions and without a journal."""

from collections.abc import Iterator

from django.db import connections, transaction
from psycopg import sql

from gonghui.foundation.organisations import sight
from gonghui.foundation.organisations.models import Unit
from gonghui.programs.hardship.tests.factories import a_file_on_record

SIZES = (1_000, 20_000)


def grown(staff) -> Iterator[int]:
    """Few files of all unions, then many; their number each time."""
    with transaction.atomic(), sight.system("benchmark"):
        pattern = a_file_on_record(staff)
    there = 1
    for size in SIZES:
        add_files(pattern, first=there, howmany=size - there)
        there = size
        yield size


def add_files(pattern, *, first: int, howmany: int):
    """Files of all unions in turn; the first is numbered V1 for `first` 1."""
    unions = list(Unit.objects.filter(level=Unit.Level.GRASSROOTS).values_list("pk", flat=True))
    copy_rows(
        pattern,
        howmany,
        number=f"'V' || (n + {first - 1})",
        uid="gen_random_uuid()",
        unit_id=f"(ARRAY{unions})[1 + mod(n, {len(unions)})]",
        begun_on="date '2021-01-01' + mod(n, 365)",
    )


def copy_rows(record, howmany: int, **changed: str):
    """Copy a record; `changed` gives SQL for the columns that differ, over `n` from 1 to `howmany`."""
    table = sql.Identifier(record._meta.db_table)
    columns = [field.column for field in record._meta.concrete_fields if not field.primary_key]
    values = [sql.SQL(changed[name]) if name in changed else sql.Identifier(name) for name in columns]
    statement = sql.SQL("INSERT INTO {} ({}) SELECT {} FROM {}, generate_series(1, %s) n WHERE id = %s").format(
        table, sql.SQL(", ").join(map(sql.Identifier, columns)), sql.SQL(", ").join(values), table
    )
    with connections["owner"].cursor() as owner:
        owner.execute(statement, [howmany, record.pk])
        owner.execute(sql.SQL("VACUUM (ANALYZE) {}").format(table))
