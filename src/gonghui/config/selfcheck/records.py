"""The database and what it holds: roles, walls, tables, calendar, jobs, people, policies."""

from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from gonghui.desks.demo.models import World
from gonghui.foundation.accounts.models import Post
from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.organisations import walls as second_wall
from gonghui.foundation.organisations.models import Unit
from gonghui.kernel.workdays import NoCalendar, is_workday

from .. import health
from ..installation.confirming import to_be_confirmed
from .finding import Finding, note, well, wrong

OLDEST = 15
AHEAD = timedelta(days=90)
GREATEST_SKEW = 2  # seconds
RESETTERS = (Role.SYSADMIN, Role.CITY_APPROVER)


def version(at: datetime) -> Finding:
    """PostgreSQL 15 or newer."""
    found = connection.cursor().connection.info.server_version // 10000
    if found < OLDEST:
        return wrong(f"PostgreSQL {found} 过旧,需要 {OLDEST} 以上", "PostgreSQL is too old")
    return well(f"PostgreSQL {found}", "database version")


def role(at: datetime) -> Finding:
    """The application signs in as a plain role that owns nothing."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT r.rolsuper OR r.rolbypassrls OR r.rolcreaterole,"
            " EXISTS (SELECT FROM pg_class c WHERE c.relowner = r.oid) FROM pg_roles r WHERE r.rolname = current_user"
        )
        is_more, owns = cursor.fetchone()
    if is_more or owns:
        return wrong("应用用户权限过大,或拥有数据表:行级安全对它无效", "the application role is more than plain")
    return well("应用用户是普通用户,不拥有数据表", "the application role is plain and owns nothing")


def migrations(at: datetime) -> Finding:
    """The tables are those of this version."""
    executor = MigrationExecutor(connections["owner"])
    behind = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if behind:
        return wrong(f"数据表差 {len(behind)} 步,请运行 gonghui serve", "tables are behind")
    return well("数据表与程序版本一致", "tables are those of this version")


def walls(at: datetime) -> Finding:
    """Row-level security, triggers and grants stand as declared."""
    found = second_wall.breaches()
    if found:
        return wrong(f"行级安全与声明不符({len(found)} 处),请运行 gonghui rls_verify", "the second wall is breached")
    return well("行级安全与声明一致", "row-level security stands")


def clock(at: datetime) -> Finding:
    """This machine and the database agree on the time."""
    with connection.cursor() as cursor:
        before = timezone.now()
        cursor.execute("SELECT clock_timestamp()")
        theirs, after = cursor.fetchone()[0], timezone.now()
    skew = max((before - theirs).total_seconds(), (theirs - after).total_seconds(), 0.0)
    if skew > GREATEST_SKEW:
        return wrong(f"本机与数据库的时钟相差 {skew:.0f} 秒,请校时", "the clocks of machine and database differ")
    return well("时钟一致", "clocks agree")


def holidays(at: datetime) -> Finding:
    """Working days are known for the next 90 days."""
    last = timezone.localdate(at) + AHEAD
    try:
        is_workday(last)
    except NoCalendar:
        return wrong(
            f"没有 {last.year} 年的放假调休安排,请用 gonghui workdays 录入", "working days are not known 90 days ahead"
        )
    return well(f"工作日历已知到 {last}", "working days are known 90 days ahead")


def jobs(at: datetime) -> Finding:
    """A job worker is alive."""
    if not health.has_live_worker(at):
        return wrong("后台任务没有运行,请启动 gonghui serve", "no job worker is alive: start gonghui serve")
    return well("后台任务在运行", "jobs run")


def sealing(at: datetime) -> Finding:
    """The journal is sealed."""
    if not health.is_sealed(at):
        return wrong("日志超过 5 分钟没有封存,请检查后台任务", "the journal waits longer than five minutes for a seal")
    return well("日志按时封存", "the journal is sealed")


def city(at: datetime) -> Finding:
    """A real city, no demo."""
    if World.objects.exists():
        return wrong("这是演示数据,不能用于正式工作", "this is a demo: not for real work")
    name = Unit.objects.filter(level=Unit.Level.CITY).values_list("name", flat=True).first()
    if name is None:
        return wrong("还没有建立市总工会,请运行 gonghui init", "no city is founded yet: run gonghui init")
    return well(name, "city")


def administrator(at: datetime) -> Finding:
    """The first administrator has come, with a second factor."""
    if not _enrolled((Role.SYSADMIN,), at):
        return wrong("系统管理员还没有到岗并登记二次验证", "no administrator has enrolled a second factor yet")
    return well("系统管理员已登记二次验证", "an administrator has enrolled a second factor")


def resetters(at: datetime) -> Finding:
    """Whoever loses a second factor, two others are there who give it back: three in all."""
    if _enrolled(RESETTERS, at) < 3:
        return note(
            "市一级能办二次验证重置的不足三人(系统管理员、市总审批人):其中一人丢失手机时将无人可办",
            "fewer than three at the city can reset a second factor: one of them could not be helped",
        )
    return well("二次验证重置有足够的人办理", "enough persons can reset a second factor")


def _enrolled(roles, at) -> int:
    """How many persons hold one of these posts today and have a second factor."""
    enrolled = Authenticator.objects.exclude(type=Authenticator.Type.RECOVERY_CODES).values("user")
    held = Post.objects.held_on(timezone.localdate(at)).filter(role__in=roles, user__in=enrolled)
    return held.values("user").distinct().count()


def policies(at: datetime) -> Finding:
    """The office has said what holds, where the rule book only guesses."""
    left = to_be_confirmed(timezone.localdate(at))
    if left:
        return note(f"{len(left)} 项标准仍是默认值,待确认(gonghui policies)", "policies are still on their defaults")
    return well("各项标准已确认", "policies are confirmed")
