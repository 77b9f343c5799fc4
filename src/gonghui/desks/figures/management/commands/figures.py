"""`gonghui figures --year 2021 [--json]`: the figures of a unit for a year or a month (contracts §2)."""

import json

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from gonghui.kernel.periods import Period

from ... import reckoning

COULD_NOT_RUN = 2


class Command(BaseCommand):
    requires_system_checks = []
    help = "打印指标数据 print the figures --year 2021 [--period 2021-03] [--unit CODE] [--by county|month] [--json]"

    def add_arguments(self, parser):
        when = parser.add_mutually_exclusive_group(required=True)
        when.add_argument("--year", help="年度 a year: 2021")
        when.add_argument("--period", help="年度或月份 a year or a month: 2021, 2021-03")
        parser.add_argument("--unit", metavar="CODE", help="行政区划代码 area code: 341500 (default: the whole city)")
        parser.add_argument("--by", choices=("county", "month"), help="分县区或分月 parts that add up")
        parser.add_argument("--tree", choices=reckoning.TREES, default=reckoning.THEN, help="当时或现在的隶属关系 tree")
        parser.add_argument("--json", action="store_true", help="JSON")

    def handle(self, *args, year, period, unit, by, tree, **options):
        with transaction.atomic():
            when, where = _period(year or period), _unit(unit)
            rows = [(found, _parts(found, by)) for found in reckoning.answers(where, when, tree=tree)]
        if options["json"]:
            told = [found.as_json(parts) for found, parts in rows]
            self.stdout.write(json.dumps(told, ensure_ascii=False, indent=1))
        else:
            self._print_table(where, when, rows)

    def _print_table(self, where, when, rows):
        self.stdout.write(f"{where} · {when.name}")
        for found, parts in rows:
            self.stdout.write(f"{found.figure.code:<5} {found.shown:>12}  {found.figure.name}({found.records} 条记录)")
            for part in parts or ():
                name = part.get("unit") or part.get("month")
                self.stdout.write(f"      {reckoning.shown(found.figure, part['value']):>12}    {name}")


def _period(name) -> Period:
    try:
        return Period.named(name)
    except ValueError:
        raise _refused(f"“{name}”不是年度或月份,应写成 2021 或 2021-03。", "A period is 2021 or 2021-03.") from None


def _unit(code):
    found = reckoning.unit_of_area(code or "") if code else reckoning.the_city()
    if found is None:
        what = f"没有区划代码为“{code}”的工会。" if code else "数据库里还没有市总工会。"
        raise _refused(what, "There is no such unit; the counties' codes are 341502 to 341525.")
    return found


def _parts(found, by):
    if by == "month":
        return [
            {"month": part.name, "value": part.value}
            for part in reckoning.by_month(found.figure, found.unit, found.period, tree=found.tree)
        ]
    if by == "county":
        below = reckoning.counties_of(found.unit)
        parts = reckoning.by_unit(found.figure, found.unit, found.period, below, tree=found.tree)
        return [{"unit": part.unit.area.code, "value": part.value} for part in parts]
    return None


def _refused(chinese: str, english: str) -> CommandError:
    return CommandError(f"{chinese}\n{english}", returncode=COULD_NOT_RUN)
