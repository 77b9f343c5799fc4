"""Seals reckoned anew: what `seal_verify` asks of cells, record sets, definitions, seals and steps (N-R7, X-R11)."""

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from django.db import connections

from . import differing, sealing
from .models import Cell, Counted, Definition, Restatement, Seal

QUESTION = re.compile(r"^-- (?P<what>.+)\n(?P<select>SELECT [^;]+);$", re.MULTILINE)


def questions() -> list[tuple[str, str]]:
    """What must never be, in words, and the SELECT that says where it is."""
    text = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")
    return [(found["what"], found["select"]) for found in QUESTION.finditer(text)]


def breaches(using="owner") -> Iterator[dict]:
    """Whatever is not as it was sealed."""
    with connections[using].cursor() as cursor:
        for what, select in questions():
            cursor.execute(select)
            for (where,) in cursor.fetchall():
                yield {"what": what, "where": where}
    yield from _cells(using)
    yield from _chain(using)
    yield from _sets(using)
    yield from _proposals(using)


def _breach(what, where) -> dict:
    return {"what": what, "where": str(where)}


def _cells(using):
    """Rows and what their figures meant are as their digests say."""
    definitions = {(each.figure, each.version): each for each in Definition.objects.using(using)}
    for cell in Cell.objects.using(using).order_by("pk").iterator(chunk_size=2000):
        definition = definitions.get((cell.figure, cell.version))
        if definition is not None and sealing.digest_of_cell(cell, definition) != cell.digest:
            yield _breach("a cell or its definition is not as it was sealed", f"{cell} #{cell.pk}")


def _chain(using):
    """Each seal stands over its rows and over the seal before."""
    head, seen = sealing.GENESIS, 0
    for seal in Seal.objects.using(using).select_related("month", "restatement").order_by("pk"):
        of = seal.month or seal.restatement
        rows = Cell.objects.using(using).filter(month=seal.month, restatement=None)
        if seal.restatement:
            rows = Cell.objects.using(using).filter(restatement=seal.restatement)
        digests = list(rows.order_by("pk").values_list("digest", flat=True))
        seen += len(digests)
        said = (seal.previous, seal.rows, seal.digest)
        if said != (head, len(digests), sealing.digest_of_seal(head, of.number, digests)):
            yield _breach("a seal does not fit its rows or the seal before", of.number)
        head = seal.digest
    if seen != Cell.objects.using(using).count():
        yield _breach("cells stand under no seal", f"{Cell.objects.using(using).count() - seen}")


def _sets(using):
    """The records counted are those whose digest the cells hold; sets of units make up the set of the whole."""
    kept: dict[tuple, set] = defaultdict(set)
    last: dict[tuple, str] = {}
    counted = {each.cell_id: each for each in Counted.objects.using(using)}
    flows = set(Definition.objects.using(using).filter(kind="flow").values_list("figure", flat=True))
    for cell in Cell.objects.using(using).filter(figure__in=flows).order_by("pk").iterator(chunk_size=2000):
        place = (cell.month_id, cell.figure, cell.unit_id)
        if cell.pk in counted:
            kept[place] = (kept[place] - {*counted[cell.pk].gone}) | {*counted[cell.pk].keys}
        last[place] = cell.own_digest
    for place, digest in last.items():
        if sealing.digest_of_keys(kept[place]) != digest:
            yield _breach("the records counted are not those that were sealed", " ".join(map(str, place)))


def _proposals(using):
    """What a restatement says it changes is what was proposed, and what its rows change."""
    for restatement in Restatement.objects.using(using).order_by("pk"):
        if differing.digest(restatement.differences) != restatement.digest:
            yield _breach("the differences of a restatement are not as they were proposed", restatement.number)
        rows = restatement.cells.order_by("pk").values_list("figure", "unit", "own", "total")
        said = [
            (line["figure"], line["unit"], line["own"][1] - line["own"][0], line["total"][1] - line["total"][0])
            for line in restatement.differences
        ]
        if restatement.state == restatement.State.APPROVED and list(rows) != said:
            yield _breach("a restatement changes other figures than it says", restatement.number)
