"""`seal_verify` finds every tampering by somebody who may do everything in the database, and cries at nothing else."""

import io
from datetime import date

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connections, transaction

from gonghui.desks.figures import proofs, sealing
from gonghui.desks.figures.models import Cell, Definition, Seal
from gonghui.foundation.journal.sealing import faults
from gonghui.foundation.organisations import sight
from gonghui.foundation.organisations.tests.trees import a_tree

from .sealed import FEBRUARY, JANUARY, MARCH, City

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])

TABLES = ("cell", "counted", "seal", "definition", "sealedmonth", "restatement")
FIRST = "(SELECT min(id) FROM figures_cell WHERE figure = 'Y16' AND own > 0 AND restatement_id IS NULL)"
LAST = "(SELECT max(id) FROM figures_cell)"
RESTATED = "(SELECT min(id) FROM figures_cell WHERE figure = 'Y16' AND own <> 0 AND restatement_id IS NOT NULL)"
ONE_MONTH = "(SELECT id FROM figures_sealedmonth WHERE number = '2021-02')"
CELL, SEAL, SET = "is not as it was sealed", "does not fit its rows", "not those that were sealed"
JOURNAL, LAW = "not as the journal wrote it", "a law of the seals is not in force"
TAMPERINGS = {
    "a number": ("UPDATE figures_cell SET own = own + 1 WHERE id = " + FIRST, CELL),
    "a total": ("UPDATE figures_cell SET total = total + 1 WHERE id = " + FIRST, CELL),
    "a number and its total alike": (
        "UPDATE figures_cell SET own = own + 1, total = total + 1 WHERE id = " + FIRST,
        "does not come to the total",
    ),
    "how many records": ("UPDATE figures_cell SET own_records = own_records + 1 WHERE id = " + FIRST, CELL),
    "a unit": ("UPDATE figures_cell SET unit_id = (SELECT max(id) FROM organisations_unit) WHERE id = " + FIRST, CELL),
    "a figure": ("UPDATE figures_cell SET figure = 'Y99' WHERE id = " + FIRST, "a definition that is not kept"),
    "a version": ("UPDATE figures_cell SET version = 2 WHERE id = " + FIRST, "a definition that is not kept"),
    "a row's own digest": ("UPDATE figures_cell SET digest = repeat('0', 64) WHERE id = " + FIRST, SEAL),
    "a digest of records": ("UPDATE figures_cell SET own_digest = repeat('0', 64) WHERE id = " + FIRST, SET),
    "a row gone": (
        f"DELETE FROM figures_counted WHERE cell_id = {FIRST};DELETE FROM figures_cell WHERE id = {FIRST}",
        SEAL,
    ),
    "a row more": (
        "INSERT INTO figures_cell (month_id, figure, version, unit_word, unit_id, own, total, own_records,"
        " total_records, own_digest, total_digest, digest) SELECT month_id, 'Y99', version, unit_word, unit_id, own,"
        f" total, own_records, total_records, own_digest, total_digest, digest FROM figures_cell WHERE id = {FIRST}",
        SEAL,
    ),
    "a row in another month": (f"UPDATE figures_cell SET month_id = {ONE_MONTH} WHERE id = {FIRST}", SEAL),
    "a row's restatement": (f"UPDATE figures_cell SET restatement_id = NULL WHERE id = {LAST}", SEAL),
    "a record counted": ("UPDATE figures_counted SET keys[1] = 999999 WHERE cell_id = " + FIRST, SET),
    "a record more": ("UPDATE figures_counted SET keys = keys || 999999::bigint WHERE cell_id = " + FIRST, SET),
    "a set gone": ("DELETE FROM figures_counted WHERE cell_id = " + FIRST, "not as many as the cell says"),
    "a record twice": (
        "UPDATE figures_counted SET keys = keys || keys[1] WHERE cell_id = " + FIRST,
        "counted twice in a month",
    ),
    "what a definition says": ("UPDATE figures_definition SET text = '别的口径' WHERE figure = 'Y16'", CELL),
    "a definition gone": ("DELETE FROM figures_definition WHERE figure = 'Y16'", "a definition that is not kept"),
    "a version left out": ("UPDATE figures_definition SET version = 3 WHERE figure = 'E.exit'", "have a gap"),
    "a seal": ("UPDATE figures_seal SET digest = repeat('0', 64) WHERE id = (SELECT min(id) FROM figures_seal)", SEAL),
    "the last seal": ("DELETE FROM figures_seal WHERE id = (SELECT max(id) FROM figures_seal)", JOURNAL),
    "a month and its seal gone": (
        f"DELETE FROM figures_counted WHERE cell_id IN (SELECT id FROM figures_cell WHERE month_id = {ONE_MONTH});"
        f"DELETE FROM figures_cell WHERE month_id = {ONE_MONTH};DELETE FROM figures_seal WHERE month_id = {ONE_MONTH};"
        f"DELETE FROM figures_sealedmonth WHERE id = {ONE_MONTH}",
        "the locked months have a gap",
    ),
    "the chain cut": (
        "UPDATE figures_seal SET previous = repeat('1', 64) WHERE id = (SELECT max(id) FROM figures_seal)",
        SEAL,
    ),
    "a month opened by hand": (
        "UPDATE figures_sealedmonth SET state = 'open' WHERE number = '2021-02'",
        "a month that is not locked has cells",
    ),
    "who locked": ("UPDATE figures_sealedmonth SET locked_by = locked_by + 1000", "another than the journal wrote"),
    "one person": (
        "ALTER TABLE figures_sealedmonth DROP CONSTRAINT figures_month_by_two;"
        "UPDATE figures_sealedmonth SET locked_by = submitted_by WHERE state = 'locked'",
        "submitted and locked by one person",
    ),
    "who approved": ("UPDATE figures_restatement SET decided_by = decided_by + 1000", "another than the journal wrote"),
    "one person twice": (
        "ALTER TABLE figures_restatement DROP CONSTRAINT figures_restatement_by_two;"
        "UPDATE figures_restatement SET decided_by = proposed_by",
        "proposed and approved by one person",
    ),
    "what a restatement says": (
        "UPDATE figures_restatement SET differences = jsonb_set(differences, '{0,own}', '[0, 7]')",
        "are not as they were proposed",
    ),
    "a restated number": (
        "UPDATE figures_cell SET own = own + 1, total = total + 1 WHERE id = " + RESTATED,
        "changes other figures than it says",
    ),
    "a restatement taken back by hand": (
        "UPDATE figures_restatement SET state = 'withdrawn'",
        "one that is not approved has cells",
    ),
    "a law": ("ALTER TABLE figures_cell DISABLE TRIGGER never_changed", LAW),
    "a right": ("GRANT UPDATE ON figures_cell TO {application}", LAW),
}


@pytest.fixture
def sealed():
    """January to March, sealed; a late grant of January that two persons have taken over."""
    with transaction.atomic(), sight.system("tests"):
        city = City(a_tree())
        city.pays(city.files[0], date(2021, 1, 5), 300_00)
        city.pays(city.files[2], date(2021, 2, 3), 200_00)
        for month in (JANUARY, FEBRUARY, MARCH):
            city.seals(month)
        city.pays(city.files[2], date(2021, 1, 28), 70_00)
        city.restates()
    return city


def tamper(statements):
    """Run SQL as the owner, past the triggers that would refuse it."""
    application = connections["default"].settings_dict["USER"]
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"ALTER TABLE figures_{table} DISABLE TRIGGER USER")
        if "TRIGGER" not in statements:
            for statement in statements.replace("{application}", f'"{application}"').split(";"):
                cursor.execute(statement)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in TABLES:
            cursor.execute(f"ALTER TABLE figures_{table} ENABLE TRIGGER USER")
        if "TRIGGER" in statements:
            cursor.execute(statements)


def found_after(statements) -> str:
    """What is said after a tampering, which is undone again."""
    with transaction.atomic(using="owner"):
        tamper(statements)
        said = " | ".join(breach["what"] for breach in proofs.breaches())
        transaction.set_rollback(True, using="owner")
    return said


def test_every_tampering_is_found_and_nothing_else(sealed):
    assert list(proofs.breaches()) == []

    said = {name: found_after(does) for name, (does, _found) in TAMPERINGS.items()}

    assert {name: text for name, text in said.items() if TAMPERINGS[name][1] not in text} == {}
    assert (len(TAMPERINGS) >= 30, list(proofs.breaches())) == (True, [])


def test_a_rewrite_of_table_and_digests_together_is_found_through_the_journal(sealed):
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        cursor.execute("ALTER TABLE figures_cell DISABLE TRIGGER USER")
        cursor.execute("ALTER TABLE figures_seal DISABLE TRIGGER USER")
        definitions = {(each.figure, each.version): each for each in Definition.objects.using("owner")}
        for cell in Cell.objects.using("owner").filter(figure="Y16", restatement=None, month__number="2021-02"):
            cell.own += 100 * bool(cell.own)
            cell.total += 100
            cell.digest = sealing.digest_of_cell(cell, definitions[cell.figure, cell.version])
            Cell.objects.using("owner").filter(pk=cell.pk).update(own=cell.own, total=cell.total, digest=cell.digest)
        head = sealing.GENESIS
        for seal in Seal.objects.using("owner").order_by("pk"):
            rows = Cell.objects.using("owner").filter(restatement=seal.restatement)
            rows = rows if seal.restatement else rows.filter(month=seal.month)
            of = seal.month or seal.restatement
            digest = sealing.digest_of_seal(head, of.number, list(rows.order_by("pk").values_list("digest", flat=True)))
            Seal.objects.using("owner").filter(pk=seal.pk).update(previous=head, digest=digest)
            head = digest
        cursor.execute("ALTER TABLE figures_cell ENABLE TRIGGER USER")
        cursor.execute("ALTER TABLE figures_seal ENABLE TRIGGER USER")

    assert {breach["what"] for breach in proofs.breaches()} == {"a seal is not as the journal wrote it"}


def test_the_journal_knows_every_month_definition_and_restatement(sealed):
    assert [fault for fault in faults() if fault.where.startswith("figures.")] == []


def test_the_owner_cannot_change_what_is_sealed_in_passing(sealed):
    for table in ("figures_cell", "figures_counted", "figures_seal", "figures_definition"):
        for does in (f"UPDATE {table} SET id = id + 1000", f"DELETE FROM {table}"):
            with pytest.raises(IntegrityError, match="never changed"), transaction.atomic(using="owner"):
                connections["owner"].cursor().execute(does)


def test_the_command_says_so_by_its_exit_code(sealed):
    said = io.StringIO()
    call_command("seal_verify", stdout=said)
    assert "封存数与封条" in said.getvalue()

    tamper("UPDATE figures_cell SET total = total + 1 WHERE id = " + FIRST)

    with pytest.raises(SystemExit) as ended:
        call_command("seal_verify", stdout=said)
    assert ended.value.code == 1


def test_every_question_can_be_asked():
    assert len(proofs.questions()) == 14
