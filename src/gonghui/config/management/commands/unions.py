"""Founds the unions below the counties from a table: `gonghui unions FILE`; what stands already is passed over."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from gonghui.config.installation import unions
from gonghui.kernel.refusals import Refusal
from gonghui.kernel.sheets.writing import write_workbook

COULD_NOT_RUN = 2


class Command(BaseCommand):
    help = "按表建立乡镇和基层工会 founds township and grassroots unions from a table FILE [--template]"

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="工作簿或 CSV a workbook or CSV")
        parser.add_argument("--template", action="store_true", help="只写出空白表 write a blank table")

    def handle(self, *args, file, template, **options):
        if template:
            write_workbook(file, unions.COLUMNS, (), sheet="工会组织")
            self.stdout.write(f"已写出 {file}。")
            return
        try:
            table = unions.read(file.read_bytes(), file.name)
            if table.reading.complaints:
                raise CommandError("\n".join(table.faults), returncode=COULD_NOT_RUN)
            founded = unions.found(table, on=timezone.localdate())
        except (Refusal, OSError) as fault:
            raise CommandError(str(fault), returncode=COULD_NOT_RUN) from fault
        self.stdout.write(f"已建立 {founded} 个工会,原有 {table.known} 个未动。 Founded {founded}.")
