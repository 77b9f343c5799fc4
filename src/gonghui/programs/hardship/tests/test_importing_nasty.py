"""Bad workbooks of existing files: none ends in a fault of ours, each gets the right sentence (R12)."""

from datetime import date
from io import BytesIO

import openpyxl
import pytest

from gonghui.foundation.organisations.models import Unit
from gonghui.kernel.sheets.sentences import UnreadableWorkbook
from gonghui.programs.hardship.sheets import archive_in, checking

from .books import a_child, a_household, a_number, a_workbook, some_aid

JUNE_1 = date(2021, 6, 1)
UNION = Unit(pk=1, name="金寨县测试机械厂工会委员会", short_name="测试机械厂工会")
SAME = a_number()


def said_of(content: bytes, filename="档案.xlsx") -> str:
    """All that is said about a workbook, and how many households were found."""
    try:
        found = archive_in.read(content, filename=filename)
    except UnreadableWorkbook as no:
        return str(no)
    checking.check(found, units={UNION.name: UNION, UNION.short_name: UNION}, on=JUNE_1)
    return "\n".join([f"{len(found.households)} 户 {found.faults} 处", *found.report(), *found.remarks])


def archive(**changed):
    return [a_household(UNION, **changed)], [a_child()], []


def member(**changed):
    return [a_household(UNION)], [a_child(**changed)], []


def aid(**changed):
    return [a_household(UNION)], [a_child()], [some_aid(**changed)]


VALUES = {
    "good": (archive(), "1 户 0 处"),
    "union by its short name": (archive(unit="测试机械厂工会"), "1 户 0 处"),
    "union with a slip": (archive(unit="测试机械长工会"), "是否要填“测试机械厂工会”"),
    "union of nowhere": (archive(unit="某某公司"), "本区县没有这个工会"),
    "15 digits": (archive(id_no="999901700101001"), "1 户 0 处"),
    "wrong check digit": (archive(id_no="999901197001010010"), "校验码不符"),
    "number too short": (archive(id_no="12345"), "第 2 行“身份证号”（D2）"),
    "born in the future": (archive(id_no=a_number(date(2022, 1, 1))), "出生日期在将来"),
    "unknown class": (archive(grade="特困"), "没有“特困”这一项"),
    "unknown level": (archive(archive_level="乡级"), "没有“乡级”这一项"),
    "unknown cause": (archive(main_cause="懒"), "没有“懒”这一项"),
    "filed in the future": (archive(filed_on=date(2022, 1, 1)), "建档日期在将来"),
    "year of nonsense": (archive(year=19), "年度不合理"),
    "four other causes": (archive(other_causes="子女上学、自然灾害、意外事故、其他"), "超过三项"),
    "strange other cause": (archive(other_causes="子女上学,没钱"), "没有“没钱”这一项"),
    "more back than paid": (archive(reimbursed=9_000_000), "已报销的比医疗支出还多"),
    "level without kind of disability": (archive(disability_level="二级"), "没有填残疾类别"),
    "bank code of ten": (archive(branch_code="1234567890"), "联行号应为 12 位"),
    "stranger's card": (archive(account_name="王外人"), "开户人不是这户家庭的成员"),
    "card without holder": (archive(account_name=None), "没有填开户人"),
    "card that fails Luhn": (archive(card_no="6228480012345678912"), "没有通过校验"),
    "no name": (archive(name=None), "这一列必须填写"),
    "child's number wrong": (member(id_no="1"), "工作表“家庭成员”第 2 行“证件号码”"),
    "child without number": (member(id_no=None), "没有填写"),
    "child of the register without birth date": (
        member(id_no=None, id_kind="户口簿(暂无证件)", born_on=None),
        "必须填写出生日期",
    ),
    "birth certificate": (member(id_no="A123456789", id_kind="出生医学证明", born_on=date(2020, 1, 1)), "1 户 0 处"),
    "birth date against the number": (member(born_on=date(1999, 1, 1)), "与身份证号不一致"),
    "row of a household that is not there": (member(key="77"), "档案表中没有这个档案序号"),
    "herself under another number": (member(relation="本人"), "号码却与档案表的申请人不同"),
    "school of forty years": (member(school_years=40), "学制不合理"),
    "one person twice": (
        ([a_household(UNION, id_no=SAME)], [a_child(id_no=SAME, identity="在职")], []),
        "这个人已在工作表“档案”第 2 行",
    ),
    "one number in two rows": (
        ([a_household(UNION, id_no=SAME), a_household(UNION, key="2", id_no=SAME)], [], []),
        "与第 2 行重复",
    ),
    "one key twice": (([a_household(UNION), a_household(UNION)], [], []), "与第 2 行重复"),
    "nothing given": (aid(amount=0), "金额是零"),
    "given in the future": (aid(given_on=date(2022, 1, 1)), "日期在将来"),
    "schooling for nobody": (aid(kind="子女助学"), "受益人须是这户家庭的学生"),
    "given to nobody's household": (aid(key="9"), "工作表“本年度已发放”第 2 行“档案序号”"),
    "no households": (([], [], []), "没有数据"),
}


@pytest.mark.parametrize("kind", VALUES)
def test_read_says_what_is_wrong_with_a_value(kind, tmp_path):
    rows, sentence = VALUES[kind]

    assert sentence in said_of(a_workbook(tmp_path, *rows))


def changed(path, change) -> bytes:
    book = openpyxl.load_workbook(BytesIO(a_workbook(path, *archive())))
    change(book)
    made = BytesIO()
    book.save(made)
    return made.getvalue()


def set_cell(sheet, cell, value):
    def change(book):
        book[sheet][cell] = value

    return change


def rename(sheet, name):
    def change(book):
        book[sheet].title = name

    return change


STRUCTURES = {
    "sheet renamed": (rename("家庭成员", "成员"), "找不到工作表“家庭成员”"),
    "sheet hidden": (lambda book: setattr(book["档案"], "sheet_state", "hidden"), "找不到工作表“档案”"),
    "third sheet left out": (lambda book: book.remove(book["本年度已发放"]), "1 户 0 处"),
    "column left out": (lambda book: book["档案"].delete_cols(7), "“档案级别”列：表头里没有这一列"),
    "head gone": (lambda book: book["档案"].delete_rows(1), "找不到表头"),
    "formula in a name": (set_cell("档案", "C2", "=A1"), "公式没有计算结果"),
    "number as a float": (set_cell("档案", "D2", 9.99901197001e17), "末几位已丢失"),
    "merged rows": (lambda book: book["档案"].merge_cells("C2:C3"), "是合并单元格"),
    "other column": (set_cell("档案", "CA1", "备注二"), "这些列不在模板中"),
    "total row": (set_cell("档案", "A3", "合计"), "1 户 0 处"),
    "cell error": (set_cell("档案", "F2", "#N/A"), "公式的结果是错误值"),
}


@pytest.mark.parametrize("kind", STRUCTURES)
def test_read_says_what_is_wrong_with_a_structure(kind, tmp_path):
    change, sentence = STRUCTURES[kind]

    assert sentence in said_of(changed(tmp_path, change))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "文件是空的"),
        ("档案序号,姓名\n1,张测试\n".encode(), "只有一张表"),
        (b"PK\x03\x04 cut", "《档案.xlsx》"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504), "《档案.xlsx》"),
        (b"%PDF-1.7", "《档案.xlsx》"),
    ],
)
def test_read_refuses_what_is_no_workbook(content, sentence):
    assert sentence in said_of(content)
