"""Persons and memberships (rules B)."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from pypinyin import Style, lazy_pinyin

from gonghui.foundation.accounts.roles import CASE_ROLES
from gonghui.foundation.organisations.models import Scoped, ScopedQuerySet
from gonghui.foundation.organisations.sight import Sight
from gonghui.kernel.encryption import BlindIndex, EncryptedText
from gonghui.kernel.ui.masking import mask_identity_number, mask_mobile, mask_name

SURNAMES = {"单": "shan", "仇": "qiu", "解": "xie", "查": "zha", "曾": "zeng", "盖": "ge", "朴": "piao", "区": "ou"}
"""Surnames that are read otherwise than the character usually is."""


def pinyin_of(name: str) -> str:
    """The name as people search for it: full pinyin, a blank, the initials ("zhangwei zw")."""
    sounds = lazy_pinyin(name, style=Style.NORMAL)
    if name[:1] in SURNAMES:
        sounds[0] = SURNAMES[name[0]]
    return f"{''.join(sounds)} {''.join(sound[:1] for sound in sounds)}".lower()


class Person(Scoped):
    """自然人: one verified person, one record, under the union that first entered it (B, X-R17)."""

    class HouseholdType(models.TextChoices):
        RURAL = "rural", _("农业")
        URBAN = "urban", _("非农业")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("姓名"), max_length=50)
    name_pinyin = models.CharField(max_length=200, editable=False, db_collation="C")
    id_index = BlindIndex(of="id_no", unique=True)
    id_no = EncryptedText(_("身份证号"), mask=mask_identity_number)
    mobile = EncryptedText(_("手机号"), mask=mask_mobile, null=True, blank=True)
    household_type = models.CharField(_("户籍"), max_length=5, choices=HouseholdType.choices)
    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="person")

    seen_by = Sight(roles=CASE_ROLES, person="user")
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("自然人")

    def __str__(self):
        return mask_name(self.name)

    def clean(self):
        self.name_pinyin = pinyin_of(self.name)


class Membership(Scoped):
    """会籍: a person's membership of a union, from the day of approval (B-R1)."""

    class State(models.TextChoices):
        ACTIVE = "active", _("在籍")
        RETAINED = "retained", _("保留会籍")
        LEFT = "left", _("已离会")

    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships")
    state = models.CharField(_("会籍状态"), max_length=8, choices=State.choices, default=State.ACTIVE)
    joined_on = models.DateField(_("入会日期"))
    left_on = models.DateField(_("离会日期"), null=True, blank=True)
    is_migrant_worker = models.BooleanField(_("农民工"), default=False)

    seen_by = Sight(roles=CASE_ROLES, person="person__user")
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("会籍")
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(state__in=("active", "retained")),
                name="members_membership_one_at_a_time",
                violation_error_message=_("一个人同一时间只能有一个在籍或保留的会籍。"),
            )
        ]

    def __str__(self):
        return f"{self.person} · {self.unit}"
