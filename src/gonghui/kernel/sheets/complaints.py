"""What is wrong with single cells: each with its place, a reason and a cure; many of them told shortly (R12)."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class Complaint:
    """One fault: `row` counts from 1 as in the file, `letter` is the column; 0 and "" for a whole column."""

    sheet: str
    row: int
    letter: str
    title: str
    reason: str
    cure: str

    def __str__(self):
        sheet = _("工作表“{sheet}”").format(sheet=self.sheet) if self.sheet else ""
        if not self.row:
            place = _("“{title}”列：").format(title=self.title)
        elif not self.letter:
            place = _("第 {row} 行“{title}”：").format(row=self.row, title=self.title)
        else:
            place = _("第 {row} 行“{title}”（{letter}{row}）：").format(
                row=self.row, title=self.title, letter=self.letter
            )
        return f"{sheet}{place}{self.reason}{self.cure}"


class Complaints:
    """All complaints about one table: the first ones kept whole, all of them counted by column and reason."""

    def __init__(self, keep: int, known: dict[str, str]):
        """`keep` of them are kept word by word; `known` are the titles by which the columns were found."""
        self.sheet, self.header_row = "", 0
        self.keep, self.titles = keep, known
        self.kept: list[Complaint] = []
        self.count = 0
        self._groups: Counter[tuple[str, str]] = Counter()
        self._spans: dict[tuple[str, str], tuple[int, int]] = {}

    def add(self, row: int, letter: str, title: str, reason: str, cure: str, kind: str = ""):
        """Notes a fault; `kind` groups faults whose reasons differ only in what was found."""
        self.count += 1
        group = title, kind or reason
        self._groups[group] += 1
        first, last = self._spans.get(group, (row, row))
        self._spans[group] = min(first, row), max(last, row)
        if len(self.kept) < self.keep:
            self.kept.append(Complaint(self.sheet, row, letter, title, reason, cure))

    def __len__(self):
        return self.count

    def __iter__(self) -> Iterator[Complaint]:
        return iter(self.kept)

    def report(self, listed: int = 20) -> list[str]:
        """A short and complete account: the first faults word by word, then how many of each kind and where."""
        sentences = [str(complaint) for complaint in self.kept[:listed]]
        if self.count > listed:
            sentences.append(
                _("共 {count} 处错误，以上列出前 {listed} 处。按种类合计：").format(count=self.count, listed=listed)
            )
            sentences += [self._group(group, count) for group, count in self._groups.most_common(50)]
            if rest := sum(self._groups.values()) - sum(count for _group, count in self._groups.most_common(50)):
                sentences.append(_("其他种类 {count} 处。").format(count=rest))
        return sentences

    def _group(self, group: tuple[str, str], count: int) -> str:
        title, kind = group
        first, last = self._spans[group]
        return _("“{title}”：{kind}{count} 处，在第 {first} 至 {last} 行。").format(
            title=title, kind=kind.rstrip("。") + "——", count=count, first=first, last=last
        )
