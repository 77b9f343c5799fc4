"""How the records behind a number are listed: columns for each kind of record that a figure counts."""

from django.utils.translation import gettext_lazy as _

from gonghui.foundation.documents.models import RecordedFact
from gonghui.foundation.members.models import Membership
from gonghui.kernel.periods import Period
from gonghui.kernel.ui.columns import Column
from gonghui.programs.hardship.models import AidGrant, Distribution, HardshipArchive, Relief, Spell
from gonghui.programs.hardship.models.helping import HelperVisit
from gonghui.programs.organising.models import Founding

COLUMNS = {
    AidGrant: (
        Column("number", _("编号"), narrow="title", link=True),
        Column("file.masked_name", _("申请人"), narrow="left"),
        Column("unit", _("所在工会"), narrow="left"),
        Column("project.kind", _("帮扶项目"), narrow="right"),
        Column("grade_when_paid", _("发放时类别"), narrow="right"),
        Column("amount", _("金额(元)"), kind="money", narrow="right"),
        Column("paid_on", _("发放日期"), narrow="left"),
    ),
    HardshipArchive: (
        Column("number", _("编号"), narrow="title", link=True),
        Column("masked_name", _("申请人"), narrow="left"),
        Column("unit", _("所在工会"), narrow="left"),
        Column("grade", _("困难类别"), narrow="right"),
        Column("filed_on", _("建档日期"), narrow="left"),
    ),
    Spell: (
        Column("file.number", _("编号"), narrow="title", link=True),
        Column("file.masked_name", _("申请人"), narrow="left"),
        Column("file.unit", _("所在工会"), narrow="left"),
        Column("starts_on", _("建档日期"), narrow="left"),
        Column("ends_on", _("退出日期"), narrow="right"),
        Column("reason", _("退出原因"), narrow="right"),
    ),
    HelperVisit: (
        Column("pair.file.number", _("编号"), narrow="title", link=True),
        Column("pair.file.masked_name", _("申请人"), narrow="left"),
        Column("pair.file.unit", _("所在工会"), narrow="left"),
        Column("pair.cadre.name", _("帮扶联系人"), narrow="left"),
        Column("way", _("走访方式"), narrow="right"),
        Column("met", _("见到谁"), narrow="row"),
        Column("visited_on", _("走访日期"), narrow="right"),
    ),
    Relief: (
        Column("number", _("编号"), narrow="title", link=True),
        Column("masked_name", _("领款人"), narrow="left"),
        Column("unit", _("所在工会"), narrow="left"),
        Column("event", _("事由"), narrow="right"),
        Column("amount", _("金额(元)"), kind="money", narrow="right"),
        Column("paid_on", _("发放日期"), narrow="left"),
    ),
    Distribution: (
        Column("site.place", _("点位"), narrow="title", link=True),
        Column("masked_name", _("领取人或班组"), narrow="left"),
        Column("unit", _("经办工会"), narrow="left"),
        Column("what", _("发放内容"), narrow="right"),
        Column("heads", _("人数"), kind="number", narrow="right"),
        Column("value", _("价值(元)"), kind="money", narrow="right"),
        Column("given_on", _("发放日期"), narrow="left"),
    ),
    Founding: (
        Column("number", _("编号"), narrow="left", link=True),
        Column("name", _("工会全称"), narrow="title", link=True),
        Column("kind", _("建会方式"), narrow="left"),
        Column("members", _("会员人数"), kind="number", narrow="right"),
        Column("approval_number", _("批复文号"), narrow="left"),
        Column("established_on", _("成立日期"), narrow="right"),
    ),
    Membership: (
        Column("person", _("会员"), narrow="title", link=True),
        Column("unit", _("所在工会"), narrow="left"),
        Column("person.id_no", _("身份证号"), narrow="row"),
        Column("joined_on", _("入会日期"), narrow="left"),
        Column("joined_as_migrant", _("入会时为农民工"), narrow="row"),
        Column("state", _("会籍状态"), kind="state", narrow="state"),
    ),
    RecordedFact: (
        Column("number", _("编号"), narrow="left", link=True),
        Column("aspect", _("方面"), narrow="title", link=True),
        Column("unit", _("所属工会"), narrow="left"),
        Column("value", _("数值"), kind="number", narrow="right"),
        Column("told_by", _("认定单位"), narrow="left"),
        Column("told_on", _("文件日期"), narrow="right"),
        Column("paper", _("文件"), narrow="left"),
    ),
}
WITH = {
    AidGrant: ("unit", "file", "project"),
    HardshipArchive: ("unit",),
    Spell: ("file__unit",),
    HelperVisit: ("pair__file__unit", "pair__cadre"),
    Relief: ("unit",),
    Distribution: ("site", "unit", "item"),
    Founding: ("unit",),
    Membership: ("unit", "person"),
    RecordedFact: ("unit",),
}
"""What each row needs beside it."""


ANY_PERIOD = Period.year(2021)


def show(model, columns: tuple[Column, ...], beside: tuple[str, ...]) -> None:
    """Let a desk above list a kind of record that its own figures count, with what each row needs beside it."""
    COLUMNS[model], WITH[model] = columns, beside


def may_list(figure, by) -> bool:
    """Whether a post may open the records behind a figure: where it would see all of them, else not at all."""
    roles = _who_opens(model_of(figure))
    return by.sees_below and (not roles or by.role in roles)


def _who_opens(model):
    """The roles that open a kind of record, itself or through its parent."""
    way = model.seen_by.through
    return _who_opens(model._meta.get_field(way).related_model) if way else model.seen_by.roles


def model_of(figure):
    """The kind of record a figure counts; of a rate, that of its whole."""
    return figure.listed(ANY_PERIOD).model
