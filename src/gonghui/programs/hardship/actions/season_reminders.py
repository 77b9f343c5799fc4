"""Reminders before a season opens: who has no plan yet, and whose plan waits for approval; never after (E-R16)."""

from datetime import timedelta

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.accounts.models import Post
from gonghui.foundation.notices import actions as notices
from gonghui.foundation.organisations import sight
from gonghui.foundation.organisations.models import Unit
from gonghui.kernel.periods import Period

from ..models import Campaign, CampaignReminder
from ..rulebook import Role
from ..rulebook.campaigns import REMIND_BEFORE, CampaignState, Season, window_of

PLANNERS = (Role.COUNTY_OPERATOR, Role.CITY_OPERATOR)
DECIDERS = (Role.COUNTY_REVIEWER, Role.COUNTY_APPROVER, Role.CITY_REVIEWER, Role.CITY_APPROVER)
NO_PLAN = _("“{season}”将于 {day} 开始,{unit}还没有方案,请制定。")
NOT_APPROVED = _("“{season}”将于 {day} 开始,方案 {number} 还没有批准。")


@transaction.atomic
def ensure_reminded(*, on) -> int:
    """Remind each office once of a season that is about to open; how many posts were told. May run twice."""
    with sight.system("calendar"):
        offices = Unit.objects.filter(level__in=(Unit.Level.CITY, Unit.Level.COUNTY), ended_on__isnull=True)
        told = 0
        for unit in offices.select_related("area").order_by("position"):
            told += sum(_remind(unit, season, window, on) for season, window in _opening(unit, on))
    return told


def _opening(unit, on) -> list[tuple[Season, Period]]:
    """The seasons whose first day is still to come, and near."""
    until = on + timedelta(days=REMIND_BEFORE.on(on, unit.area))
    windows = [(each, window_of(each, year, unit.area)) for each in Season for year in (on.year, on.year + 1)]
    return [(season, window) for season, window in windows if on < window.start <= until]


def _remind(unit, season, window, on) -> int:
    year = window.start.year
    plan = Campaign.objects.of_season(season, year).filter(unit=unit).first()
    facts = {"season": season.label, "day": window.start, "unit": unit, "number": plan and plan.number}
    if plan is None:
        return _tell(unit, PLANNERS, season, year, NO_PLAN.format(**facts), on)
    if plan.state == CampaignState.PLANNED:
        return _tell(unit, DECIDERS, season, year, NOT_APPROVED.format(**facts), on)
    return 0


def _tell(unit, roles, season, year, text, on) -> int:
    posts = Post.objects.held_on(on).filter(unit=unit, role__in=roles).select_for_update(of=("self",))
    before = CampaignReminder.objects.filter(season=season, year=year).values("post")
    posts = list(posts.exclude(pk__in=before).select_related("user").order_by("pk"))
    rows = [CampaignReminder(season=season, year=year, post=post, user=post.user, told_on=on) for post in posts]
    CampaignReminder.objects.bulk_create(rows)
    if posts:
        notices.tell_posts(posts, title=_("四季送"), text=text, path=reverse("hardship:campaigns"))
    return len(posts)
