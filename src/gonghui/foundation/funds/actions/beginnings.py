"""The balances of many funds are entered from one workbook: all of them, or none (E-R10)."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gonghui.kernel.refusals import Refusal

from ..models import Fund, Receipt
from ..rulebook import ReceiptKind
from ..sheets import read_balances, require_faultless
from .receipts import enter_receipt

NO_SUCH_FUND = (_("没有这项资金,或前面的行已经写过它。"), _("请核对名称和年度。"))


@transaction.atomic
def enter_balances(unit, content: bytes, file_name: str, *, by, on) -> list[Receipt]:
    """What each fund of `unit` held when its ledger began, by the rows of a workbook; each waits to be confirmed.

    Raises UnreadableWorkbook, SheetFaulty with every row that cannot be entered, NotEntitled.
    """
    reading = read_balances(content, file_name)
    funds = {(fund.name, fund.year): fund for fund in Fund.objects.filter(unit=unit).select_related("unit")}
    entered = []
    for row in reading.rows:
        fund = funds.pop((row["name"], row["year"]), None)
        if fund is None:
            reading.object_to(row.number, "name", *map(str, NO_SUCH_FUND))
            continue
        try:
            entered.append(_enter(fund, row, by, on))
        except Refusal as refusal:
            reading.object_to(row.number, "amount", str(refusal))
    require_faultless(reading)
    return entered


def _enter(fund, row, by, on) -> Receipt:
    facts = {name: row[name] for name in ("amount", "received_on", "paper")}
    with transaction.atomic():
        return enter_receipt(fund, kind=ReceiptKind.OPENING, by=by, on=on, **facts)
