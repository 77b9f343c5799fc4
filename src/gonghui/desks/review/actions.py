"""A person says what a wording means, and takes it back (contracts §3). A choice is one more row, never a change."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gonghui.kernel.announcing import announce
from gonghui.kernel.indicators import all_figures
from gonghui.kernel.refusals import NotEntitled, Refusal

from .models import Choice
from .rulebook import CHOOSERS

SHORTEST_REASON = 4


class ReasonMissing(Refusal):
    sentence = _("原文没有歧义,改判须写明理由(至少 4 个字)。")


class RevocationReasonMissing(Refusal):
    sentence = _("请写明撤销的理由(至少 4 个字)。")


class NoSuchFigure(Refusal):
    sentence = _("没有指标“{code}”。请从列出的指标中选择。")


class OtherUnit(Refusal):
    sentence = _("{unit} 不在您的管理范围内,不能替它选择。")


class ReplacedSince(Refusal):
    sentence = _("这一选择已被后来的选择代替或撤销。请刷新页面后再看。")


@transaction.atomic
def ensure_chosen(*, unit, wording: str, unit_word: str, code: str, reason: str, is_plain: bool, by, on) -> Choice:
    """Remember that a wording means the figure `code`, or none of ours where it is empty.

    `is_plain` says that the wording alone tells what it means: then a reason is needed. The same word twice is one.
    Raises NotEntitled, OtherUnit, NoSuchFigure, ReasonMissing.
    """
    _require_chooser(unit, by, _("选择指标"))
    reason = reason.strip()
    if code and code not in {figure.code for figure in all_figures()}:
        raise NoSuchFigure(code=code)
    if is_plain and len(reason) < SHORTEST_REASON:
        raise ReasonMissing
    said = Choice.objects.of(unit).filter(wording=wording, unit_word=unit_word).standing().first()
    if said and (said.code, said.reason) == (code, reason):
        return said
    choice = _said(unit, wording, unit_word, code, reason, by, on)
    announce("step", choice, by=by, on=on, name="choose", title=_("选择指标"), facts=_facts(choice))
    return choice


@transaction.atomic
def revoke(choice: Choice, *, reason: str, by, on) -> Choice:
    """Take a choice back: the wording is ambiguous again. Raises NotEntitled, OtherUnit, ReplacedSince, and
    RevocationReasonMissing."""
    _require_chooser(choice.unit, by, _("撤销选择"))
    if len(reason.strip()) < SHORTEST_REASON:
        raise RevocationReasonMissing
    same = Choice.objects.filter(unit=choice.unit_id, wording=choice.wording, unit_word=choice.unit_word)
    if not same.standing().filter(pk=choice.pk).exists():
        raise ReplacedSince
    row = _said(choice.unit, choice.wording, choice.unit_word, choice.code, reason.strip(), by, on, is_revoked=True)
    announce("step", row, by=by, on=on, name="revoke", title=_("撤销选择"), facts=_facts(row))
    return row


def _require_chooser(unit, by, step):
    if by.role not in CHOOSERS:
        raise NotEntitled(step=step, needs="、".join(str(role.label) for role in CHOOSERS))
    if not by.unit.holds(unit.position):
        raise OtherUnit(unit=unit)


def _said(unit, wording, unit_word, code, reason, by, on, *, is_revoked=False) -> Choice:
    return Choice.objects.create(
        unit=unit, position=unit.position, wording=wording, unit_word=unit_word, code=code, reason=reason,
        is_revoked=is_revoked, user_id=by.user_id, chosen_on=on,
    )  # fmt: skip


def _facts(choice) -> dict:
    return {"wording": choice.wording, "unit_word": choice.unit_word, "code": choice.code, "reason": choice.reason}
