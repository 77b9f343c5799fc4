"""What persons are asked to agree to, each with the text it is shipped with (O.1, B-R11); what a member is called (B).

A city enters its own edition, which counts from its day once a second person has confirmed it.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.accounts.roles import Role


class Purpose(TextChoices):
    AUTHORITY = "authority", _("家庭经济状况核查授权")
    SENSITIVE = "sensitive", _("敏感个人信息单独同意")
    GUARDIAN = "guardian", _("未满十四周岁未成年人的监护人同意")
    MEMBERSHIP = "membership", _("入会信息采集告知同意")


class Way(TextChoices):
    PHONE = "phone", _("本人在手机上同意")
    PAPER = "paper", _("本人在纸质文本上签字")


class EightGroup(TextChoices):
    """八大群体 of 2018 (B-R4): a set of its own, which is never added to the four of 2021."""

    TRUCK_DRIVER = "truck_driver", _("货车司机")
    COURIER = "courier", _("快递员")
    CARE_WORKER = "care_worker", _("护工护理员")
    DOMESTIC_WORKER = "domestic_worker", _("家政服务员")
    MALL_PROMOTER = "mall_promoter", _("商场信息员")
    FOOD_DELIVERY = "food_delivery", _("网约送餐员")
    ESTATE_AGENT = "estate_agent", _("房产中介员")
    SECURITY_GUARD = "security_guard", _("保安员")


class NewForm(TextChoices):
    """新就业形态劳动者, the four focus groups of 2021 (B-R5)."""

    TRUCK = "truck", _("货车司机")
    RIDE_HAILING = "ride_hailing", _("网约车司机")
    EXPRESS = "express", _("快递员")
    DELIVERY = "delivery", _("外卖配送员")


class Employment(TextChoices):
    CONTRACT = "contract", _("合同工")
    DISPATCH = "dispatch", _("劳务派遣")
    FLEXIBLE = "flexible", _("灵活就业")
    INSTITUTION = "institution", _("事业编")
    CIVIL_SERVANT = "civil_servant", _("公务员")
    TRAINEE = "trainee", _("实习")
    FARMING = "farming", _("务农")


class JoinWay(TextChoices):
    APPLICATION = "application", _("本人申请")
    SCANNED = "scanned", _("扫码")
    TOGETHER = "together", _("集中入会")
    MOVED = "moved", _("转入")
    KNOWN = "known", _("原有会员登记")


class ConfirmWay(TextChoices):
    """How the member has confirmed what is kept of her (B-R10)."""

    SIGNED = "signed", _("本人签字")
    PHONE = "phone", _("本人手机确认")
    PROXY = "proxy", _("单位代办,本人口头确认")


class EndReason(TextChoices):
    LEFT = "left", _("退会")
    EXPELLED = "expelled", _("除名")
    DIED = "died", _("死亡")
    MOVED = "moved", _("转出")


def is_migrant_by_default(household_type: str, employment: str) -> bool:
    """Registered in the countryside and not farming (B-R6)."""
    return household_type == "rural" and employment != Employment.FARMING


CHILD_UNTIL = 14
"""Years of age below which the guardian agrees (个人信息保护法 art. 31)."""
TEXT_WRITERS = (Role.DPO, Role.CITY_APPROVER)
"""Who enters and confirms the texts: two persons."""

SHIPPED = {
    Purpose.AUTHORITY: (
        "为申请困难职工帮扶,我和共同生活的家庭成员授权工会向民政、人力资源社会保障、住房公积金、公安车管、不动产登记、"
        "市场监管、银行、医疗保障等部门核对家庭成员、收入、财产和支出情况。\n"
        "核对结果只用于认定困难类别和发放救助金,由经办人员保密;公示只公开姓氏、所在工会和困难类别。\n"
        "我可以随时撤回申请和授权;撤回后不再核对,已形成的记录按档案规定保存。"
    ),
    Purpose.SENSITIVE: (
        "办理困难职工帮扶需要处理以下敏感个人信息:身份证件号码、银行卡号、健康状况、家庭收入和支出。\n"
        "用途只限于核查困难情况、认定类别、发放救助金和回访;号码加密保存,每次查看都记录查看人、时间和理由;"
        "不向无关的单位和个人提供,不公开。\n"
        "档案在退出帮扶后保存十年,到期作匿名处理。我可以查阅、复制、更正本人信息,或要求说明、删除、撤回同意,"
        "工会在十五个工作日内答复。不同意则无法申请困难帮扶,不影响会员的其他权利。"
    ),
    Purpose.GUARDIAN: (
        "我是家庭中未满十四周岁子女的监护人,同意工会为办理困难职工帮扶处理该子女的姓名、证件号码、出生日期、就学和健康情况。\n"
        "未成年人的姓名不公示;上述信息的保存和保护与家庭其他成员的敏感个人信息相同,并从严控制查看。"
    ),
    Purpose.MEMBERSHIP: (
        "我自愿加入工会,同意工会为办理入会和会员服务处理我的姓名、身份证号、手机号、户籍类别、用工形式和岗位。\n"
        "身份证号和手机号加密保存,每次查看都记录查看人、时间和理由;不公开,不向无关的单位和个人提供。\n"
        "会籍随劳动关系接转,离会后按档案规定保存。我可以查阅、复制、更正本人信息,也可以撤回同意;"
        "撤回后停止会员服务类用途,会员名册按工会章程保留。"
    ),
}
