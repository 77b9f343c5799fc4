"""What is wrong with a template, in a sentence that says where and what to do."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gonghui.kernel.refusals import Refusal

WRONG = {
    "unknown": gettext_lazy("没有“{tag}”这个字段"),
    "broken": gettext_lazy("“{tag}”没有写完整:字段写成 {{{{ 姓名 }}}},花括号用半角,成对出现"),
    "not_allowed": gettext_lazy("“{tag}”不能用在表样里:只能写字段、for 循环和 if 条件"),
    "not_a_list": gettext_lazy("“{tag}”不是对列表的循环:写成 {{% for 成员 in 家庭成员 %}}"),
    "a_list": gettext_lazy("“{tag}”是一个列表,要用 {{% for … in {tag} %}} 逐行写出"),
    "not_closed": gettext_lazy("“{tag}”没有结束:缺少 {{% end{tag} %}}"),
    "not_opened": gettext_lazy("“{tag}”没有对应的开头"),
    "crosses": gettext_lazy("“{tag}”的开头和结尾不在一处:请放在同一段,或各占一个段落、表格的一整行"),
}
WHY = {
    "macro": gettext_lazy("含有宏(程序)"),
    "external_link": gettext_lazy("会从别处取内容"),
    "links": gettext_lazy("含有超链接或链接的图片,请取消链接(图片请直接插入)"),
    "fields": gettext_lazy("含有域(自动更新的内容),请按 Ctrl+Shift+F9 变成普通文字;页码可以保留"),
    "objects": gettext_lazy("嵌有别的文件或控件,请删去"),
    "changes": gettext_lazy("还有没有接受的修订,请先“接受所有修订”"),
    "comments": gettext_lazy("带有批注,请先删去批注"),
    "broken_archive": gettext_lazy("已损坏或不是 Word 文档(.docx)"),
    "unfillable": gettext_lazy("用样例填写时出错,请检查表格里的循环和条件是否完整"),
    "busy": gettext_lazy("暂时不能检查:正在处理的文件太多,请过一分钟再试"),
}


class WrongTags(Refusal):
    """Tags that the form does not know; the sentence names each with its place and what it may have meant."""

    sentence = gettext_lazy("表样不能使用:{complaints}。")


class UnfitDocument(Refusal):
    """A document that may not be a template at all."""

    sentence = gettext_lazy("表样不能使用:文件{why}。")


def wrong_tags(complaints: list[dict]) -> WrongTags:
    """The refusal for what a survey found."""
    return WrongTags(complaints=";".join(complained(each) for each in complaints))


def unfit(code: str) -> UnfitDocument:
    """The refusal for a document by the code of what is wrong with it."""
    return UnfitDocument(why=WHY.get(code, WHY["broken_archive"]))


def complained(complaint: dict) -> str:
    """One complaint: where, what, and the nearest names."""
    said = str(WRONG[complaint["code"]]).format(tag=complaint.get("tag", ""))
    near = "、".join(complaint.get("near", ()))
    return place_of(complaint["place"]) + said + (_(",是不是“{near}”?").format(near=near) if near else "")


def place_of(place: dict) -> str:
    """Where something stands, as one counts on the page."""
    edge = {"header": _("页眉"), "footer": _("页脚")}.get(place.get("part", ""), "")
    if "table" in place:
        return edge + _("第 {table} 个表格第 {row} 行第 {cell} 格:").format(**place)
    return edge + _("第 {paragraph} 段:").format(**place)
