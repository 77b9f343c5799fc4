"""How verdicts read and look: a word and a sign for each, so that colour is never all."""

from __future__ import annotations

from django.apps import apps
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gonghui.desks.figures import listed, reckoning
from gonghui.desks.figures.forms import title_of
from gonghui.kernel.periods import Period

from .checking import Checked
from .reading import Judged

TITLES = {
    "differs": gettext_lazy("不符"),
    "self_contradiction": gettext_lazy("自相矛盾"),
    "ambiguous": gettext_lazy("不明确"),
    "no_record": gettext_lazy("无记录"),
    "agrees": gettext_lazy("相符"),
    "plan": gettext_lazy("计划"),
}
"""In the order in which they ask for work."""
TONES = {
    "agrees": "green",
    "differs": "red",
    "no_record": "grey",
    "ambiguous": "orange",
    "self_contradiction": "purple",
    "plan": "azure",
}
SIGNS = {
    "agrees": "✓",
    "differs": "✗",
    "no_record": "?",
    "ambiguous": "~",
    "self_contradiction": "≠",
    "plan": "→",
}


def sentence(judged: Judged, checked: Checked) -> str:
    """What stands behind a verdict, or what is missing and what to do about it."""
    told = {"line": judged.partner_line, "codes": "、".join(judged.candidates), "stranger": checked.stranger}
    if judged.verdict == "no_record" and (checked.stranger or _is_elsewhere(judged, checked)):
        told["stranger"] = checked.stranger or judged.claim.place
        return _("说的是%(stranger)s,不在本工会范围内,没有记录可以核对。") % told
    figure = checked.records.figures.get(judged.code or "")
    if figure:
        told |= {"code": figure.code, "name": figure.name, "scope": scope_of(judged, checked)}
        told |= {"shown": reckoning.shown(figure, judged.computed), "program": program_of(figure)}
        told["kind"] = listed.model_of(figure)._meta.verbose_name
    if judged.verdict == "no_record" and figure:
        return _missing(figure) % told
    return {
        "agrees": _("%(scope)s记录为 %(shown)s(%(code)s %(name)s)。"),
        "differs": _("%(scope)s记录为 %(shown)s(%(code)s %(name)s),与原文不符。请打开记录查对,改正原文或补正记录。"),
        "no_record": _("没有指标与这一说法对应。请承办部门提供依据;若它就是某项指标,请选择指标。"),
        "ambiguous": _("可能是 %(codes)s 中的一个,原文没有说清。请选择是哪一项。"),
        "self_contradiction": _("与原文第 %(line)s 行的说法不一致。请改成同一个数,或说明两处口径不同。"),
        "plan": _("是对以后的打算,不核对。"),
    }[judged.verdict] % told


def _missing(figure) -> str:
    if figure.kind == "recorded":
        return _("%(scope)s没有登记“%(name)s”(%(code)s)。请在“外部认定”中凭文件登记并核对,或改正原文。")
    return _("%(scope)s没有“%(kind)s”记录可以数出“%(name)s”(%(code)s)。请在业务“%(program)s”中补办或补登,或改正原文。")


def _is_elsewhere(judged: Judged, checked: Checked) -> bool:
    place = judged.claim.place
    return bool(place) and place not in checked.records.below


def scope_of(judged: Judged, checked: Checked) -> str:
    """Whose number of which time was asked for, where it is not that of the whole page: 金寨县2021年1月至6月."""
    asked = judged.asked
    period = checked.records.period_of(asked) if asked else None
    when = "" if period is None or period == checked.period else period_title(period)
    return f"{judged.claim.place}{when}"


def period_title(period: Period) -> str:
    """A period as it is read: 2021年, 2021年3月, 2021年1月至6月, 2021年7月13日至14日."""
    last = period.last_day
    if period in (Period.year(period.start.year), Period.month(period.start.year, period.start.month)):
        return title_of(period)
    told = {"year": period.start.year, "month": period.start.month, "day": period.start.day}
    told |= {"last_month": last.month, "last_day": last.day}
    if period.start.day == 1 and period.end.day == 1:
        return _("%(year)s年%(month)s月至%(last_month)s月") % told
    return _("%(year)s年%(month)s月%(day)s日至%(last_month)s月%(last_day)s日") % told


def program_of(figure) -> str:
    """The program whose records a figure is counted from."""
    return str(apps.get_containing_app_config(listed.model_of(figure).__module__).verbose_name)
