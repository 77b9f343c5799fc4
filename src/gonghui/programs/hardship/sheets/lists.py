"""Lists that leave this program: names masked, no number of a person, amounts in yuan."""

from django.utils.translation import gettext_lazy as _

from gonghui.kernel.ui.columns import Column

FILES = (
    Column("number", _("档案编号")),
    Column("masked_name", _("申请人")),
    Column("unit", _("所在工会")),
    Column("county_name", _("区县")),
    Column("grade", _("困难类别")),
    Column("archive_level", _("档案层级")),
    Column("state", _("状态"), kind="state"),
    Column("begun_on", _("申请日期")),
    Column("filed_on", _("建档日期")),
    Column("due_on", _("办结期限")),
)
GRANTS = (
    Column("number", _("发放编号")),
    Column("file.number", _("档案编号")),
    Column("file.masked_name", _("申请人")),
    Column("file.unit", _("所在工会")),
    Column("county_name", _("区县")),
    Column("project", _("帮扶项目")),
    Column("amount", _("金额(元)"), kind="money"),
    Column("state", _("状态"), kind="state"),
    Column("granted_on", _("批准日期")),
    Column("paid_on", _("发放日期")),
)
