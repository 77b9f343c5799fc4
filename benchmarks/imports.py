"""Existing files by workbook: sent and checked by one, confirmed by another, as a county would that begins.

Ours: the whole way of an action, from the bytes of the workbook to files on record with their people, details,
amounts, assessments and one entry of the journal, each personal value encrypted. Floor: the same number of rows read
from the same workbook by the child process, checked cell by cell and taken nowhere.
"""

import time
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.db import transaction

from gonghui.foundation.organisations import sight
from gonghui.programs.hardship.actions import importing
from gonghui.programs.hardship.sheets import archive_in, receiving
from gonghui.programs.hardship.tests.books import a_child, a_household, a_workbook

from . import ground
from .measuring import Line

TITLE = "Existing files"
FILES = 2_000
OTHERS = 2  # people beside the applicant
JUNE_1, JUNE_2 = date(2021, 6, 1), date(2021, 6, 2)


def measure():
    """One workbook of a large county, taken in once."""
    with ground.city() as staff, papers() as folder:
        content = a_workbook(folder, *_rows(staff.union))
        floor = _timed(lambda: archive_in.read(content, filename="档案.xlsx"))
        began = time.process_time()
        with transaction.atomic(), sight.of(staff.county_operator):
            sent = _timed(lambda: receiving.receive(content, filename="档案.xlsx", by=staff.county_operator, on=JUNE_1))
            found = importing.FileImport.objects.get()
        with transaction.atomic(), sight.of(staff.county_approver):
            taken = _timed(lambda: importing.confirm(found, by=staff.county_approver, on=JUNE_2))
        if found.new != FILES:
            raise AssertionError(f"{found.new} of {FILES} files were taken in")
    rows, busy = FILES * (1 + OTHERS), time.process_time() - began
    ways = f"sent {sent:.1f} s, taken in {taken:.1f} s, {busy:.1f} s of both computing in this process"
    counted = f"{rows / (sent + taken):,.0f} people a second; {ways}"
    yield Line(f"{FILES:,} files with {rows:,} people", sent + taken, floor, counted)


@contextmanager
def papers():
    """A folder for the workbook, and the product's papers in it while it is measured."""
    before = settings.MEDIA_ROOT
    with TemporaryDirectory() as folder:
        settings.MEDIA_ROOT = Path(folder) / "papers"
        try:
            yield Path(folder)
        finally:
            settings.MEDIA_ROOT = before


def _timed(act) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def _rows(union):
    keys = [str(n) for n in range(1, FILES + 1)]
    return [a_household(union, key=key) for key in keys], [a_child(key=key) for key in keys for _other in range(OTHERS)]
