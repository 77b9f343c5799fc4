"""Workbooks of money: the balances of many funds, for a city that begins in the middle of a year (E-R10)."""

from django.utils.translation import gettext_lazy as _

from gonghui.kernel.refusals import Refusal
from gonghui.kernel.sheets.columns import Column
from gonghui.kernel.sheets.reading import Reading, read_rows

BALANCES = (
    Column("name", "资金名称", required=True, longest=60),
    Column("year", "年度", kind="integer", required=True),
    Column("amount", "期初余额(元)", kind="money", required=True, aliases=("期初余额",)),
    Column("received_on", "余额日期", kind="date", required=True),
    Column("paper", "凭据文号", required=True, longest=60),
)


class SheetFaulty(Refusal):
    sentence = _("一行也没有录入,请改正后重新上传:{faults}")


def read_balances(content: bytes, filename: str) -> Reading:
    """The balances that a workbook holds. Raises UnreadableWorkbook."""
    return read_rows(content, filename=filename, columns=BALANCES)


def require_faultless(reading: Reading) -> None:
    """Raise SheetFaulty with sheet, row and column of what is wrong."""
    if reading.complaints:
        raise SheetFaulty(faults=" ".join(reading.complaints.report()))
