"""Applications to join, and persons whom an office has to look into because they are known elsewhere (B, T03)."""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.members.models import Membership, Person
from gonghui.foundation.members.rulebook import ConfirmWay, EightGroup, Employment, JoinWay, NewForm
from gonghui.foundation.organisations.models import Scoped, ScopedQuerySet, Unit
from gonghui.foundation.organisations.sight import Sight
from gonghui.kernel.encryption import BlindIndex, EncryptedText
from gonghui.kernel.ui.masking import mask_identity_number, mask_mobile, mask_name

from ..rulebook.joining import CHECK, JOINING, CheckState, JoinState
from ..rulebook.people import SEEN_BY
from .deadlines import Dated
from .waiting import turns

CHECKERS = (
    Role.COUNTY_OPERATOR,
    Role.COUNTY_REVIEWER,
    Role.CITY_OPERATOR,
    Role.CITY_REVIEWER,
    Role.AUDITOR,
    Role.SYSTEM,
)


class JoinApplicationQuerySet(ScopedQuerySet):
    def waiting_for(self, by):
        states = turns(JOINING, by, self.model(unit=by.unit, position=by.unit.position))
        return self.visible_to(by).filter(state__in=states)


class JoinApplication(Dated, Scoped):
    """入会申请: a worker asks to be a member of a union, herself or through who enters it for her (B-R10)."""

    State = JoinState

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    state = models.CharField(
        _("状态"), max_length=20, choices=JoinState.choices, default=JoinState.APPLIED, editable=False
    )
    name = models.CharField(_("姓名"), max_length=50)
    id_index = BlindIndex(of="id_no")
    id_no = EncryptedText(_("身份证号"), mask=mask_identity_number)
    mobile = EncryptedText(_("手机号"), mask=mask_mobile, null=True, blank=True)
    household_type = models.CharField(_("户籍"), max_length=5, choices=Person.HouseholdType.choices)
    employment = models.CharField(_("用工形式"), max_length=14, choices=Employment.choices)
    job = models.CharField(_("岗位"), max_length=50, blank=True)
    is_migrant_worker = models.BooleanField(_("农民工"), default=False)
    migrant_reason = models.CharField(_("农民工认定说明"), max_length=100, blank=True)
    groups = ArrayField(models.CharField(max_length=16), verbose_name=_("八大群体"), default=list, blank=True)
    new_forms = ArrayField(models.CharField(max_length=16), verbose_name=_("新就业形态"), default=list, blank=True)
    way = models.CharField(_("入会方式"), max_length=12, choices=JoinWay.choices)
    confirm_way = models.CharField(_("确认方式"), max_length=8, choices=ConfirmWay.choices)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("本人账户")
    )
    entered_by = models.BigIntegerField(_("录入人"), editable=False)
    membership = models.ForeignKey(
        Membership, models.PROTECT, null=True, editable=False, related_name="applications", verbose_name=_("会籍")
    )

    is_witnessed = True
    seen_by = Sight(roles=SEEN_BY, person="user")
    objects = JoinApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("入会申请")
        ordering = ["-begun_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "id_index"],
                condition=Q(state=JoinState.APPLIED),
                name="organising_join_one_open",
                violation_error_message=_("这个人的入会申请正在等待批准。"),
            ),
            models.CheckConstraint(
                condition=Q(groups__contained_by=EightGroup.values, new_forms__contained_by=NewForm.values),
                name="organising_join_known_groups",
                violation_error_message=_("群体只能从给出的项中选。"),
            ),
        ]

    def get_absolute_url(self):
        return reverse("organising:application", args=[self.number])

    @property
    def masked_name(self) -> str:
        return mask_name(self.name)

    def groups_shown(self) -> str:
        return "、".join(str(EightGroup(each).label) for each in self.groups)

    def new_forms_shown(self) -> str:
        return "、".join(str(NewForm(each).label) for each in self.new_forms)

    def facts(self) -> dict:
        """What of the application becomes part of the membership."""
        names = (
            "employment",
            "job",
            "is_migrant_worker",
            "migrant_reason",
            "groups",
            "new_forms",
            "way",
            "confirm_way",
        )
        return {name: getattr(self, name) for name in names}


class MembershipCheckQuerySet(ScopedQuerySet):
    def waiting_for(self, by):
        states = turns(CHECK, by, self.model(unit=by.unit, position=by.unit.position))
        return self.visible_to(by).filter(state__in=states)


class MembershipCheck(Dated, Scoped):
    """会籍核对: a union wants a person who is known elsewhere; it belongs to the office above both (T03)."""

    State = CheckState

    state = models.CharField(
        _("状态"), max_length=20, choices=CheckState.choices, default=CheckState.WAITING, editable=False
    )
    wanted_by = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("申报的工会"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="checks", verbose_name=_("登记的人"))
    said_name = models.CharField(_("申报的姓名"), max_length=50)
    facts = models.JSONField(_("申报内容"), default=dict)
    applied_on = models.DateField(_("申报日期"))
    asked_by = models.BigIntegerField(_("申报人"), editable=False)
    decided_by = models.BigIntegerField(_("核对人"), null=True, editable=False)

    is_witnessed = True
    seen_by = Sight(roles=CHECKERS)
    objects = MembershipCheckQuerySet.as_manager()

    class Meta:
        verbose_name = _("会籍核对")
        ordering = ["-begun_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "wanted_by"],
                condition=Q(state=CheckState.WAITING),
                name="organising_check_one_open",
                violation_error_message=_("这个人正在核对。"),
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")),
                name="organising_check_decided_by_another",
                violation_error_message=_("申报人不能核对自己申报的人。"),
            ),
        ]

    def get_absolute_url(self):
        return reverse("organising:check", args=[self.number])

    def standing(self) -> Membership | None:
        """Where she is a member now."""
        return self.person.memberships.standing().select_related("unit").first()

    def where_now(self) -> str:
        found = self.standing()
        return f"{found.unit.name} {found.joined_on:%Y-%m-%d}" if found else ""

    @property
    def masked_name(self) -> str:
        return mask_name(self.said_name)
