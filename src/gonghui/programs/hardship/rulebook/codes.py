"""Code tables of the national archive form: E-1 health, E-3 housing, and the words around them (rules E).

What is encrypted in a record is kept as the word of the table itself, so that a reveal shows it as the form does.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

HEALTH = (
    "良好",
    "癌症",
    "心血管病",
    "脑血管病",
    "尿毒症",
    "精神病",
    "肝病",
    "血液病",
    "糖尿病",
    "肿瘤病",
    "腰颈椎病",
    "高血压病",
    "肺病",
    "一般疾病",
    "残疾",
)
"""Table E-1."""
DISABILITIES = ("视力", "听力", "言语", "智力", "肢体", "精神", "多重")
DISABILITY_LEVELS = ("一级", "二级", "三级", "四级")


def as_choices(words: tuple[str, ...]) -> list[tuple[str, str]]:
    """Words of a table as the choices of a form."""
    return [(word, word) for word in words]


class Housing(TextChoices):
    """Table E-3."""

    SELF_BUILT = "self_built", _("自建房")
    COMMERCIAL = "commercial", _("商品房")
    AFFORDABLE = "affordable", _("经济适用房")
    PRICE_CAPPED = "price_capped", _("两限房")
    PUBLIC_RENT = "public_rent", _("承租公房")
    LOW_RENT = "low_rent", _("政府廉租房")
    RENTED = "rented", _("租房")
    OTHER = "other", _("其他")


class HousingArea(TextChoices):
    TO_20 = "to_20", _("20平方米以下")
    TO_50 = "to_50", _("20—50平方米")
    TO_70 = "to_70", _("50—70平方米")
    OVER_70 = "over_70", _("70平方米以上")


class ModelLevel(TextChoices):
    NONE = "none", _("非劳模")
    NATION = "nation", _("全国劳模")
    PROVINCE = "province", _("省部级劳模")
    CITY = "city", _("市级劳模")
    COUNTY = "county", _("县级劳模")


class Marital(TextChoices):
    SINGLE = "single", _("未婚")
    MARRIED = "married", _("已婚")
    DIVORCED = "divorced", _("离异")
    WIDOWED = "widowed", _("丧偶")


class HouseholdRegister(TextChoices):
    RURAL = "rural", _("农业")
    URBAN = "urban", _("非农业")
    CONVERTED = "converted", _("农转居")


class EmployerNature(TextChoices):
    ORGAN = "organ", _("机关")
    INSTITUTION = "institution", _("事业单位")
    STATE = "state", _("国有企业")
    COLLECTIVE = "collective", _("集体企业")
    PRIVATE = "private", _("私营企业")
    FOREIGN = "foreign", _("外资企业")
    OTHER = "other", _("其他")


class EmployerState(TextChoices):
    NORMAL = "normal", _("正常")
    LOSS = "loss", _("亏损")
    STOPPED = "stopped", _("停产")
    BANKRUPT = "bankrupt", _("破产")
    REFORMED = "reformed", _("改制")


class Insurance(TextChoices):
    WORKER = "worker", _("职工医保")
    RESIDENT = "resident", _("居民医保")
    NONE = "none", _("未参保")


class Education(TextChoices):
    PRIMARY = "primary", _("小学")
    JUNIOR = "junior", _("初中")
    SENIOR = "senior", _("高中")
    VOCATIONAL = "vocational", _("中专中职")
    COLLEGE = "college", _("大专")
    BACHELOR = "bachelor", _("本科")
    POSTGRADUATE = "postgraduate", _("研究生")
