"""Invitations to posts, and second factors that two persons take away so that a third may enrol anew."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Case as Depends
from django.db.models import F, Q, Value, When
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.accounts.models import IN_ORDER, Post
from gonghui.foundation.accounts.roles import ARRANGERS, STAFF, Role
from gonghui.foundation.organisations.models import Unit
from gonghui.kernel.archetypes.case import Case
from gonghui.kernel.encryption import BlindIndex, EncryptedText
from gonghui.kernel.ui.masking import mask_mobile

from .rulebook import InvitationState, ResetState, Way

EXPIRED = "expired"
STANDINGS = [*InvitationState.choices[:1], (EXPIRED, _("已过期")), *InvitationState.choices[1:]]


class ArrangedQuerySet(models.QuerySet):
    def arranged_by(self, by):
        """What stands in the arranger's own unit or below it."""
        if by.role not in ARRANGERS:
            return self.none()
        return self.filter(unit__position__range=(by.unit.position, by.unit.last))


class InvitationQuerySet(ArrangedQuerySet):
    def visible_to(self, by):
        return self.arranged_by(by)

    def as_of(self, day):
        """Each with its `standing` on a day: open, expired, accepted, revoked."""
        is_over = Q(state=InvitationState.OPEN, expires_on__lt=day)
        return self.annotate(standing=Depends(When(is_over, then=Value(EXPIRED)), default=F("state")))

    def matching(self, text):
        return self.filter(Q(name__contains=text) | Q(unit__name__contains=text) | Q(number=text))


class Invitation(Case):
    """岗位邀请: a person is asked, by a one-time code to her phone or on paper, to take up a post.

    Of the code only a digest is kept. Seen by those who arrange posts in the unit; at the door by who has the code.
    """

    State = InvitationState

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    state = models.CharField(
        _("状态"), max_length=20, choices=InvitationState.choices, default=InvitationState.OPEN, editable=False
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("所在工会"))
    role = models.CharField(_("角色"), max_length=30, choices=[(r.value, r.label) for r in Role if r in STAFF])
    title = models.CharField(_("部门或职务"), max_length=40, blank=True)
    name = models.CharField(_("姓名"), max_length=50)
    mobile_index = BlindIndex(of="mobile")
    mobile = EncryptedText(_("手机号"), mask=mask_mobile)
    starts_on = models.DateField(_("起始日期"))
    ends_on = models.DateField(_("终止日期"), null=True, blank=True)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    expires_on = models.DateField(_("邀请有效期至"), editable=False)
    tries = models.SmallIntegerField(_("手机号试错次数"), default=0, editable=False)
    invited_by = models.BigIntegerField(_("邀请人"), editable=False)
    post = models.OneToOneField(
        Post, models.PROTECT, null=True, editable=False, related_name="invitation", verbose_name=_("岗位")
    )
    accepted_on = models.DateField(_("接受日期"), null=True, editable=False)

    fresh_code = ""
    standing = ""
    is_witnessed = True
    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("岗位邀请")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=IN_ORDER,
                name="staff_invitation_ends_after_it_starts",
                violation_error_message=_("终止日期不能早于起始日期。"),
            ),
            models.UniqueConstraint(
                fields=["mobile_index", "unit", "role"],
                condition=Q(state=InvitationState.OPEN),
                name="staff_invitation_one_open",
                violation_error_message=_("此人已有一份同一岗位的邀请待接受。"),
            ),
            models.CheckConstraint(
                condition=~Q(state=InvitationState.ACCEPTED) | Q(post__isnull=False, accepted_on__isnull=False),
                name="staff_invitation_accepted_has_a_post",
                violation_error_message=_("已接受的邀请必须有岗位和日期。"),
            ),
        ]

    @property
    def position(self) -> int:
        return self.unit.position

    @property
    def post_name(self) -> str:
        """What she is asked to be, as a post is called."""
        return " ".join(str(part) for part in (self.unit.name, self.title, self.get_role_display()) if part)

    def is_expired(self, on) -> bool:
        return self.state == InvitationState.OPEN and on > self.expires_on

    def get_standing_display(self) -> str:
        return str(dict(STANDINGS)[self.standing])

    def get_absolute_url(self):
        return reverse("staff:invitation", args=[self.number])


class ResetQuerySet(ArrangedQuerySet):
    def visible_to(self, by):
        """Those of an arranger's units, and one's own."""
        return self.arranged_by(by) | self.filter(user=by.user_id)

    def under_way(self):
        return self.filter(state__in=(ResetState.ASKED, ResetState.CHECKED))


class Reset(Case):
    """二次验证重置: asked by a person or for her; one makes sure that it is she, another confirms (X-R1).

    `unit` holds all her posts: who decides arranges for each of them.
    """

    State = ResetState

    state = models.CharField(
        _("状态"), max_length=20, choices=ResetState.choices, default=ResetState.ASKED, editable=False
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("所在工会"))
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("人员"))
    reason = models.CharField(_("原因"), max_length=100)
    asked_by = models.BigIntegerField(_("提出人"), editable=False)
    way = models.CharField(_("核验方式"), max_length=20, choices=Way.choices, blank=True, editable=False)
    checked_by = models.BigIntegerField(_("核验人"), null=True, editable=False)
    confirmed_by = models.BigIntegerField(_("确认人"), null=True, editable=False)

    fresh_code = ""
    is_witnessed = True
    objects = ResetQuerySet.as_manager()

    class Meta:
        verbose_name = _("二次验证重置")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(state__in=(ResetState.ASKED, ResetState.CHECKED)),
                name="staff_reset_one_under_way",
                violation_error_message=_("此人已有一项重置正在办理。"),
            ),
            models.CheckConstraint(
                condition=(Q(checked_by__isnull=True) | ~Q(checked_by=F("user")))
                & (Q(confirmed_by__isnull=True) | (~Q(confirmed_by=F("user")) & ~Q(confirmed_by=F("checked_by")))),
                name="staff_reset_by_two_others",
                violation_error_message=_("重置须由本人以外的两个人分别核验和确认。"),
            ),
            models.CheckConstraint(
                condition=~Q(state=ResetState.DONE)
                | Q(checked_by__isnull=False, confirmed_by__isnull=False, way__gt=""),
                name="staff_reset_done_has_two",
                violation_error_message=_("已重置的必须有核验方式、核验人和确认人。"),
            ),
        ]

    @property
    def position(self) -> int:
        return self.unit.position

    def get_absolute_url(self):
        return reverse("staff:reset", args=[self.number])
