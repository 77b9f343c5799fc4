"""Persons (rules B)."""

import uuid
from functools import lru_cache

from django.conf import settings
from django.db import models
from django.db.models.functions import Collate
from django.utils.translation import gettext_lazy as _
from pypinyin import Style, lazy_pinyin

from gonghui.foundation.accounts.roles import CASE_ROLES
from gonghui.foundation.organisations.models import Scoped, ScopedQuerySet
from gonghui.foundation.organisations.sight import Sight
from gonghui.kernel.encryption import BlindIndex, EncryptedText
from gonghui.kernel.ui.masking import mask_identity_number, mask_mobile, mask_name

SURNAMES = {"单": "shan", "仇": "qiu", "解": "xie", "查": "zha", "曾": "zeng", "盖": "ge", "朴": "piao", "区": "ou"}
"""Surnames that are read otherwise than the character usually is."""


@lru_cache(maxsize=50_000)
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
        indexes = [
            models.Index(Collate("name", "C"), name="members_person_by_name"),
            models.Index(fields=["name_pinyin"], name="members_person_by_pinyin"),
        ]

    def __str__(self):
        return mask_name(self.name)

    def clean(self):
        self.name_pinyin = pinyin_of(self.name)
