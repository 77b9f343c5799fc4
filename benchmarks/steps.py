"""A household from application to on file, by the same actions that people take on the pages.

Ours: each step by its own post, under the sight of that post, in a transaction of its own. Floor: as many bare INSERT
and UPDATE statements in as many transactions, on a table of one key and one text.
"""

from django.db import connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from gonghui.foundation.notices import actions as notices
from gonghui.foundation.organisations import sight
from gonghui.programs.hardship import actions
from gonghui.programs.hardship.tests.factories import MAY_10, MAY_12, MAY_14, MAY_17, MAY_24, MAY_26, a_draft

from . import ground, volume
from .measuring import Line, beside

TITLE = "Steps"
WRITING = ("INSERT", "UPDATE")
WORDS = "记" * 150  # about as many bytes as one entry of the journal
HOUSEHOLDS = 15


def _begin(by, file, staff):
    return a_draft(staff)


def _submit(by, file, staff):
    return actions.submit(file, by=by, on=MAY_10)


def _visit(by, file, staff):
    facts = {"visited_on": MAY_12, "second": staff.chair.user, "findings": "情况属实,住房一间"}
    return actions.visit(file, by=by, on=MAY_12, **facts)


def _compare(by, file, staff):
    return actions.compare(file, by=by, on=MAY_14, sources=["civil_affairs"], result="clean")


def _publicise(by, file, staff):
    return actions.publicise(file, by=by, on=MAY_17)


def _close(by, file, staff):
    notices.close(file.notice, by=by, on=MAY_24)
    return file


def _review(by, file, staff):
    return actions.review(file, by=by, on=MAY_24, level="county", opinion="情况属实,同意")


def _approve(by, file, staff):
    return actions.approve(file, by=by, on=MAY_26)


ROAD = (
    ("chair", _begin),
    ("chair", _submit),
    ("operator", _visit),
    ("township", _compare),
    ("chair", _publicise),
    ("chair", _close),
    ("county_reviewer", _review),
    ("county_approver", _approve),
)
"""Who of the staff takes which step."""


def measure():
    """One household, all its steps, with few and with many other files about."""
    with ground.city() as staff:
        with connections["owner"].cursor() as owner:
            owner.execute("CREATE TABLE benchmark_floor (id bigserial PRIMARY KEY, words text)")
        for size in volume.grown(staff):
            yield _line(staff, size)


def _line(staff, size) -> Line:
    writes = _taken(staff)
    ours, least = beside(lambda: _write(writes), lambda: _take(staff), HOUSEHOLDS)
    inserts, updates = (sum(each.count(verb) for each in writes) for verb in WRITING)
    counted = f"{len(ROAD) / ours:.0f} steps a second; {inserts} INSERT, {updates} UPDATE"
    return Line(f"{len(ROAD)} steps of a household beside {size:,} files", ours, least, counted)


def _take(staff, each_step=transaction.atomic):
    file = None
    for who, step in ROAD:
        by = getattr(staff, who)
        with each_step(), transaction.atomic(), sight.of(by):
            file = step(by, file, staff)


def _taken(staff) -> list[list[str]]:
    """The writing statements of each transaction, as their first words."""
    asked = []

    def each_step():
        asked.append(CaptureQueriesContext(connection))
        return asked[-1]

    _take(staff, each_step)
    verbs = [[query["sql"].split(None, 1)[0] for query in step.captured_queries] for step in asked]
    return [[verb for verb in step if verb in WRITING] for step in verbs]


def _write(writes: list[list[str]]):
    statements = {
        "INSERT": "INSERT INTO benchmark_floor (words) VALUES (%s)",
        "UPDATE": "UPDATE benchmark_floor SET words = %s WHERE id = 1",
    }
    for verbs in writes:
        with transaction.atomic(using="owner"), connections["owner"].cursor() as owner:
            for verb in verbs:
                owner.execute(statements[verb], [WORDS])
