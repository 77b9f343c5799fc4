"""What the platform says when a rule says no."""

from django.utils.translation import gettext_lazy as _


class Refusal(Exception):
    """An anticipated no: worded for the person who reads it, never logged as a fault."""

    sentence = _("不能办理。")

    def __init__(self, sentence=None, **facts):
        super().__init__(sentence or self.sentence)
        self.text = sentence or self.sentence
        self.facts = facts

    def __str__(self):
        text = str(self.text)
        return text.format(**self.facts) if self.facts else text


class ReasonMissing(Refusal):
    sentence = _("请写明理由(至少 4 个字)。")


class WrongState(Refusal):
    """The step does not start from the state the record is in: someone was quicker, or the page is stale."""

    sentence = _("“{step}”不能办理:{record} 现在的状态是“{state}”。请刷新页面后再看。")


class NotEntitled(Refusal):
    """The post held does not allow this step."""

    sentence = _("您当前的岗位不能办理“{step}”。需要:{needs}。")
