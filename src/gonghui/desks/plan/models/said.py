"""What counties say of an item, and who was reminded of what (N-R3, N-R4)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.organisations.models import Scoped, ScopedQuerySet
from gonghui.foundation.organisations.sight import Sight

from ..rulebook import SEEN_BY
from .plan import PlanItem


class Explanation(Scoped):
    """进度说明: why a county is behind on an item, in its own words, with the day; nothing is taken back (X-R4)."""

    item = models.ForeignKey(PlanItem, models.PROTECT, related_name="explanations", verbose_name=_("目标项目"))
    text = models.CharField(_("说明"), max_length=500)
    said_by = models.BigIntegerField(_("说明人"), editable=False)
    said_on = models.DateField(_("说明日期"))

    append_only = True
    seen_by = Sight(roles=SEEN_BY)
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("进度说明")
        ordering = ["-pk"]

    def __str__(self):
        return self.text


class PlanReminder(models.Model):
    """目标提醒: a post has been reminded, once, of a record and the day on which it is due."""

    record_type = models.CharField(max_length=60)
    record_id = models.BigIntegerField()
    due_on = models.DateField()
    post = models.ForeignKey("accounts.Post", models.PROTECT, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    told_on = models.DateField()

    append_only = True
    seen_by = Sight(person="user")
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("目标提醒")
        constraints = [
            models.UniqueConstraint(fields=["record_type", "record_id", "due_on", "post"], name="plan_reminder_once")
        ]

    def __str__(self):
        return f"{self.record_type} {self.record_id} {self.due_on}"
