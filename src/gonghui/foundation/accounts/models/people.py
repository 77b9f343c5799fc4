"""Users, the posts they hold from day to day, and who stands in while one is away (rules 1.1, X-R1, X-R3)."""

import copy
import uuid

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.organisations.models import Unit
from gonghui.kernel.encryption import BlindIndex, EncryptedText, blind_index
from gonghui.kernel.ui.masking import mask_mobile

from ..roles import ARRANGERS, CASE_ROLES, STAFF, Role

DAYS = Func(
    F("starts_on"),
    F("ends_on"),
    RangeBoundary(True, True),
    function="daterange",
    output_field=DateRangeField(),
)
IN_ORDER = Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on"))


class UserQuerySet(models.QuerySet):
    def with_mobile(self, mobile: str):
        """Who signs in by this phone number (11 digits)."""
        return self.filter(mobile_index=blind_index(mobile))

    def open_by_phone(self, day):
        """Who may sign in by a code to her phone: nobody who holds a staff post, for that asks for a second factor."""
        return self.filter(is_active=True).exclude(
            Exists(Post.objects.staff().held_on(day).filter(user=OuterRef("pk")))
        )


class Users(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc] # made at run time, as Django does
    def create_user(self, name, *, username=None, mobile=None, password=None, **more):
        """A person who may sign in: staff by `username`, a worker by `mobile` (11 digits)."""
        user = self.model(name=name, username=username, mobile=mobile, **more)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """用户: a person who signs in; what she may see and do belongs to the post, not to her."""

    class Language(models.TextChoices):
        CHINESE = "zh-hans", _("简体中文")
        ENGLISH = "en", "English"

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    username = models.CharField(_("用户名"), max_length=40, unique=True, null=True, blank=True)
    name = models.CharField(_("姓名"), max_length=50)
    mobile_index = BlindIndex(of="mobile", unique=True)
    mobile = EncryptedText(_("手机号"), mask=mask_mobile, null=True, blank=True)
    is_active = models.BooleanField(_("可登录"), default=True)
    is_demo = models.BooleanField(_("演示人员"), default=False, editable=False)
    language = models.CharField(_("界面语言"), max_length=10, choices=Language.choices, default=Language.CHINESE)
    large_type = models.BooleanField(_("大字版"), default=False)
    epoch = models.IntegerField(default=0, editable=False)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["name"]

    objects = Users()

    class Meta:
        verbose_name = _("用户")

    def __str__(self):
        return self.name

    def get_session_auth_hash(self):
        """Sessions hold while password and `epoch` stay: a new epoch ends them all."""
        return salted_hmac(
            "gonghui.accounts.session",
            f"{self.password}:{self.epoch}",
            algorithm="sha256",
        ).hexdigest()


class PostQuerySet(models.QuerySet):
    def visible_to(self, by):
        """The posts of an arranger's own unit and below; for everyone else her own."""
        if by.role not in ARRANGERS:
            return self.filter(user=by.user_id)
        return self.filter(unit__position__range=(by.unit.position, by.unit.last))

    def matching(self, text):
        """Posts of a person or in a unit whose name holds the text."""
        return self.filter(Q(user__name__contains=text) | Q(unit__name__contains=text))

    def not_over(self, day):
        """Posts that run on a day or begin later."""
        return self.filter(withdrawn_on__isnull=True).exclude(ends_on__lt=day)

    def over(self, day):
        """Posts that ended before a day, or were withdrawn."""
        return self.filter(Q(ends_on__lt=day) | Q(withdrawn_on__isnull=False))

    def held_on(self, day):
        """Posts that run on a day, of people who may sign in."""
        return self.not_over(day).filter(starts_on__lte=day, user__is_active=True)

    def staff(self):
        return self.filter(role__in=STAFF)

    def open_to(self, user, day):
        """Posts a person may act from on a day: her own, and those she stands in for."""
        standing_in = StandIn.objects.on(day).filter(user=user).values("post_id")
        return self.held_on(day).filter(Q(user=user) | Q(pk__in=standing_in)).select_related("unit", "user")


class Post(models.Model):
    """岗位: a role that a person holds in a unit, from a day to a day; `by` in every action.

    Withdrawn, it opens nothing from the next request on, whatever its days say.
    Acted from by a stand-in, it is the same post with her as `user` (see `held_by`), so four eyes count persons.
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="posts", verbose_name=_("人员"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="posts", verbose_name=_("所在工会"))
    role = models.CharField(_("角色"), max_length=30, choices=Role.choices)
    title = models.CharField(_("部门或职务"), max_length=40, blank=True)
    starts_on = models.DateField(_("起始日期"))
    ends_on = models.DateField(_("终止日期"), null=True, blank=True)
    withdrawn_on = models.DateField(_("停用日期"), null=True, blank=True, editable=False)

    stands_in_for: User | None = None
    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = _("岗位")
        constraints = [
            models.CheckConstraint(
                condition=IN_ORDER,
                name="accounts_post_ends_after_it_starts",
                violation_error_message=_("终止日期不能早于起始日期。"),
            ),
            ExclusionConstraint(
                name="accounts_post_once_at_a_time",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    ("unit", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    (DAYS, RangeOperators.OVERLAPS),
                ],
                condition=Q(withdrawn_on__isnull=True),
                violation_error_message=_("此人在该工会的同一岗位上已有任期,起止日期不能重叠。"),
            ),
        ]

    def __str__(self):
        return " ".join(str(part) for part in (self.unit.short_name, self.title, self.get_role_display()) if part)

    @property
    def position(self) -> int:
        """Where its unit stands: rules ask a post as they ask a record."""
        return self.unit.position

    @property
    def sees_below(self) -> bool:
        """Whether this post sees the records of its unit and below."""
        return self.role in CASE_ROLES

    @property
    def is_staff(self) -> bool:
        return self.role in STAFF

    def held_by(self, user) -> "Post":
        """This post with `user` acting from it: the holder herself or her stand-in. Not for saving."""
        acting = copy.copy(self)
        acting._state = copy.copy(self._state)
        acting._state.fields_cache = dict(self._state.fields_cache)
        acting.user = user
        acting.stands_in_for = None if user == self.user else self.user
        return acting


class StandInQuerySet(models.QuerySet):
    def running(self):
        """Arrangements that the holder has not ended."""
        return self.filter(ended_on__isnull=True)

    def on(self, day):
        """Arrangements that let somebody act on a day."""
        return self.running().filter(starts_on__lte=day, ends_on__gte=day)


class StandIn(models.Model):
    """代岗: another person of the unit acts from a post while its holder is away."""

    post = models.ForeignKey(Post, models.PROTECT, related_name="stand_ins", verbose_name=_("岗位"))
    user = models.ForeignKey(User, models.PROTECT, related_name="stands_in", verbose_name=_("代岗人"))
    starts_on = models.DateField(_("起始日期"))
    ends_on = models.DateField(_("终止日期"))
    ended_on = models.DateField(_("提前结束日期"), null=True, blank=True)
    reason = models.CharField(_("事由"), max_length=100)

    objects = StandInQuerySet.as_manager()

    class Meta:
        verbose_name = _("代岗")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="accounts_standin_ends_after_it_starts",
                violation_error_message=_("终止日期不能早于起始日期。"),
            ),
            ExclusionConstraint(
                name="accounts_standin_one_at_a_time",
                expressions=[("post", RangeOperators.EQUAL), (DAYS, RangeOperators.OVERLAPS)],
                condition=Q(ended_on__isnull=True),
                violation_error_message=_("这一岗位在这段时间已有代岗人。"),
            ),
        ]

    def __str__(self):
        return f"{self.user} 代 {self.post}"


class HandOverQuerySet(models.QuerySet):
    def visible_to(self, by):
        """Hand-overs that the person took part in, and those of the units of a post that arranges them."""
        hers = Q(post__user=by.user_id) | Q(successor__user=by.user_id)
        if by.role not in ARRANGERS:
            return self.filter(hers)
        return self.filter(hers | Q(post__unit__position__range=(by.unit.position, by.unit.last)))


class HandOver(models.Model):
    """岗位交接: a post that ended on a day and the post that took it up the day after, with what waited at the desk."""

    post = models.OneToOneField(Post, models.PROTECT, related_name="handed_over", verbose_name=_("移交岗位"))
    successor = models.ForeignKey(Post, models.PROTECT, related_name="taken_over", verbose_name=_("接手岗位"))
    last_on = models.DateField(_("移交人最后在岗日"))
    arranged_on = models.DateField(_("办理日期"))
    arranged_by = models.BigIntegerField(_("办理人"), editable=False)
    note = models.CharField(_("说明"), max_length=200, blank=True)
    listed = models.JSONField(_("交接清单"), default=list, editable=False)

    objects = HandOverQuerySet.as_manager()

    class Meta:
        verbose_name = _("岗位交接")
        ordering = ["-last_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(post=F("successor")),
                name="accounts_handover_between_two_posts",
                violation_error_message=_("移交岗位和接手岗位不能是同一个。"),
            ),
        ]

    def __str__(self):
        return f"{self.post} {self.last_on}"
