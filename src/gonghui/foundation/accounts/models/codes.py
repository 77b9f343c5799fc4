"""One-time codes, kept as digests: to a worker's phone, and to enrol a second factor anew."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .people import User


class PhoneCode(models.Model):
    """短信验证码: the digest of the one-time code last sent to a phone; deleted when it is used."""

    mobile_index = models.CharField(max_length=64, unique=True, editable=False)
    digest = models.CharField(max_length=64, editable=False)
    expires_at = models.DateTimeField(_("失效时间"))
    tries = models.SmallIntegerField(_("已试次数"), default=0)

    may_be_deleted = True
    indexes_kept = ("mobile_index",)

    class Meta:
        verbose_name = _("短信验证码")

    def __str__(self):
        return f"{self.expires_at:%H:%M}"


class Enrolment(models.Model):
    """一次性登记码: after a reset, a password alone enrols no second factor; the code that two persons issued does.

    Deleted when a second factor is enrolled.
    """

    user = models.OneToOneField(User, models.PROTECT, related_name="enrolment", verbose_name=_("人员"))
    digest = models.CharField(max_length=64, editable=False)
    expires_at = models.DateTimeField(_("失效时间"))
    tries = models.SmallIntegerField(_("已试次数"), default=0)

    may_be_deleted = True

    class Meta:
        verbose_name = _("一次性登记码")

    def __str__(self):
        return f"{self.expires_at:%H:%M}"
