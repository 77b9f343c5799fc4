"""`gonghui demo`: build the 2021 world where there is none, and say whom to sign in as."""

import argparse
import os
import time

from django.core.management.base import BaseCommand, CommandError
from django.db import connections
from django.utils import timezone

from gonghui.foundation.accounts.roles import Role

from ... import building, cast
from ...clearing import NotADemo, clear_half_built, standing_world

SEED = 2021
COULD_NOT_RUN = 2
ALONE = 20210104  # the lock of whoever builds
MOST_PROCESSES = 4
SHOWN = (
    (cast.CITY, Role.CITY_APPROVER),
    (cast.CITY, Role.CITY_REVIEWER),
    (cast.CITY, Role.CITY_OPERATOR),
    (cast.CITY, Role.FINANCE_MAKER),
    (cast.CITY, Role.FINANCE_CHECKER),
    (cast.CITY, Role.FINANCE_AUTHORISER),
    (cast.CITY, Role.AUDITOR),
    (cast.CITY, Role.DPO),
    (cast.CITY, Role.SYSADMIN),
    (cast.CITY, Role.STATISTICIAN),
    ("金寨县总工会", Role.COUNTY_OPERATOR),
    ("金寨县总工会", Role.COUNTY_REVIEWER),
    ("金寨县总工会", Role.COUNTY_APPROVER),
    ("金寨县总工会", Role.TOWNSHIP_REVIEWER),
    ("金寨县总工会", Role.GRASSROOTS_CHAIR),
    ("金寨县总工会", Role.GRASSROOTS_OPERATOR),
    ("金寨县总工会", Role.WORKER),
    ("霍山县总工会", Role.COUNTY_OPERATOR),
    ("霍山县总工会", Role.WORKER),
)
SEES = {
    Role.SYSADMIN: "人员与岗位 invites people, resets second factors",
    Role.AUDITOR: "受助回访 asks the paid",
    Role.STATISTICIAN: "年度述评 checks the year's review",
    Role.DPO: "个人信息请求 answers for rights",
    Role.COUNTY_APPROVER: "一上午的审批 a morning's approvals",
    Role.GRASSROOTS_CHAIR: "帮扶走访 helps households",
}
"""What is to be seen of some of them."""


class Command(BaseCommand):
    help = "建立 2021 年六安演示数据并启动 build the 2021 world and serve it [--seed N] [--scale X] [--no-serve]"

    def add_arguments(self, parser):
        parser.add_argument("--seed", type=int, help=f"随机种子 seed, {SEED} unless told otherwise")
        parser.add_argument("--scale", type=_scale, help="规模 size of the world, 1 unless told otherwise")

    def handle(self, *args, seed, scale, **options):
        with _Alone():
            world = self._standing(seed, scale)
            if world is None:
                self._build(SEED if seed is None else seed, 1.0 if scale is None else scale)
        self._introduce()

    def _standing(self, seed, scale):
        try:
            world = standing_world()
        except NotADemo:
            raise refused(
                "数据库里已有正式数据,不能建立演示数据。请用 GONGHUI_HOME 或 DATABASE_URL 指定另一个空的数据库。",
                "The database is not empty and not a demo: name an empty one.",
            ) from None
        if world and world.finished_at is None:
            self.stdout.write("上次没有建完,现在重新建立。 The last world was left half built; building it anew.")
            clear_half_built(world)
            return None
        if world and ((seed is not None and seed != world.seed) or (scale is not None and scale != world.scale)):
            raise refused(
                f"演示数据已按种子 {world.seed}、规模 {world.scale:g} 建好;要建另一个,请用 GONGHUI_HOME 换一个文件夹。",
                "This demo was built from another seed or scale: name another data folder for another world.",
            )
        return world

    def _build(self, seed, scale):
        started = time.monotonic()

        def say(line):
            self.stdout.write(f"[{time.monotonic() - started:5.1f}s] {line}")
            self.stdout.flush()

        processes = min(os.cpu_count() or 1, MOST_PROCESSES)
        building.build(seed, scale, now=timezone.localdate(), processes=processes, say=say)
        say("演示数据已建好 The world is built")

    def _introduce(self):
        self.stdout.write(f"\n登录人员 Whom to sign in as(密码 password: {cast.PASSWORD})")
        for unit, role in SHOWN:
            figure = cast.the(role, unit)
            name = cast.mobile_of(figure) if role == Role.WORKER else figure.username
            self.stdout.write(f"  {name:<14} {figure.name}  {figure.unit} {role.label}  {SEES.get(role, '')}".rstrip())
        self.stdout.write("验证码 one-time code: gonghui demo-code 姓名\n")


class _Alone:
    """Only one at a time builds in a database."""

    def __enter__(self):
        with connections["owner"].cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [ALONE])
            if not cursor.fetchone()[0]:
                raise refused("另一个程序正在建立演示数据,请稍候。", "Another program is building the world; wait.")

    def __exit__(self, *ended):
        with connections["owner"].cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [ALONE])


def _scale(text):
    scale = float(text)
    if not 0.01 <= scale <= 100:
        raise argparse.ArgumentTypeError("规模应在 0.01 与 100 之间 between 0.01 and 100")
    return scale


def refused(chinese: str, english: str) -> CommandError:
    return CommandError(f"{chinese}\n{english}", returncode=COULD_NOT_RUN)
