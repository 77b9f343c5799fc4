"""Who reads pages against the records, and who says what a wording means (X-R11, X-R14)."""

from gonghui.foundation.accounts.roles import FINANCE_ROLES, Role

CHOOSERS = (
    Role.GRASSROOTS_OPERATOR,
    Role.GRASSROOTS_CHAIR,
    Role.TOWNSHIP_REVIEWER,
    Role.COUNTY_OPERATOR,
    Role.COUNTY_REVIEWER,
    Role.COUNTY_APPROVER,
    Role.CITY_OPERATOR,
    Role.CITY_REVIEWER,
    Role.CITY_APPROVER,
    Role.STATISTICIAN,
)
"""Who answers for what a page says; an auditor or the finance people read, and choose nothing."""

READERS = (*CHOOSERS, Role.AUDITOR, *sorted(FINANCE_ROLES), Role.SYSTEM)
