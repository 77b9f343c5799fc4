"""Money without a file and what the seasons gave: counted apart from Y10 to Y16 (E-R8, E-R16)."""

from functools import partial

from django.db.models import Sum
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from gonghui.kernel.indicators import indicator

from ..models import Distribution, Relief
from ..rulebook.campaigns import Season


@indicator(
    "E.relief.households",
    _("应急慰问惠及职工"),
    unit_word="人",
    on="paid_on",
    distinct="id_index",
    cites="E-R8",
    meaning=_("时期内银行已发放应急慰问的职工,每人每年只计一次;已建档的也计,但不计入 Y10 至 Y16。"),
)
def persons_relieved():
    """Persons to whom an emergency or warmth sum was paid in the period, on file or not; apart from Y10 to Y16."""
    return Relief.objects.paid()


@indicator(
    "E.relief.amount",
    _("应急慰问金额"),
    unit_word="元",
    shown_in="万元",
    divisor=100,
    counts=Sum("amount"),
    on="paid_on",
    cites="E-R8",
    meaning=_("时期内打入职工本人银行卡的应急慰问金,以银行回单的交易日期为准;不计入 Y16。"),
)
def relief_paid():
    """Emergency and warmth money paid in the period, by the bank's own day; apart from Y16."""
    return Relief.objects.paid()


def _given_out(season, *, alive=False):
    """Lines of a season, of all seasons where none is named; a reversal counts on its own day with its sign."""
    lines = Distribution.objects.alive() if alive else Distribution.objects.all()
    return lines.filter(site__campaign__season=season) if season else lines


COUNTED = ("persons", "value", "sites")
SAID = {"": "四季送", "spring": "春送岗位", "summer": "送清凉", "autumn": "金秋助学", "winter": "冬送温暖"}
"""What pages call the seasons; 夏送清凉 holds 送清凉, while 送温暖 alone is also said of other visits."""
SAID_OF = {"persons": ("服务", "惠及"), "value": ("物资", "物资价值"), "sites": ("点位", "服务点", "发放点")}


def _words(season, counted) -> tuple[str, ...]:
    """夏送清凉惠及, 送清凉物资: how a page tells of a season's number."""
    return tuple(SAID[season or ""] + of for of in SAID_OF[counted])


for season, stem, title in ((None, "E.season", _("四季送")), *((s, f"E.season.{s}", s.label) for s in Season)):
    told = {"on": "given_on", "cites": "E-R16"}
    parts = {each: tuple(f"{stem}.{s}.{each}" for s in Season) if not season else () for each in COUNTED}
    indicator(
        f"{stem}.persons", format_lazy(_("{season}服务"), season=title), unit_word="人次", counts=Sum("heads"),
        made_of=parts["persons"], words=_words(season, "persons"),
        meaning=_("时期内发放登记的人次,不是人数:同一人领几次计几次,班组按登记的人数计;更正的在更正当日减去。"), **told,
    )(partial(_given_out, season))  # fmt: skip
    indicator(
        f"{stem}.value", format_lazy(_("{season}物资价值"), season=title), unit_word="元", shown_in="万元", divisor=100,
        counts=Sum("value"), made_of=parts["value"], words=_words(season, "value"),
        meaning=_("时期内发放物资的数量乘以采购单价;更正的在更正当日减去。"), **told,
    )(partial(_given_out, season))  # fmt: skip
    indicator(
        f"{stem}.sites", format_lazy(_("{season}点位"), season=title), unit_word="个", distinct="site_id",
        made_of=parts["sites"], words=_words(season, "sites"),
        meaning=_("时期内有发放登记的点位,每个点位每年只计一次。"), **told,
    )(partial(_given_out, season, alive=True))  # fmt: skip
