"""A file that moves to another county: the giving side's case, and the receiving side's once it is agreed (X-R2)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.organisations.models import Scoped, ScopedQuerySet, Unit
from gonghui.foundation.organisations.sight import Sight
from gonghui.kernel.archetypes.case import Case

from ..rulebook import SEEN_BY, FileState, Role
from ..rulebook.grading import Grade
from ..rulebook.transfers import ARRIVAL, TRANSFER, ArrivalState, TransferState
from .file import HardshipArchive, recused_from
from .waiting import turns

DECIDERS = tuple(
    role for role in SEEN_BY if role not in (Role.GRASSROOTS_OPERATOR, Role.GRASSROOTS_CHAIR, Role.TOWNSHIP_REVIEWER)
)
"""A transfer is between counties: their offices and the city's see it."""
OPEN = (TransferState.PROPOSED, TransferState.AGREED)


class TransferQuerySet(ScopedQuerySet):
    def visible_to(self, by):
        """The transfers this post may see: not those of a household whose kin she is (回避)."""
        return super().visible_to(by).exclude(recused_from(by, "file__"))

    def open(self):
        """Those that are not decided yet."""
        return self.filter(state__in=OPEN)

    def waiting_for(self, by):
        """Those whose next step is the turn of this post, and which she did not propose herself (X-R1)."""
        states = turns(TRANSFER, by, self.model(unit=by.unit, position=by.unit.position))
        return self.visible_to(by).filter(state__in=list(states)).exclude(proposed_by=by.user_id)


class Transfer(Case, Scoped):
    """档案转移(转出): a household has moved or changed its employer; its county gives the file away (X-R2)."""

    State = TransferState

    class Reason(models.TextChoices):
        MOVED = "moved", _("家庭迁居")
        EMPLOYER = "employer", _("工作单位变动")
        OTHER = "other", _("其他")

    state = models.CharField(
        _("状态"), max_length=20, choices=TransferState.choices, default=TransferState.PROPOSED, editable=False
    )
    file = models.ForeignKey(HardshipArchive, models.PROTECT, related_name="transfers", verbose_name=_("档案"))
    to_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("接收工会"))
    reason = models.CharField(_("转移原因"), max_length=10, choices=Reason.choices)
    grounds = models.CharField(_("情况说明"), max_length=500)
    proposed_by = models.BigIntegerField(_("提出人"), editable=False)
    agreed_by = models.BigIntegerField(_("同意转出人"), null=True, editable=False)
    accepted_by = models.BigIntegerField(_("接收人"), null=True, editable=False)
    accepted_on = models.DateField(_("接收日期"), null=True, editable=False)
    answer = models.CharField(_("答复"), max_length=500, blank=True, editable=False)

    is_witnessed = True
    seen_by = Sight(roles=DECIDERS)
    objects = TransferQuerySet.as_manager()

    class Meta:
        verbose_name = _("档案转移")
        ordering = ["-begun_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["file"],
                condition=Q(state__in=OPEN),
                name="hardship_transfer_one_open",
                violation_error_message=_("这份档案正在转移。"),
            ),
            models.CheckConstraint(
                condition=Q(agreed_by__isnull=True) | ~Q(agreed_by=F("proposed_by")),
                name="hardship_transfer_agreed_by_another",
                violation_error_message=_("提出人不能同意自己提出的转移。"),
            ),
            models.CheckConstraint(
                condition=Q(accepted_by__isnull=True)
                | (~Q(accepted_by=F("proposed_by")) & ~Q(accepted_by=F("agreed_by"))),
                name="hardship_transfer_accepted_by_another",
                violation_error_message=_("转出的经办人、审核人不能接收同一份档案。"),
            ),
            models.CheckConstraint(
                condition=~Q(state=TransferState.ACCEPTED) | Q(accepted_by__isnull=False, accepted_on__isnull=False),
                name="hardship_transfer_accepted_is_dated",
                violation_error_message=_("已转出的必须有接收人和日期。"),
            ),
        ]

    def get_absolute_url(self):
        return reverse("hardship:transfer", args=[self.number])


class ArrivalQuerySet(ScopedQuerySet):
    def visible_to(self, by):
        """The arrivals this post may see: not those of a household whose kin she is (回避)."""
        return super().visible_to(by).exclude(recused__contains=[by.user_id])

    def waiting_for(self, by):
        """Those that wait for this post to accept them."""
        states = turns(ARRIVAL, by, self.model(unit=by.unit, position=by.unit.position))
        return self.visible_to(by).filter(state__in=list(states))


class Arrival(Case, Scoped):
    """档案转移(转入): what the receiving county is told once the giving county has agreed, and answers (X-R2).

    It names the household by family name; the file itself is seen after it is accepted.
    """

    State = ArrivalState

    state = models.CharField(
        _("状态"), max_length=20, choices=ArrivalState.choices, default=ArrivalState.WAITING, editable=False
    )
    transfer_id = models.BigIntegerField(_("转出记录"), unique=True, editable=False)
    file_number = models.CharField(_("档案编号"), max_length=32)
    masked_name = models.CharField(_("申请人"), max_length=50)
    file_state = models.CharField(_("档案状态"), max_length=20, choices=FileState.choices)
    grade = models.CharField(_("困难类别"), max_length=24, choices=Grade.choices, blank=True)
    to_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("接收工会"))
    from_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("转出工会"))
    reason = models.CharField(_("转移原因"), max_length=10, choices=Transfer.Reason.choices)
    grounds = models.CharField(_("情况说明"), max_length=500)
    answer = models.CharField(_("答复"), max_length=500, blank=True, editable=False)
    recused = ArrayField(models.BigIntegerField(), verbose_name=_("回避人员"), default=list, editable=False)

    is_witnessed = True
    seen_by = Sight(roles=DECIDERS)
    objects = ArrivalQuerySet.as_manager()

    class Meta:
        verbose_name = _("档案转入")
        ordering = ["-begun_on", "-pk"]

    def get_absolute_url(self):
        return reverse("hardship:arrival", args=[self.number])
