"""A workbook that someone sends, read and checked cell by cell: names, identity numbers, money, days.

Ours: `kernel.sheets.reading` with its child process, the look into the archive, and every check. Floor:
python-calamine, the library that the child reads with, reading the same file in this process, checking nothing.
"""

import random
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import python_calamine

from gonghui.desks.demo.names import a_name
from gonghui.kernel.identifiers import a_test_number
from gonghui.kernel.sheets.columns import Column, Limits
from gonghui.kernel.sheets.reading import read_rows
from gonghui.kernel.sheets.writing import write_workbook

from .measuring import Line, beside

TITLE = "Workbooks"
ROWS = 20_000
REPEATS = 5
PATIENT = replace(Limits(), seconds=120)  # a busy machine is no reason to end the child
COLUMNS = (
    Column("name", "姓名", "name", required=True),
    Column("id_no", "身份证号", "identity", required=True, unique=True),
    Column("mobile", "手机号", "mobile"),
    Column("joined_on", "入会日期", "date"),
    Column("amount", "金额(元)", "money"),
    Column("household", "家庭人口", "integer"),
    Column("is_migrant", "是否农民工", "yes_no"),
    Column("cause", "主要致困原因", choices=("患重特大疾病", "子女上学", "意外事故")),
    Column("bank", "开户银行"),
    Column("note", "备注"),
)


def measure():
    """One workbook of as many rows as may be sent at once."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "roster.xlsx"
        write_workbook(path, COLUMNS, _rows())
        read = _read(path)
        if read != ROWS:
            raise AssertionError(f"{read} of {ROWS} rows were read without fault")
        ours, least = beside(lambda: _read_bare(path), lambda: _read(path), REPEATS)
        size = path.stat().st_size / 1_000_000
    counted = f"{ROWS / ours:,.0f} rows a second; a file of {size:.1f} MB"
    yield Line(f"{ROWS:,} rows of {len(COLUMNS)} columns", ours, least, counted)


def _read(path) -> int:
    return len(read_rows(path, filename=path.name, columns=COLUMNS, limits=PATIENT).rows)


def _read_bare(path) -> int:
    return len(python_calamine.CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python())


def _rows():
    draw = random.Random(2021)
    for n in range(ROWS):
        yield {
            "name": a_name(draw, draw.random() < 0.5),
            "id_no": a_test_number("349901", date(1960, 1, 1) + timedelta(days=n // 500), n % 500),
            "mobile": f"199{n:08d}",
            "joined_on": date(2015, 1, 1) + timedelta(days=n % 2000),
            "amount": draw.randrange(10_000, 500_000),
            "household": draw.randrange(1, 7),
            "is_migrant": draw.random() < 0.3,
            "cause": draw.choice(COLUMNS[7].choices),
            "bank": "徽商银行六安分行",
            "note": f"第{n + 1}户",
        }
