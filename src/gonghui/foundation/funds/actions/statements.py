"""A statement of the bank is taken in: whole, once, and continuing the one before it (E-R13)."""

from calendar import monthrange
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gonghui.foundation.journal.actions import strike_out
from gonghui.kernel.announcing import announce
from gonghui.kernel.numbering import next_number
from gonghui.kernel.refusals import NotEntitled, Refusal

from ..bank import cupboard, order, statement
from ..models import BankLine, BankStatement, Reconciliation
from ..rulebook import RECONCILIATION, the_reconciler
from .answers import MOST_FAULTS_SHOWN
from .ledger import locked
from .matching import ensure_matched


class StatementKnown(Refusal):
    sentence = gettext_lazy("这份对账单已作为“{known}”于 {on} 导入,没有重复导入。")


class MonthKnown(Refusal):
    sentence = gettext_lazy("“{fund}”{month:%Y-%m} 的对账单已经导入。")


class MonthNotOver(Refusal):
    sentence = gettext_lazy("{month:%Y-%m} 还没有结束,请在月末以后导入。")


class NotContinuous(Refusal):
    sentence = gettext_lazy("对账单月初余额 {found:,.2f} 元,与 {month:%Y-%m} 的月末余额 {wanted:,.2f} 元不衔接。")


class NotInOrder(Refusal):
    sentence = gettext_lazy("{month:%Y-%m} 的对账单已经导入,更早的月份不能再补。")


class StatementFaulty(Refusal):
    sentence = gettext_lazy("对账单没有导入,有 {count} 处不符:{faults}")


@transaction.atomic
def import_statement(fund, month: date, content: bytes, *, file_name: str = "", by, on) -> BankStatement:
    """Take in what the bank lists for a fund's account in the month that begins on `month`; what fits is matched.

    Raises NotEntitled, StatementKnown, MonthKnown, MonthNotOver, NotInOrder, NotAStatement, StatementFaulty,
    NotContinuous.
    """
    taken = BankStatement(unit=fund.unit, position=fund.unit.position, fund=fund, month=month)
    if not the_reconciler(by, taken):
        raise NotEntitled(step=_("导入银行对账单"), needs=the_reconciler)
    locked(fund)
    taken.sha256 = order.digest(content)
    before = _require_new(taken, on)
    moved, faults = statement.read(content)
    _require_faultless(faults or _strangers(fund, month, moved))
    taken.first_balance, taken.last_balance = moved[0].balance - moved[0].amount, moved[-1].balance
    if before and before.last_balance != taken.first_balance:
        raise NotContinuous(found=taken.first_balance / 100, wanted=before.last_balance / 100, month=before.month)
    cupboard.keep(f"fund-{fund.pk}", f"statement-{taken.sha256}", content)
    taken.rows, taken.file_name = len(moved), strike_out(file_name)[-100:]
    taken.imported_by, taken.imported_on = by.user_id, on
    taken.save()
    BankLine.objects.bulk_create(_lines(taken, moved, is_first=before is None), batch_size=1000)
    facts = {"fund": str(fund), "month": month, "rows": taken.rows, "sha256": taken.sha256}
    announce("import", taken, by=by, on=on, name="bank_statement", title=_("导入银行对账单"), facts=facts)
    _begin_sheet(taken, by, on)
    ensure_matched(fund, by=by, on=on)
    return taken


def last_day_of(month: date) -> date:
    """The last day of the month that begins on `month`."""
    return month.replace(day=monthrange(month.year, month.month)[1])


def _require_new(taken, on) -> BankStatement | None:
    """The statement before this one. Raises what stands against taking this one in."""
    if known := BankStatement.objects.filter(sha256=taken.sha256).first():
        raise StatementKnown(known=known, on=known.imported_on)
    there = BankStatement.objects.filter(fund=taken.fund)
    if there.filter(month=taken.month).exists():
        raise MonthKnown(fund=taken.fund, month=taken.month)
    if last_day_of(taken.month) > on:
        raise MonthNotOver(month=taken.month)
    last = there.order_by("-month").first()
    if last and last.month > taken.month:
        raise NotInOrder(month=last.month)
    return last


def _require_faultless(faults):
    if faults:
        shown = ";".join(map(str, faults[:MOST_FAULTS_SHOWN]))
        raise StatementFaulty(count=len(faults), faults=shown + ("……" if len(faults) > MOST_FAULTS_SHOWN else "。"))


def _strangers(fund, month, moved) -> list[str]:
    """Lines of another month, and lines that came before."""
    flows = [each.flow_no for each in moved if each.flow_no]
    known = set(BankLine.objects.filter(fund=fund, flow_no__in=flows).values_list("flow_no", flat=True))
    faults = []
    for each in moved:
        if (each.on.year, each.on.month) != (month.year, month.month):
            faults.append(_("第 %(line)s 行:交易日期 %(day)s 不在这个月") % {"line": each.line, "day": each.on})
        if each.flow_no in known:
            faults.append(_("第 %(line)s 行:流水号“%(no)s”以前已经导入") % {"line": each.line, "no": each.flow_no})
    return faults


def _lines(taken, moved, *, is_first):
    """What the bank lists, and before the first month what was there already."""
    own = {"statement": taken, "fund": taken.fund}
    if is_first and taken.first_balance:
        there = {"amount": taken.first_balance, "balance": taken.first_balance, "summary": _("对账以前的余额")}
        yield BankLine(seq=0, on=taken.month - timedelta(days=1), flow_no=None, **there, **own)
    for seq, each in enumerate(moved, start=1):
        said = {"summary": each.summary, "flow_no": each.flow_no, "counterparty": each.counterparty}
        yield BankLine(seq=seq, on=each.on, amount=each.amount, balance=each.balance, **said, **own)


def _begin_sheet(taken, by, on):
    sheet = Reconciliation(
        number=next_number("DZ", taken.month.year),
        begun_on=on,
        unit=taken.unit,
        position=taken.position,
        fund=taken.fund,
        statement=taken,
        ends_on=last_day_of(taken.month),
    )
    sheet.expect(RECONCILIATION.next_of(sheet.state), on)
    sheet.save()
    facts = {"fund": str(taken.fund), "month": taken.month}
    announce("step", sheet, by=by, on=on, name="begin", title=_("开始对账"), facts=facts)
