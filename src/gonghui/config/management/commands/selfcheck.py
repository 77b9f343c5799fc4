"""`gonghui selfcheck`: what a stranger must know before a city goes live (contracts §1)."""

import json
import sys

from django.core.management.base import BaseCommand
from django.utils import timezone

from gonghui.config.selfcheck import Level, findings


class Command(BaseCommand):
    help = "上线前自检 what must be mended before going live; exit 1 where something is wrong [--json]"
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true", help="逐项以 JSON 输出 print findings as JSON")

    def handle(self, *args, json: bool, **options):
        found = list(findings(timezone.now()))
        self.stdout.write(_as_json(found) if json else "\n".join(str(finding) for _name, finding in found))
        if any(finding.level == Level.WRONG for _name, finding in found):
            sys.exit(1)


def _as_json(found) -> str:
    lines = [{"check": name, "level": f.level, "chinese": f.chinese, "english": f.english} for name, f in found]
    return json.dumps(lines, ensure_ascii=False, indent=1)
