"""Lists the policies and takes the office's own values: `gonghui policies [NAME --value V --source PAPER]` (1.5)."""

from datetime import date

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from gonghui.config.installation.confirming import is_confirmed
from gonghui.foundation.accounts.actions import system_post
from gonghui.foundation.policies.actions import enter_edition
from gonghui.foundation.policies.rules import registry
from gonghui.kernel.refusals import Refusal

COULD_NOT_RUN = 2


class Command(BaseCommand):
    help = "列出或录入政策标准 lists policies; enters a value [NAME --value V --source PAPER [--from DAY]]"

    def add_arguments(self, parser):
        parser.add_argument("name", nargs="?", help="标准的代码 name of a policy")
        parser.add_argument("--value", help="数值,不写则照默认值确认 its value; the default where left out")
        parser.add_argument("--source", help="依据 the paper that says so")
        parser.add_argument("--from", dest="starts_on", type=date.fromisoformat, help="起始日期 from which day")

    def handle(self, *args, name, value, source, starts_on, **options):
        if name is None:
            self._list(timezone.localdate())
        elif not source:
            raise CommandError("请用 --source 写明依据。 Name the paper by --source.", returncode=COULD_NOT_RUN)
        else:
            self._enter(name, value, source, starts_on)

    def _list(self, on):
        for name, policy in sorted(registry.items()):
            mark = "✓" if is_confirmed(policy, on) else "!"
            self.stdout.write(f"{mark} {name:<34} {policy.title}:{policy.on(on)} {policy.unit}  ({policy.cites})")
        self.stdout.write("! 仍是规则手册的默认值,待确认 still the rule book's default, to be confirmed")

    def _enter(self, name, value, source, starts_on):
        on = timezone.localdate()
        try:
            by, default = system_post("operator"), registry[name].value if name in registry else ""
            said = value if value is not None else _as_text(default)
            enter_edition(name, said, starts_on=starts_on or on, source=source, by=by, on=on)
        except Refusal as refusal:
            raise CommandError(str(refusal), returncode=COULD_NOT_RUN) from refusal
        self.stdout.write(f"已录入 {name} = {said},自 {starts_on or on} 起。")


def _as_text(default) -> str:
    """A default as an edition stores it."""
    return str(default).lower() if isinstance(default, bool) else str(default)
