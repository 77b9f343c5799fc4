"""A new key over the blind indexes: each stored index is digested once more, in one transaction, while nobody serves.

The plain text of some indexes is kept nowhere (a hospital bill's number in a claim), so an index is not made anew but
laid over: what was equal stays equal. The key's file stands as `index-N.pending` until the transaction has ended; the
journal entry written inside it says afterwards whether it did.
"""

import os
from contextlib import contextmanager
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connections, transaction
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.journal.actions import witness_anew
from gonghui.foundation.journal.digests import digest_of
from gonghui.foundation.journal.models import Entry
from gonghui.foundation.journal.sealing import remembered
from gonghui.kernel.encryption import BlindIndex, index_over

from ..sentences import CannotRun
from . import ring
from .renewing import ALTERED, OWNER, Outcome, Refused, update_columns

BATCH = 1000
LAYERED = "layer_index"


def indexes_of(model) -> list:
    """The columns of a record that hold blind indexes: by their field, or declared as `indexes_kept`."""
    kept = getattr(model, "indexes_kept", ())
    return [each for each in model._meta.concrete_fields if isinstance(each, BlindIndex) or each.name in kept]


def lay_over(outcome: Outcome) -> None:
    """Lay a new key over every blind index; when anything fails all is as before. Raises Refused and `CannotRun`."""
    folder = Path(settings.KEYS_FOLDER)
    with _nobody_else():
        ensure_settled()
        name = f"index-{ring.newest(folder, ring.INDEX) + 1}"
        pending = ring.add(folder, f"{name}.pending")
        try:
            with transaction.atomic(using=OWNER):
                _lay_over_all(pending.read_bytes(), outcome)
                told = {"by": outcome.by, "on": outcome.on, "name": f"{LAYERED}_{name}", "using": OWNER}
                witness_anew(outcome.by.unit, {}, title=_("更换索引密钥"), **told)
        finally:
            ensure_settled()


def ensure_settled() -> None:
    """A key whose transaction has ended takes its place; one whose transaction failed is taken away."""
    folder = Path(settings.KEYS_FOLDER)
    for pending in folder.glob("index-*.pending"):
        if Entry.objects.using(OWNER).filter(name=f"{LAYERED}_{pending.stem}").exists():
            os.rename(pending, pending.with_suffix(".key"))
        else:
            pending.unlink()
        ring.make_lasting(folder)


@contextmanager
def _nobody_else():
    """While indexes change, nobody may search by them. Raises `CannotRun` when somebody serves or works."""
    with connections[OWNER].cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(20210103)")  # who starts to serve now, waits
        role = connections["default"].settings_dict["USER"]
        connections["default"].close()
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE usename = %s AND datname = current_database()", [role]
        )
        try:
            if cursor.fetchone()[0]:
                raise CannotRun(
                    "更换索引密钥期间不能有人使用系统；请先停止 gonghui serve 和 worker。",
                    "Nobody may use the system while the index key changes; stop gonghui serve and worker first.",
                )
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(20210103)")


def _lay_over_all(key: bytes, outcome: Outcome):
    for model in apps.get_models():
        if columns := indexes_of(model):
            _lay_over(model, columns, key, outcome)
    if outcome.refused:
        raise Refused


def _lay_over(model, columns: list, key: bytes, outcome: Outcome):
    is_witnessed = getattr(model, "is_witnessed", False)
    known = remembered(model, OWNER) if is_witnessed else {}
    after = 0
    while rows := list(model._base_manager.using(OWNER).filter(pk__gt=after).order_by("pk")[:BATCH]):
        if is_witnessed:
            for row in rows:
                if known.get(row.pk) != digest_of(row):
                    outcome.refuse(ALTERED, f"{model._meta.label} #{row.pk}")
        for row in rows:
            for each in columns:
                row.__dict__[each.attname] = _over(row.__dict__[each.attname], key)
        update_columns(model, rows, columns)
        if is_witnessed:
            told = {model._meta.label_lower: {str(row.pk): digest_of(row) for row in rows}}
            by, on = outcome.by, outcome.on
            witness_anew(by.unit, told, by=by, on=on, name="rotate_index", title=_("更换索引密钥"), using=OWNER)
        outcome.renewed += len(rows)
        after = rows[-1].pk


def _over(value, key: bytes):
    if isinstance(value, list):
        return [index_over(each, key) for each in value]
    return index_over(value, key) if value else value
