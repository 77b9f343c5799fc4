"""Populated data of every earlier version are taken over: nothing lost, all proofs hold, nobody held up (R17)."""

import psycopg
import pytest

from gonghui.config.embedded import Place as DatabasePlace

from . import landed
from .places import a_place

PROOFS = ("journal_verify", "ledger_verify", "rls_verify", "access_verify", "pii_scan")


@pytest.fixture(scope="module", params=landed.names())
def place(request):
    with a_place() as found:
        outcome = found.taken_over(request.param)
        assert outcome.returncode == 0, outcome.stderr
        yield found


def in_it(place):
    """The owner's connection to the database of a place."""
    password = (place.home / "keys" / "database-owner.key").read_text().strip()
    address = {"host": str(DatabasePlace(place.home).sockets), "dbname": "gonghui", "user": "gonghui_owner"}
    return psycopg.connect(**address, password=password, autocommit=True)


@pytest.mark.parametrize("proof", PROOFS)
def test_taking_over_keeps_every_proof(place, proof):
    outcome = place.run(proof)

    assert (outcome.returncode, outcome.stdout[:400] if outcome.returncode else "") == (0, "")


def test_taking_over_brings_plain_papers_that_rotating_encrypts(place):
    plain = [path for path in papers(place) if path.read_bytes().startswith(b"PK")]

    outcome = place.run("rotate_keys")

    assert outcome.returncode == 0, outcome.stdout
    assert len(plain) > 10
    assert [path for path in papers(place) if path.read_bytes().startswith(b"PK")] == []
    assert place.run("journal_verify").returncode == 0


def test_an_upgrade_gives_up_rather_than_hold_up_who_works(place):
    with in_it(place) as one, in_it(place) as other:
        one.execute("COMMENT ON TABLE organisations_unit IS NULL")  # the walls are of another version
        other.execute("BEGIN")
        other.execute("LOCK TABLE members_person IN ACCESS SHARE MODE")  # somebody reads

        refused = place.run("jobs_sweep")
        other.execute("ROLLBACK")

    assert refused.returncode == 2
    assert "原来的版本可以继续运行" in refused.stderr
    assert place.run("rls_verify").returncode == 0


def papers(place):
    return [path for path in place.home.glob("papers/??/??/*") if path.is_file()]
