"""What persons ask about their own data, and what is made anonymous when its time is over (O.1)."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.organisations.models import Scoped, ScopedQuerySet
from gonghui.foundation.organisations.sight import Sight
from gonghui.kernel.archetypes.case import Case
from gonghui.kernel.encryption import EncryptedText

from . import forgetting
from .rulebook import ErasureState, RequestState, Right


class RightsRequest(Case, Scoped):
    """个人信息权利请求: what a person asks of what is held about her, and what she is answered (O.1)."""

    State = RequestState

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    state = models.CharField(
        _("状态"), max_length=20, choices=RequestState.choices, default=RequestState.ASKED, editable=False
    )
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("请求人"))
    right = models.CharField(_("请求事项"), max_length=10, choices=Right.choices)
    text = EncryptedText(_("具体内容"))
    reply = EncryptedText(_("答复"), null=True, editable=False)
    answered_by = models.BigIntegerField(_("答复人"), null=True, editable=False)
    answered_on = models.DateField(_("答复日期"), null=True, editable=False)

    is_witnessed = True
    seen_by = Sight(roles=(Role.SYSTEM,), person="user", assigned=True)
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("个人信息权利请求")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=(RequestState.ANSWERED, RequestState.REFUSED))
                | Q(answered_by__isnull=False, answered_on__isnull=False, reply__isnull=False),
                name="privacy_request_answered_has_a_reply",
                violation_error_message=_("已答复的请求必须有答复内容、答复人和日期。"),
            ),
            models.CheckConstraint(
                condition=Q(answered_by__isnull=True) | ~Q(answered_by=F("user")),
                name="privacy_request_answered_by_another",
                violation_error_message=_("不能答复自己的请求。"),
            ),
        ]

    def get_absolute_url(self):
        return reverse("privacy:request", args=[self.number])


class Erasure(Case, Scoped):
    """匿名处理: the persons of a matter are made unknown, its numbers stay; proposed by one, approved by another."""

    State = ErasureState

    state = models.CharField(
        _("状态"), max_length=20, choices=ErasureState.choices, default=ErasureState.PROPOSED, editable=False
    )
    record_type = models.CharField(_("记录种类"), max_length=60)
    record_id = models.BigIntegerField(_("记录"))
    record_number = models.CharField(_("档案编号"), max_length=32)
    reason = models.CharField(_("理由"), max_length=200)
    proposed_by = models.BigIntegerField(_("提出人"), editable=False)
    approved_by = models.BigIntegerField(_("核准人"), null=True, editable=False)

    is_witnessed = True
    laws = (forgetting.law(),)
    seen_by = Sight(roles=(Role.CITY_APPROVER, Role.SYSTEM), assigned=True)
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("匿名处理")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["record_type", "record_id"],
                condition=~Q(state=ErasureState.REFUSED),
                name="privacy_erasure_once_for_a_record",
                violation_error_message=_("这份记录已提出匿名处理。"),
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("proposed_by")),
                name="privacy_erasure_by_two",
                violation_error_message=_("提出人不能核准同一项匿名处理。"),
            ),
        ]

    def get_absolute_url(self):
        return reverse("privacy:erasure", args=[self.number])
