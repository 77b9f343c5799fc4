"""What persons have agreed to: which text in which edition, when and how; and when they took it back (B-R11, O.1)."""

import hashlib

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.accounts.roles import CASE_ROLES
from gonghui.foundation.organisations.models import Scoped, ScopedQuerySet
from gonghui.foundation.organisations.sight import Sight
from gonghui.kernel.ui.masking import mask_name

from ..rulebook import Purpose, Way


class ConsentText(models.Model):
    """告知同意文本: what is agreed to, word for word, in editions; never changed once it is there."""

    purpose = models.CharField(_("事项"), max_length=12, choices=Purpose.choices)
    edition = models.SmallIntegerField(_("版本"))
    body = models.TextField(_("正文"))
    starts_on = models.DateField(_("起用日期"))
    entered_by = models.BigIntegerField(_("拟稿人"), null=True, editable=False)
    confirmed_by = models.BigIntegerField(_("核定人"), null=True, editable=False)

    append_only = True

    class Meta:
        verbose_name = _("告知同意文本")
        ordering = ["purpose", "edition"]
        constraints = [
            models.UniqueConstraint(fields=["purpose", "edition"], name="members_text_one_edition"),
            models.CheckConstraint(
                condition=Q(entered_by__isnull=True, confirmed_by__isnull=True)
                | (Q(entered_by__isnull=False, confirmed_by__isnull=False) & ~Q(entered_by=F("confirmed_by"))),
                name="members_text_confirmed_by_another",
                violation_error_message=_("告知同意文本须由两人拟定和核定。"),
            ),
        ]

    def __str__(self):
        return _("%(purpose)s 第 %(edition)s 版") % {"purpose": self.get_purpose_display(), "edition": self.edition}

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.body.encode()).hexdigest()

    @property
    def paragraphs(self) -> list[str]:
        return self.body.split("\n")


class ConsentQuerySet(ScopedQuerySet):
    def of(self, record):
        return self.filter(record_type=record._meta.label_lower, record_id=record.pk)

    def standing(self):
        """Given and not taken back."""
        return self.filter(withdrawn_on__isnull=True)


class Consent(Scoped):
    """同意记录: a person has agreed to a text for one matter, on a day, in a way; taken back on another day, or not."""

    purpose = models.CharField(_("事项"), max_length=12, choices=Purpose.choices)
    text = models.ForeignKey(ConsentText, models.PROTECT, verbose_name=_("文本"))
    record_type = models.CharField(_("记录种类"), max_length=60)
    record_id = models.BigIntegerField(_("记录"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("本人账户")
    )
    name = models.CharField(_("同意人"), max_length=50)
    way = models.CharField(_("方式"), max_length=8, choices=Way.choices)
    given_on = models.DateField(_("同意日期"))
    given_at = models.DateTimeField(_("登记时间"), auto_now_add=True)
    recorded_by = models.BigIntegerField(_("登记人"), editable=False)
    withdrawn_on = models.DateField(_("撤回日期"), null=True, editable=False)

    is_witnessed = True
    seen_by = Sight(roles=CASE_ROLES, person="user")
    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("同意记录")
        ordering = ["pk"]
        indexes = [models.Index(fields=["record_type", "record_id"], name="members_consent_by_record")]
        constraints = [
            models.UniqueConstraint(
                fields=["record_type", "record_id", "purpose"],
                condition=Q(withdrawn_on__isnull=True),
                name="members_consent_once_for_a_matter",
                violation_error_message=_("这一事项已经同意过。"),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gte=F("given_on")),
                name="members_consent_withdrawn_after_given",
                violation_error_message=_("撤回日期不能早于同意日期。"),
            ),
        ]

    def __str__(self):
        return f"{mask_name(self.name)} {self.get_purpose_display()}"
