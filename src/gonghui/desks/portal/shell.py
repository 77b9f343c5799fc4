"""The frame of a worker's pages: the tabs at the foot; and the bare name of the house for who has not come in."""

from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.notices.models import Message
from gonghui.foundation.organisations.models import Unit
from gonghui.kernel.ui.shell import Item, PostChoice, Shell


def shell(request):
    """Context of every page of a worker, and of public pages; drawn only when a page asks for it."""
    post = getattr(request, "post", None)
    if post is not None and post.role != Role.WORKER:
        return {}
    return {"shell": SimpleLazyObject(lambda: _of_worker(request, post) if post else _of_nobody())}


def _city() -> str:
    return Unit.objects.filter(level=Unit.Level.CITY).values_list("name", flat=True).first() or _("工会")


def _of_nobody() -> Shell:
    return Shell(brand=_city(), product=_("职工服务平台"), home="/")


def _of_worker(request, by) -> Shell:
    unread = Message.objects.visible_to(by).unread().count()
    return Shell(
        brand=_city(),
        product=_("职工之家"),
        home=reverse("portal:home"),
        name=by.user.name,
        duty=by.unit.short_name,
        tabs=tuple(_tabs(request.path, unread)),
        bell_count=unread,
        bell_url=reverse("notices:messages"),
        posts=tuple(PostChoice(post.pk, str(post), post.pk == by.pk) for post in request.posts),
        switch_url=reverse("accounts_posts"),
        account_url=reverse("accounts_mine"),
        sign_out_url=reverse("account_logout"),
    )


def _tabs(path, unread):
    places = (
        (_("首页"), "portal:home", "home", 0),
        (_("困难帮扶"), "hardship:mine_all", "heart-handshake", 0),
        (_("消息"), "notices:messages", "message-2", unread),
        (_("我的"), "portal:me", "user", 0),
    )
    for title, name, icon, count in places:
        url = reverse(name)
        is_current = path == url or (name != "portal:home" and path.startswith(url))
        yield Item(title, url, icon=icon, count=count, is_current=is_current)
