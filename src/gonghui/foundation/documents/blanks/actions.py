"""What is done with templates: uploaded and tried out, confirmed by another, refused, withdrawn (X-R1, X-R4)."""

from datetime import date

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.organisations.models import Unit
from gonghui.kernel.announcing import announce
from gonghui.kernel.numbering import next_number
from gonghui.kernel.refusals import NotEntitled, ReasonMissing, Refusal

from .. import actions as papers
from .. import sealed
from ..models import Document, FormTemplate
from . import examining
from .registry import Blank, registered
from .rulebook import TEMPLATE, UPLOADERS

FILE = "form_template"
"""The kind of paper that the file of a template is."""
MOST = 2 * 1024 * 1024
OF_LEVEL = (Unit.Level.CITY, Unit.Level.COUNTY)


class TooLarge(Refusal):
    sentence = _("表样文件不能超过 2 MB。请压缩里面的图片后再上传。")


class BegunAlready(Refusal):
    sentence = _("启用日期不能早于今天:已经打印的表不会改变。")


@transaction.atomic
def upload(blank: Blank, file, *, starts_on: date, note: str, by, on: date) -> FormTemplate:
    """A Word document becomes a template of the post's own city or county, once another person has confirmed it.

    Raises NotEntitled, TooLarge, BegunAlready, sentences.WrongTags, sentences.UnfitDocument and what attaching refuses.
    """
    if by.role not in UPLOADERS or by.unit.level not in OF_LEVEL:
        raise NotEntitled(step=_("上传表样"), needs=_("市、县总工会的经办、审核、审批人"))
    if starts_on < on:
        raise BegunAlready
    content = file.read(MOST + 1)
    if len(content) > MOST:
        raise TooLarge
    template = FormTemplate(number=next_number("T", on.year), begun_on=on, unit=by.unit, position=by.unit.position)
    template.kind, template.starts_on, template.note, template.uploaded_by = blank.kind, starts_on, note, by.user_id
    template.is_shared = by.unit.level == Unit.Level.CITY
    template.expect(TEMPLATE.next_of(template.state), on)
    template.save()
    facts = {"form": blank.kind, "starts_on": starts_on, "note": note}
    announce("step", template, by=by, on=on, name="upload", title=_("上传表样"), facts=facts)
    papers.attach(template, ContentFile(content, file.name), kind=FILE, by=by, on=on)
    examining.prove(content, blank)
    return template


@TEMPLATE.action
def confirm(template, *, by, on, opinion: str = ""):
    """Another person has seen it filled: it is used from its day on. Raises what proving refuses."""
    paper = file_of(template)
    examining.prove(sealed.content_of(paper), registered[template.kind])
    template.confirmed_by = by.user_id
    return {"opinion": opinion, "template": paper.original_name}


@TEMPLATE.action
def refuse(template, *, by, on, reason: str):
    """It is not used. Raises ReasonMissing."""
    return _with_reason(reason)


@TEMPLATE.action
def withdraw(template, *, by, on, reason: str):
    """It is used no more; what was printed from it stays as it was. Raises ReasonMissing."""
    return _with_reason(reason)


def _with_reason(reason):
    if len(reason.strip()) < 4:
        raise ReasonMissing
    return {"opinion": reason}


def file_of(template) -> Document:
    """The paper that the template is."""
    return Document.objects.of(template).latest("pk")
