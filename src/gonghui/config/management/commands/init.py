"""`gonghui init`: a real city, from an empty database to the invitation of its first administrator (contracts §1)."""

import sys
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from gonghui.config.installation import areas as tables
from gonghui.config.installation import asking, founding
from gonghui.config.installation.confirming import to_be_confirmed
from gonghui.config.sentences import CannotRun
from gonghui.desks.staff.actions.inviting import link_of
from gonghui.kernel.refusals import Refusal
from gonghui.kernel.sheets.writing import write_workbook

COULD_NOT_RUN = 2


class Command(BaseCommand):
    help = (
        "建立一个正式的市 found a real city in an empty database [--areas FILE] [--admin-name NAME] [--admin-mobile N]"
    )

    def add_arguments(self, parser):
        parser.add_argument("--areas", metavar="FILE", default="", help="区划和工会表 table of areas")
        parser.add_argument("--admin-name", default="", help="首位管理员姓名 first administrator")
        parser.add_argument("--admin-mobile", default="", help="首位管理员手机号 his phone")
        parser.add_argument("--no-input", action="store_true", help="不提问 ask nothing: all comes from options")
        parser.add_argument("--template", metavar="FILE", help="只写出空白的区划表 write a blank table")
        parser.add_argument("--invite-again", action="store_true", help="重新邀请首位管理员 a new code")

    def handle(self, *args, **options):
        try:
            self._run(**options)
        except CannotRun as fault:
            raise CommandError(str(fault), returncode=COULD_NOT_RUN) from fault
        except Refusal as refusal:
            raise CommandError(str(refusal), returncode=COULD_NOT_RUN) from refusal

    def _run(self, *, template, invite_again, **options):
        on = timezone.localdate()
        if template:
            write_template(Path(template))
            self.stdout.write(f"已写出 {template},填好后运行 gonghui init --areas {template}。")
        elif invite_again:
            self._tell_invitation(founding.invite_again(on=on))
        else:
            founding.require_empty()
            self._found(on, **options)

    def _found(self, on, *, areas, admin_name, admin_mobile, no_input, **others):
        asker = asking.Asker(may_ask=not no_input and sys.stdin.isatty())
        path = asker.text(areas, "区划和工会表的文件 file of areas and unions", "--areas", asking.a_file)
        places = asking.read_table(path).places
        self._show(places)
        name = asker.text(admin_name, "首位系统管理员姓名 first administrator", "--admin-name", asking.a_name)
        mobile = asker.text(admin_mobile, "他的手机号 phone", "--admin-mobile", asking.a_mobile)
        if not asker.agrees("以上无误,现在建立 found it now"):
            raise CannotRun("没有建立。", "Nothing was founded.")
        invitation = founding.found(founding.City(places, name, mobile), on=on)
        self.stdout.write(f"\n{places[0].union}已建立。 Founded.")
        self._tell_policies()
        self._tell_invitation(invitation)

    def _show(self, places):
        self.stdout.write(f"区划 areas: {len(places)};工会 unions: {sum(bool(p.union) for p in places)}")
        for place in places:
            if place.level in ("L2", "L3"):
                mark = " (按县区下达目标 takes targets)" if place.is_virtual else ""
                self.stdout.write(f"  {place.code:<10} {place.union}{mark}")

    def _tell_policies(self):
        self.stdout.write("\n以下标准是规则手册的默认值,待贵市确认(gonghui policies)。 Defaults to be confirmed:")
        for policy in to_be_confirmed(timezone.localdate()):
            self.stdout.write(f"  {policy.name:<32} {policy.title}:{policy.value} {policy.unit}")

    def _tell_invitation(self, invitation):
        day = f"{invitation.expires_on:%Y-%m-%d}"
        self.stdout.write(
            f"\n首位系统管理员 {invitation.name} 的邀请,只显示这一次,到 {day} 为止 shown once, until {day}:\n"
            f"  {link_of(invitation.fresh_code)}\n  邀请码 code: {invitation.fresh_code}\n\n"
            "下一步 Next:\n"
            f"  1. gonghui serve,让 {settings.ORIGIN} 能打开(GONGHUI_ORIGIN)serve where people reach it\n"
            "  2. 管理员打开上面的链接,设置账户和二次验证 the administrator opens the link and enrols\n"
            "  3. 他邀请市总审批人和各县区审批人(人员与岗位 → 邀请人员)he invites the approvers\n"
            "  4. gonghui selfcheck,把 ✗ 逐项改好 mend every ✗"
        )


def write_template(path: Path) -> None:
    """A table of areas to fill in, with a city, a county, a township and a development zone as an example."""
    rows = (
        ("341500", "六安市", None, "六安市总工会", "六安市总工会"),
        ("341502", "金安区", None, "六安市金安区总工会", "金安区总工会"),
        ("341502001", "中市街道", None, "", ""),
        ("341502400", "六安经济开发区", True, "六安经济开发区总工会", "经开区总工会"),
    )
    write_workbook(path, tables.COLUMNS, rows, sheet="区划和工会")
