"""What persons are asked to agree to, each with the text it is shipped with (O.1, B-R11).

A city enters its own edition, which counts from its day once a second person has confirmed it.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.accounts.roles import Role


class Purpose(TextChoices):
    AUTHORITY = "authority", _("家庭经济状况核查授权")
    SENSITIVE = "sensitive", _("敏感个人信息单独同意")
    GUARDIAN = "guardian", _("未满十四周岁未成年人的监护人同意")


class Way(TextChoices):
    PHONE = "phone", _("本人在手机上同意")
    PAPER = "paper", _("本人在纸质文本上签字")


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
}
