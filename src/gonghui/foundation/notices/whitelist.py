"""What a public notice may say: for each subject a whitelist of fields, and never a personal number (X-R9, O.1)."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from gonghui.kernel.refusals import Refusal
from gonghui.kernel.ui.masking import mask_name

NAME, UNIT, CATEGORY, AMOUNT_BAND, DEEDS = "name", "unit", "category", "amount_band", "deeds"
TITLES = {
    NAME: _("姓名"),
    UNIT: _("工会或单位"),
    CATEGORY: _("类别"),
    AMOUNT_BAND: _("金额档次"),
    DEEDS: _("事迹摘要"),
}
NUMBERS = r"[0-9]{15}|(^|[^0-9])1[3-9][0-9]{9}([^0-9]|$)"
"""Digits that may be an identity number, a bank card or a mobile number; the database refuses them too."""
BREAKS = re.compile(r"[\s\-‐-―−·]")
LONGEST = 200


class NotPublishable(Refusal):
    sentence = _("“{field}”不在{subject}的公示范围内,不能公示。")


class PersonalNumber(Refusal):
    sentence = _("“{field}”中有像身份证号、银行卡号或手机号的数字,不能公示。请删去后再发布。")


class TooLong(Refusal):
    sentence = _("“{field}”超过 {most} 个字,请缩短后再发布。")


@dataclass(frozen=True)
class Subject:
    """A kind of public notice: what it is called, the fields it may show, and whether names are masked as 王*."""

    title: Any
    fields: tuple[str, ...]
    masks_names: bool = False

    def publishable(self, fields: dict) -> dict[str, str]:
        """The fields as they may stand in public. Raises NotPublishable, PersonalNumber, TooLong."""
        shown = {key: self._shown(key, str(value).strip()) for key, value in fields.items()}
        return {key: shown[key] for key in self.fields if shown.get(key)}

    def _shown(self, key, text):
        if key not in self.fields:
            raise NotPublishable(field=TITLES.get(key, key), subject=self.title)
        if has_personal_number(text):
            raise PersonalNumber(field=TITLES[key])
        if len(text) > LONGEST:
            raise TooLong(field=TITLES[key], most=LONGEST)
        return mask_name(text)[:2] if key == NAME and self.masks_names else text


def has_personal_number(text: str) -> bool:
    """Whether the text holds a personal number, however its digits are written or spaced."""
    plain = unicodedata.normalize("NFKC", text)
    return bool(re.search(NUMBERS, plain) or re.search(NUMBERS, BREAKS.sub("", plain)))


SUBJECTS = {
    "aid_archive": Subject(_("困难职工建档"), (NAME, UNIT, CATEGORY), masks_names=True),
    "aid_grant": Subject(_("帮扶资金发放"), (NAME, UNIT, CATEGORY, AMOUNT_BAND), masks_names=True),
    "honour": Subject(_("评选表彰"), (NAME, UNIT, CATEGORY, DEEDS)),
    "election": Subject(_("工会选举"), (NAME, UNIT, CATEGORY)),
    "model_home": Subject(_("模范职工之家"), (UNIT, CATEGORY)),
    "craftsman": Subject(_("工匠"), (NAME, UNIT, CATEGORY)),
    "studio": Subject(_("创新工作室"), (NAME, UNIT, CATEGORY)),
    "recruit": Subject(_("招聘"), (NAME, UNIT, CATEGORY)),
    "supplies": Subject(_("物资发放"), (NAME, UNIT, CATEGORY), masks_names=True),
}
"""Subjects of rules 1.3; the name of a minor is on none: it is not asked for (X-R9)."""
