"""岗位规则: which role stands at which level, who gives it, and which roles one person does not combine (1.1, X-R1)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from gonghui.kernel.rules import rule

from .roles import ARRANGERS, FINANCE_ROLES, STAFF, Role

CITY, COUNTY, TOWNSHIP, GRASSROOTS, BRANCH = "L2", "L3", "L4", "L5", "L6"
ASSIGNED = {Role.JUDGE, Role.EXPERT, Role.COUNSEL, Role.MEDIATOR, Role.INFORMANT}
ROLES_AT = {
    CITY: frozenset(
        {
            Role.CITY_OPERATOR, Role.CITY_REVIEWER, Role.CITY_APPROVER, Role.AUDITOR, Role.STATISTICIAN, Role.DPO,
            Role.SYSADMIN, Role.DUTY_LEADER, Role.HOTLINE_AGENT, Role.DISPATCHER, Role.CALLBACK_AGENT,
        }
    ) | FINANCE_ROLES | ASSIGNED,
    COUNTY: frozenset(
        {Role.COUNTY_OPERATOR, Role.COUNTY_REVIEWER, Role.COUNTY_APPROVER, Role.AUDITOR, Role.STATISTICIAN}
    ) | FINANCE_ROLES | ASSIGNED,
    TOWNSHIP: frozenset({Role.TOWNSHIP_REVIEWER, Role.GRASSROOTS_CHAIR, Role.GRASSROOTS_OPERATOR}),
    GRASSROOTS: frozenset({Role.GRASSROOTS_CHAIR, Role.GRASSROOTS_OPERATOR}),
    BRANCH: frozenset({Role.GRASSROOTS_OPERATOR}),
}  # fmt: skip
"""The roles that a unit of a level (1.1) has posts for."""

GIVEN_BY = {
    Role.SYSADMIN: frozenset(STAFF),
    Role.CITY_APPROVER: frozenset(STAFF),
    Role.COUNTY_APPROVER: frozenset(STAFF) - ROLES_AT[CITY] | FINANCE_ROLES | ASSIGNED
    | {Role.AUDITOR, Role.STATISTICIAN},
    Role.GRASSROOTS_CHAIR: frozenset({Role.GRASSROOTS_OPERATOR}),
}  # fmt: skip
"""Which roles an arranger gives in her own unit and in those below."""

HANDLERS = frozenset(
    {
        Role.GRASSROOTS_OPERATOR, Role.GRASSROOTS_CHAIR, Role.TOWNSHIP_REVIEWER,
        Role.COUNTY_OPERATOR, Role.COUNTY_REVIEWER, Role.COUNTY_APPROVER,
        Role.CITY_OPERATOR, Role.CITY_REVIEWER, Role.CITY_APPROVER,
    }
)  # fmt: skip
"""Who enters, reviews or approves cases."""


@dataclass(frozen=True)
class Apart:
    """Roles that one person does not hold over the same records, and why."""

    one: frozenset
    other: frozenset
    why: Any

    def holds(self, role, another) -> bool:
        """Whether the two roles are kept apart by this."""
        return (role in self.one and another in self.other) or (role in self.other and another in self.one)


KEPT_APART = (
    Apart(FINANCE_ROLES, HANDLERS, _("经办、审核、审批帮扶事项的人不能同时办理资金发放")),
    Apart(frozenset({Role.FINANCE_MAKER}), frozenset({Role.FINANCE_CHECKER}), _("制单与复核须是两个人")),
    Apart(
        frozenset({Role.FINANCE_AUTHORISER}), frozenset({Role.FINANCE_MAKER, Role.FINANCE_CHECKER}),
        _("制单、复核与授权须是三个人"),
    ),
    Apart(frozenset({Role.AUDITOR}), FINANCE_ROLES | HANDLERS, _("经审人员不能经手自己要审查的事项和资金")),
    Apart(
        frozenset({Role.SYSADMIN}), frozenset(STAFF) - {Role.SYSADMIN}, _("系统管理员只管系统,不接触业务内容和数据")
    ),
    Apart(frozenset({Role.STATISTICIAN}), FINANCE_ROLES | {Role.AUDITOR}, _("封存数据的人不能同时管钱或审查")),
    Apart(frozenset({Role.DPO}), FINANCE_ROLES | HANDLERS, _("个人信息保护负责人不能同时经手个人信息")),
)  # fmt: skip
"""X-R1 and the table of roles (1.1): what one may do, another looks after."""


def reasons_apart(role, others) -> Iterator[tuple[Any, Any]]:
    """Of the roles `others` those that one person does not hold beside `role`, each with the reason."""
    for another in others:
        for apart in KEPT_APART:
            if apart.holds(role, another):
                yield another, apart.why


@rule(_("本级或上级工会负责人、系统管理员"))
def who_arranges(by, record) -> bool:
    """Who arranges posts at the record's unit; a stand-in does not."""
    return by.role in ARRANGERS and not by.stands_in_for and by.unit.holds(record.position)


@rule(_("能安排这一角色的"))
def gives_the_role(by, record) -> bool:
    """Who gives a role also takes it away: no chair ends the post of who reviews her union. None is any role."""
    return not record.role or record.role in GIVEN_BY.get(by.role, ())
