"""Money to a person without a file: emergencies and warmth (E-R8, E-R11, E-R13)."""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.documents import owners
from gonghui.foundation.members.models import pinyin_of
from gonghui.foundation.organisations.models import Scoped, ScopedQuerySet
from gonghui.foundation.organisations.sight import Sight
from gonghui.kernel.archetypes.case import Case
from gonghui.kernel.encryption import BlindIndex, EncryptedText
from gonghui.kernel.ui.masking import mask_card, mask_identity_number, mask_mobile, mask_name
from gonghui.kernel.workdays import add_workdays

from ..rulebook import SEEN_BY, GrantState
from ..rulebook.grading import Grade
from ..rulebook.relief import RELIEF, URGENT_WITHIN, Event
from .aid import AidProject
from .file import HardshipArchive
from .waiting import turns


class ReliefQuerySet(ScopedQuerySet):
    def visible_to(self, by):
        """The reliefs this post may see: not those of a person whose kin she is (回避); what she receives is hers."""
        return super().visible_to(by).exclude(Q(recused__contains=[by.user_id]) & ~Q(recipient_user=by.user_id))

    def paid(self):
        """Reliefs the bank has paid."""
        return self.filter(state=GrantState.PAID)

    def counting(self):
        """Reliefs that use up what a person may have and what a project holds: all but those that came to nothing."""
        return self.exclude(state__in=(GrantState.REFUSED, GrantState.WITHDRAWN))

    def matching(self, text):
        """Reliefs whose number or name, or its pinyin or initials, begins with `text`."""
        small = text.lower().replace(" ", "")
        spoken = Q(name_pinyin__gte=small, name_pinyin__lt=f"{small}\U0010ffff") | Q(name_pinyin__endswith=f" {small}")
        return self.filter(Q(number=text.upper()) | Q(name__startswith=text) | spoken)

    def waiting_for(self, by):
        """Reliefs whose next step is the turn of this post: not by a hand that took part before (X-R1)."""
        me = by.user_id
        states = turns(RELIEF, by, self.model(unit=by.unit, position=by.unit.position))
        found = self.visible_to(by).filter(state__in=list(states)).exclude(recipient_user=me)
        found = found.exclude(state=GrantState.PROPOSED, proposed_by=me)
        return found.exclude(Q(state=GrantState.CHECKED) & (Q(proposed_by=me) | Q(checked_by=me)))


@owners.register
class Relief(Case, Scoped):
    """应急与慰问发放: one sum for one person and one event, to her own card, where the project needs no file (E-R8)."""

    Event = Event
    State = GrantState

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    state = models.CharField(
        _("状态"), max_length=20, choices=GrantState.choices, default=GrantState.PROPOSED, editable=False
    )
    project = models.ForeignKey(AidProject, models.PROTECT, verbose_name=_("帮扶项目"), related_name="reliefs")
    name = models.CharField(_("领款人"), max_length=50)
    name_pinyin = models.CharField(max_length=200, editable=False, db_collation="C", db_index=True)
    id_index = BlindIndex(of="id_no", null=False, db_index=True)
    id_no = EncryptedText(_("身份证号"), mask=mask_identity_number)
    mobile = EncryptedText(_("手机号"), mask=mask_mobile)
    recipient_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    file = models.ForeignKey(HardshipArchive, models.PROTECT, null=True, blank=True, related_name="reliefs")
    file_grade = models.CharField(_("档案困难类别"), max_length=24, choices=Grade.choices, blank=True, editable=False)
    event = models.CharField(_("事由"), max_length=10, choices=Event.choices)
    happened_on = models.DateField(_("发生日期"))
    reason = EncryptedText(_("情况说明"))
    is_urgent = models.BooleanField(_("紧急"), default=False)
    visitor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("走访人"), related_name="+")
    visited_on = models.DateField(_("走访日期"))
    year = models.SmallIntegerField(_("计入年度"))
    amount = models.BigIntegerField(_("金额(分)"))
    ceiling = models.BigIntegerField(_("上限(分)"))
    basis = models.JSONField(_("测算过程"))
    card_no = EncryptedText(_("银行卡号"), mask=mask_card)
    bank_name = models.CharField(_("开户银行"), max_length=60)
    branch_code = models.CharField(_("联行号"), max_length=12, blank=True)
    instalment = models.SmallIntegerField(_("发放次数"), default=1, editable=False)
    proposed_by = models.BigIntegerField(_("提出人"), editable=False)
    checked_by = models.BigIntegerField(_("复核人"), null=True, editable=False)
    granted_by = models.BigIntegerField(_("批准人"), null=True, editable=False)
    granted_on = models.DateField(_("批准日期"), null=True, editable=False)
    paid_on = models.DateField(_("发放日期"), null=True, editable=False, db_index=True)
    bounce_reason = models.CharField(_("退回原因"), max_length=100, blank=True, editable=False)
    recused = ArrayField(models.BigIntegerField(), verbose_name=_("回避人员"), default=list, editable=False)

    is_witnessed = True
    seen_by = Sight(roles=SEEN_BY, person="recipient_user")
    objects = ReliefQuerySet.as_manager()

    class Meta:
        verbose_name = _("应急慰问")
        ordering = ["-begun_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["id_index", "event", "happened_on"],
                condition=~Q(state__in=(GrantState.REFUSED, GrantState.WITHDRAWN)),
                name="hardship_relief_once_an_event",
                violation_error_message=_("同一人同一事由已有一笔应急慰问。"),
            ),
            models.CheckConstraint(
                condition=Q(amount__gt=0) & Q(amount__lte=F("ceiling")),
                name="hardship_relief_under_its_ceiling",
                violation_error_message=_("发放金额必须大于零,且不超过上限。"),
            ),
            models.CheckConstraint(
                condition=Q(checked_by__isnull=True) | ~Q(checked_by=F("proposed_by")),
                name="hardship_relief_checked_by_another",
                violation_error_message=_("提出人不能复核同一笔发放。"),
            ),
            models.CheckConstraint(
                condition=Q(granted_by__isnull=True)
                | (~Q(granted_by=F("proposed_by")) & ~Q(granted_by=F("checked_by")) & Q(checked_by__isnull=False)),
                name="hardship_relief_granted_by_another",
                violation_error_message=_("提出人、复核人不能批准同一笔发放。"),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(GrantState.GRANTED, GrantState.PAID, GrantState.BOUNCED))
                | Q(granted_by__isnull=False, granted_on__isnull=False),
                name="hardship_relief_granted_by_three",
                violation_error_message=_("应急慰问也须经三个人办理:提出、复核、批准。"),
            ),
            models.CheckConstraint(
                condition=Q(state=GrantState.PAID, paid_on__isnull=False)
                | (~Q(state=GrantState.PAID) & Q(paid_on__isnull=True)),
                name="hardship_relief_paid_is_dated",
                violation_error_message=_("已发放的必须有发放日期。"),
            ),
            models.CheckConstraint(
                condition=Q(visited_on__gte=F("happened_on")),
                name="hardship_relief_visited_after_event",
                violation_error_message=_("走访日期不能早于事情发生的日期。"),
            ),
        ]

    @property
    def masked_name(self) -> str:
        return mask_name(self.name)

    def get_absolute_url(self):
        return reverse("hardship:relief", args=[self.number])

    def clean(self):
        self.name_pinyin = pinyin_of(self.name)

    def expect(self, steps, on) -> None:
        """As every case; where it is urgent no step of an office may take longer than the policy for urgency."""
        super().expect(steps, on)
        urgent = URGENT_WITHIN.on(self.begun_on)
        if self.is_urgent and self.due_on and self.state in (GrantState.PROPOSED, GrantState.CHECKED):
            self.due_on = min(self.due_on, add_workdays(on, urgent))
