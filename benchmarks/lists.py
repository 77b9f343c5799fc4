"""First page of one county's list of hardship files, asked for by its operator, with few and with many files about.

Ours: a whole request through Django's test client: session, post, sight, statements, page. Floor: the statements of
that page that read files (rows, counts by state, what waits), each sent once by the owner, whom row-level security
lets pass.
"""

from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gonghui.foundation.accounts.tests.people import come_in
from gonghui.programs.hardship.models import HardshipArchive

from . import ground, volume
from .measuring import Line, beside

TITLE = "A list"
PAGE = "/hardship/"
FILES = f'FROM "{HardshipArchive._meta.db_table}"'


def measure():
    """One line for each size: how many files there are in all counties."""
    with ground.city() as staff:
        for size in volume.grown(staff):
            yield _line(staff, size)


def _line(staff, size: int) -> Line:
    browser = come_in(staff.county_operator, Client(SERVER_NAME="localhost"))
    with CaptureQueriesContext(connection) as asked:
        answer = browser.get(PAGE)
    statements = [query["sql"] for query in asked.captured_queries]  # kept now: the next request clears them
    of_files = [statement for statement in statements if FILES in statement]
    bare = list(dict.fromkeys(of_files))

    def floor():
        with connections["owner"].cursor() as owner:
            for statement in bare:
                owner.execute(statement)
                owner.fetchall()

    own = HardshipArchive.objects.using("owner").within(staff.county).count()
    ours, least = beside(floor, lambda: browser.get(PAGE))
    rows = len(answer.context_data["page_obj"])
    counted = f"{len(statements)} statements for {rows} rows; {len(of_files)} of them read files, {len(bare)} different"
    return Line(f"{size:,} files, {own:,} of this county", ours, least, counted)
