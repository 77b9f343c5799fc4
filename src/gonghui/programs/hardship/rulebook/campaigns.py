"""The four seasonal campaigns (四季送): planned, approved, running, closed with a count. Rules E-R16, E-R13, X-R1."""

from datetime import date, timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.accounts.rules import Role, holds
from gonghui.foundation.policies.rules import Policy
from gonghui.kernel.periods import Period
from gonghui.kernel.workflow import Step, Workflow

from .files import SEND_BACK
from .projects import the_planner

APPROVE_WITHIN = Policy("hardship.campaign_approve", 5, _("四季送方案批准期限"), _("工作日"), "E-R16 (gk)")
REPLAN_WITHIN = Policy("hardship.campaign_replan", 10, _("四季送方案修改期限"), _("工作日"), "X-R5 (gk)")
REMIND_BEFORE = Policy("hardship.campaign_remind", 20, _("四季送开始前提醒"), _("天"), "E-R16 (gk)")


class Season(TextChoices):
    SPRING = "spring", _("春送岗位")
    SUMMER = "summer", _("夏送清凉")
    AUTUMN = "autumn", _("金秋助学")
    WINTER = "winter", _("冬送温暖")


MONTHS = {"spring": "1-3", "summer": "6-9", "autumn": "7-10", "winter": "12-2"}
WINDOWS = {
    season: Policy(f"hardship.season.{season}", MONTHS[season], _("%s的月份") % season.label, "", "E-R16")
    for season in Season
}
"""First and last month of a season; one that ends before it begins goes over the end of the year."""


def window_of(season, year: int, area=None) -> Period:
    """The days of a season that begins in `year`; 冬送温暖 2021 is December 2021 to February 2022."""
    first, last = map(int, WINDOWS[Season(season)].on(date(year, 1, 1), area).split("-"))
    last_year = year if last >= first else year + 1
    start = date(year, first, 1)
    return Period(start, (date(last_year, last, 28) + timedelta(days=4)).replace(day=1))


class CampaignState(TextChoices):
    PLANNED = "planned", _("待批准")
    RETURNED = "returned", _("退回修改")
    APPROVED = "approved", _("已批准")
    RUNNING = "running", _("进行中")
    CLOSED = "closed", _("已结束")
    WITHDRAWN = "withdrawn", _("已撤回")


the_campaign_approver = holds(Role.COUNTY_REVIEWER, Role.COUNTY_APPROVER, Role.CITY_REVIEWER, Role.CITY_APPROVER)
who_gives_out = holds(
    Role.GRASSROOTS_OPERATOR,
    Role.GRASSROOTS_CHAIR,
    Role.TOWNSHIP_REVIEWER,
    Role.COUNTY_OPERATOR,
    Role.CITY_OPERATOR,
)
"""Whoever stands at a site of her union, or above it, may write down who received what."""

C = CampaignState
BEFORE = (C.PLANNED, C.RETURNED, C.APPROVED)
CAMPAIGN = Workflow(
    Step("approve", _("批准方案"), (C.PLANNED,), C.APPROVED, the_campaign_approver, "E-R16 X-R1", APPROVE_WITHIN),
    Step("send_back", SEND_BACK, (C.PLANNED,), C.RETURNED, the_campaign_approver, "X-R5"),
    Step("replan", _("修改后再报"), (C.RETURNED,), C.PLANNED, the_planner, "X-R5", REPLAN_WITHIN),
    Step("start", _("启动"), (C.APPROVED,), C.RUNNING, the_planner, "E-R16"),
    Step("close", _("结束并盘点"), (C.RUNNING,), C.CLOSED, the_planner, "E-R16"),
    Step("withdraw", _("撤回"), BEFORE, C.WITHDRAWN, the_planner, "1.2"),
)
