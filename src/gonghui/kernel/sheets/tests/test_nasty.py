"""More than two hundred bad workbooks: none harms anybody, each gets a sentence with place and cure (T18, R12)."""

import resource

import pytest

from gonghui.kernel.sheets.columns import Column
from gonghui.kernel.sheets.reading import read_rows
from gonghui.kernel.sheets.sentences import UnreadableWorkbook

from . import raw
from .nasty_bombs import BOMBS
from .nasty_structures import STRUCTURES
from .nasty_texts import TEXTS
from .nasty_values import VALUES

COLUMNS = (
    Column("name", "姓名", "name", required=True),
    Column("number", "身份证号", "identity", required=True, unique=True, aliases=("公民身份号码",)),
    Column("sex", "性别", choices=("男", "女")),
    Column("joined_on", "入会日期", "date"),
    Column("amount", "金额（元）", "money"),
    Column("is_working", "是否在岗", "yes_no"),
    Column("note", "备注"),
)
MEGABYTE = 1024


@pytest.fixture(scope="module", autouse=True)
def _memory_stays_flat():
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    yield
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50 * MEGABYTE


def said_of(source, filename) -> str:
    """All that is said about a file, and how many rows were read."""
    try:
        reading = read_rows(source, filename=filename, columns=COLUMNS)
    except UnreadableWorkbook as no:
        return str(no)
    return "\n".join([f"读入 {len(reading.rows)} 行", *reading.complaints.report(), *reading.remarks])


@pytest.mark.parametrize("kind", STRUCTURES)
def test_read_explains_a_strange_structure(kind):
    content, sentence = STRUCTURES[kind]

    assert sentence in said_of(content, "名册.xlsx")


@pytest.mark.parametrize("kind", VALUES)
def test_read_explains_a_strange_value(kind, tmp_path):
    place, value, sentence = VALUES[kind]
    raw.pack(tmp_path / "a.xlsx", raw.with_cell(place, value))

    assert sentence in said_of(tmp_path / "a.xlsx", "名册.xlsx")


@pytest.mark.parametrize("kind", TEXTS)
def test_read_explains_a_strange_text(kind):
    content, sentence = TEXTS[kind]

    assert sentence in said_of(content, "名册.csv")


@pytest.mark.parametrize("kind", BOMBS)
def test_read_survives_a_bomb(kind, tmp_path):
    make, sentence = BOMBS[kind]
    make(tmp_path / "a.xlsx")

    assert sentence in said_of(tmp_path / "a.xlsx", "名册.xlsx")
