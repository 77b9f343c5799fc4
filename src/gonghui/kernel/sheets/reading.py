"""Reads a table that someone sends: every fault with its place and its cure, nobody harmed by the file (T18, R12)."""

import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext as _

from . import archive, running, sentences, sniffing, titles
from . import columns as table
from .columns import Column, Limits
from .complaints import Complaints
from .unreadable import Unreadable
from .values import value_of
from .wrong import Wrong


@dataclass(frozen=True, slots=True)
class Row:
    """One entry: its row in the file, counted from 1, and its values by column name."""

    number: int
    values: dict

    def __getitem__(self, name: str):
        return self.values[name]


@dataclass
class Reading:
    """What a file holds: the rows without fault, the complaints about the others, and remarks worth knowing."""

    complaints: Complaints
    rows: list[Row] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    letters: dict[str, str] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)

    @property
    def sheet(self) -> str:
        return self.complaints.sheet

    def object_to(self, number: int, name: str, reason: str, cure: str = ""):
        """Notes what a program has against a value that read well: a person twice, a unit that is no more."""
        self.complaints.add(number, self.letters.get(name, ""), self.titles[name], str(reason), str(cure))


def read_rows(
    source: Path | str | bytes,
    *,
    filename: str,
    columns: tuple[Column, ...],
    limits: Limits | None = None,
    sheet: str = "",
    may_be_empty: bool = False,
):
    """The rows of a workbook (.xlsx) or a table in text, as a Reading; of the sheet of that name where one is named.

    Raises sentences.UnreadableWorkbook, a Refusal, when the file cannot be read as a whole, and sentences.NoSuchSheet,
    one of them, when it has no such sheet.
    """
    limits = limits or Limits()
    names = table.names_by_title(columns)
    try:
        with _on_disk(source, filename, limits) as path:
            kind = sniffing.kind_of(path, largest=limits.file_size)
            if kind == "xlsx":
                archive.inspect(path, limits)
            elif sheet:
                raise Unreadable("text_has_no_sheets")
            job = {"do": "read", "path": str(path), "kind": kind, "titles": dict(names), "sheet": sheet}
            reader = _Reader(columns, limits, dict(names))
            for answer in running.answers(job, limits):
                reader.hear(answer)
    except Unreadable as no:
        wanted = "、".join(str(column.title) for column in columns if column.required) or str(columns[0].title)
        raise sentences.refusal(no, filename, wanted) from None
    return reader.finish(kind, Path(filename).suffix.lower(), may_be_empty)


@contextmanager
def _on_disk(source: Path | str | bytes, filename: str, limits: Limits):
    """The source as a file; bytes go to a temporary one, which keeps only the suffix of the name."""
    if not isinstance(source, bytes):
        yield Path(source)
        return
    suffix = Path(filename).suffix[:6]
    with tempfile.TemporaryDirectory(prefix="gonghui-") as folder:
        path = Path(folder) / f"upload{suffix if suffix.isascii() else ''}"
        path.write_bytes(source[: limits.file_size + 1])
        yield path


class _Reader:
    """Turns the child's answers into a Reading."""

    def __init__(self, columns: tuple[Column, ...], limits: Limits, names: dict[str, str]):
        self.columns = columns
        self.reading = Reading(Complaints(limits.complaints, names))
        self.present: list[Column] = []
        self.units: dict[str, int] = {}
        self.from_1904 = False
        self.seen: dict[str, dict] = {column.name: {} for column in columns if column.unique}

    def hear(self, answer: dict):
        """Takes one answer: the opening, a row, or something noticed."""
        if "row" in answer:
            self._row(answer["row"], answer["cells"])
        elif "header_row" in answer:
            self._open(answer)
        for code, facts in answer.get("noticed", ()):
            self.reading.remarks.append(sentences.noticed(code, facts))
        for first, name, last in answer.get("merged", ()):
            self.reading.object_to(
                first,
                name,
                _("第 {first} 至 {last} 行是合并单元格。").format(first=first, last=last),
                _("请取消合并，逐行填写。"),
            )
        self._passed(answer.get("passed", ()))

    def finish(self, kind: str, suffix: str, may_be_empty: bool = False) -> Reading:
        """The reading; says when the file's name and its content disagree, and when it held no entries."""
        if (kind == "xlsx") != (suffix in (".xlsx", ".xlsm", "")) and suffix:
            content = _("工作簿") if kind == "xlsx" else _("文本表格")
            self.reading.remarks.append(sentences.noticed("other_kind", {"suffix": suffix[:10], "content": content}))
        if not self.reading.rows and not self.reading.complaints and not may_be_empty:
            self.reading.complaints.add(
                self.reading.complaints.header_row, "", _("表头"), _("表头以下没有数据。"), _("请填写后再上传。")
            )
        return self.reading

    def _open(self, answer: dict):
        complaints = self.reading.complaints
        complaints.sheet, complaints.header_row = answer["sheet"], answer["header_row"]
        self.from_1904 = answer["from_1904"]
        for column in self.columns:
            self.reading.titles[column.name] = str(column.title)
            if column.name in answer["places"]:
                self.present.append(column)
                self.reading.letters[column.name] = titles.letter(answer["places"][column.name])
                self.units[column.name] = 10_000 if "万元" in answer["titles"][column.name] else 1
            elif column.required:
                complaints.add(0, "", str(column.title), _("表头里没有这一列。"), _("请按模板补上，不要改动表头。"))
        for title in answer["doubled"]:
            complaints.add(0, "", title, _("表头里有两列都是它。"), _("请只留一列。"))
        if answer["unknown"]:
            self.reading.remarks.append(sentences.noticed("unknown", {"titles": "、".join(answer["unknown"])}))

    def _row(self, number: int, cells: dict):
        before = self.reading.complaints.count
        values: dict = {column.name: None for column in self.columns}
        for column in self.present:
            try:
                value = value_of(cells.get(column.name), column, unit=self.units[column.name], from_1904=self.from_1904)
                self._check_unique(column, value, number)
                values[column.name] = value
            except Wrong as wrong:
                letter = self.reading.letters[column.name]
                self.reading.complaints.add(number, letter, str(column.title), wrong.reason, wrong.cure, wrong.kind)
        if self.reading.complaints.count == before:
            self.reading.rows.append(Row(number, values))

    def _check_unique(self, column: Column, value, number: int):
        if column.unique and value is not None:
            first = self.seen[column.name].setdefault(value, number)
            if first != number:
                raise Wrong(_("与第 {first} 行重复。"), _("请只留一行。"), first=first)

    def _passed(self, passed):
        by_reason: dict[str, list[str]] = {}
        for number, reason in passed:
            by_reason.setdefault(reason, []).append(str(number))
        for reason, rows in by_reason.items():
            self.reading.remarks.append(sentences.noticed(reason, {"rows": "、".join(rows[:10])}))
