"""A union that is being set up, and the employers whose people it is for (A)."""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.documents import owners
from gonghui.foundation.organisations.models import Employer, Scoped, ScopedQuerySet, Unit
from gonghui.foundation.organisations.sight import Sight
from gonghui.kernel.encryption import EncryptedText
from gonghui.kernel.ui.masking import mask_mobile

from ..rulebook.founding import DECIDED_ABOVE, FOUNDING, ON_THE_WAY, FoundingState
from ..rulebook.people import FINDERS, SEEN_BY, Role
from .deadlines import Dated
from .waiting import turns

OF_THEIR_OWN = (*FINDERS, Role.CITY_REVIEWER, Role.CITY_APPROVER)
"""Whose turn it is at the unions they guide themselves, not at all that lie below."""
TERMS = ((3, _("三年")), (5, _("五年")))


class FoundingQuerySet(ScopedQuerySet):
    def established(self):
        """Unions that have come to be (A-R11): neither a re-election nor a new name makes another."""
        return self.filter(state=FoundingState.ESTABLISHED)

    def on_the_way(self):
        return self.filter(state__in=ON_THE_WAY)

    def matching(self, text):
        """Foundings whose number, or the name of whose union, begins with or holds `text`."""
        return self.filter(Q(number=text.upper()) | Q(name__contains=text))

    def waiting_for(self, by):
        """Those whose next step is the turn of this post, by a hand that took no earlier part (X-R1)."""
        states = turns(FOUNDING, by, self.model(unit=by.unit, position=by.unit.position))
        found = self.visible_to(by).filter(state__in=states)
        if by.role in OF_THEIR_OWN:
            found = found.filter(unit=by.unit_id)
        return found.exclude(hands__contains=[by.user_id], state__in=DECIDED_ABOVE)


@owners.register
class Founding(Dated, Scoped):
    """建会: one union from lead to approval; it belongs to the upper union until the new one stands in the tree (A)."""

    State = FoundingState

    class Kind(models.TextChoices):
        SINGLE = "single", _("单独建会")
        JOINT = "joint", _("联合建会")

    class Form(models.TextChoices):
        COMMITTEE = "committee", _("工会委员会")
        ORGANISER = "organiser", _("组织员")

    state = models.CharField(
        _("状态"), max_length=20, choices=FoundingState.choices, default=FoundingState.CLUE, editable=False
    )
    kind = models.CharField(_("建会方式"), max_length=6, choices=Kind.choices)
    form = models.CharField(_("组织形式"), max_length=10, choices=Form.choices, default=Form.COMMITTEE)
    name = models.CharField(_("工会全称"), max_length=100)
    short_name = models.CharField(_("工会简称"), max_length=40)
    employees = models.IntegerField(_("职工人数"))
    members = models.IntegerField(_("拟发展会员"), null=True, blank=True)
    women = models.IntegerField(_("女会员"), null=True, blank=True)
    address = models.CharField(_("办公地址"), max_length=100, blank=True)
    source = models.CharField(_("线索来源"), max_length=100, blank=True)
    preparer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("筹备人")
    )
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    contact_name = models.CharField(_("联系人"), max_length=50, blank=True)
    contact_mobile = EncryptedText(_("联系电话"), mask=mask_mobile, null=True, blank=True)
    term_years = models.SmallIntegerField(_("任期"), choices=TERMS, default=5)
    hands = ArrayField(models.BigIntegerField(), verbose_name=_("经手人"), default=list, editable=False)
    applied_by = models.BigIntegerField(_("请示人"), null=True, editable=False)
    prepared_by = models.BigIntegerField(_("同意筹建人"), null=True, editable=False)
    established_by = models.BigIntegerField(_("批准成立人"), null=True, editable=False)
    prep_approved_on = models.DateField(_("同意筹建日期"), null=True, editable=False)
    preparation_number = models.CharField(_("同意筹建文号"), max_length=40, blank=True, editable=False)
    approval_number = models.CharField(_("批复文号"), max_length=40, blank=True, editable=False)
    established_on = models.DateField(_("成立日期"), null=True, editable=False)
    term_ends_on = models.DateField(_("任期届满"), null=True, editable=False)
    union = models.OneToOneField(
        Unit, models.PROTECT, null=True, editable=False, related_name="founding", verbose_name=_("成立的工会")
    )

    is_witnessed = True
    seen_by = Sight(roles=SEEN_BY, person="preparer")
    objects = FoundingQuerySet.as_manager()

    class Meta:
        verbose_name = _("建会")
        ordering = ["-begun_on", "-pk"]
        indexes = [models.Index(fields=["established_on"], name="organising_founding_by_day")]
        constraints = [
            models.CheckConstraint(
                condition=Q(prepared_by__isnull=True) | ~Q(prepared_by=F("applied_by")),
                name="organising_founding_prepared_by_another",
                violation_error_message=_("请示人不能同意自己的筹建请示。"),
            ),
            models.CheckConstraint(
                condition=Q(established_by__isnull=True)
                | (~Q(established_by=F("applied_by")) & ~Q(established_by=F("prepared_by"))),
                name="organising_founding_established_by_another",
                violation_error_message=_("请示人、同意筹建人不能批准成立。"),
            ),
            models.CheckConstraint(
                condition=~Q(state=FoundingState.ESTABLISHED)
                | (
                    Q(union__isnull=False, established_on__isnull=False, term_ends_on__isnull=False)
                    & ~Q(approval_number="")
                ),
                name="organising_founding_established_is_whole",
                violation_error_message=_("已成立的必须有工会、日期、文号和任期。"),
            ),
            models.UniqueConstraint(
                fields=["approval_number"],
                condition=~Q(approval_number=""),
                name="organising_founding_one_approval_number",
                violation_error_message=_("这个批复文号已经用过。"),
            ),
            models.CheckConstraint(
                condition=Q(employees__gt=0),
                name="organising_founding_has_employees",
                violation_error_message=_("职工人数应大于零。"),
            ),
        ]

    def __str__(self):
        return self.number

    def get_absolute_url(self):
        return reverse("organising:founding", args=[self.number])

    @property
    def has_committee(self) -> bool:
        return self.form == self.Form.COMMITTEE

    def employer_names(self) -> str:
        """The employers it is for, in words."""
        return "、".join(each.employer.name for each in self.employers.select_related("employer"))


class FoundingEmployer(models.Model):
    """建会单位: an employer whose people a union is for; covered once it stands, by one union only (A-R11)."""

    founding = models.ForeignKey(Founding, models.PROTECT, related_name="employers", verbose_name=_("建会"))
    employer = models.ForeignKey(Employer, models.PROTECT, related_name="foundings", verbose_name=_("用人单位"))
    employees = models.IntegerField(_("职工人数"))
    is_open = models.BooleanField(_("正在建会"), default=True)
    is_covered = models.BooleanField(_("已覆盖"), default=False)

    seen_by = Sight(through="founding")
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("建会单位")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["employer"],
                condition=Q(is_open=True),
                name="organising_employer_one_founding",
                violation_error_message=_("这个单位正在建会。"),
            ),
            models.UniqueConstraint(
                fields=["employer"],
                condition=Q(is_covered=True),
                name="organising_employer_one_union",
                violation_error_message=_("这个单位已经建会。"),
            ),
        ]

    def __str__(self):
        return str(self.employer)
