"""What is done with requests to take a list away: asked, approved, produced, fetched, expired (O.1, T04)."""

import tempfile
from datetime import datetime, timedelta
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.accounts.actions import system_post
from gonghui.foundation.accounts.models import Post, User
from gonghui.foundation.journal.models import Entry
from gonghui.foundation.organisations import sight
from gonghui.kernel.announcing import announce
from gonghui.kernel.numbering import next_number
from gonghui.kernel.refusals import NotEntitled, Refusal

from .. import sealed
from ..models import ExportRequest
from .kinds import known
from .rulebook import DOWNLOADS_A_DAY, EXPORT, LIES_FOR, ExportState, who_asked

HOUR = timedelta(hours=1)


class ReasonMissing(Refusal):
    sentence = _("请写明导出的用途(至少 4 个字)。")


class NothingToExport(Refusal):
    sentence = _("当前条件下没有可导出的内容。")


class NotHers(Refusal):
    sentence = _("申请人的岗位或权限已有变化,不能再导出。")


class Expired(Refusal):
    sentence = _("文件已超过 {hours} 小时的保留时间,请重新申请。")


class QuotaSpent(Refusal):
    sentence = _("您今天已下载导出文件 {quota} 次,达到每日上限,请明天再下载。")


def ask(kind: str, *, scope: dict, reason: str, by, on) -> ExportRequest:
    """Someone wants a registered workbook for a reason. Raises NotEntitled, ReasonMissing, NothingToExport."""
    wanted = known[kind]
    if by.role not in wanted.roles:
        raise NotEntitled(step=_("申请导出"), needs=wanted.title)
    if len(reason.strip()) < 4:
        raise ReasonMissing
    if not (rows := wanted.count(by, scope)):
        raise NothingToExport
    request = ExportRequest(number=next_number("X", on.year), begun_on=on, unit=by.unit, kind=kind, scope=scope)
    request.rows, request.reason = rows, reason
    request.asked_by, request.asked_name, request.asked_from = by.user_id, by.user.name, by.pk
    request.expect(EXPORT.next_of(request.state), on)
    with transaction.atomic():
        request.save()
        facts = {"opinion": reason, "kind": kind, "rows": rows, "scope": scope}
        announce("step", request, by=by, on=on, name="ask", title=_("申请导出"), facts=facts)
    return request


@EXPORT.action
def approve(request, *, by, on, opinion: str = ""):
    """Another person lets the list go; it is produced within a minute (T04)."""
    request.approved_by = by.user_id
    return {"opinion": opinion, "rows": request.rows}


@EXPORT.action
def refuse(request, *, by, on, reason: str):
    """The list stays where it is. Raises ReasonMissing."""
    if len(reason.strip()) < 4:
        raise ReasonMissing
    return {"opinion": reason}


@EXPORT.action
def withdraw(request, *, by, on, reason: str = ""):
    """Who asked no longer wants it; a file that is there is taken away."""
    sealed.remove(request)
    return {"opinion": reason}


@EXPORT.action
def produce(request, *, by, on, at: datetime):
    """The workbook as who asked sees it now, encrypted. Raises NotHers, NothingToExport and what writing refuses."""
    post = _post_of(request, on)
    content = _written(request, post, at)
    request.sha256, request.made_at = sealed.digest_of(content), at
    request.expires_at = at + LIES_FOR.on(on) * HOUR
    with sealed.keeping(request, content):
        pass
    return {"rows": request.rows, "sha256": request.sha256, "until": request.expires_at.isoformat()}


def _post_of(request, on) -> Post:
    """The post from which it was asked, held by who asked, and still entitled. Raises NotHers."""
    user = User.objects.filter(pk=request.asked_by).first()
    post = user and Post.objects.open_to(user, on).filter(pk=request.asked_from).first()
    if post is None or post.role not in known[request.kind].roles:
        raise NotHers
    return post.held_by(user)


def _written(request, post, at) -> bytes:
    moment = timezone.localtime(at).strftime("%Y-%m-%d %H:%M")
    watermark = say("{who}({unit})于 {at} 经 {number} 号申请导出,仅限工作使用").format(
        who=post.user.name, unit=post.unit, at=moment, number=request.number
    )
    trace = f"{request.number} user {post.user_id} post {post.pk} {at.isoformat()} {request.uid}"
    with tempfile.TemporaryDirectory(prefix="gonghui-") as folder, sight.of(post):
        path = Path(folder) / "export.xlsx"
        write = known[request.kind].write
        request.rows = write(path, by=post, scope=request.scope, watermark=watermark, trace=trace)
        return path.read_bytes()


@EXPORT.action
def fail(request, *, by, on, why: str):
    """The file cannot be produced; who asked reads why."""
    request.why_not = why[:200]
    return {"opinion": why}


@EXPORT.action
def expire(request, *, by, on):
    """Its time is over: the file is taken away, the request stays (O.1)."""
    sealed.remove(request)


def ensure_produced(*, on, at: datetime) -> int:
    """Produce what has been approved; gives how many files were made. May be run at any time."""
    waiting = ExportRequest.objects.filter(state=ExportState.APPROVED).order_by("pk").values_list("pk", flat=True)
    return sum(_ensure_one(pk, on, at) for pk in list(waiting))


def _ensure_one(pk, on, at) -> bool:
    with transaction.atomic():
        request = ExportRequest.objects.select_for_update(skip_locked=True).filter(pk=pk, state=ExportState.APPROVED)
        if not (found := request.first()):
            return False
        by = system_post("exports")
        try:
            with transaction.atomic():
                produce(found, by=by, on=on, at=at)
        except Refusal as refusal:
            fail(found, by=by, on=on, why=str(refusal))
            return False
    return True


def ensure_expired(*, on, at: datetime) -> int:
    """Take away the files whose time is over; gives their number. May be run at any time."""
    late = ExportRequest.objects.filter(state=ExportState.READY, expires_at__lte=at).order_by("pk")
    for request in (found := list(late)):
        expire(request, by=system_post("exports"), on=on)
    return len(found)


def fetch(request, *, by, on, at: datetime) -> bytes:
    """The plain workbook for who asked, once it is written down. Raises NotEntitled, NotHers, Expired, QuotaSpent."""
    if not who_asked(by, request) or request.state != ExportState.READY:
        raise NotEntitled(step=_("下载导出文件"), needs=who_asked)
    _post_of(request, on)
    if at >= request.expires_at:
        raise Expired(hours=LIES_FOR.on(on))
    quota = DOWNLOADS_A_DAY.on(on)
    today = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    if Entry.objects.by_user(by.user_id).filter(name="fetch_export", at__gte=today).count() >= quota:
        raise QuotaSpent(quota=quota)
    content = sealed.content_of(request)
    facts = {"rows": request.rows, "sha256": request.sha256}
    announce("read", request, by=by, on=on, name="fetch_export", title=_("下载导出文件"), facts=facts)
    return content
