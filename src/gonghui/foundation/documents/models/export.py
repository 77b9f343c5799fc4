"""Requests to take lists and files away (O.1, T04)."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.accounts.roles import Role
from gonghui.kernel.archetypes.case import Case

from .. import sealed
from ..exports.kinds import known
from ..exports.rulebook import DECIDERS, ExportState


class ExportRequestQuerySet(models.QuerySet):
    def visible_to(self, by):
        """One's own; for who may decide, the data officer too, those of her unit and below; for the system all."""
        if by.role == Role.SYSTEM:
            return self
        wanted = Q(asked_by=by.user_id)
        if by.role in DECIDERS:
            wanted |= Q(unit__position__range=(by.unit.position, by.unit.last))
        return self.filter(wanted)

    def waiting_for(self, by):
        """Requests that this post may decide: never one's own."""
        if by.role not in DECIDERS:
            return self.none()
        return self.visible_to(by).filter(state=ExportState.ASKED).exclude(asked_by=by.user_id)


@sealed.keeps
class ExportRequest(Case):
    """导出申请: who wants which list taken away, why, who let it go, and the encrypted file until it expires.

    Nothing personal stands in the request itself: `scope` is the query of the list, without what was searched for.
    """

    State = ExportState

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    state = models.CharField(
        _("状态"), max_length=20, choices=ExportState.choices, default=ExportState.ASKED, editable=False
    )
    unit = models.ForeignKey("organisations.Unit", models.PROTECT, verbose_name=_("所属工会"), related_name="+")
    kind = models.CharField(_("内容"), max_length=40)
    scope = models.JSONField(_("范围"), default=dict)
    rows = models.IntegerField(_("行数"))
    reason = models.CharField(_("用途"), max_length=200)
    asked_by = models.BigIntegerField(_("申请人"))
    asked_name = models.CharField(_("申请人"), max_length=50)
    asked_from = models.BigIntegerField(_("申请岗位"))
    approved_by = models.BigIntegerField(_("审批人"), null=True)
    stored_name = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sha256 = models.CharField(_("摘要"), max_length=64, blank=True)
    made_at = models.DateTimeField(_("生成时间"), null=True)
    expires_at = models.DateTimeField(_("到期时间"), null=True)
    why_not = models.CharField(_("未能生成的原因"), max_length=200, blank=True)

    is_witnessed = True
    objects = ExportRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("导出申请")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("asked_by")),
                name="documents_export_approved_by_another",
                violation_error_message=_("申请人不能审批自己的导出申请。"),
            ),
            models.CheckConstraint(
                condition=~Q(state=ExportState.READY)
                | (Q(approved_by__isnull=False, expires_at__isnull=False) & ~Q(sha256="")),
                name="documents_export_ready_is_approved",
                violation_error_message=_("可以下载的导出必须有审批人、文件和到期时间。"),
            ),
        ]

    def get_absolute_url(self):
        return reverse("documents:export", args=[self.number])

    @property
    def position(self) -> int:
        """Where its unit stands: rules ask it of every record."""
        return self.unit.position

    @property
    def kind_title(self):
        return known[self.kind].title if self.kind in known else self.kind

    @property
    def is_plain(self) -> bool:
        """Whether personal data stand in the file unmasked."""
        return self.kind in known and known[self.kind].is_plain
