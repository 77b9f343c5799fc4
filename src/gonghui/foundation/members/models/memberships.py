"""Memberships: which union a person belongs to, from the day of approval; her first in the city is marked (B)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Collate
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.accounts.roles import CASE_ROLES
from gonghui.foundation.organisations.models import Scoped, ScopedQuerySet
from gonghui.foundation.organisations.sight import Sight
from gonghui.kernel.encryption import blind_index

from ..rulebook import ConfirmWay, EightGroup, Employment, EndReason, JoinWay, NewForm
from .persons import Person

FIRST = """
CREATE OR REPLACE FUNCTION members_mark_the_first() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
  NEW.is_first := NOT EXISTS (SELECT FROM members_membership known WHERE known.person_id = NEW.person_id);
  NEW.joined_as_migrant := NEW.is_migrant_worker;
  RETURN NEW;
END $$
"""
MARK = (
    "CREATE TRIGGER members_mark_the_first BEFORE INSERT ON members_membership"
    " FOR EACH ROW EXECUTE FUNCTION members_mark_the_first()"
)
LAST_SIGN = "\U0010ffff"


class MembershipQuerySet(ScopedQuerySet):
    def standing(self):
        """Active or retained: the person belongs to this union."""
        return self.filter(state__in=STANDING)

    def on(self, day):
        """Those that held at the end of a day."""
        return self.filter(joined_on__lte=day).filter(Q(left_on__isnull=True) | Q(left_on__gt=day))

    def newcomers(self):
        """The first membership of each person in the municipality: moves inside it never count (B-R7)."""
        return self.filter(is_first=True)

    def matching(self, text):
        """Members whose name, or its pinyin or initials, begins with `text`."""
        small = text.lower().replace(" ", "")
        named = self.annotate(plain_name=Collate("person__name", "C"))
        spoken = Q(person__name_pinyin__gte=small, person__name_pinyin__lt=small + LAST_SIGN)
        initials = Q(person__name_pinyin__endswith=f" {small}")
        return named.filter(Q(plain_name__gte=text, plain_name__lt=text + LAST_SIGN) | spoken | initials)

    def with_number(self, id_no: str):
        """The members with exactly this identity number of 18 characters."""
        return self.filter(person__id_index=blind_index(id_no))


class Membership(Scoped):
    """会籍: a person's membership of a union, from the day of approval (B-R1).

    `is_first` and `joined_as_migrant` are set by the database when the row comes and say what the figures count (B-R7):
    they stay as they were on that day.
    """

    class State(models.TextChoices):
        ACTIVE = "active", _("在籍")
        RETAINED = "retained", _("保留会籍")
        LEFT = "left", _("已离会")

    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships")
    state = models.CharField(_("会籍状态"), max_length=8, choices=State.choices, default=State.ACTIVE)
    joined_on = models.DateField(_("入会日期"))
    left_on = models.DateField(_("离会日期"), null=True, blank=True)
    end_reason = models.CharField(_("离会原因"), max_length=8, choices=EndReason.choices, blank=True)
    way = models.CharField(_("入会方式"), max_length=12, choices=JoinWay.choices, default=JoinWay.KNOWN)
    confirm_way = models.CharField(_("确认方式"), max_length=8, choices=ConfirmWay.choices, blank=True)
    employment = models.CharField(_("用工形式"), max_length=14, choices=Employment.choices, blank=True)
    job = models.CharField(_("岗位"), max_length=50, blank=True)
    is_migrant_worker = models.BooleanField(_("农民工"), default=False)
    migrant_reason = models.CharField(_("农民工认定说明"), max_length=100, blank=True)
    groups = ArrayField(models.CharField(max_length=16), verbose_name=_("八大群体"), default=list, blank=True)
    new_forms = ArrayField(models.CharField(max_length=16), verbose_name=_("新就业形态"), default=list, blank=True)
    approved_by = models.BigIntegerField(_("批准人"), null=True, editable=False)
    retained_on = models.DateField(_("保留会籍日期"), null=True, blank=True)
    is_first = models.BooleanField(_("首次入会"), default=False, editable=False)
    joined_as_migrant = models.BooleanField(_("入会时为农民工"), default=False, editable=False)

    is_witnessed = True
    laws = (FIRST, "DROP TRIGGER IF EXISTS members_mark_the_first ON members_membership", MARK)
    seen_by = Sight(roles=CASE_ROLES, person="person__user")
    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("会籍")
        indexes = [
            models.Index(fields=["joined_on"], condition=Q(is_first=True), name="members_membership_newcomers"),
            models.Index(fields=["position", "state"], name="members_membership_by_state"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(state__in=("active", "retained")),
                name="members_membership_one_at_a_time",
                violation_error_message=_("一个人同一时间只能有一个在籍或保留的会籍。"),
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(is_first=True),
                name="members_membership_one_first",
                violation_error_message=_("一个人在本市只能首次入会一次。"),
            ),
            models.CheckConstraint(
                condition=Q(groups__contained_by=EightGroup.values),
                name="members_membership_of_the_eight",
                violation_error_message=_("八大群体只能从八个群体中选。"),
            ),
            models.CheckConstraint(
                condition=Q(new_forms__contained_by=NewForm.values),
                name="members_membership_of_the_four",
                violation_error_message=_("新就业形态只能从四类中选。"),
            ),
            models.CheckConstraint(
                condition=~Q(state="left") | Q(left_on__isnull=False),
                name="members_membership_left_is_dated",
                violation_error_message=_("已离会的必须有离会日期。"),
            ),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(left_on__gte=models.F("joined_on")),
                name="members_membership_left_after_joined",
                violation_error_message=_("离会日期不能早于入会日期。"),
            ),
        ]

    def __str__(self):
        return f"{self.person} · {self.unit}"

    def get_absolute_url(self):
        return reverse("organising:member", args=[self.pk])

    def expect(self, steps, on) -> None:
        """A membership waits for nobody."""

    def groups_shown(self) -> str:
        """The eight groups she belongs to, in words (B-R4)."""
        return "、".join(str(EightGroup(each).label) for each in self.groups)

    def new_forms_shown(self) -> str:
        """The new forms of employment she is in, in words (B-R5)."""
        return "、".join(str(NewForm(each).label) for each in self.new_forms)


STANDING = (Membership.State.ACTIVE, Membership.State.RETAINED)
