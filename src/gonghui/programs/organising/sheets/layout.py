"""The columns of a roster: the three that every city card asks for, and what membership needs beside them (B-R9)."""

from functools import cache

from django.conf import settings
from django.utils import translation

from gonghui.foundation.members.models import Person
from gonghui.foundation.members.rulebook import ConfirmWay, EightGroup, Employment, NewForm
from gonghui.kernel.sheets.columns import Column

SHEET = "会员名册"
SEVERAL = "、"


@cache
def words(choices) -> dict[str, str]:
    """The words of a list of choices in the roster's language, each with its code."""
    with translation.override(settings.LANGUAGE_CODE):
        return {str(label): value for value, label in choices.choices}


@cache
def columns() -> tuple[Column, ...]:
    return (
        Column("name", "姓名", "name", required=True),
        Column("id_no", "身份证号", "identity", required=True, unique=True, aliases=("公民身份号码", "证件号码")),
        Column("mobile", "手机号", "mobile", aliases=("联系电话", "手机号码")),
        Column("household_type", "户籍", choices=_list(Person.HouseholdType), aliases=("户籍类别", "户口性质")),
        Column("employment", "用工形式", choices=_list(Employment)),
        Column("job", "岗位", longest=50),
        Column("is_migrant_worker", "农民工", "yes_no", aliases=("是否农民工",)),
        Column("migrant_reason", "农民工认定说明", longest=100),
        Column("groups", "八大群体", longest=60),
        Column("new_forms", "新就业形态", longest=40),
        Column("confirm_way", "确认方式", choices=_list(ConfirmWay)),
        Column("joined_on", "原入会日期(已是会员的填写)", "date", aliases=("入会日期",)),
    )


def _list(choices) -> tuple[str, ...]:
    return tuple(words(choices))


SETS = {"groups": EightGroup, "new_forms": NewForm}
"""Columns that may name several of a set, each set for itself (B-R4, B-R5)."""
