"""Entries of the journal and the seals over them."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    STEP = "step", _("办理")
    EDIT = "edit", _("修改")
    READ = "read", _("查阅")
    REVEAL = "reveal", _("查看敏感信息")
    IMPORT = "import", _("导入")
    SIGN_IN = "sign_in", _("登录")


class EntryQuerySet(models.QuerySet):
    def of(self, record):
        """Everything written about one record, oldest first."""
        return self.filter(record_type=record._meta.label_lower, record_id=record.pk).order_by("pk")

    def steps(self):
        return self.filter(kind__in=(Kind.STEP, Kind.EDIT))

    def by_user(self, user_id):
        return self.filter(actor_id=user_id)


class Entry(models.Model):
    """日志条目: one thing done, changed, read or revealed, by whom, from which post, on which day.

    Actor and post are plain ids, with their names as they were. `after` is the digest of the record once it was done.
    """

    at = models.DateTimeField(_("时间"), auto_now_add=True)
    on = models.DateField(_("业务日期"))
    kind = models.CharField(_("类别"), max_length=10, choices=Kind.choices)
    name = models.CharField(_("事项代码"), max_length=60)
    title = models.CharField(_("事项"), max_length=100)
    actor_id = models.BigIntegerField(_("经办人"))
    actor_name = models.CharField(_("经办人姓名"), max_length=60)
    post_id = models.BigIntegerField(_("岗位"))
    post_name = models.CharField(_("岗位名称"), max_length=120)
    record_type = models.CharField(_("记录种类"), max_length=60)
    record_id = models.BigIntegerField(_("记录"))
    opinion = models.CharField(_("意见"), max_length=500, blank=True)
    body = models.JSONField(_("内容"), default=dict, encoder=DjangoJSONEncoder)
    after = models.CharField(_("办理后摘要"), max_length=64, blank=True)

    append_only = True
    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("日志条目")
        indexes = [
            models.Index(fields=["record_type", "record_id", "id"], name="journal_entry_by_record"),
            models.Index(fields=["actor_id", "kind", "at"], name="journal_entry_by_actor"),
        ]

    def __str__(self):
        return f"{self.title} {self.actor_name} {self.on}"

    @property
    def when(self):
        """The instant it was done, or the day that counts where it was written down on another."""
        return self.at if timezone.localdate(self.at) == self.on else self.on


class Seal(models.Model):
    """封存: a batch of entries that nothing may change any more; each seal holds the digest of the one before."""

    at = models.DateTimeField(_("时间"), auto_now_add=True)
    first_id = models.BigIntegerField(_("首条"))
    last_id = models.BigIntegerField(_("末条"))
    entries = models.IntegerField(_("条数"))
    previous = models.CharField(_("前一摘要"), max_length=64)
    digest = models.CharField(_("摘要"), max_length=64)

    append_only = True

    class Meta:
        verbose_name = _("封存")
        constraints = [
            models.UniqueConstraint(fields=["previous"], name="journal_seal_one_after_another"),
            models.CheckConstraint(condition=models.Q(first_id__lte=models.F("last_id")), name="journal_seal_in_order"),
        ]

    def __str__(self):
        return f"{self.first_id}–{self.last_id}"
