"""The cap of a grant, with the computation as sentences that stand on the grant (E-R9); amounts in fen."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _


@dataclass
class Cap:
    """What may still be given, and how that was reckoned."""

    ceiling: int
    steps: list[str] = field(default_factory=list)


def living(dibao: int, times: int, given: int) -> Cap:
    """Living aid a household and year: at most `times` the monthly dibao."""
    return _less(_times(_("生活救助"), dibao, times), given)


def schooling(dibao: int, times: int, given: int) -> Cap:
    """Schooling aid a student and year, in higher education: at most `times` the monthly dibao."""
    return _less(_times(_("子女助学"), dibao, times), given)


def medical(borne: int, share: Decimal, given: int) -> Cap:
    """Medical aid: at most a share of the compliant cost that the household bore itself."""
    whole = int(borne * share)
    step = _("医疗救助:自付合规费用 {borne} 元 × {share:g} = {whole} 元")
    return _less(Cap(whole, [step.format(borne=_yuan(borne), share=share, whole=_yuan(whole))]), given)


def by_standard(name: str, standard: int, given: int) -> Cap:
    """Aid of a kind that the rule book caps nowhere: what the project itself sets for one household."""
    step = _("{name}:项目规定每户标准 {standard} 元")
    return _less(Cap(standard, [step.format(name=name, standard=_yuan(standard))]), given)


def _times(name, dibao, times):
    step = _("{name}:低保标准每月 {dibao} 元 × {times} = {whole} 元")
    whole = dibao * times
    return Cap(whole, [step.format(name=name, dibao=_yuan(dibao), times=times, whole=_yuan(whole))])


def _less(cap: Cap, given: int) -> Cap:
    left = max(cap.ceiling - given, 0)
    step = _("减去本年度已批准和在办的 {given} 元(已追回的不计),尚可发放 {left} 元")
    return Cap(left, [*cap.steps, step.format(given=_yuan(given), left=_yuan(left))])


def _yuan(fen: int) -> str:
    return f"{Decimal(fen) / 100:,.2f}"
