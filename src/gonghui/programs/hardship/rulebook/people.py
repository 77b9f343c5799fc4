"""Who does what in hardship aid, in the words one would say (rules 1.1, X-R1)."""

from django.utils.translation import gettext_lazy as _

from gonghui.foundation.accounts.rules import Role, holds
from gonghui.kernel.rules import Rule, rule


@rule(_("申请人本人"))
def the_applicant(by, record):
    return record.file.applicant_user_id == by.user_id


@rule(_("申请人没有账户"))
def she_applies_on_paper(by, record):
    return record.file.applicant_user_id is None


@rule(_("不是申请人本人"))
def another_than_the_applicant(by, record):
    return record.file.applicant_user_id != by.user_id


@rule(_("与这户家庭没有亲属关系"))
def unrelated(by, record):
    """Whether the officer need not stand aside (回避); her own application stays her own."""
    return by.user_id not in record.file.recused or record.file.applicant_user_id == by.user_id


def officers(*roles) -> Rule:
    """Who holds one of the roles and is no kin of the household; pages name the role alone."""
    who = holds(*roles)
    return Rule(f"{who.name} and unrelated", lambda by, record: unrelated(by, record) and who(by, record), who.title)


def in_place_of(county: Rule, city: Rule) -> Rule:
    """The county's, or the city's where every reviewer of the county stands aside; pages name the county's."""
    name = f"{county.name}, or {city.name} in their place"

    def stands_there(by, record) -> bool:
        return county(by, record) or (record.file.is_raised and city(by, record))

    return Rule(name, stands_there, county.title)


@rule(_("县级及以下档案"))
def the_county_may_decide(by, record):
    return record.file.archive_level == "county"


@rule(_("这户家庭现在的帮扶联系人"))
def the_helper(by, record):
    file = record.file
    return file.pk is not None and file.pairs.filter(ends_on__isnull=True, cadre_id=by.user_id).exists()


SEEN_BY = (
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
)
"""Whose post opens the files of its unit and below: finance pays by name and card and reads no file (rules 1.1)."""

the_union = officers(Role.GRASSROOTS_OPERATOR, Role.GRASSROOTS_CHAIR)
the_household = the_applicant | the_union
the_applicant_or_for_her = the_applicant | (the_union & she_applies_on_paper)
the_chair = officers(Role.GRASSROOTS_CHAIR)
the_visitor = the_union & another_than_the_applicant
the_first_reviewer = officers(Role.TOWNSHIP_REVIEWER, Role.COUNTY_OPERATOR) & another_than_the_applicant
the_county_operator = officers(Role.COUNTY_OPERATOR) & another_than_the_applicant
the_county_reviewer = in_place_of(officers(Role.COUNTY_REVIEWER), officers(Role.CITY_REVIEWER))
the_county_reviewer &= another_than_the_applicant
the_county_approver = officers(Role.COUNTY_APPROVER) & another_than_the_applicant
the_city_approver = officers(Role.CITY_APPROVER) & another_than_the_applicant
the_approver = (the_county_approver & the_county_may_decide) | the_city_approver
an_officer = the_union | the_first_reviewer | the_county_reviewer | the_approver
the_county = the_county_reviewer | the_approver
the_bank = holds(Role.SYSTEM)
a_watcher = (the_union & another_than_the_applicant) | the_county_operator | the_helper
