"""What is done with papers: attached to a record, handed out to who may see it, orphans swept away (X-R4, T20, T21)."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.organisations import sight
from gonghui.kernel.announcing import announce
from gonghui.kernel.refusals import Refusal

from . import examining, owners, sealed, storing
from .models import Document
from .rulebook import LARGEST, LONGEST_EDGE, MEGABYTE, MOST_PER_RECORD

A_WHILE = timedelta(hours=1)
"""Longer than any transaction of ours takes."""


class TooLarge(Refusal):
    sentence = _("《{name}》有 {size} MB，超过 {most} MB 的上限。请压缩，或拍照时选择较小的尺寸。")


class TooMany(Refusal):
    sentence = _("这条记录已有 {most} 份材料，不能再添加。")


def attach(record, upload, *, kind: str, by, on: date, note: str = "") -> Document:
    """A paper is attached to a record that may have papers (`owners.register`); `upload` has a name and can be read.

    Raises TooLarge, TooMany and what examining refuses. The file is on disk when this returns; should the
    transaction around it fail, the file is swept away.
    """
    if record._meta.label_lower not in owners.registered:
        raise LookupError(f"{record._meta.label_lower} is not registered to have documents")
    examined = examining.examine(_read(upload, on), upload.name, longest_edge=LONGEST_EDGE.on(on))
    with transaction.atomic():
        type(record).objects.select_for_update(of=("self",)).get(pk=record.pk)
        if Document.objects.of(record).count() >= (most := MOST_PER_RECORD.on(on)):
            raise TooMany(most=most)
        document = _described(record, examined, kind=kind, by=by, on=on, note=note)
        with sealed.keeping(document, examined.content):
            document.save()
            facts = {"file": document.original_name, "kind": kind, "of": [document.record_type, document.record_id]}
            announce("edit", document, by=by, on=on, name="attach", title=_("添加材料"), facts=facts)
    return document


def _read(upload, on: date) -> bytes:
    most = LARGEST.on(on)
    content = upload.read(most * MEGABYTE + 1)
    if len(content) > most * MEGABYTE:
        size = round((getattr(upload, "size", None) or len(content)) / MEGABYTE, 1)
        raise TooLarge(name=examining.names.presentable(upload.name), size=size, most=most)
    return content


def _described(record, examined: examining.Examined, *, kind: str, by, on: date, note: str) -> Document:
    return Document(
        unit=owners.unit_of(record),
        about=owners.person_of(record),
        record_type=record._meta.label_lower,
        record_id=record.pk,
        kind=kind,
        original_name=examined.name,
        media_type=examined.type.media_type,
        size=len(examined.content),
        sha256=sealed.digest_of(examined.content),
        note=note,
        added_by=by.user_id,
        added_from=by.pk,
        added_on=on,
    )


def hand_out(document: Document, *, by, on: date) -> bytes:
    """The content of a paper, once it is written down who took it. Raises storing.FileMissing, storing.FileAltered."""
    content = sealed.content_of(document)
    facts = {"file": document.original_name, "of": [document.record_type, document.record_id]}
    announce("read", document, by=by, on=on, name="hand_out", title=_("下载材料"), facts=facts)
    return content


def ensure_no_orphans(*, at: datetime) -> int:
    """Take away files whose transaction never ended well, an hour later; gives their number. May be run at any time."""
    removed = 0
    with transaction.atomic(), sight.system("documents"):
        for name in storing.waiting(since=(at - A_WHILE).timestamp()):
            if Document.objects.filter(stored_name=name).exists() or sealed.is_kept(name):
                storing.settle(name)
            else:
                storing.remove(name)
                removed += 1
    return removed
