"""Digests of records: what the journal remembers of a record, so that a change behind its back is seen (X-R4)."""

import hashlib
import json
from collections.abc import Iterable
from decimal import Decimal

from django.core.serializers.json import DjangoJSONEncoder

from gonghui.kernel.encryption import EncryptedText

NOT_PROTECTED = {"position", "unit_position", "search", "name_pinyin"}
"""Columns that a move in the tree or a new search column may rewrite: no part of what is remembered."""


def digest_of(record) -> str:
    """SHA-256 over what the record's own columns hold, hexadecimal; empty for what is not witnessed.

    An empty column adds nothing, so that a column which comes with a new version changes no digest of before; one that
    is emptied does.
    """
    if not getattr(record, "is_witnessed", False):
        return ""
    kept = {f.attname: _stored(record, f) for f in record._meta.concrete_fields if f.attname not in NOT_PROTECTED}
    columns = {name: value for name, value in kept.items() if value}
    text = json.dumps(columns, cls=DjangoJSONEncoder, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def digests_of(records: Iterable, *, gone: Iterable = ()) -> dict[str, dict[str, str]]:
    """What the journal remembers of several records at once, by kind and key: the fact "digests" of what wrote them.

    Of those that are `gone`, an empty digest.
    """
    found: dict[str, dict[str, str]] = {}
    for record in records:
        found.setdefault(record._meta.label_lower, {})[str(record.pk)] = digest_of(record)
    for record in gone:
        found.setdefault(record._meta.label_lower, {})[str(record.pk)] = ""
    return found


def _stored(record, field):
    value = record.__dict__.get(field.attname)
    if isinstance(field, EncryptedText):
        return hashlib.sha256(bytes(value)).hexdigest() if value else None
    value = field.to_python(value) if value is not None else None
    return value.quantize(Decimal(1).scaleb(-field.decimal_places)) if isinstance(value, Decimal) else value
