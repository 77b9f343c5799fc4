"""The frame of an officer's pages: menu with what waits, bell, posts."""

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.notices.models import Message
from gonghui.foundation.organisations.models import Unit
from gonghui.kernel.ui.shell import Group, Item, PostChoice, Shell

from . import menu, queues


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
    for title, entries in menu.GROUPS:
        shown = [entry for entry in entries if entry.is_for(by)]
        yield Group(title, tuple(here.item(e.title, e.name, e.icon, waiting.get(e.queue, 0), e.exact) for e in shown))


class _Here:
    """Makes items that know whether one stands on their page: of all addresses that begin the path, the longest."""

    def __init__(self, path):
        urls = [reverse(entry.name) for _title, entries in menu.GROUPS for entry in entries if not entry.exact]
        self.path = path
        self.nearest = max((url for url in urls if path.startswith(url)), key=len, default="")

    def item(self, title, name, icon, count=0, exact=False) -> Item:
        url = reverse(name)
        is_current = self.path == url if exact else url == self.nearest
        return Item(title, url, icon=icon, count=count, is_current=is_current)
