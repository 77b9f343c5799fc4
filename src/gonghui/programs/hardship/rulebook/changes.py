"""Changes in a household on file (家庭变动): reported with a paper, confirmed by another (E-R6, E-R13, X-R1)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gonghui.kernel.workflow import Step, Workflow

from .files import HELD
from .people import the_first_reviewer, the_household
from .policies import CHANGE_WITHIN


class ChangeKind(TextChoices):
    BIRTH = "birth", _("出生")
    MARRIAGE = "marriage", _("结婚")
    JOINING = "joining", _("成员迁入")
    DIVORCE = "divorce", _("离婚")
    LEAVING = "leaving", _("成员迁出")
    DEATH = "death", _("死亡")
    MOVE = "move", _("搬迁或换工会")
    CARD = "card", _("更换银行卡")
    NUMBER = "number", _("证件号码登记或更正")


class ChangeState(TextChoices):
    REPORTED = "reported", _("待确认")
    CONFIRMED = "confirmed", _("已确认")
    REFUSED = "refused", _("不予确认")
    WITHDRAWN = "withdrawn", _("已撤回")


C, S = ChangeKind, ChangeState
ARRIVALS = (C.BIRTH, C.MARRIAGE, C.JOINING)
DEPARTURES = (C.DIVORCE, C.LEAVING)
OF_ONE_MEMBER = (C.DEATH, C.CARD, C.NUMBER)
PAPERS = {
    C.BIRTH: _("出生医学证明、户口簿或收养登记证"),
    C.MARRIAGE: _("结婚证"),
    C.JOINING: _("户口簿或居住证明"),
    C.DIVORCE: _("离婚证、离婚协议或判决书"),
    C.LEAVING: _("户口簿或居住证明"),
    C.DEATH: _("死亡证明或户口注销证明"),
    C.MOVE: _("居住证明或新单位证明"),
    C.CARD: _("银行卡正面照片"),
    C.NUMBER: _("身份证件照片"),
}
"""The paper that each kind of change asks for."""
IN_FORCE = HELD
"""Files whose household lives on: before approval the application itself is mended."""
OF_AGE = 18
"""Years from which a member may take over the file of an applicant who has died."""

CHANGE = Workflow(
    Step("confirm", _("确认变动"), (S.REPORTED,), S.CONFIRMED, the_first_reviewer, "E-R6 X-R1", within=CHANGE_WITHIN),
    Step("refuse", pgettext_lazy("step", "不予确认"), (S.REPORTED,), S.REFUSED, the_first_reviewer, "1.2"),
    Step("withdraw", _("撤回"), (S.REPORTED,), S.WITHDRAWN, the_household, "1.2"),
)
