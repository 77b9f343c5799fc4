"""How the rest of the national form looks on a file: masked where it is secret (E, O.1)."""

from django.utils.translation import gettext_lazy as _

from gonghui.kernel.ui.columns import Column, Section

SECTION = Section(
    _("档案详情"),
    (
        Column("details.paper_number", _("原档案编号")),
        Column("details.health", _("健康状况"), reveal="reveal"),
        Column("details.disability", _("残疾类别"), reveal="reveal"),
        Column("details.disability_level", _("残疾等级"), reveal="reveal"),
        Column("details.insurance", _("医疗保险")),
        Column("details.marital", _("婚姻状况")),
        Column("details.register", _("户籍类型")),
        Column("details.model_level", _("劳模级别")),
        Column("details.housing", _("住房类型")),
        Column("details.housing_area", _("住房面积")),
        Column("details.address", _("家庭住址"), reveal="reveal"),
        Column("details.start_work_on", _("参加工作时间")),
        Column("details.industry", _("所属行业")),
        Column("details.employer", _("工作单位")),
        Column("details.employer_nature", _("单位性质")),
        Column("details.employer_state", _("单位状况")),
        Column("details.is_single_parent", _("单亲家庭")),
        Column("details.can_help_itself", _("有自救能力")),
        Column("details.nobody_employed", _("零就业家庭")),
        Column("details.causes_shown", _("其他致困原因")),
    ),
)
