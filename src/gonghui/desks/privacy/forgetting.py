"""Making the persons of a hardship file unknown: secrets destroyed, names replaced, days and amounts left to count."""

from django.apps import apps
from django.db import connection, models

from gonghui.foundation.documents import storing
from gonghui.foundation.documents.models import Document
from gonghui.foundation.journal.digests import digest_of
from gonghui.kernel.encryption import BlindIndex, EncryptedText
from gonghui.programs.hardship.models import HardshipArchive

UNKNOWN = "已匿名"
NAMES = {"name", "applicant_name", "masked_name"}
SAYINGS = {"account_name", "bank_name", "branch_code", "school", "name_pinyin", "kin_note"}
"""Plain columns that tell of a person."""
NOTHING, DESTROYED = "NULL", "''::bytea"
MAKE_UNKNOWN = """
CREATE OR REPLACE FUNCTION privacy_forget(erasure bigint) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path FROM CURRENT AS $$
DECLARE file bigint;
BEGIN
  SELECT record_id INTO STRICT file FROM privacy_erasure
  WHERE id = erasure AND approved_by IS NOT NULL AND approved_by <> proposed_by AND state = 'proposed';
{updates}
END $$
"""


def law() -> str:
    """The function that forgets one file once two persons have said so: even what is append-only."""
    return MAKE_UNKNOWN.format(updates="\n".join(f"  {update};" for update in _updates()))


def _updates():
    for model, path in touched():
        changes = [change for field in model._meta.concrete_fields if (change := _change(field))]
        if changes:
            yield f"UPDATE {model._meta.db_table} SET {', '.join(changes)} WHERE {path}"


def touched():
    """The records of a file that tell of persons, each with the condition that finds its rows."""
    yield HardshipArchive, "id = file"
    for model in apps.all_models["hardship"].values():
        names = {field.name: field for field in model._meta.concrete_fields}
        if "file" in names and names["file"].remote_field.model is HardshipArchive:
            yield model, "file_id = file"
        elif "member" in names:
            parents = names["member"].remote_field.model._meta.db_table
            yield model, f"member_id IN (SELECT id FROM {parents} WHERE file_id = file)"


def _change(field) -> str:
    if isinstance(field, EncryptedText):
        return f"{field.column} = {NOTHING if field.null and not _is_needed(field) else DESTROYED}"
    if isinstance(field, BlindIndex):
        return f"{field.column} = CASE WHEN {field.column} IS NULL THEN NULL ELSE md5(random()::text) END"
    if field.name in NAMES:
        return f"{field.column} = '{UNKNOWN}'"
    if field.name in SAYINGS and isinstance(field, models.CharField):
        return f"{field.column} = ''"
    return f"{field.column} = NULL" if field.name == "applicant_user" else ""


def _is_needed(field) -> bool:
    """A number without which a member would be taken for a child who has none yet."""
    return field.name == "id_no"


def forget(erasure) -> dict:
    """Make the persons of the file unknown and destroy its papers; the new digests for the journal."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT privacy_forget(%s)", [erasure.pk])
    file = HardshipArchive.objects.get(pk=erasure.record_id)
    for paper in Document.objects.of(file):
        storing.remove(paper.stored_name)
    return {"digests": _digests(file)}


def _digests(file) -> dict:
    found: dict[str, dict[str, str]] = {}
    for model, path in touched():
        if getattr(model, "is_witnessed", False):
            way = {"id = file": "pk", "file_id = file": "file"}.get(path, "member__file")
            rows = model._default_manager.filter(**{way: file.pk})
            found[model._meta.label_lower] = {str(row.pk): digest_of(row) for row in rows}
    return found
