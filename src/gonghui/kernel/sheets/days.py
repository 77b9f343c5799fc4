"""Days as people and workbooks write them: serials since 1900 or 1904, 2021-2-3, 2021年2月3日, 二〇二一年二月三日."""

import re
import unicodedata
from datetime import date, datetime, timedelta

from django.utils.translation import gettext_lazy as _

from .wrong import Wrong

FIRST_YEAR, LAST_YEAR = 1900, 2100
SERIALS = {False: date(1899, 12, 30), True: date(1904, 1, 1)}
SHAM_DAY = 60
NUMERALS = str.maketrans("〇零○Ｏ一二三四五六七八九", "0000123456789")
WRITTEN = re.compile(
    r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*[日号]?(?:[T ]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?"
)
WRITE_SO = _("请写成 2021-02-03 的样子。")


def day(cell, *, from_1904: bool = False) -> date:
    """The day in a cell. Raises Wrong for days that do not exist, lack their year, or lie far away."""
    if isinstance(cell, dict):
        if "date" not in cell:
            raise Wrong(_("只有时刻，没有日期。"), WRITE_SO)
        return _plausible(datetime.fromisoformat(cell["date"]).date())
    if isinstance(cell, bool):
        raise Wrong(_("不是日期。"), WRITE_SO)
    if isinstance(cell, int | float):
        return _from_number(cell, from_1904)
    return _from_text(cell)


def _from_number(number: float, from_1904: bool) -> date:
    """A serial number, or eight digits that read as year, month and day."""
    if 19_000_101 <= number <= 21_001_231 and number == int(number):
        return _from_parts(int(number) // 10_000, int(number) // 100 % 100, int(number) % 100, str(int(number)))
    if not 1 <= number <= 73_415 or (number < 60_000 and number == int(number) and FIRST_YEAR <= number <= LAST_YEAR):
        raise Wrong(_("数字 {found} 不是日期。"), WRITE_SO, found=f"{number:g}")
    if not from_1904 and int(number) == SHAM_DAY:
        raise Wrong(_("1900 年没有 2 月 29 日。"), WRITE_SO)
    early = not from_1904 and number < SHAM_DAY
    return _plausible(SERIALS[from_1904] + timedelta(days=int(number) + early))


def _from_text(text: str) -> date:
    written = unicodedata.normalize("NFKC", text).strip()
    if re.fullmatch(r"\d{8}", written):
        return _from_parts(int(written[:4]), int(written[4:6]), int(written[6:]), written)
    plain = _in_digits(written)
    if found := WRITTEN.fullmatch(plain):
        return _from_parts(int(found[1]), int(found[2]), int(found[3]), written)
    if re.fullmatch(r"\d{1,2}[-./年]\d{1,2}[-./月]\d{1,2}日?", plain):
        raise Wrong(_("“{found}”的年份不是四位。"), WRITE_SO, found=written[:20])
    if re.fullmatch(r"\d{4}[-./年]\d{1,2}月?", plain) or re.fullmatch(r"(\d{4}年)?\d{1,2}月(\d{1,2}[日号])?", plain):
        raise Wrong(_("“{found}”没有写全年、月、日。"), WRITE_SO, found=written[:20])
    raise Wrong(_("“{found}”不是日期。"), WRITE_SO, found=written[:20])


def _in_digits(written: str) -> str:
    """Chinese numerals of a day as digits: 二〇二一年十二月三十日 → 2021年12月30日."""

    def tens(found):
        before, after = found[1], found[2]
        return f"{before or 1}{after or 0}"

    return re.sub(r"(\d?)十(\d?)", tens, written.translate(NUMERALS))


def _from_parts(year: int, month: int, number: int, written: str) -> date:
    try:
        return _plausible(date(year, month, number))
    except ValueError:
        raise Wrong(_("没有“{found}”这一天。"), WRITE_SO, found=written[:20]) from None


def _plausible(found: date) -> date:
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise Wrong(_("{found} 离现在太远。"), WRITE_SO, found=found.isoformat())
    return found
