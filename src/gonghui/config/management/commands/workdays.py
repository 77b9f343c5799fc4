"""Enters the holidays and make-up days of a year: `gonghui workdays FILE --source PAPER`."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from gonghui.foundation.accounts.actions import NotSetUp, system_post
from gonghui.foundation.policies.actions import enter_days
from gonghui.kernel.refusals import Refusal
from gonghui.kernel.sheets.columns import Column
from gonghui.kernel.sheets.reading import read_rows

COULD_NOT_RUN = 2
COLUMNS = (
    Column("day", "日期", kind="date", required=True, unique=True),
    Column("is_worked", "上班", kind="yes_no", required=True),
)


class Command(BaseCommand):
    help = "录入节假日和调休安排 enters days off and make-up days (columns 日期, 上班:是/否)"

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="工作簿或 CSV a workbook or CSV")
        parser.add_argument("--source", required=True, help="依据 the paper, as 国办发明电〔2026〕7号")

    def handle(self, *args, file, source, **options):
        try:
            reading = read_rows(file.read_bytes(), filename=file.name, columns=COLUMNS)
            if reading.complaints:
                raise CommandError("\n".join(map(str, reading.complaints.report())), returncode=COULD_NOT_RUN)
            days = {row["day"]: row["is_worked"] for row in reading.rows}
            entered = enter_days(days, source=source, by=system_post("operator"), on=timezone.localdate())
        except (Refusal, NotSetUp, OSError) as fault:
            raise CommandError(str(fault), returncode=COULD_NOT_RUN) from fault
        self.stdout.write(f"已录入 {entered} 天。")
