"""Workbooks of existing files for tests; every person is invented, with area codes that were never used."""

from datetime import date, timedelta
from itertools import count

from gonghui.kernel.identifiers import a_test_number
from gonghui.kernel.sheets.writing import Sheet, write_sheets
from gonghui.programs.hardship.sheets import layout

_people = count(1)


def a_number(born=date(1970, 1, 1)) -> str:
    """Another number each time."""
    n = next(_people)
    return a_test_number("999901", born + timedelta(days=n // 900), n % 900 + 1)


def a_household(unit, /, key="1", **changed) -> dict:
    """One row of the sheet 档案 with every kind of value."""
    return {
        "key": key,
        "paper_number": f"金困〔2018〕{key}号",
        "name": "张测试",
        "id_no": a_number(),
        "mobile": "19900000001",
        "unit": unit.name,
        "archive_level": "县级",
        "grade": "深度困难",
        "clause": "人均低于低保",
        "filed_on": date(2019, 6, 3),
        "year": 2019,
        "work_status": "内退",
        "main_cause": "患重特大疾病",
        "other_causes": "子女上学、社保待遇未落实",
        "cause_text": "尿毒症,每周透析三次",
        "is_migrant": False,
        "authorised_on": date(2019, 5, 20),
        "account_name": "张测试",
        "card_no": "6228480012345678911",
        "bank_name": "徽商银行金寨支行",
        "health": "尿毒症",
        "insurance": "职工医保",
        "marital": "已婚",
        "housing": "承租公房",
        "housing_area": "20—50平方米",
        "address": "测试路一号",
        "employer": "测试机械厂",
        "employer_state": "停产",
        "is_single_parent": False,
        "nobody_employed": True,
        "builder": "赵建档",
        "wage": 1_200_000,
        "cost_illness": 3_000_000,
        "reimbursed": 1_000_000,
        **changed,
    }


def a_child(key="1", **changed) -> dict:
    """One row of the sheet 家庭成员."""
    return {
        "key": key,
        "name": "张小测",
        "relation": "子女",
        "id_kind": "居民身份证",
        "id_no": a_number(date(2003, 1, 1)),
        "identity": "学生",
        "health": "良好",
        "monthly_income": 0,
        "school": "测试中学",
        "education": "高中",
        "entry_year": 2018,
        "school_years": 3,
        **changed,
    }


def some_aid(key="1", **changed) -> dict:
    """One row of the sheet 本年度已发放."""
    aid = {"key": key, "year": 2021, "kind": "生活救助", "amount": 200_000, "given_on": date(2021, 2, 1)}
    return aid | changed


def a_workbook(path, archives, members=(), given=()) -> bytes:
    """A workbook with these rows, as the template has them."""
    pages = (
        Sheet(layout.ARCHIVES, layout.archive_columns(), archives),
        Sheet(layout.MEMBERS, layout.member_columns(), members),
        Sheet(layout.GIVEN, layout.given_columns(), given),
    )
    write_sheets(path / "books.xlsx", pages)
    return (path / "books.xlsx").read_bytes()
