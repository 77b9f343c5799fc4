"""Taking in what was written without a network: once, by right, and never over what others did meanwhile (O.4).

The browser says in which state it knew the file. Where that has changed, it is told what happened and asks anew;
what it says then is taken as an addition. Nothing is dropped here: a draft leaves the browser when it is kept.
"""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.organisations import sight
from gonghui.kernel.refusals import Refusal

from ..models import HardshipArchive, HelperVisit, HomeVisit, PairLink
from ..rulebook import FILE
from . import helping, visiting

HELP, FIRST = "help", "first"
MOST = 60
"""Files of one kind that a browser takes along."""


class Changed(Refusal):
    """What happened to the file since she knew it; `now` says it, `version` is what she knows from now on."""

    sentence = _("您离线期间,这户家庭的情况有了变化。请对照后决定:作为补充提交、修改后提交,或删除草稿。")


class NoMoreHers(Refusal):
    sentence = _("这户家庭现在不由您走访,不能提交。草稿仍在本机,您可以交给现在的负责人后再删除。")


@dataclass(frozen=True)
class Known:
    """A household that a browser may take along, and the version of it that the browser then knows."""

    kind: str
    file: HardshipArchive
    version: str
    due_on: Any


def take_along(by, on) -> list[Known]:
    """What this person may visit: the households she helps, and the files of her union that wait for the first."""
    return [*_helped(by, on), *_waiting(by, on)]


def _helped(by, on):
    with transaction.atomic(), sight.system("offline"):
        found = helping.households_of(by, on)[:MOST]
        return [Known(HELP, each.file, _version_of_help(each.link, each.file), each.due_on) for each in found]


def _waiting(by, on):
    step = FILE["visit"]
    files = HardshipArchive.objects.visible_to(by).filter(state__in=step.since).select_related("unit")
    mine = [file for file in files.order_by("due_on", "pk")[:MOST] if step.by(by, file)]
    return [Known(FIRST, file, _version_of_first(file), file.due_on) for file in mine]


def _version_of_help(link, file) -> str:
    last = HelperVisit.objects.filter(pair__file=file).order_by("-pk").first()
    return f"{link.pk}.{link.ends_on is None}.{file.state}.{last.pk if last else 0}"


def _version_of_first(file) -> str:
    last = HomeVisit.objects.filter(file=file).order_by("-pk").first()
    return f"{file.state}.{last.pk if last else 0}"


@transaction.atomic
def keep_help(number: str, *, by, on, seen: str, facts: dict) -> str:
    """Keep a helper's visit that was written offline; the version the browser knows from now on.

    Raises Changed, NoMoreHers, and what `helping.ensure_called_on` raises.
    """
    with sight.system("offline"):
        link = PairLink.objects.filter(file__number=number, cadre=by.user_id).order_by("-pk").first()
        if link is None:
            raise NoMoreHers
        file = HardshipArchive.objects.select_for_update(of=("self",)).get(pk=link.file_id)
        is_new = not HelperVisit.objects.filter(uid=facts["uid"]).exists()
        version = _version_of_help(link, file)
        if is_new and version != seen:
            may = link.ends_on is None and file.state in FILE["call_on"].since
            raise Changed(version=version, may_add=may, now=_news_of_help(link, file))
        helping.ensure_called_on(link, by=by, on=on, **facts)
        return _version_of_help(link, file)


def _news_of_help(link, file) -> list[tuple]:
    now = [(_("档案状态"), file.get_state_display())]
    if link.ends_on:
        now.append((_("帮扶联系人"), _("您的结对已于 {day} 结束").format(day=link.ends_on)))
    last = HelperVisit.objects.filter(pair__file=file).order_by("-pk").select_related("pair__cadre").first()
    if last:
        told = f"{last.visited_on} {last.get_way_display()} · {last.get_met_display()} · {last.pair.cadre.name}"
        now += [(_("最近登记的走访"), told), (_("已采取的帮扶措施"), last.measures or "—")]
    return now


@transaction.atomic
def keep_first(number: str, *, by, on, seen: str, facts: dict) -> str:
    """Keep a first visit that was written offline; the version the browser knows from now on.

    Raises Changed, NoMoreHers, and what `visiting.ensure_visited` raises.
    """
    file = HardshipArchive.objects.visible_to(by).filter(number=number).first()
    if file is None:
        raise NoMoreHers
    file = HardshipArchive.objects.select_for_update(of=("self",)).get(pk=file.pk)
    version = _version_of_first(file)
    if version != seen and not HomeVisit.objects.filter(uid=facts["uid"]).exists():
        steps = ("visit", "add_visit")
        may = any(file.state in FILE[name].since and FILE[name].by(by, file) for name in steps)
        raise Changed(version=version, may_add=may, now=_news_of_first(file))
    visiting.ensure_visited(file, by=by, on=on, **facts)
    return _version_of_first(file)


def _news_of_first(file) -> list[tuple]:
    now = [(_("档案状态"), file.get_state_display())]
    last = HomeVisit.objects.filter(file=file).order_by("-pk").select_related("first", "second").first()
    if last:
        now.append((_("最近登记的入户核查"), f"{last.visited_on} {last.first.name}、{last.second.name}"))
    return now
