"""Who does what in organising, in the words one would say (rules 1.1, A, B, X-R1)."""

from django.utils.translation import gettext_lazy as _

from gonghui.foundation.accounts.rules import Role, holds
from gonghui.kernel.rules import rule

CHAIRS = (Role.GRASSROOTS_CHAIR,)
THE_UNION = (Role.GRASSROOTS_OPERATOR, Role.GRASSROOTS_CHAIR)
OFFICES = (
    Role.TOWNSHIP_REVIEWER,
    Role.COUNTY_OPERATOR,
    Role.COUNTY_REVIEWER,
    Role.COUNTY_APPROVER,
    Role.CITY_OPERATOR,
    Role.CITY_REVIEWER,
    Role.CITY_APPROVER,
)
SEEN_BY = (*THE_UNION, *OFFICES, Role.AUDITOR, Role.SYSTEM)
"""Whose post opens foundings, applications and rosters of its unit and below; the money offices read none of them."""
CITY = "L2"
"""The level of the city's federation, as `Unit.Level` has it."""
FINDERS = (Role.TOWNSHIP_REVIEWER, Role.COUNTY_OPERATOR, Role.CITY_OPERATOR)
"""Who enters a lead, and speaks for a preparing group that applies on paper."""


@rule(_("筹备人本人"))
def the_preparer(by, record):
    return record.preparer_id == by.user_id


@rule(_("没有经手过前面的步骤"))
def no_earlier_hand(by, record):
    """Nobody approves what she has submitted or approved before (X-R1)."""
    return by.user_id not in record.hands


@rule(_("直属市总工会的"))
def directly_under_the_city(by, record):
    """The county approves what is below it; the city only what it guides itself (A, Who)."""
    return record.unit_id is not None and record.unit.level == CITY


the_guide = holds(*FINDERS)
the_preparing_group = the_preparer | the_guide
the_upper_reviewer = holds(Role.COUNTY_REVIEWER) | (holds(Role.CITY_REVIEWER) & directly_under_the_city)
the_upper_reviewer &= no_earlier_hand
the_upper_approver = holds(Role.COUNTY_APPROVER) | (holds(Role.CITY_APPROVER) & directly_under_the_city)
the_upper_approver &= no_earlier_hand
the_upper_union = the_upper_reviewer | the_upper_approver
the_chair = holds(Role.GRASSROOTS_CHAIR)
the_union = holds(*THE_UNION)
