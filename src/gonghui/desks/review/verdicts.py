"""How verdicts read and look: a word and a sign for each, so that colour is never all."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .reading import Judged

TITLES = {
    "agrees": gettext_lazy("相符"),
    "differs": gettext_lazy("不符"),
    "no_record": gettext_lazy("无记录"),
    "ambiguous": gettext_lazy("不明确"),
    "self_contradiction": gettext_lazy("自相矛盾"),
    "plan": gettext_lazy("计划"),
}
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


def sentence(judged: Judged, shown: str, name: str) -> str:
    """What stands behind a verdict, or what is missing; `shown` is the computed value, `name` that of the figure."""
    told = {"shown": shown, "name": name, "code": judged.code, "line": judged.partner_line}
    told["codes"] = "、".join(judged.candidates)
    if judged.verdict == "no_record" and judged.code:
        return _("有指标 %(code)s“%(name)s”,但没有这样的记录。") % told
    return {
        "agrees": _("记录为 %(shown)s(%(code)s %(name)s)。"),
        "differs": _("记录为 %(shown)s(%(code)s %(name)s),与原文不符。"),
        "no_record": _("没有指标与这一说法对应。"),
        "ambiguous": _("可能是 %(codes)s 中的一个,原文没有说清。"),
        "self_contradiction": _("与原文第 %(line)s 行的说法不一致。"),
        "plan": _("是对以后的打算,不核对。"),
    }[judged.verdict] % told
