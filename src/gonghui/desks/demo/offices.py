"""What else lies on desks: places in the province with their paper, a limit, a form, lists and rights asked for."""

from datetime import date

from django.core.files.base import ContentFile

from gonghui.desks.privacy import actions as privacy
from gonghui.desks.privacy.rulebook import Right
from gonghui.foundation.accounts.models import Post
from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.documents.blanks import actions as blanks
from gonghui.foundation.documents.blanks.drawing import shipped
from gonghui.foundation.documents.blanks.registry import registered
from gonghui.foundation.documents.exports import actions as exports
from gonghui.foundation.documents.facts import actions as facts
from gonghui.foundation.funds.actions import limits, receipts
from gonghui.foundation.funds.models import Fund
from gonghui.programs.hardship.sheets.papers import blanks as forms

from . import cast
from .papers import a_paper

PLACES = (("困难职工档案数", 2), ("使用帮扶资金数", 3))
"""Places in the province for 2021 (Y17): third or better in both, as the published page says."""
PAPER = "关于2021年度全省困难职工帮扶工作情况的通报(演示)"
MORE_MONEY = 30_000_000


def record_places(year: int, posts: dict[str, Post]) -> None:
    """What the province has said of a year, entered by one of the city with its paper and confirmed by another."""
    told_on, on = date(year + 1, 1, 14), date(year + 1, 1, 18)
    for aspect, place in PLACES:
        upload = a_paper("情况通报", PAPER, f"六安市总工会{aspect}居全省第{place}位。")
        said = {"figure": "Y17", "aspect": aspect, "value": place, "year": year, "upload": upload}
        said |= {"told_by": "安徽省总工会", "told_on": told_on, "paper": PAPER}
        fact = facts.record(by=posts[Role.CITY_OPERATOR], on=on, **said)
        facts.confirm(fact, by=posts[Role.CITY_REVIEWER], on=on, opinion="与通报一致。")


def leave_waiting(posts: dict[str, Post], golden: dict[str, Post], now: date) -> None:
    """Today: a form, a limit and money to be confirmed, a list to be let go, a person's question to be answered.

    `posts` are those of the city, `golden` those answerable for the first union of 金寨.
    """
    _upload_a_form(posts[Role.CITY_OPERATOR], now)
    _propose_a_limit(posts[Role.CITY_OPERATOR], now)
    fund = Fund.objects.filter(year=now.year, source="upper_union").get()
    money = {"amount": MORE_MONEY, "received_on": now, "paper": f"皖工财〔{now.year}〕27 号"}
    receipts.enter_receipt(fund, by=posts[Role.FINANCE_MAKER], on=now, **money)
    why = "核对全县在档困难职工,部署下季度走访。"
    exports.ask("hardship.files", scope={}, reason=why, by=golden[Role.COUNTY_OPERATOR], on=now)
    asked = {"right": Right.COPY, "text": "请提供我家申请困难补助时填写的收入材料复印件。"}
    privacy.ask(by=golden[Role.WORKER], on=now, **asked)


def _upload_a_form(by, now):
    blank = registered[forms.GRANT_APPROVAL.kind]
    file = ContentFile(shipped(blank.kind), "救助金审批表(市总样式).docx")
    blanks.upload(blank, file, starts_on=now, note="按新版公文格式调整", by=by, on=now)


def _propose_a_limit(by, now):
    limit = {"title": "同一家庭半年内救助四次以上须说明", "strength": "soft", "cause": "", "scope": "household"}
    limit |= {"span": "days", "days": 180, "measure": "payments", "most": 4, "starts_on": now}
    limits.propose(by.unit, by=by, on=now, cites="市总工会帮扶资金管理办法(演示)", **limit)


def city_posts() -> dict[str, Post]:
    """The posts of the city's own office, by their role."""
    held = Post.objects.filter(unit__short_name=cast.CITY, user__isnull=False).select_related("user", "unit__area")
    return {post.role: post for post in held.order_by("pk")}
