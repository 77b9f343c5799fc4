"""The roles of the rule book (1.1) and what belongs to each by nature."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """角色: what a post is entitled to do; the rule books of the programs name these."""

    WORKER = "worker", _("职工")
    GRASSROOTS_OPERATOR = "grassroots_operator", _("基层工会经办人")
    GRASSROOTS_CHAIR = "grassroots_chair", _("基层工会主席")
    TOWNSHIP_REVIEWER = "township_reviewer", _("乡镇街道审核人")
    COUNTY_OPERATOR = "county_operator", _("县区经办人")
    COUNTY_REVIEWER = "county_reviewer", _("县区审核人")
    COUNTY_APPROVER = "county_approver", _("县区审批人")
    CITY_OPERATOR = "city_operator", _("市总经办人")
    CITY_REVIEWER = "city_reviewer", _("市总审核人")
    CITY_APPROVER = "city_approver", _("市总审批人")
    FINANCE_MAKER = "finance_maker", _("财务制单人")
    FINANCE_CHECKER = "finance_checker", _("财务复核人")
    FINANCE_AUTHORISER = "finance_authoriser", _("财务授权人")
    AUDITOR = "auditor", _("经审人员")
    JUDGE = "judge", _("评委")
    EXPERT = "expert", _("专家")
    HOTLINE_AGENT = "hotline_agent", _("12351 坐席")
    DISPATCHER = "dispatcher", _("派单员")
    CALLBACK_AGENT = "callback_agent", _("回访员")
    COUNSEL = "counsel", _("法律顾问")
    MEDIATOR = "mediator", _("调解员")
    INFORMANT = "informant", _("信息员")
    DUTY_LEADER = "duty_leader", _("值班领导")
    STATISTICIAN = "statistician", _("统计员")
    DPO = "dpo", _("个人信息保护负责人")
    SYSADMIN = "sysadmin", _("系统管理员")
    SYSTEM = "system", _("系统")


FINANCE_ROLES = frozenset({Role.FINANCE_MAKER, Role.FINANCE_CHECKER, Role.FINANCE_AUTHORISER})
"""Three persons for one payment (contracts §4)."""

CASE_ROLES = FINANCE_ROLES | {
    Role.GRASSROOTS_OPERATOR,
    Role.GRASSROOTS_CHAIR,
    Role.TOWNSHIP_REVIEWER,
    Role.COUNTY_OPERATOR,
    Role.COUNTY_REVIEWER,
    Role.COUNTY_APPROVER,
    Role.CITY_OPERATOR,
    Role.CITY_REVIEWER,
    Role.CITY_APPROVER,
    Role.AUDITOR,
    Role.SYSTEM,
}
"""Whose post sees the records of its unit and of all units below it; everyone else sees by person or assignment."""

STAFF = frozenset(Role) - {Role.WORKER, Role.SYSTEM}
"""Who signs in by password and a second factor; a worker's phone code never opens such a post."""

ARRANGERS = frozenset({Role.GRASSROOTS_CHAIR, Role.COUNTY_APPROVER, Role.CITY_APPROVER, Role.SYSADMIN})
"""Who arranges that a desk of the own unit, or of one below, passes to another person."""
