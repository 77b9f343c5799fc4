"""The frame of an officer's pages: menu with what waits, bell, posts."""

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from gonghui.desks.figures.views import ASKERS
from gonghui.foundation.accounts.roles import FINANCE_ROLES, Role
from gonghui.foundation.notices.models import Message
from gonghui.foundation.notices.rulebook import PUBLISHERS
from gonghui.foundation.organisations.models import Unit
from gonghui.kernel.ui.shell import Group, Item, PostChoice, Shell
from gonghui.programs.hardship.rulebook import SEEN_BY

from . import queues

MONEY = (*FINANCE_ROLES, Role.AUDITOR)


def shell(request):
    """Context of every page of a post that works on cases; drawn only when a page asks for it."""
    post = getattr(request, "post", None)
    if post is None or post.role == Role.WORKER:
        return {}
    return {"shell": SimpleLazyObject(lambda: _shell(request, post))}


def _shell(request, by) -> Shell:
    return Shell(
        brand=brand(by.unit),
        product=_("职工服务平台"),
        home=reverse("workbench:home"),
        name=by.user.name,
        duty=by.title or by.get_role_display(),
        groups=tuple(group for group in _groups(request, by) if group.items),
        bell_count=Message.objects.visible_to(by).unread().count(),
        bell_url=reverse("notices:messages"),
        posts=tuple(PostChoice(post.pk, str(post), post.pk == by.pk) for post in request.posts),
        switch_url=reverse("accounts_posts"),
        account_url=reverse("accounts_mine"),
        sign_out_url=reverse("account_logout"),
    )


def brand(unit) -> str:
    """The city's federation, in whose house everybody works."""
    city = Unit.objects.filter(level=Unit.Level.CITY).values_list("name", flat=True).first()
    return city or unit.name


def _groups(request, by):
    waiting = {queue: queue.count(by, timezone.localdate()) for queue in queues.open_to(by)}
    here = _Here(request.path)
    yield Group("", (here.item(_("工作台"), "workbench:home", "home", exact=True),))
    yield Group(_("业务办理"), tuple(_business(by, here, waiting)))
    yield Group(_("统计与公开"), tuple(_public(by, here)))


def _business(by, here, waiting):
    if by.role in SEEN_BY:
        yield here.item(_("困难职工档案"), "hardship:files", "heart-handshake", waiting.get(queues.FILES, 0))
        yield here.item(_("帮扶发放"), "hardship:grants", "coin-yuan", waiting.get(queues.GRANTS, 0))
    if by.role in MONEY:
        yield here.item(_("资金发放"), "funds:batches", "building-bank", waiting.get(queues.BATCHES, 0))
    if by.role in PUBLISHERS:
        yield here.item(_("公示与异议"), "notices:notices", "speakerphone", waiting.get(queues.OBJECTIONS, 0))


def _public(by, here):
    if by.role in ASKERS:
        yield here.item(_("指标数据"), "figures:overview", "chart-bar")
        yield here.item(_("核对文章"), "review:reading", "file-search")
    yield here.item(_("公示栏"), "notices:board", "news", exact=True)


class _Here:
    """Makes items that know whether one stands on their page: the longest address that begins the path."""

    def __init__(self, path):
        self.path = path

    def item(self, title, name, icon, count=0, *, exact=False) -> Item:
        url = reverse(name)
        is_current = self.path == url if exact else self._is_below(url)
        return Item(title, url, icon=icon, count=count, is_current=is_current)

    def _is_below(self, url) -> bool:
        grants = reverse("hardship:grants")
        return self.path.startswith(url) and not (url != grants and self.path.startswith(grants))
