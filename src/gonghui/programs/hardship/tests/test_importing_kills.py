"""A confirmation killed in the middle: nothing half done, and a second one finishes it (T11, R8)."""

import os
import signal
import subprocess
import sys
from datetime import date

import pytest
from django.db import transaction

from gonghui.foundation.journal.models import Entry
from gonghui.foundation.members.models import Person
from gonghui.foundation.organisations import sight
from gonghui.foundation.organisations.tests.trees import a_tree
from gonghui.programs.hardship.actions import importing
from gonghui.programs.hardship.models import FileImport, HardshipArchive, HouseholdMember
from gonghui.programs.hardship.sheets import receiving

from .books import a_child, a_household, a_workbook, some_aid
from .factories import Staff

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])
JUNE_1, JUNE_2 = date(2021, 6, 1), date(2021, 6, 2)
PROCESS = """
import os, signal, django
django.setup()
from datetime import date
from django.conf import settings
from django.db import transaction
settings.MEDIA_ROOT, settings.JOURNAL_ANCHORS = os.environ["PAPERS"], os.devnull
from gonghui.foundation.accounts.models import Post
from gonghui.foundation.organisations import sight
from gonghui.kernel import workflow
from gonghui.programs.hardship.actions import filing, importing
from gonghui.programs.hardship.models import FileImport

def die(*args, **kwargs):
    os.kill(os.getpid(), signal.SIGKILL)

{where}
with transaction.atomic(), sight.system("tests"):
    importing.confirm(FileImport.objects.get(), by=Post.objects.get(pk={post}), on=date(2021, 6, 2))
"""
KILLS = [
    pytest.param("filing._save = die", id="after the persons are entered"),
    pytest.param("filing.Spell = die", id="after files and members are there"),
    pytest.param("workflow.announce = die", id="before the journal and the end"),
]


def in_sight(act):
    with transaction.atomic(), sight.system("tests"):
        return act()


@pytest.fixture
def staff():
    return in_sight(lambda: Staff(a_tree()))


def counts():
    kinds = (HardshipArchive, HouseholdMember, Person)
    return in_sight(lambda: [kind.objects.count() for kind in kinds])


@pytest.mark.parametrize("where", KILLS)
def test_a_killed_confirmation_leaves_nothing_and_the_next_one_finishes(staff, tmp_path, settings, where):
    settings.MEDIA_ROOT = tmp_path / "papers"
    rows = [a_household(staff.union, key=str(n)) for n in range(1, 4)]
    content = a_workbook(tmp_path, rows, [a_child()], [some_aid()])
    in_sight(lambda: receiving.receive(content, filename="档案.xlsx", by=staff.county_operator, on=JUNE_1))
    environment = {**os.environ, "PAPERS": str(settings.MEDIA_ROOT), "DJANGO_SETTINGS_MODULE": "tests.settings"}
    program = PROCESS.format(where=where, post=staff.county_approver.pk)

    killed = subprocess.run([sys.executable, "-c", program], env=environment, timeout=120, check=False).returncode

    assert (killed, counts()) == (-signal.SIGKILL, [0, 0, 0])
    again = in_sight(FileImport.objects.get)
    assert again.state == "uploaded"
    in_sight(lambda: importing.confirm(again, by=staff.county_approver, on=JUNE_2))
    assert counts() == [3, 4, 3]
    assert in_sight(lambda: Entry.objects.of(again).filter(name="confirm").count()) == 1
