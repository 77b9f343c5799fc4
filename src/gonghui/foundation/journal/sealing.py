"""Seals over the journal: made in the database by a function of the owner, checked here from the rows themselves."""

import hashlib
from dataclasses import dataclass

from django.apps import apps
from django.conf import settings
from django.db import connection, connections, transaction

from .digests import digest_of
from .models import Seal

GENESIS = "0" * 64
LINE = """concat_ws(E'\\x1f', id, at AT TIME ZONE 'UTC', "on", kind, name, title, actor_id, actor_name, post_id,
 post_name, record_type, record_id, opinion, body::text, after)"""
LINES = f"string_agg({LINE}, E'\\n' ORDER BY id)"

MAKE_SEALER = f"""
CREATE OR REPLACE FUNCTION journal_seal_now() RETURNS text LANGUAGE plpgsql SECURITY DEFINER
SET search_path FROM CURRENT AS $$
DECLARE head text; low bigint; high bigint; lines text; howmany int; made text;
BEGIN
  SET LOCAL lock_timeout = '3s';
  LOCK TABLE journal_seal IN EXCLUSIVE MODE;
  LOCK TABLE journal_entry IN SHARE MODE;
  SELECT s.digest, s.last_id INTO head, low FROM journal_seal s ORDER BY s.id DESC LIMIT 1;
  head := coalesce(head, '{GENESIS}'); low := coalesce(low, 0);
  SELECT min(id), max(id), count(*), {LINES}
    INTO low, high, howmany, lines FROM journal_entry WHERE id > low;
  IF howmany = 0 THEN RETURN NULL; END IF;
  made := encode(sha256(convert_to(head || E'\\n' || lines, 'UTF8')), 'hex');
  INSERT INTO journal_seal (at, first_id, last_id, entries, previous, digest)
    VALUES (clock_timestamp(), low, high, howmany, head, made);
  RETURN made;
END $$;
REVOKE ALL ON FUNCTION journal_seal_now() FROM PUBLIC;
"""


@dataclass
class Fault:
    """Something in the journal that is not as it was written."""

    what: str
    where: str


def seal() -> str | None:
    """Seal what is not sealed yet and write the head beside the database; the digest, or None when nothing was new."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT journal_seal_now()")
        digest = cursor.fetchone()[0]
    if digest:
        with open(settings.JOURNAL_ANCHORS, "a") as anchors:
            anchors.write(f"{digest}\n")
    return digest


def faults(using="owner") -> list[Fault]:
    """Everything that does not hold: seals that do not fit their entries, lost heads, records changed unannounced."""
    return [*_broken_seals(using), *_lost_anchors(using), *_unannounced_changes(using)]


def _broken_seals(using):
    head, last = GENESIS, 0
    for seal in Seal.objects.using(using).order_by("pk"):
        with connections[using].cursor() as cursor:
            cursor.execute(
                f"SELECT count(*), {LINES} FROM journal_entry WHERE id > %s AND id <= %s",
                [last, seal.last_id],
            )
            entries, lines = cursor.fetchone()
        digest = hashlib.sha256(f"{head}\n{lines}".encode()).hexdigest()
        if (entries, head, digest) != (seal.entries, seal.previous, seal.digest):
            yield Fault("seal does not fit its entries", f"entries {seal.first_id} to {seal.last_id}")
        head, last = seal.digest, seal.last_id


def _lost_anchors(using):
    try:
        with open(settings.JOURNAL_ANCHORS) as file:
            heads = file.read().split()
    except FileNotFoundError:
        heads = []
    known = list(Seal.objects.using(using).order_by("pk").values_list("digest", flat=True))
    for position, head in enumerate(heads):
        if position >= len(known) or known[position] != head:
            yield Fault("a head kept outside the database is gone: an older or rewritten journal", head)
            return


def _unannounced_changes(using):
    for model in apps.get_models():
        if getattr(model, "is_witnessed", False):
            yield from _changed(model, using)


def _changed(model, using):
    found = remembered(model, using)
    for record in model.objects.using(using).order_by("pk").iterator(chunk_size=500):
        if found.get(record.pk) != digest_of(record):
            yield Fault("a record is not as the journal last saw it", f"{model._meta.label} {record}")
    there = set(model.objects.using(using).values_list("pk", flat=True))
    for missing in sorted({pk for pk, digest in found.items() if digest} - there):
        yield Fault("a record of the journal is gone", f"{model._meta.label} #{missing}")


def remembered(model, using, record_id: int | None = None) -> dict[int, str]:
    """The digests of a kind of record, or of one record, as the journal last saw them."""
    with connections[using].cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT ON (record_id) record_id, after FROM ("
            " SELECT id, record_id, after FROM journal_entry WHERE record_type = %(model)s AND after <> ''"
            " UNION ALL SELECT e.id, d.key::bigint, d.value FROM journal_entry e,"
            " jsonb_each_text(e.body -> 'digests' -> %(model)s) d) seen"
            " WHERE %(one)s::bigint IS NULL OR record_id = %(one)s ORDER BY record_id, id DESC",
            {"model": model._meta.label_lower, "one": record_id},
        )
        return dict(cursor.fetchall())
