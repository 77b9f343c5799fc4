"""The grade of a household, from figures alone: which clause, which inputs, what is missing, what would change it.

Rules E-R1 to E-R5. Nothing here decides: an officer does, and may differ for a reason that a second person confirms.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

FORMULA = "E-R1/2019"


class Grade(TextChoices):
    DEEP = "deep_difficulty", gettext_lazy("深度困难")
    RELATIVE = "relative_difficulty", gettext_lazy("相对困难")
    ACCIDENTAL = "accidental_difficulty", gettext_lazy("意外致困")


@dataclass(frozen=True)
class Lines:
    """What a household is measured by, in fen: `dibao` a person and month, `resident_income` a person and year."""

    dibao: int
    resident_income: int
    relative_times: int = 2
    is_strict: bool = False
    sudden_percent: int = 80
    borderline_percent: int = 5
    migrant_years: int = 1

    def meets(self, value: int, line: int) -> bool:
        return value < line if self.is_strict else value <= line


@dataclass(frozen=True)
class Household:
    """What is known of a household for a year, in fen a year. None means not known yet."""

    persons: int
    income: int | None
    rigid_cost: int = 0
    employment_cost: int = 0
    sudden_cost: int = 0
    has_sudden_event: bool = False
    is_migrant: bool = False
    labour_years: int | None = None
    is_member: bool = True
    lives_here: bool = True
    exclusions: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


@dataclass
class Grading:
    """A computed grade with its reasons; `grade` is empty when no clause fits or something is missing."""

    grade: str = ""
    clause: str = ""
    inputs: dict = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    would_change: list[str] = field(default_factory=list)
    is_borderline: bool = False

    @property
    def is_complete(self) -> bool:
        return not self.missing


def grade(household: Household, lines: Lines) -> Grading:
    """Grade a household (E-R1 to E-R5); amounts in fen, per head and month rounded down to the fen."""
    found = Grading(inputs=_inputs(household, lines), missing=_missing(household))
    if found.missing:
        return found
    found.grade, found.clause = _clause(household, lines)
    found.is_borderline = _is_borderline(household, lines)
    found.would_change = _would_change(household, lines, found.grade)
    return found


def per_head_month(household: Household, *, with_employment_cost: bool) -> int:
    """Income after rigid costs, a head and month, in fen; necessary employment costs count for the relative grade."""
    costs = household.rigid_cost + (household.employment_cost if with_employment_cost else 0)
    return ((household.income or 0) - costs) // 12 // household.persons


def _inputs(household, lines):
    known = {**asdict(household), **asdict(lines), "formula": FORMULA}
    if household.income is not None and household.persons:
        known["per_head_month"] = per_head_month(household, with_employment_cost=False)
        known["per_head_month_relative"] = per_head_month(household, with_employment_cost=True)
        known["per_head_year_before_costs"] = household.income // household.persons
    return known


def _missing(household):
    missing = list(household.unknown)
    if household.persons < 1:
        missing.append(_("没有家庭成员"))
    if household.income is None:
        missing.append(_("没有填写家庭全年收入"))
    if household.is_migrant and household.labour_years is None:
        missing.append(_("农民工没有填写劳动关系起始日期"))
    return missing


def _clause(household, lines):
    if household.exclusions:
        return "", _("E-R5 排除情形:{reasons}").format(reasons="、".join(household.exclusions))
    if household.is_migrant and not _is_settled(household, lines):
        return "", _("E-R4 农民工须在本市居住、有一年以上劳动关系并已入会")
    if _is_poor_before_costs(household, lines):
        if lines.meets(per_head_month(household, with_employment_cost=False), lines.dibao):
            return Grade.DEEP, _("E-R1 月人均(扣除刚性支出)不高于低保标准")
        if lines.meets(per_head_month(household, with_employment_cost=True), lines.relative_times * lines.dibao):
            return Grade.RELATIVE, _("E-R1 月人均(扣除刚性支出和必要就业成本)不高于低保标准的 {n} 倍").format(
                n=lines.relative_times
            )
    if _is_struck(household, lines):
        return Grade.ACCIDENTAL, _("E-R3 突发事件,当年支出超过家庭年收入的 {n}%").format(n=lines.sudden_percent)
    return "", _("E-R1 至 E-R3 均不符合")


def _is_settled(household, lines):
    return household.labour_years >= lines.migrant_years and household.is_member and household.lives_here


def _is_poor_before_costs(household, lines):
    return household.income < lines.resident_income * household.persons


def _is_struck(household, lines):
    return household.has_sudden_event and household.sudden_cost * 100 > household.income * lines.sudden_percent


def _is_borderline(household, lines):
    if household.exclusions:
        return False
    pairs = [
        (per_head_month(household, with_employment_cost=False), lines.dibao),
        (per_head_month(household, with_employment_cost=True), lines.relative_times * lines.dibao),
    ]
    return any(abs(value - line) * 100 <= line * lines.borderline_percent for value, line in pairs)


def _would_change(household, lines, grade_now):
    """Sentences: how far the household is from the next line, in yuan a year of costs or income."""
    changes = []
    steps = [
        (Grade.DEEP, lines.dibao, False, _("深度困难")),
        (Grade.RELATIVE, lines.relative_times * lines.dibao, True, _("相对困难")),
    ]
    for grade_then, line, with_cost, name in steps:
        gap = per_head_month(household, with_employment_cost=with_cost) - line
        yuan = abs(gap) * 12 * household.persons / 100
        if gap > 0 and grade_now != grade_then:
            sentence = _("刚性支出全年再多 {yuan:,.2f} 元(或收入少同样数额),即达到{name}线")
            changes.append(sentence.format(yuan=yuan, name=name))
        elif gap <= 0 and grade_now == grade_then:
            changes.append(_("收入全年再多 {yuan:,.2f} 元以上,即不再符合{name}").format(yuan=yuan, name=name))
    if household.exclusions:
        changes.append(_("排除情形经核实不成立后,可重新测算"))
    if household.has_sudden_event and grade_now == "":
        more = max(household.income * lines.sudden_percent // 100 - household.sudden_cost, 0) / 100
        changes.append(_("突发支出再多 {yuan:,.2f} 元以上,即符合意外致困").format(yuan=more))
    return changes
