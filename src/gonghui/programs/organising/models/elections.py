"""The election of a first committee, who stood, and who holds an office from it (A-R3, A-R5, A-R7)."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.organisations.models import Scoped, ScopedQuerySet
from gonghui.foundation.organisations.sight import Sight
from gonghui.kernel.encryption import EncryptedText
from gonghui.kernel.ui.masking import mask_mobile, mask_name

from ..rulebook.elections import Bar, Count, Duty, Organ, Stood
from ..rulebook.people import SEEN_BY
from .founding import Founding


class Election(models.Model):
    """选举: the assembly that elected, by its numbers (A-R5)."""

    class Kind(models.TextChoices):
        FIRST = "first", _("首届")

    class Assembly(models.TextChoices):
        MEMBERS = "members", _("会员大会")
        DELEGATES = "delegates", _("会员代表大会")

    founding = models.OneToOneField(Founding, models.PROTECT, related_name="election", verbose_name=_("建会"))
    kind = models.CharField(_("选举种类"), max_length=8, choices=Kind.choices, default=Kind.FIRST)
    assembly = models.CharField(_("会议形式"), max_length=10, choices=Assembly.choices)
    held_on = models.DateField(_("选举日期"))
    eligible = models.IntegerField(_("应到会人数"))
    present = models.IntegerField(_("实到会人数"))
    issued = models.IntegerField(_("发出选票"))
    returned = models.IntegerField(_("收回选票"))
    valid = models.IntegerField(_("有效票"))
    seats = models.SmallIntegerField(_("委员会应选名额"))
    audit_seats = models.SmallIntegerField(_("经审会应选名额"))
    women_seats = models.SmallIntegerField(_("女职工委员会应选名额"), default=0)

    seen_by = Sight(through="founding")
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("选举")
        constraints = [
            models.CheckConstraint(
                condition=Q(eligible__gt=0, present__gte=0, issued__gte=0, returned__gte=0, valid__gte=0),
                name="organising_election_counts",
                violation_error_message=_("人数和票数不能是负数,应到会人数应大于零。"),
            )
        ]

    def __str__(self):
        return f"{self.founding} {self.get_kind_display()}"

    def count(self) -> Count:
        """The numbers as the rule book reads them."""
        return Count(
            members=self.founding.members or 0,
            women=self.founding.women or 0,
            eligible=self.eligible,
            present=self.present,
            issued=self.issued,
            returned=self.returned,
            valid=self.valid,
            seats=self.seats,
            audit_seats=self.audit_seats,
            women_seats=self.women_seats,
            is_of_delegates=self.assembly == self.Assembly.DELEGATES,
        )

    def stood(self) -> list[Stood]:
        """Who stood, as the rule book counts them."""
        return [each.as_stood() for each in self.candidates.standing()]


class CandidateQuerySet(ScopedQuerySet):
    def standing(self):
        """Those whose entry has not been struck out."""
        return self.filter(is_struck=False).order_by("organ", "-votes_for", "pk")


class Candidate(models.Model):
    """候选人: who stood for what, with her votes, and what she declares of herself (A-R3)."""

    election = models.ForeignKey(Election, models.PROTECT, related_name="candidates", verbose_name=_("选举"))
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("姓名"), max_length=50)
    organ = models.CharField(_("选入"), max_length=10, choices=Organ.choices)
    duty = models.CharField(_("职务"), max_length=12, choices=Duty.choices)
    votes_for = models.IntegerField(_("赞成票"))
    votes_against = models.IntegerField(_("反对票"), default=0)
    votes_abstained = models.IntegerField(_("弃权票"), default=0)
    barred_as = models.CharField(_("本人申报"), max_length=10, choices=Bar.choices, blank=True)
    mobile = EncryptedText(_("手机号"), mask=mask_mobile, null=True, blank=True)
    is_elected = models.BooleanField(_("当选"), default=False, editable=False)
    is_struck = models.BooleanField(_("登记有误,已划去"), default=False, editable=False)

    seen_by = Sight(through="election")
    objects = CandidateQuerySet.as_manager()

    class Meta:
        verbose_name = _("候选人")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(votes_for__gte=0, votes_against__gte=0, votes_abstained__gte=0),
                name="organising_candidate_votes",
                violation_error_message=_("票数不能是负数。"),
            )
        ]

    def __str__(self):
        return mask_name(self.name)

    def as_stood(self) -> Stood:
        return Stood(
            self.name,
            self.organ,
            self.duty,
            self.votes_for,
            self.votes_against,
            self.votes_abstained,
            self.barred_as,
        )


class Officer(Scoped):
    """工会干部: who holds which office of a union, from a day to a day (A)."""

    name = models.CharField(_("姓名"), max_length=50)
    organ = models.CharField(_("组织"), max_length=10, choices=Organ.choices)
    duty = models.CharField(_("职务"), max_length=12, choices=Duty.choices)
    elected_on = models.DateField(_("当选日期"))
    starts_on = models.DateField(_("起始日期"))
    ends_on = models.DateField(_("任期届满"))
    founding = models.ForeignKey(Founding, models.PROTECT, related_name="officers", verbose_name=_("建会"))

    seen_by = Sight(roles=SEEN_BY)
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("工会干部")
        ordering = ["pk"]

    def __str__(self):
        return f"{mask_name(self.name)} {self.get_duty_display()}"
