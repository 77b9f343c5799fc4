"""A city is founded in an empty database: areas, unions, the first administrator's invitation; all or nothing."""

from dataclasses import dataclass, field
from datetime import date

from django.db import connection, transaction

from gonghui.config.sentences import CannotRun
from gonghui.desks.demo.models import World
from gonghui.desks.staff.actions import inviting
from gonghui.desks.staff.models import Invitation
from gonghui.foundation.accounts.actions import system_post
from gonghui.foundation.accounts.models import Post, User
from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.organisations import founding, sight
from gonghui.foundation.organisations.models import Area, Unit
from gonghui.kernel.announcing import announce

from .areas import Place

ALONE = 20210105  # the lock of whoever founds
ADMINISTRATOR = "系统管理员"


@dataclass(frozen=True)
class City:
    """What is asked before a city is founded."""

    places: list[Place]
    admin_name: str
    admin_mobile: str = field(repr=False)


def require_empty() -> None:
    """The database holds nothing yet. Raises CannotRun."""
    if World.objects.exists():
        raise CannotRun(
            "这个数据库里是演示数据,不能在上面建立正式的市。请用 GONGHUI_HOME 或 DATABASE_URL 指定另一个空的数据库。",
            "This database holds a demo: name an empty one by GONGHUI_HOME or DATABASE_URL.",
        )
    if Unit.objects.exists() or User.objects.exists() or Area.objects.exists():
        raise CannotRun(
            "数据库里已有数据,不能再次初始化。管理员没有收到邀请的,运行 gonghui init --invite-again。",
            "The database is not empty: a city is founded once. For a lost invitation: gonghui init --invite-again.",
        )


@transaction.atomic
def found(city: City, *, on: date) -> Invitation:
    """Found the city; the invitation of its first administrator, its code in `fresh_code`.

    Whoever is killed on the way leaves an empty database. Raises CannotRun, and what inviting refuses.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ALONE])  # of two at once the second finds it founded
    require_empty()
    with sight.system("init"):
        _found_areas(city.places, on)
        unit = _found_unions(city.places, on)
        by = system_post("init")
        facts = {"areas": len(city.places), "unions": Unit.objects.count()}
        announce("edit", by, by=by, on=on, name="found_city", title="初始化", facts=facts)
        return invite_administrator(unit, city.admin_name, city.admin_mobile, on=on)


def _found_areas(places, on):
    made: dict[str, Area] = {}
    for place in places_from_above(places):
        facts = {"code": place.code, "name": place.name, "is_virtual_county": place.is_virtual, "starts_on": on}
        made[place.code] = Area.objects.create(parent=made.get(place.above), **facts)


def places_from_above(places: list[Place]) -> list[Place]:
    """Each area after the one it lies in."""
    return sorted(places, key=lambda place: (len(place.code), not place.code.endswith("00"), place.code))


def _found_unions(places, on) -> Unit:
    areas = {area.code: area for area in Area.objects.all()}
    made: dict[str, Unit] = {}
    city = None
    for order, place in enumerate(each for each in places if each.union):
        parent = _parent_of(place, city, made)
        facts = {"level": place.level, "area": areas[place.code], "order": order, "on": on}
        made[place.code] = founding.found(place.union, place.short, parent=parent, **facts)
        city = city or made[place.code]
    return city


def _parent_of(place, city, made):
    """A development zone's union stands under the city, whatever county its ground counts to (X-R16)."""
    if city is None or place.is_virtual:
        return city
    return made.get(place.above) or made.get(place.above[:6]) or city


# The first administrator


def invite_administrator(unit, name: str, mobile: str, *, on: date) -> Invitation:
    """Ask somebody to be the city's administrator. Raises what inviting refuses."""
    by = _first_hand(unit, on)
    return inviting.invite(unit, Role.SYSADMIN, name=name, mobile=mobile, title=ADMINISTRATOR, by=by, on=on)


def invite_again(*, on: date) -> Invitation:
    """A new code for the first administrator who has not come yet. Raises CannotRun."""
    with transaction.atomic(), sight.system("init"):
        if Post.objects.filter(role=Role.SYSADMIN).exists():
            raise CannotRun(
                "已有系统管理员到岗。新的人员由他在“人员与岗位”中邀请;丢失二次验证的,由两人办理重置。",
                "There is an administrator already: he invites others; a lost second factor is reset by two.",
            )
        waiting = Invitation.objects.filter(role=Role.SYSADMIN, state="open").select_related("unit__area").first()
        if waiting is None:
            raise CannotRun("还没有初始化,请运行 gonghui init。", "Nothing is founded yet: run gonghui init.")
        return inviting.renew(waiting, by=_first_hand(waiting.unit, on), on=on)


def _first_hand(unit, on) -> Post:
    """The installation itself in an administrator's seat: not kept, so that nobody ever acts from it again."""
    hand = system_post("init")
    return Post(pk=hand.pk, user=hand.user, unit=unit, role=Role.SYSADMIN, starts_on=on)
