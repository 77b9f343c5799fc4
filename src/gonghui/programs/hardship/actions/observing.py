"""The months of observation: what the household earned, and whether six in a row are above the dibao (E-R12)."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from gonghui.kernel.refusals import Refusal

from ..models import MonthlyIncome
from ..rulebook import FILE, months, policies


class MonthInFuture(Refusal):
    sentence = _("不能填报将来的月份。")


class BeforeObservation(Refusal):
    sentence = _("观察从 {since} 开始,不能填报更早的月份。")


class MonthEntered(Refusal):
    sentence = _("{month} 的收入已经填报。确需更正的,请写明更正理由。")


class MonthsMissing(Refusal):
    sentence = _("脱困须连续 {count} 个月人均收入高于低保标准(E-R12)。尚不符合:{months}。")


class OwnMonths(Refusal):
    sentence = _("您填报过其中的月度收入,批准退出须由另一人办理。")


@FILE.action
def enter_month(file, *, by, on, month: date, income: int, persons: int, source: str, reason: str = ""):
    """What the household earned in a month, in fen, for so many people, on what paper; once a month.

    Entered again with a `reason` it replaces what was entered, which stays written (X-R4).
    Raises MonthInFuture, BeforeObservation, MonthEntered.
    """
    month = months.first_of(month)
    if month > on:
        raise MonthInFuture
    if month < (since := months.first_of(observed_since(file))):
        raise BeforeObservation(since=f"{since:%Y-%m}")
    _replace(file, month, reason)
    dibao = policies.DIBAO.on(month, file.unit.area)
    MonthlyIncome.objects.create(
        file=file,
        month=month,
        income=income,
        persons=persons,
        dibao=dibao,
        source=source,
        entered_by=by.user_id,
        entered_on=on,
    )
    return {"opinion": reason, "month": f"{month:%Y-%m}", "persons": persons, "source": source}


def _replace(file, month, reason):
    before = file.months.standing().filter(month=month)
    if before.exists() and len(reason.strip()) < 4:
        raise MonthEntered(month=f"{month:%Y-%m}")
    before.update(is_superseded=True)


def observed_since(file) -> date:
    """The day on which the household's running observation was decided."""
    return file.exit_proposals.accepted().filter(kind="observation").last().decided_on


def months_short(file, since: date, on: date) -> list[str]:
    """The months, of the last six that are over, which do not carry the household out; each with what it lacks."""
    area = file.unit.area
    wanted = months.whole_months_before(on, policies.OBSERVED_MONTHS.on(on, area))
    known = {each.month: each for each in file.months.standing().filter(month__in=wanted)}
    return [words for month in wanted if (words := _lacks(month, known.get(month), since, area))]


def _lacks(month, entered, since, area) -> str:
    name = f"{month:%Y-%m}"
    if month < months.first_of(since):
        return str(_("{month} 尚未开始观察")).format(month=name)
    if entered is None:
        return str(_("{month} 未填报")).format(month=name)
    dibao = policies.DIBAO.on(month, area)
    if entered.per_head > dibao:
        return ""
    words = str(_("{month} 人均 {mine:,.2f} 元,不高于低保 {dibao:,.2f} 元"))
    return words.format(month=name, mine=entered.per_head / 100, dibao=dibao / 100)


def require_months(file, since: date, *, by, on) -> list[str]:
    """The months that carry the household out, none of them entered by who approves.

    Raises MonthsMissing, OwnMonths.
    """
    count = policies.OBSERVED_MONTHS.on(on, file.unit.area)
    if short := months_short(file, since, on):
        raise MonthsMissing(count=count, months=";".join(short))
    wanted = months.whole_months_before(on, count)
    if file.months.standing().filter(month__in=wanted, entered_by=by.user_id).exists():
        raise OwnMonths
    return [f"{month:%Y-%m}" for month in wanted]
