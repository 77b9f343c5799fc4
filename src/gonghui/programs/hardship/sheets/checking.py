"""What a program has against a workbook of existing files that reads well: each fault with its place and its cure."""

import difflib
import re
from datetime import date

from django.utils.translation import gettext as _

from gonghui.foundation.organisations.models import Unit
from gonghui.kernel.identifiers import InvalidIdentifier, fits_luhn
from gonghui.kernel.sheets.reading import Reading, Row

from ..models.details import MOST_CAUSES
from ..rulebook import identity
from . import layout
from .archive_in import Found, Sent, by_key, index_of, kind_of

SELF = "本人"
RESIDENT = "居民身份证"
STUDENT = "学生"
SCHOOLING = "子女助学"
FIRST_YEAR = 2000
BETWEEN = re.compile(r"[、,，;；/\s]+")


def check(found: Found, *, units: dict, on: date) -> None:
    """Note what is wrong and tie the sheets together; `units` are the unions of the county by name and short name."""
    members = by_key(found.members.rows)
    given = by_key(found.given.rows) if found.given else {}
    _Members(found.members, on).check()
    for row in found.archives.rows:
        sent = Sent(row.number, dict(row.values))
        sent.unit = _unit(found.archives, row, sent, units)
        _check_archive(found.archives, row, sent, on)
        _join(found, sent, members.pop(sent.archive["key"], []))
        _join_given(found, sent, given.pop(sent.archive["key"], []), on)
        _check_holder(found, row, sent)
        found.households.append(sent)
    _check_left_over(found, found.members, members)
    if found.given:
        _check_left_over(found, found.given, given)
    _check_people(found)


def _unit(reading: Reading, row: Row, sent: Sent, units: dict) -> Unit | None:
    unit = units.get(re.sub(r"\s", "", row["unit"]))
    if unit is None:
        near = difflib.get_close_matches(row["unit"], units, n=2, cutoff=0.5)
        cure = _("是否要填{names}?").format(names="、".join(f"“{name}”" for name in near)) if near else ""
        reading.object_to(
            row.number, "unit", _("本区县没有这个工会。"), cure or _("请从模板的下拉列表中选择所在工会。")
        )
        return None
    sent.archive["unit"] = unit.name
    return unit


def _check_archive(reading: Reading, row: Row, sent: Sent, on: date) -> None:
    values = sent.archive
    values["year"] = values["year"] or values["filed_on"].year
    wrong = [
        (values["filed_on"] > on, "filed_on", _("建档日期在将来。"), _("请核对后重新填写。")),
        (identity.born_on("resident", values["id_no"]) > on, "id_no", _("出生日期在将来。"), _("请核对身份证号。")),
        (not FIRST_YEAR <= values["year"] <= on.year, "year", _("年度不合理。"), _("请填四位年份,不晚于今年。")),
        (_is_after(values["authorised_on"], on), "authorised_on", _("日期在将来。"), _("请核对后重新填写。")),
        (_is_after(values["start_work_on"], on), "start_work_on", _("日期在将来。"), _("请核对后重新填写。")),
        (_is_after(values["labour_since"], on), "labour_since", _("日期在将来。"), _("请核对后重新填写。")),
        (
            (values["reimbursed"] or 0) > (values["cost_illness"] or 0),
            "reimbursed",
            _("已报销的比医疗支出还多。"),
            _("请核对两项金额。"),
        ),
        (
            bool(values["disability_level"]) and not values["disability"],
            "disability_level",
            _("填了残疾等级,没有填残疾类别。"),
            _("请补填残疾类别。"),
        ),
        (
            bool(values["branch_code"]) and not re.fullmatch(r"\d{12}", values["branch_code"]),
            "branch_code",
            _("联行号应为 12 位数字。"),
            _("不知道可以不填。"),
        ),
    ]
    for is_wrong, name, reason, cure in wrong:
        if is_wrong:
            reading.object_to(row.number, name, reason, cure)
    _check_causes(reading, row, sent)


def _is_after(day, on) -> bool:
    return day is not None and day > on


def _check_causes(reading: Reading, row: Row, sent: Sent) -> None:
    causes = [each for each in BETWEEN.split(sent.archive["other_causes"] or "") if each]
    known = layout.words(layout.HardshipArchive.Cause)
    if strange := [each for each in causes if each not in known]:
        reason = _("没有“{found}”这一项。").format(found=strange[0][:20])
        reading.object_to(row.number, "other_causes", reason, _("可填:{some}。").format(some="、".join(known)))
    if len(causes) > MOST_CAUSES:
        reading.object_to(row.number, "other_causes", _("超过三项。"), _("请只留最主要的三项。"))
    sent.archive["other_causes"] = layout.CAUSES_BETWEEN.join(causes) or None


def _check_holder(found: Found, row: Row, sent: Sent) -> None:
    """Money goes to a member's own card (E-R13); a number that fails Luhn's check is only told (1.8)."""
    reading = found.archives
    holder, card = sent.archive["account_name"], sent.archive["card_no"]
    if card and not holder:
        reading.object_to(row.number, "account_name", _("填了银行卡号,没有填开户人。"), _("请补填开户人。"))
    elif holder and holder not in {person["name"] for person in sent.people()}:
        reading.object_to(
            row.number, "account_name", _("开户人不是这户家庭的成员。"), _("请改为成员本人的卡,或补填这名成员。")
        )
    if card and not fits_luhn(card):
        found.remarks.append(_("第 {row} 行的银行卡号没有通过校验,请核对是否抄错。").format(row=row.number))


class _Members:
    """The sheet 家庭成员 by itself: numbers by their kind of document, days, schools."""

    def __init__(self, reading: Reading, on: date):
        self.reading, self.on = reading, on

    def check(self) -> None:
        for row in self.reading.rows:
            self._read_number(row)
            year, years = row["entry_year"], row["school_years"]
            if year is not None and not 1950 <= year <= self.on.year + 1:
                self._object(row, "entry_year", _("年份不合理。"), _("请填四位年份。"))
            if years is not None and not 1 <= years <= 12:
                self._object(row, "school_years", _("学制不合理。"), _("请填几年,如 3。"))

    def _read_number(self, row: Row) -> None:
        row.values["id_kind"] = row["id_kind"] or RESIDENT
        kind = kind_of(row.values)
        if not row["id_no"]:
            return self._without_number(row, kind)
        if kind == identity.IdKind.REGISTER:
            return self._object(row, "id_no", _("户口簿没有号码。"), _("请改选证件种类,或删去号码。"))
        try:
            row.values["id_no"] = identity.read(kind, row["id_no"])
        except InvalidIdentifier as wrong:
            return self._object(row, "id_no", str(wrong), _("请核对后重新输入。"))
        self._check_birth(row, identity.born_on(kind, row["id_no"]))

    def _without_number(self, row: Row, kind: str) -> None:
        if kind not in identity.MAY_LACK_A_NUMBER:
            self._object(row, "id_no", _("没有填写。"), _("请填写号码;孩子暂无证件的,证件种类选“户口簿(暂无证件)”。"))
        self._check_birth(row, None)

    def _check_birth(self, row: Row, told) -> None:
        if told and row["born_on"] and told != row["born_on"]:
            self._object(row, "born_on", _("与身份证号不一致。"), _("请核对出生日期和号码。"))
        row.values["born_on"] = row["born_on"] or told
        if row["born_on"] is None:
            self._object(row, "born_on", _("没有填写。"), _("证件号码看不出生日的,必须填写出生日期。"))
        elif row["born_on"] > self.on:
            self._object(row, "born_on", _("日期在将来。"), _("请核对后重新填写。"))

    def _object(self, row: Row, name: str, reason: str, cure: str) -> None:
        self.reading.object_to(row.number, name, reason, cure)


def _join(found: Found, sent: Sent, rows: list[Row]) -> None:
    """The people of a household; the applicant's own row may stand there, if it is hers."""
    for row in rows:
        if row["relation"] != SELF:
            sent.members.append(dict(row.values) | {"_row": row.number})
        elif row["id_no"] != sent.archive["id_no"]:
            found.members.object_to(
                row.number, "id_no", _("关系是“本人”,号码却与档案表的申请人不同。"), _("请核对关系和号码。")
            )


def _join_given(found: Found, sent: Sent, rows: list[Row], on: date) -> None:
    students = {person["name"] for person in sent.members if person["identity"] == STUDENT}
    for row in rows:
        is_schooling = row["kind"] == SCHOOLING
        wrong = [
            (not FIRST_YEAR <= row["year"] <= on.year, "year", _("年度不合理。"), _("请填四位年份,不晚于今年。")),
            (row["amount"] == 0, "amount", _("金额是零。"), _("没有发放的不用填。")),
            (_is_after(row["given_on"], on), "given_on", _("日期在将来。"), _("请核对后重新填写。")),
            (
                is_schooling and row["beneficiary"] not in students,
                "beneficiary",
                _("子女助学的受益人须是这户家庭的学生。"),
                _("请填家庭成员表中身份为“学生”的姓名。"),
            ),
        ]
        for is_wrong, name, reason, cure in wrong:
            if is_wrong:
                found.given.object_to(row.number, name, reason, cure)  # type: ignore[union-attr]  # it has rows
        sent.given.append(dict(row.values) | ({} if is_schooling else {"beneficiary": None}))


def _check_left_over(found: Found, reading: Reading, rows: dict[str, list[Row]]) -> None:
    """Rows of a household that stands in no row of the first sheet; not told while that sheet has faults of its own."""
    if rows and found.archives.complaints.count:
        said = _("档案表的错误改正后,还会核对工作表“{sheet}”的档案序号。")
        found.remarks.append(said.format(sheet=reading.sheet))
        return
    for each in rows.values():
        for row in each:
            reading.object_to(row.number, "key", _("档案表中没有这个档案序号。"), _("请核对序号,两张表要一致。"))


def _check_people(found: Found) -> None:
    """One person stands in one household only, and there once (E-R6)."""
    first: dict[str, tuple[str, int]] = {}
    for sent in found.households:
        for place, person in enumerate(sent.people()):
            reading, number = (found.members, person.pop("_row")) if place else (found.archives, sent.row)
            if (index := index_of(person)) is None:
                continue
            sheet, row = first.setdefault(index, (reading.sheet, number))
            if (sheet, row) != (reading.sheet, number):
                reason = _("这个人已在工作表“{sheet}”第 {row} 行。").format(sheet=sheet, row=row)
                reading.object_to(number, "id_no", reason, _("一人只能在一户档案中,请核对。"))
