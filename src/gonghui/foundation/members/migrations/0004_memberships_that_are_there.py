"""Memberships that are there already: which was a person's first, and the journal learns to know them (B-R7, X-R4)."""

import hashlib
import json
from datetime import date

from django.core.serializers.json import DjangoJSONEncoder
from django.db import migrations

FIRST = """
UPDATE members_membership m SET joined_as_migrant = is_migrant_worker, is_first = NOT EXISTS (
  SELECT FROM members_membership other WHERE other.person_id = m.person_id
  AND (other.joined_on, other.id) < (m.joined_on, m.id))
"""
LABEL = "members.membership"


def witness(apps, schema_editor):
    """One entry with the digest of each, as the journal takes it: every column that is not empty but the position."""
    using = schema_editor.connection.alias
    membership, entry = apps.get_model("members", "Membership"), apps.get_model("journal", "Entry")
    found = {str(row["id"]): _digest(row) for row in membership.objects.using(using).order_by("pk").values()}
    if not found or entry.objects.using(using).filter(name="witness_memberships").exists():
        return
    told = {"on": date.today(), "kind": "edit", "name": "witness_memberships", "title": "会籍纳入日志"}
    told |= {"actor_id": 0, "actor_name": "系统", "post_id": 0, "post_name": "系统升级"}
    body = {"digests": {LABEL: found}}
    entry.objects.using(using).create(record_type=LABEL, record_id=0, opinion="", body=body, after="", **told)


def _digest(row) -> str:
    kept = {name: value for name, value in row.items() if name != "position" and value}
    text = json.dumps(kept, cls=DjangoJSONEncoder, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


class Migration(migrations.Migration):
    dependencies = [("members", "0003_members_in_groups_and_newcomers"), ("journal", "0001_initial")]
    operations = [
        migrations.RunSQL(FIRST, migrations.RunSQL.noop),
        migrations.RunPython(witness, migrations.RunPython.noop, elidable=True),
    ]
