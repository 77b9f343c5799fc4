"""`gonghui verify FILE [--json]`: every number of a page, and what the records say to it (contracts §3)."""

import json
import sys

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from gonghui.desks.figures import numerals, reckoning

from ... import checking, verdicts
from ...reading import Unreadable, exit_code, text_of, to_json

COULD_NOT_RUN = 2


class Command(BaseCommand):
    help = "核对一篇文章中的数字 hold the numbers of a page against the records FILE [--year 2021] [--json]"
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="FILE", help="文本、Markdown、.docx、.html 或文字版 PDF")
        parser.add_argument("--year", type=int, help="年度;不给则从文中判断 the year, told from the page by default")
        parser.add_argument("--unit", metavar="CODE", help="行政区划代码 area code (default: the whole city)")
        parser.add_argument("--json", action="store_true", help="JSON")

    def handle(self, *args, file, year, unit, **options):
        try:
            text = text_of(file)
        except Unreadable as refusal:
            raise CommandError(str(refusal), returncode=COULD_NOT_RUN) from None
        if year is not None and not 1949 <= year <= 9998:
            raise CommandError("年度应为四位数字,如 2021。", returncode=COULD_NOT_RUN)
        with transaction.atomic():
            whose = reckoning.unit_of_area(unit) if unit else reckoning.the_city()
            if whose is None:
                raise CommandError("没有这个工会,或数据库里还没有市总工会。", returncode=COULD_NOT_RUN)
            checked = checking.check(text, whose, year, today=timezone.localdate(), is_given=bool(unit))
        self._say_what_else_counts(checked)
        if options["json"]:
            self.stdout.write(json.dumps(to_json(checked.judged), ensure_ascii=False, indent=1))
        else:
            self._print(checked)
        sys.exit(exit_code(checked.judged))

    def _say_what_else_counts(self, checked):
        """What the answer rests on beside page and records; on the other stream, so that JSON stays JSON."""
        if checked.stranger:
            self.stderr.write(f"文章标题说的是{checked.stranger},不在本工会范围内,没有记录可以核对。")
        if checked.choices_used:
            self.stderr.write(f"有 {checked.choices_used} 处按已记住的选择核对。")

    def _print(self, checked):
        self.stdout.write(f"{checked.unit} · {checked.period.name}")
        for each in checked.judged:
            known = each.code or "—"
            self.stdout.write(
                f"{each.claim.line:>4}  {verdicts.TITLES[each.verdict]}  {known:<4} {each.claim.text}{self._why(each)}"
            )
            if each.computed is not None and each.verdict != "agrees":
                self.stdout.write(f"          记录 {numerals.shown(each.computed, each.claim.unit_word)}")
        counts = to_json(checked.judged)["summary"]
        self.stdout.write("  ".join(f"{verdicts.TITLES[verdict]} {n}" for verdict, n in counts.items() if n))

    def _why(self, each) -> str:
        if each.chosen is None:
            return ""
        return "(按已记住的选择:不是我们的指标)" if not each.chosen.code else "(按已记住的选择)"
