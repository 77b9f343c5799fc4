"""Members by roster: a file a union has sent, what was found in it, and what became of it (B-R9, T03, R12)."""

import uuid

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.documents import sealed
from gonghui.foundation.organisations.models import Scoped, ScopedQuerySet
from gonghui.foundation.organisations.sight import Sight
from gonghui.kernel.encryption import EncryptedText

from ..rulebook.people import SEEN_BY
from ..rulebook.rosters import ROSTER, RosterState
from .deadlines import Dated
from .waiting import turns


class RosterQuerySet(ScopedQuerySet):
    def waiting_for(self, by):
        states = turns(ROSTER, by, self.model(unit=by.unit, position=by.unit.position))
        return self.visible_to(by).filter(state__in=states)


@sealed.keeps
class Roster(Dated, Scoped):
    """会员名册: one file of one union, read and laid beside what is known; taken in whole once the chair confirms.

    The file lies encrypted under `stored_name`; `rows` holds what was read until it is taken in or given up, `findings`
    what was found, both as JSON.
    """

    State = RosterState

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    state = models.CharField(
        _("状态"), max_length=20, choices=RosterState.choices, default=RosterState.UPLOADED, editable=False
    )
    original_name = models.CharField(_("文件名"), max_length=100)
    stored_name = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sha256 = models.CharField(_("摘要"), max_length=64)
    people = models.IntegerField(_("人数"), default=0)
    joins = models.IntegerField(_("新入会"), default=0)
    changes = models.IntegerField(_("有变化"), default=0)
    unchanged = models.IntegerField(_("没有变化"), default=0)
    missing = models.IntegerField(_("名册中没有"), default=0)
    faults = models.IntegerField(_("错误"), default=0)
    joined = models.IntegerField(_("已入会"), default=0)
    referred = models.IntegerField(_("已提交核对"), default=0)
    rows = EncryptedText(_("内容"), null=True, blank=True)
    findings = EncryptedText(_("检查结果"), null=True, blank=True)
    uploaded_by = models.BigIntegerField(_("上传人"))
    uploaded_at = models.DateTimeField(_("上传时间"), auto_now_add=True)
    confirmed_on = models.DateField(_("入册日期"), null=True)

    is_witnessed = True
    seen_by = Sight(roles=SEEN_BY)
    objects = RosterQuerySet.as_manager()

    class Meta:
        verbose_name = _("会员名册")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "sha256"],
                condition=Q(state=RosterState.UPLOADED),
                name="organising_roster_waits_once",
                violation_error_message=_("这份名册已经上传,正在等待确认。"),
            ),
            models.CheckConstraint(
                condition=Q(state__in=(RosterState.FAULTY, RosterState.WITHDRAWN)) | Q(faults=0),
                name="organising_roster_without_faults",
                violation_error_message=_("有错误的名册不能入册。"),
            ),
        ]

    def get_absolute_url(self):
        return reverse("organising:roster", args=[self.number])
