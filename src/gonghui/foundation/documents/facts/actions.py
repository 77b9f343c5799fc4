"""What is done with facts from outside: entered with a paper, confirmed by another, replaced by a better (X-R11)."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gonghui.kernel.announcing import announce
from gonghui.kernel.indicators import all_figures
from gonghui.kernel.numbering import next_number
from gonghui.kernel.refusals import NotEntitled, ReasonMissing, Refusal

from .. import actions as papers
from ..models import Document, RecordedFact
from .rulebook import ENTERERS, FACT, FactState

PAPER = "recorded_fact"
"""The kind of paper that says it."""


class NotRecorded(Refusal):
    sentence = _("“{figure}”由系统按记录计算,不能登记。只有外部认定的指标可以登记。")


class OtherAspect(Refusal):
    sentence = _("“{figure}”没有“{aspect}”这一方面,可选:{aspects}。")


class YearToCome(Refusal):
    sentence = _("{year} 年度还没有到,不能登记。")


class PaperMissing(Refusal):
    sentence = _("没有所依据的文件,不能采用。请先上传文件。")


class KnownAlready(Refusal):
    sentence = _("{year} 年度已有核对过的同一认定;需要更正的,先作废原来的一条。")


@transaction.atomic
def record(*, figure: str, aspect: str, value: int, year: int, told_by: str, told_on, paper: str, upload, by, on):
    """Enter what the paper `upload` says: the place or number `value` that `told_by` has given the post's unit.

    Raises NotEntitled, NotRecorded, OtherAspect, YearToCome and what attaching a paper refuses.
    """
    if by.role not in ENTERERS:
        raise NotEntitled(step=_("登记外部认定"), needs="、".join(str(role.label) for role in ENTERERS))
    _require_known(figure, aspect)
    if year > on.year:
        raise YearToCome(year=year)
    fact = RecordedFact(number=next_number("F", on.year), begun_on=on, unit=by.unit, position=by.unit.position)
    fact.figure, fact.aspect, fact.value, fact.year = figure, aspect, value, year
    fact.told_by, fact.told_on, fact.paper, fact.entered_by = told_by, told_on, paper, by.user_id
    fact.expect(FACT.next_of(fact.state), on)
    fact.save()
    facts = {"figure": figure, "aspect": aspect, "value": value, "year": year, "paper": paper}
    announce("step", fact, by=by, on=on, name="record", title=_("登记外部认定"), facts=facts)
    papers.attach(fact, upload, kind=PAPER, by=by, on=on)
    return fact


def _require_known(code, aspect):
    known = {figure.code: figure for figure in all_figures() if figure.kind == "recorded"}
    if code not in known:
        raise NotRecorded(figure=code)
    aspects = known[code].aspects
    if aspect not in (aspects or ("",)):
        raise OtherAspect(figure=known[code].name, aspect=aspect, aspects="、".join(map(str, aspects)))


@FACT.action
def confirm(fact, *, by, on, opinion: str = ""):
    """Another person has read the paper and finds the same (X-R1). Raises PaperMissing, KnownAlready."""
    if not Document.objects.of(fact).exists():
        raise PaperMissing
    _require_first(fact)
    fact.confirmed_by = by.user_id
    return {"opinion": opinion, "value": fact.value}


def _require_first(fact):
    same = RecordedFact.objects.filter(unit=fact.unit_id, figure=fact.figure, aspect=fact.aspect, year=fact.year)
    if any(each.state == FactState.CONFIRMED for each in same.select_for_update().order_by("pk")):
        raise KnownAlready(year=fact.year)


@FACT.action
def refuse(fact, *, by, on, reason: str):
    """The paper does not say so. Raises ReasonMissing."""
    return _with_reason(reason)


@FACT.action
def replace(fact, *, by, on, reason: str):
    """A confirmed fact turns out to be wrong and makes room for a better one; it stays to be read (X-R4)."""
    return _with_reason(reason)


def _with_reason(reason):
    if len(reason.strip()) < 4:
        raise ReasonMissing
    return {"opinion": reason}
