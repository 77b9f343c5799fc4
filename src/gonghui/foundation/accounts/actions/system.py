"""Who acts when nobody does: the calendar, the sign-in page, an import (contracts §4)."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.organisations.models import Unit
from gonghui.kernel.refusals import Refusal

from ..models import Post, User
from ..roles import Role


class NotSetUp(Refusal):
    sentence = _("平台还没有建立市总工会,请先完成初始化。")


def system_post(name: str) -> Post:
    """The post from which a named part of the system acts ("calendar"), made when first asked for. Raises NotSetUp."""
    known = Post.objects.filter(role=Role.SYSTEM, user__username=f"system.{name}").select_related("unit", "user")
    if post := known.first():
        return post
    with transaction.atomic():
        Unit.objects.select_for_update().filter(level=Unit.Level.CITY).first()
        return known.first() or _make_system_post(name)


def _make_system_post(name: str) -> Post:
    city = Unit.objects.filter(level=Unit.Level.CITY).first()
    if city is None:
        raise NotSetUp
    user = User.objects.create_user(f"系统({name})", username=f"system.{name}", is_active=False)
    return Post.objects.create(user=user, unit=city, role=Role.SYSTEM, title=name, starts_on=city.established_on)
