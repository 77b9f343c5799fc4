"""认定测算: the computed grade as a person reads it: in yuan, with the clause, what is missing or would change it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from ..rulebook.grading import Grade


@dataclass(frozen=True)
class Input:
    """One line of the table; a line in bold is what the clause compares."""

    title: str
    shown: str
    is_strong: bool = False


@dataclass(frozen=True)
class Card:
    """What the record's page shows of the last assessment."""

    last: object
    inputs: list
    proposed: str
    waits_for_second: bool


def card(file) -> Card | None:
    last = file.assessments.last()
    if last is None:
        return None
    proposed = str(Grade(last.other_grade).label) if last.other_grade else ""
    return Card(last, _table(last.inputs), proposed, bool(last.other_grade) and last.confirmed_by is None)


def waits_for_second(file) -> bool:
    """Whether another grade is proposed and nobody has confirmed it."""
    last = file.assessments.last()
    return last is not None and bool(last.other_grade) and last.confirmed_by is None


def _table(known) -> list[Input]:
    """The inputs in the order in which the computation goes."""
    rows = [
        Input(_("共同生活人口"), _("{n} 人").format(n=known["persons"])),
        _yuan(_("家庭全年收入"), known["income"]),
        _yuan(_("刚性支出(全年)"), known["rigid_cost"]),
        _yuan(_("必要就业成本(全年)"), known["employment_cost"]),
    ]
    if known["has_sudden_event"]:
        rows.append(_yuan(_("突发事件支出(全年)"), known["sudden_cost"]))
    if "per_head_month" in known:
        rows += [
            _yuan(_("月人均(扣除刚性支出)"), known["per_head_month"], is_strong=True),
            _yuan(_("月人均(再扣除必要就业成本)"), known["per_head_month_relative"], is_strong=True),
            _yuan(_("年人均收入(扣除前)"), known["per_head_year_before_costs"]),
        ]
    return [*rows, *_lines(known), *_conditions(known)]


def _lines(known):
    times = known["relative_times"]
    return [
        _yuan(_("低保标准(每人每月)"), known["dibao"]),
        _yuan(_("低保标准的 {n} 倍").format(n=times), known["dibao"] * times),
        _yuan(_("上年度居民人均可支配收入"), known["resident_income"]),
        Input(_("比较方式"), _("低于") if known["is_strict"] else _("不高于")),
    ]


def _conditions(known):
    rows = []
    if known["is_migrant"]:
        years = known["labour_years"]
        rows.append(Input(_("农民工劳动关系"), "—" if years is None else _("{n} 年").format(n=years)))
        rows.append(Input(_("工会会员"), _("是") if known["is_member"] else _("否")))
    if known["exclusions"]:
        rows.append(Input(_("排除情形"), "、".join(known["exclusions"]), is_strong=True))
    return rows


def _yuan(title, fen, *, is_strong=False) -> Input:
    return Input(title, "—" if fen is None else _("{n:,.2f} 元").format(n=fen / 100), is_strong)
