"""Forms filled from records: the template in force for each, one document, every sheet written down (O.1, X-R4)."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.journal import actions as journal
from gonghui.foundation.journal.models import Kind
from gonghui.foundation.organisations import sight
from gonghui.kernel.refusals import Refusal
from gonghui.kernel.sheets import filling
from gonghui.kernel.sheets.unreadable import Unreadable

from .. import sealed
from ..models import Document, FormTemplate
from . import sentences
from .drawing import shipped
from .registry import HEAD, Blank, names
from .rulebook import SHEETS_A_DAY

SHIPPED = "shipped"
PRINT = "print_sheets"


class SheetsSpent(Refusal):
    sentence = _("您今天已打印含敏感信息的表 {spent} 份,再打印 {more} 份将超过每日 {quota} 份的上限。")


class ReasonMissing(Refusal):
    sentence = _("请写明打印用途(至少 4 个字),例如“归档”。")


class SeveralTemplates(Refusal):
    sentence = _("选中的记录分属使用不同表样的区县,不能合成一个 Word 文件。请按区县分别下载,或直接打印。")


class NothingToPrint(Refusal):
    sentence = _("没有可以打印的记录。")


@dataclass(frozen=True)
class Order:
    """What one sheet is made of: its values, the records it shows, and where in the tree it belongs."""

    values: dict
    records: tuple
    position: int


@dataclass(frozen=True)
class InForce:
    """A template as it is used: its number, its content."""

    number: str
    content: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


@dataclass
class Printed:
    """The sheets in the order they were asked for, and one document of them where they share a template."""

    sheets: list[filling.Sheet]
    documents: list[bytes] = field(default_factory=list)

    @property
    def document(self) -> bytes:
        """All sheets as one Word document. Raises SeveralTemplates."""
        if len(self.documents) > 1:
            raise SeveralTemplates
        return self.documents[0]


@transaction.atomic
def print_out(blank: Blank, orders: list[Order], *, by, on: date, reason: str = "", html: bool) -> Printed:
    """Fill the form for each order, in one job, and write down who printed what, from which template, with its digest.

    Raises NothingToPrint, ReasonMissing, SheetsSpent, SeveralTemplates (for a document), sentences.UnfitDocument.
    """
    if not orders:
        raise NothingToPrint
    if blank.is_personal:
        _require_entitled(len(orders), by, on, reason)
    by_template: dict[InForce, list[int]] = {}
    for index, template in enumerate(in_force(blank, [order.position for order in orders], on)):
        by_template.setdefault(template, []).append(index)
    if len(by_template) > 1 and not html:
        raise SeveralTemplates
    printed, facts = Printed([filling.Sheet("")] * len(orders)), []
    for template, places in by_template.items():
        filled = _fill(blank, template, [orders[place].values for place in places], by, on, html)
        printed.documents.append(filled.content)
        for place, sheet in zip(places, filled.sheets, strict=True):
            printed.sheets[place] = sheet
            facts += _facts(blank, template, filled, sheet, orders[place].records, reason)
    kind = Kind.REVEAL if blank.is_personal else Kind.READ
    journal.write_all(facts, kind=kind, by=by, on=on, name=PRINT, title=_("打印《%(form)s》") % {"form": blank.title})
    return printed


def _require_entitled(more: int, by, on, reason: str):
    if len(reason.strip()) < 4:
        raise ReasonMissing
    spent, quota = journal.spent_today(by, name=PRINT), SHEETS_A_DAY.on(on)
    if spent + more > quota:
        raise SheetsSpent(spent=spent, more=more, quota=quota)


def _facts(blank, template, filled, sheet, records, reason) -> list[tuple[Any, dict]]:
    document = hashlib.sha256(filled.content).hexdigest()
    digests = {"template": template.sha256, "document": document, "text": sheet.digest}
    said = {"form": blank.kind, "template": template.number, "reason": reason}
    said["sha256"] = {name: in_groups(digest) for name, digest in digests.items()}
    return [(record, said) for record in records]


def in_groups(digest: str) -> str:
    """A digest in groups of eight, so that nothing in it looks like the number of a person."""
    return " ".join(digest[at : at + 8] for at in range(0, len(digest), 8))


def _fill(blank, template, sheets: Iterable[dict], by, on, html) -> filling.Filled:
    margins = head_of(by, on)
    fields = names(blank.fields) | names(HEAD)
    told: dict[str, Any] = {"fields": fields, "head": names(HEAD), "margins": margins, "html": html}
    try:
        return filling.fill(template.content, [sheet | margins for sheet in sheets], note=note_of(blank, by), **told)
    except Unreadable as no:
        raise sentences.unfit(no.code) from None


def head_of(by, on: date) -> dict[str, str]:
    """Who prints, from where, on which day: for head and foot of every form."""
    with translation.override(settings.LANGUAGE_CODE):
        day = date_format(on, "Y年n月j日")
    return {"打印人": by.user.name, "打印单位": by.unit.name, "打印日期": day}


def note_of(blank: Blank, by) -> str:
    """What stands at the foot of each page of a personal form: who printed it and when."""
    if not blank.is_personal:
        return ""
    at = timezone.localtime().strftime("%Y-%m-%d %H:%M")
    return f"{by.user.name}({by.unit.short_name})于 {at} 打印,内含个人信息,仅限工作使用,用后妥善保管或销毁。"


def in_force(blank: Blank, positions: list[int], on: date) -> list[InForce]:
    """The template in force for each position in the tree: the nearest unit's own, else the one shipped."""
    with transaction.atomic(), sight.system("documents"):
        rows = list(FormTemplate.objects.in_force(blank.kind, on))
        files = _files(rows)
    known: dict[int | None, InForce] = {}
    found = []
    for position in positions:
        row = next((row for row in rows if row.unit.holds(position)), None)
        key = row.pk if row else None
        if key not in known:
            known[key] = _taken(blank, row, files)
        found.append(known[key])
    return found


def _files(rows) -> dict[int, Document]:
    label, ids = FormTemplate._meta.label_lower, [row.pk for row in rows]
    papers = Document.objects.filter(record_type=label, record_id__in=ids).order_by("pk")
    return {paper.record_id: paper for paper in papers}


def content_of(template) -> bytes:
    """The Word document of a template, a city's also for its counties. Raises storing.FileMissing, FileAltered."""
    with transaction.atomic(), sight.system("documents"):
        return sealed.content_of(_files([template])[template.pk])


def _taken(blank, row, files) -> InForce:
    return InForce(row.number, sealed.content_of(files[row.pk])) if row else InForce(SHIPPED, shipped(blank.kind))
