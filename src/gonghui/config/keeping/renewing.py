"""Records under an older key are encrypted anew, batch by batch, while the system is used (T05, X-R4).

Progress is in the data: what is under the newest key is done. A record is compared with the journal before it is
touched and its new digest is written in the same transaction, so that a renewal never covers a change up.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.apps import apps
from django.db import connections, transaction
from django.db.models import BinaryField, F, Func, Model, Q, QuerySet, Value
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.journal.actions import witness_anew
from gonghui.foundation.journal.digests import digest_of
from gonghui.foundation.journal.proofs import SHOWN
from gonghui.foundation.journal.sealing import remembered
from gonghui.kernel.encryption import EncryptedText, Unreadable, newest_key, seal, unseal_bytes

from ..sentences import CannotRun

BATCH = 200
PATIENCE = 60  # seconds without progress while others hold the rows that are left
OWNER = "owner"
ALTERED = "a record is not as the journal last saw it"
CLOSED = "a ciphertext does not open"


@dataclass
class Outcome:
    """What a renewal came to: how much was renewed, and what was refused and left as it is."""

    by: Any
    on: date
    renewed: int = 0
    refused: list[dict] = field(default_factory=list)

    def refuse(self, what: str, where):
        self.refused.append({"what": what, "where": str(where)})
        if len(self.refused) >= SHOWN:
            raise Refused


class Refused(Exception):
    """So much was refused that a key is wrong or the database was tampered with: nothing more is touched."""


def models_with_secrets() -> list[type[Model]]:
    """Every kind of record that has encrypted fields."""
    return [model for model in apps.get_models() if secrets_of(model)]


def secrets_of(model) -> list[EncryptedText]:
    return [each for each in model._meta.concrete_fields if isinstance(each, EncryptedText)]


def under(model, is_wanted: Callable[[str], Q]) -> QuerySet:
    """Records of which the key of some field is wanted; `is_wanted` is asked with the name of that key's column."""
    found, rows = Q(), model._base_manager.using(OWNER).order_by("pk")
    for each in secrets_of(model):
        name, key = f"key_of_{each.name}", Func(F(each.name), Value(1), Value(2), function="SUBSTR")
        key.output_field = BinaryField()
        rows = rows.alias(**{name: key})
        found |= is_wanted(name) & ~Q(**{each.name: b""}) & Q(**{f"{each.name}__isnull": False})
    return rows.filter(found)


def older(model) -> QuerySet:
    """Records of which something is not under the newest key yet."""
    return under(model, lambda name: ~Q(**{name: newest_key().to_bytes(2)}))


def uses(model, key: int) -> bool:
    """Whether some record of a kind has something under the key of this number."""
    return under(model, lambda name: Q(**{name: key.to_bytes(2)})).exists()


def renew_records(outcome: Outcome) -> None:
    """Encrypt every record anew that is under an older key. Raises Refused and `CannotRun`."""
    for model in models_with_secrets():
        _Renewal(model, outcome).run()


class _Renewal:
    """One kind of record."""

    def __init__(self, model, outcome: Outcome):
        self.model, self.outcome, self.left_out = model, outcome, set[int]()
        self.is_witnessed = getattr(model, "is_witnessed", False)

    def run(self):
        if not older(self.model).exists():
            return
        self.known = remembered(self.model, OWNER) if self.is_witnessed else {}
        began = time.monotonic()
        while older(self.model).exclude(pk__in=self.left_out).exists():
            if sum(self._batches()):
                began = time.monotonic()
            elif time.monotonic() > began + PATIENCE:
                raise CannotRun(
                    f"{self.model._meta.verbose_name}有记录一直被占用；稍后请运行 gonghui rotate_keys --resume。",
                    "Somebody holds records that are to be renewed; run gonghui rotate_keys --resume later.",
                )
            else:
                time.sleep(0.2)

    def _batches(self) -> Iterator[int]:
        """Once over all rows that are free: how many each batch renewed."""
        after = 0
        while True:
            with transaction.atomic(using=OWNER):
                rows = older(self.model).filter(pk__gt=after).exclude(pk__in=self.left_out)
                rows = list(rows.select_for_update(of=("self",), skip_locked=True)[:BATCH])
                done = [row for row in rows if self._is_renewed(row)]
                self._write(done)
            if not rows:
                return
            self.outcome.renewed += len(done)
            yield len(done)
            after = rows[-1].pk

    def _is_renewed(self, row) -> bool:
        if self.is_witnessed and not self._is_as_seen(row):
            return self._leave_out(row, ALTERED)
        for each in secrets_of(self.model):
            if stored := row.__dict__[each.attname]:
                try:
                    row.__dict__[each.attname] = seal(unseal_bytes(stored, each.bound_to(row)), each.bound_to(row))
                except Unreadable:
                    return self._leave_out(row, CLOSED)
        return True

    def _is_as_seen(self, row) -> bool:
        now = digest_of(row)
        if self.known.get(row.pk) == now:
            return True
        self.known |= remembered(self.model, OWNER, row.pk)  # it may have been changed, and said so, since we began
        return self.known.get(row.pk) == now

    def _leave_out(self, row, why: str) -> bool:
        self.left_out.add(row.pk)
        self.outcome.refuse(why, f"{self.model._meta.label} #{row.pk}")
        return False

    def _write(self, rows: list):
        update_columns(self.model, rows, secrets_of(self.model))
        if rows and self.is_witnessed:
            self.known |= (digests := {row.pk: digest_of(row) for row in rows})
            told = {self.model._meta.label_lower: {str(pk): digest for pk, digest in digests.items()}}
            by, on = self.outcome.by, self.outcome.on
            witness_anew(by.unit, told, by=by, on=on, name="rotate_keys", title=_("更换加密密钥"), using=OWNER)


def update_columns(model, rows: list, columns: list):
    """Write some columns of some rows as they are now, and nothing else."""
    meta = model._meta
    wanted = ", ".join(f'"{each.column}" = %s' for each in columns)
    values = [(*(row.__dict__[each.attname] for each in columns), row.pk) for row in rows]
    with connections[OWNER].cursor() as cursor:
        cursor.executemany(f'UPDATE "{meta.db_table}" SET {wanted} WHERE "{meta.pk.column}" = %s', values)
