"""Messages to persons, public notices and objections (X-R7 to X-R10, O.4)."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Cast
from django.db.models.lookups import Regex
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.accounts.roles import CASE_ROLES
from gonghui.foundation.organisations.models import Scoped, ScopedQuerySet
from gonghui.foundation.organisations.sight import Sight
from gonghui.kernel.archetypes.case import Case
from gonghui.kernel.encryption import EncryptedText

from .rulebook import PUBLISHERS, NoticeState, ObjectionState, Result
from .whitelist import NUMBERS, SUBJECTS, TITLES


class MessageQuerySet(ScopedQuerySet):
    def unread(self):
        return self.filter(read_at__isnull=True)


class Message(models.Model):
    """消息: what a person is told in the product, about which record; it carries no sensitive data (O.4)."""

    class Level(models.TextChoices):
        NEWS = "news", _("通知")
        TASK = "task", _("待办")
        URGENT = "urgent", _("催办")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("收件人"))
    level = models.CharField(_("类别"), max_length=6, choices=Level.choices, default=Level.NEWS)
    title = models.CharField(_("标题"), max_length=60)
    text = models.CharField(_("内容"), max_length=500)
    record_type = models.CharField(_("记录种类"), max_length=60, blank=True)
    record_id = models.BigIntegerField(_("记录"), null=True)
    path = models.CharField(_("页面"), max_length=200, blank=True)
    sent_at = models.DateTimeField(_("时间"), auto_now_add=True)
    read_at = models.DateTimeField(_("阅读时间"), null=True)

    seen_by = Sight(person="user")
    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("消息")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["user", "read_at"], name="notices_message_unread")]

    def __str__(self):
        return self.title


class OutgoingQuerySet(ScopedQuerySet):
    def due(self, now):
        """What waits to be sent and may be tried again."""
        return self.filter(acknowledged_at__isnull=True, attempts__lt=Outgoing.MOST_ATTEMPTS, next_try_at__lte=now)


class Outgoing(models.Model):
    """待发短信: the phone is told that a message waits; tried until the carrier acknowledges it, then never more."""

    MOST_ATTEMPTS = 6

    message = models.OneToOneField(Message, models.PROTECT, related_name="outgoing")
    attempts = models.SmallIntegerField(_("已试次数"), default=0)
    next_try_at = models.DateTimeField(_("下次发送"), default=timezone.now, db_index=True)
    acknowledged_at = models.DateTimeField(_("确认时间"), null=True)

    seen_by = Sight()
    objects = OutgoingQuerySet.as_manager()

    class Meta:
        verbose_name = _("待发短信")

    def __str__(self):
        return str(self.message)


class PublicNoticeQuerySet(ScopedQuerySet):
    def running(self):
        return self.filter(state=NoticeState.RUNNING)

    def public(self):
        """What anybody may read today: running, or ended not long ago (X-R10)."""
        return self.filter(is_public=True)

    def past(self, day):
        """Notices whose last day lies before `day`."""
        return self.filter(ends_on__lt=day)

    def undisputed(self):
        """Notices without an objection that waits for a decision."""
        return self.exclude(pk__in=Objection.objects.undecided().values("notice_id"))


class PublicNotice(Case, Scoped):
    """公示: what is shown of a record for some working days, so that anyone may object (X-R7, X-R9)."""

    State = NoticeState

    class Level(models.TextChoices):
        UNIT = "unit", _("本单位")
        TOWNSHIP = "township", _("乡镇(街道、园区)")
        COUNTY = "county", _("县区")
        CITY = "city", _("全市")

    state = models.CharField(
        _("状态"), max_length=20, choices=NoticeState.choices, default=NoticeState.RUNNING, editable=False
    )
    subject_type = models.CharField(
        _("公示事项"), max_length=20, choices=[(key, s.title) for key, s in SUBJECTS.items()]
    )
    level = models.CharField(_("公示范围"), max_length=8, choices=Level.choices)
    record_type = models.CharField(_("记录种类"), max_length=60)
    record_id = models.BigIntegerField(_("记录"))
    published_fields = models.JSONField(_("公示内容"))
    starts_on = models.DateField(_("起始日期"))
    ends_on = models.DateField(_("截止日期"))
    workdays = models.SmallIntegerField(_("工作日数"))
    contact = models.CharField(_("联系方式"), max_length=150)
    is_public = models.BooleanField(_("公开"), default=True, editable=False)
    result = models.CharField(_("结果"), max_length=20, choices=Result.choices, blank=True, editable=False)
    published_by = models.BigIntegerField(_("发布人"), editable=False)

    is_witnessed = True
    seen_by = Sight(roles=tuple(CASE_ROLES), public="is_public")
    objects = PublicNoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("公示")
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["record_type", "record_id"],
                condition=Q(state=NoticeState.RUNNING),
                name="notices_notice_one_running_for_a_record",
                violation_error_message=_("这一事项正在公示,不能重复公示。"),
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")) & Q(workdays__gt=0),
                name="notices_notice_ends_after_it_starts",
                violation_error_message=_("公示截止日期不能早于起始日期。"),
            ),
            models.CheckConstraint(
                condition=~Q(Regex(Cast(F("published_fields"), models.TextField()), models.Value(NUMBERS))),
                name="notices_notice_shows_no_personal_number",
                violation_error_message=_("公示内容中不能有身份证号、银行卡号或手机号。"),
            ),
            models.CheckConstraint(
                condition=Q(state=NoticeState.ENDED, result__gt="") | (~Q(state=NoticeState.ENDED) & Q(result="")),
                name="notices_notice_ended_has_a_result",
                violation_error_message=_("结束的公示必须有结果。"),
            ),
            models.CheckConstraint(
                condition=~Q(state=NoticeState.VOIDED) | Q(is_public=False),
                name="notices_notice_voided_is_not_public",
                violation_error_message=_("作废的公示不能公开。"),
            ),
        ]

    def __str__(self):
        return _("%(subject)s公示 %(number)s") % {"subject": self.get_subject_type_display(), "number": self.number}

    def get_absolute_url(self):
        return reverse("notices:notice", args=[self.number])

    def clean(self):
        """Only whitelisted fields. Raises NotPublishable, PersonalNumber, TooLong."""
        self.published_fields = SUBJECTS[self.subject_type].publishable(self.published_fields)

    def lines(self) -> list[tuple]:
        """What is shown, field by field, with the title of each."""
        return [(TITLES[key], self.published_fields[key]) for key in TITLES if key in self.published_fields]

    def has_run(self, on) -> bool:
        """Whether the last day lies before `on` (X-R8)."""
        return on > self.ends_on

    def is_open(self, on) -> bool:
        """Whether objections are taken on `on`."""
        return self.state == NoticeState.RUNNING and self.starts_on <= on <= self.ends_on


class ObjectionQuerySet(ScopedQuerySet):
    def undecided(self):
        return self.filter(state=ObjectionState.RECEIVED)

    def upheld(self):
        return self.filter(state=ObjectionState.UPHELD)


class Objection(Case, Scoped):
    """异议: what somebody says against a public notice, by name or without; who said it is kept encrypted (X-R8)."""

    State = ObjectionState

    class Source(models.TextChoices):
        NAMED = "named", _("实名")
        ANONYMOUS = "anonymous", _("匿名")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    state = models.CharField(
        _("状态"), max_length=20, choices=ObjectionState.choices, default=ObjectionState.RECEIVED, editable=False
    )
    notice = models.ForeignKey(PublicNotice, models.PROTECT, related_name="objections", verbose_name=_("公示"))
    source = models.CharField(_("来源"), max_length=9, choices=Source.choices)
    content = EncryptedText(_("异议内容"))
    name = EncryptedText(_("异议人姓名"), null=True, blank=True)
    contact = EncryptedText(_("异议人联系方式"), null=True, blank=True)
    published_by = models.BigIntegerField(_("公示发布人"), editable=False)
    decided_by = models.BigIntegerField(_("处理人"), null=True, editable=False)
    decided_on = models.DateField(_("处理日期"), null=True, editable=False)
    reply = EncryptedText(_("处理答复"), null=True, editable=False)

    is_witnessed = True
    seen_by = Sight(roles=PUBLISHERS)
    objects = ObjectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("异议")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=ObjectionState.RECEIVED, decided_on__isnull=True, decided_by__isnull=True)
                | (~Q(state=ObjectionState.RECEIVED) & Q(decided_on__isnull=False, decided_by__isnull=False)),
                name="notices_objection_decided_has_day_and_person",
                violation_error_message=_("处理过的异议必须有处理人和处理日期。"),
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("published_by")),
                name="notices_objection_decided_by_another",
                violation_error_message=_("发布公示的人不能处理对它的异议。"),
            ),
            models.CheckConstraint(
                condition=Q(source="named") | Q(name__isnull=True, contact__isnull=True),
                name="notices_objection_anonymous_has_no_name",
                violation_error_message=_("匿名异议不保存姓名和联系方式。"),
            ),
        ]

    def get_absolute_url(self):
        return reverse("notices:objection", args=[self.number])
