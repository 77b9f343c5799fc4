"""Seasonal campaigns: the plan, its sites, what was bought, and who received what (E-R16)."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q, Sum
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.documents import owners
from gonghui.foundation.organisations.models import Scoped, ScopedQuerySet
from gonghui.foundation.organisations.sight import Sight
from gonghui.kernel.archetypes.case import Case
from gonghui.kernel.encryption import EncryptedText
from gonghui.kernel.ui.masking import mask_mobile

from ..rulebook import SEEN_BY
from ..rulebook.campaigns import CAMPAIGN, CampaignState, Season, window_of
from .laws_of_campaigns import CAMPAIGN_LAWS
from .waiting import turns


class CampaignQuerySet(ScopedQuerySet):
    def alive(self):
        """Campaigns that were not given up."""
        return self.exclude(state=CampaignState.WITHDRAWN)

    def around(self, unit):
        """Campaigns of the unit, of those below it, and of those above it: not its neighbours'."""
        own = Q(position__range=(unit.position, unit.last))
        return self.filter(own | Q(unit__position__lte=unit.position, unit__last__gte=unit.position))

    def of_season(self, season, year: int):
        return self.alive().filter(season=season, year=year)

    def waiting_for(self, by):
        """Plans whose next step is the turn of this post; nobody approves her own (X-R1)."""
        states = turns(CAMPAIGN, by, self.model(unit=by.unit, position=by.unit.position))
        found = self.visible_to(by).within(by.unit).filter(state__in=list(states))
        return found.exclude(state=CampaignState.PLANNED, planned_by=by.user_id)


class Campaign(Case, Scoped):
    """四季送活动: one season of one office: window, budget, targets; a county's may be part of the city's (E-R16).

    `is_announced` opens the plan to every office once it is approved. The counts of closing are written when it closes.
    """

    Season = Season
    State = CampaignState

    state = models.CharField(
        _("状态"), max_length=12, choices=CampaignState.choices, default=CampaignState.PLANNED, editable=False
    )
    season = models.CharField(_("季节"), max_length=8, choices=Season.choices)
    year = models.SmallIntegerField(_("年度"))
    title = models.CharField(_("活动名称"), max_length=60)
    part_of = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="parts", verbose_name=_("所属市级活动")
    )
    opens_on = models.DateField(_("开始日期"))
    closes_on = models.DateField(_("结束日期"))
    budget = models.BigIntegerField(_("预算(分)"))
    target_sites = models.IntegerField(_("计划点位(个)"))
    target_persons = models.IntegerField(_("计划服务(人次)"))
    target_value = models.BigIntegerField(_("计划物资价值(分)"))
    planned_by = models.BigIntegerField(_("制定人"), editable=False)
    approved_by = models.BigIntegerField(_("批准人"), null=True, editable=False)
    closed_sites = models.IntegerField(_("结束时点位(个)"), null=True, editable=False)
    closed_persons = models.IntegerField(_("结束时服务(人次)"), null=True, editable=False)
    closed_value = models.BigIntegerField(_("结束时物资价值(分)"), null=True, editable=False)
    is_announced = models.BooleanField(default=False, editable=False)

    is_witnessed = True
    seen_by = Sight(roles=SEEN_BY, public="is_announced")
    objects = CampaignQuerySet.as_manager()
    laws = CAMPAIGN_LAWS

    class Meta:
        verbose_name = _("四季送活动")
        ordering = ["-year", "-opens_on", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "season", "year"],
                condition=~Q(state=CampaignState.WITHDRAWN),
                name="hardship_campaign_one_a_season",
                violation_error_message=_("本单位这一季的活动已有方案。"),
            ),
            models.CheckConstraint(
                condition=Q(opens_on__lte=F("closes_on")),
                name="hardship_campaign_opens_before_closing",
                violation_error_message=_("结束日期不能早于开始日期。"),
            ),
            models.CheckConstraint(
                condition=Q(budget__gt=0, target_sites__gte=0, target_persons__gte=0, target_value__gte=0),
                name="hardship_campaign_has_a_budget",
                violation_error_message=_("预算必须大于零,目标不能为负数。"),
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("planned_by")),
                name="hardship_campaign_approved_by_another",
                violation_error_message=_("制定人不能批准同一份方案。"),
            ),
            models.CheckConstraint(
                condition=~Q(state=CampaignState.CLOSED)
                | Q(closed_sites__isnull=False, closed_persons__isnull=False, closed_value__isnull=False),
                name="hardship_campaign_closed_is_counted",
                violation_error_message=_("结束的活动必须有盘点数。"),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("hardship:campaign", args=[self.number])

    @property
    def window(self):
        """The days of its season, by the policy of the year."""
        return window_of(self.season, self.year, self.unit.area)


class CampaignSite(Scoped):
    """服务点位: a place where a campaign hands out goods or gives a service; `unit` is the union that does it."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="sites", verbose_name=_("活动"))
    place = models.CharField(_("点位名称"), max_length=60)
    host = models.CharField(_("用人单位或工会"), max_length=60)
    address = models.CharField(_("地址"), max_length=100)
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    contact = models.CharField(_("联系人"), max_length=50)
    phone = EncryptedText(_("联系电话"), mask=mask_mobile)
    planned_persons = models.IntegerField(_("计划人数"))

    seen_by = Sight(roles=SEEN_BY)
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("服务点位")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "place", "host"],
                name="hardship_site_once_a_campaign",
                violation_error_message=_("这个点位已在名单中。"),
            ),
            models.CheckConstraint(
                condition=Q(planned_persons__gt=0),
                name="hardship_site_expects_somebody",
                violation_error_message=_("计划人数必须大于零。"),
            ),
        ]

    def __str__(self):
        return self.place

    def get_absolute_url(self):
        return reverse("hardship:site", args=[self.pk])


class CampaignItemQuerySet(ScopedQuerySet):
    def with_given(self):
        """Items with `given`: how many were handed out; asked of what the post sees."""
        return self.annotate(given=Sum("distributions__quantity", default=0))


@owners.register
class CampaignItem(models.Model):
    """物品: what was bought for a campaign: how many, at what price, with its paper; no more is handed out (E-R16)."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="items", verbose_name=_("活动"))
    name = models.CharField(_("物品"), max_length=40)
    unit_word = models.CharField(_("单位"), max_length=6)
    unit_price = models.BigIntegerField(_("单价(分)"))
    quantity = models.IntegerField(_("采购数量"))
    bought_on = models.DateField(_("采购日期"))
    entered_by = models.BigIntegerField(_("登记人"), editable=False)

    is_witnessed = True
    seen_by = Sight(through="campaign")
    objects = CampaignItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("采购物品")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "name", "unit_price", "bought_on"],
                name="hardship_item_bought_once",
                violation_error_message=_("这批物品已经登记过。"),
            ),
            models.CheckConstraint(
                condition=Q(quantity__gt=0, unit_price__gt=0),
                name="hardship_item_costs_something",
                violation_error_message=_("数量和单价必须大于零。"),
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return self.campaign.get_absolute_url()


class CampaignReminder(models.Model):
    """四季送提醒: an office has been reminded, once, that a season is about to begin."""

    season = models.CharField(max_length=8, choices=Season.choices)
    year = models.SmallIntegerField()
    post = models.ForeignKey("accounts.Post", models.PROTECT, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    told_on = models.DateField()

    append_only = True
    seen_by = Sight(person="user")
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("四季送提醒")
        constraints = [models.UniqueConstraint(fields=["season", "year", "post"], name="hardship_reminder_once")]

    def __str__(self):
        return f"{self.year} {self.get_season_display()}"
