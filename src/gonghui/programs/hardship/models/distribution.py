"""Who received what at a site, line by line or by a crew's signed list; rosters that came as workbooks (E-R16)."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.documents import owners
from gonghui.foundation.organisations.models import Scoped, ScopedQuerySet
from gonghui.foundation.organisations.sight import Sight
from gonghui.kernel.encryption import BlindIndex, EncryptedText
from gonghui.kernel.ui.masking import mask_identity_number, mask_name

from ..rulebook import SEEN_BY
from .campaigns import CampaignItem, CampaignSite
from .laws_of_campaigns import STOCK_LAWS


@owners.register
class DistributionRoster(Scoped):
    """发放名册: a workbook of recipients that was taken in whole, kept as it came; never changed."""

    site = models.ForeignKey(CampaignSite, models.PROTECT, related_name="rosters", verbose_name=_("点位"))
    sha256 = models.CharField(_("文件摘要"), max_length=64)
    file_name = models.CharField(_("文件名"), max_length=100)
    rows = models.IntegerField(_("行数"))
    imported_by = models.BigIntegerField(_("导入人"))
    imported_on = models.DateField(_("导入日期"))

    is_witnessed = True
    seen_by = Sight(roles=SEEN_BY)
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("发放名册")
        constraints = [
            models.UniqueConstraint(
                fields=["site", "sha256"],
                name="hardship_roster_once",
                violation_error_message=_("这份名册已经导入过。"),
            )
        ]

    def __str__(self):
        return self.file_name

    def get_absolute_url(self):
        return self.site.get_absolute_url()


class DistributionQuerySet(ScopedQuerySet):
    def alive(self):
        """Lines that stand: neither reversed nor a reversal."""
        return self.filter(is_reversed=False, reversal_of__isnull=True)

    def of_persons(self):
        return self.filter(kind=Distribution.Kind.PERSON)


@owners.register
class Distribution(Scoped):
    """发放登记: goods or a service for one person, or for a crew by head count with its signed list.

    A line is never rewritten: a mistake is reversed by a line of the opposite sign with its reason. `person_key` is the
    blind index of the identity number, or of name and employer where none was given; `once` stops a second touch.
    """

    class Kind(models.TextChoices):
        PERSON = "person", _("个人")
        CREW = "crew", _("班组(人数登记)")

    class Offered(models.TextChoices):
        GOODS = "", _("物品")
        JOB = "job", _("岗位推介")
        TRAINING = "training", _("技能培训")
        ADVICE = "advice", _("政策咨询")
        CHECK_UP = "check_up", _("健康检查")

    class Receipt(models.TextChoices):
        NONE = "", _("未签收")
        SIGNED = "signed", _("现场签字")
        PHONE = "phone", _("手机确认")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    once = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    site = models.ForeignKey(CampaignSite, models.PROTECT, related_name="distributions", verbose_name=_("点位"))
    given_on = models.DateField(_("发放日期"), db_index=True)
    item = models.ForeignKey(
        CampaignItem, models.PROTECT, null=True, blank=True, related_name="distributions", verbose_name=_("物品")
    )
    service = models.CharField(_("服务"), max_length=10, choices=Offered.choices, blank=True)
    kind = models.CharField(_("登记方式"), max_length=8, choices=Kind.choices, default=Kind.PERSON)
    name = models.CharField(_("领取人或班组"), max_length=50)
    employer = models.CharField(_("所在单位"), max_length=60, blank=True)
    id_index = BlindIndex(of="id_no", db_index=True)
    id_no = EncryptedText(_("身份证号"), mask=mask_identity_number, null=True, blank=True)
    person_key = models.CharField(max_length=64, blank=True, editable=False)
    quantity = models.IntegerField(_("数量"), default=1)
    heads = models.IntegerField(_("人数"), default=1)
    unit_price = models.BigIntegerField(_("单价(分)"), default=0, editable=False)
    value = models.BigIntegerField(_("价值(分)"), default=0, editable=False)
    receipt = models.CharField(_("签收"), max_length=8, choices=Receipt.choices, blank=True, editable=False)
    received_on = models.DateField(_("签收日期"), null=True, editable=False)
    recipient_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    roster = models.ForeignKey(DistributionRoster, models.PROTECT, null=True, editable=False, related_name="lines")
    reversal_of = models.OneToOneField("self", models.PROTECT, null=True, editable=False, related_name="reversal")
    is_reversed = models.BooleanField(default=False, editable=False)
    reason = models.CharField(_("更正理由"), max_length=200, blank=True, editable=False)
    entered_by = models.BigIntegerField(_("登记人"), editable=False)

    is_witnessed = True
    indexes_kept = ("person_key",)
    seen_by = Sight(roles=SEEN_BY, person="recipient_user")
    objects = DistributionQuerySet.as_manager()
    laws = STOCK_LAWS

    class Meta:
        verbose_name = _("发放登记")
        ordering = ["-given_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "item", "service", "person_key"],
                condition=Q(kind="person", is_reversed=False, reversal_of__isnull=True),
                nulls_distinct=False,
                name="hardship_distribution_once_a_person",
                violation_error_message=_("这个人在这个点位已经领过这种物品;多领的请写在数量里。"),
            ),
            models.CheckConstraint(
                condition=Q(item__isnull=False, service="", unit_price__gt=0)
                | (Q(item__isnull=True, unit_price=0) & ~Q(service="")),
                name="hardship_distribution_goods_or_service",
                violation_error_message=_("一行登记的是一种物品或一项服务。"),
            ),
            models.CheckConstraint(
                condition=Q(value=F("quantity") * F("unit_price")),
                name="hardship_distribution_value_adds_up",
                violation_error_message=_("价值等于数量乘以单价。"),
            ),
            models.CheckConstraint(
                condition=Q(reversal_of__isnull=True, quantity__gt=0, heads__gt=0)
                | (Q(reversal_of__isnull=False, quantity__lt=0, heads__lt=0) & ~Q(reason="")),
                name="hardship_distribution_reversal_has_reason",
                violation_error_message=_("更正登记须写明理由。"),
            ),
            models.CheckConstraint(
                condition=Q(kind="crew") | (Q(heads__in=(1, -1)) & ~Q(person_key="")),
                name="hardship_distribution_person_is_one",
                violation_error_message=_("个人登记的人数只能是 1。"),
            ),
            models.CheckConstraint(
                condition=Q(receipt="", received_on__isnull=True) | (~Q(receipt="") & Q(received_on__isnull=False)),
                name="hardship_distribution_receipt_is_dated",
                violation_error_message=_("签收必须有日期。"),
            ),
        ]

    def __str__(self):
        return f"{mask_name(self.name)} {self.what}"

    def get_absolute_url(self):
        return self.site.get_absolute_url()

    @property
    def what(self) -> str:
        """The goods or the service, in words."""
        return str(self.item) if self.item_id else str(self.get_service_display())

    @property
    def masked_name(self) -> str:
        return mask_name(self.name) if self.kind == self.Kind.PERSON else self.name
