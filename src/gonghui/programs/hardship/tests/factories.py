"""Households and posts for the tests of hardship aid; every person is invented."""

from datetime import date
from itertools import count

from gonghui.foundation.accounts.models import Post, User
from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.funds.models import Fund
from gonghui.foundation.funds.rulebook import Source
from gonghui.foundation.funds.tests.money import endow
from gonghui.foundation.notices import actions as notices
from gonghui.foundation.organisations.tests.trees import LONG_AGO
from gonghui.kernel.identifiers import a_test_number, born_on
from gonghui.programs.hardship import actions
from gonghui.programs.hardship.actions import aid
from gonghui.programs.hardship.models import AidProject, HouseholdMember, IncomeLine

MAY_10 = date(2021, 5, 10)
MAY_12 = date(2021, 5, 12)
MAY_14 = date(2021, 5, 14)
MAY_17 = date(2021, 5, 17)
MAY_24 = date(2021, 5, 24)
MAY_26 = date(2021, 5, 26)
JUNE_1 = date(2021, 6, 1)

_sequence = count(1)


def a_number(born=date(1980, 3, 4)) -> str:
    return a_test_number("349901", born, next(_sequence) % 999)


def a_post(unit, role, name="王测试") -> Post:
    n = next(_sequence)
    user = User.objects.create_user(name, username=f"{role}-{n}")
    return Post.objects.create(user=user, unit=unit, role=role, starts_on=LONG_AGO)


class Staff:
    """The people through whose hands a case of one county goes."""

    def __init__(self, tree, county="jinzhai"):
        union, unit = tree[f"{county}_union"], tree[county]
        self.union, self.county, self.city = union, unit, tree["city"]
        self.chair = a_post(union, Role.GRASSROOTS_CHAIR, "陈主席")
        self.operator = a_post(union, Role.GRASSROOTS_OPERATOR, "李经办")
        self.township = a_post(tree[f"{county}_town"], Role.TOWNSHIP_REVIEWER, "赵审核")
        self.county_operator = a_post(unit, Role.COUNTY_OPERATOR, "孙经办")
        self.county_reviewer = a_post(unit, Role.COUNTY_REVIEWER, "周审核")
        self.county_approver = a_post(unit, Role.COUNTY_APPROVER, "吴审批")
        self.city_approver = a_post(tree["city"], Role.CITY_APPROVER, "郑审批")
        self.city_reviewer = a_post(tree["city"], Role.CITY_REVIEWER, "钱审核")


def a_draft(staff, name="张测试", id_no=None, *, income=2_400_000, illness=1_200_000):
    """A complete draft that the chair has entered: two persons, one wage, one cost of illness (fen a year)."""
    file = actions.begin(by=staff.chair, on=MAY_10, name=name, id_no=id_no or a_number())
    child = a_number(date(2008, 9, 1))
    HouseholdMember.objects.create(
        file=file, name="张小测", relation="child", id_no=child, born_on=born_on(child), identity="student"
    )
    IncomeLine.objects.create(file=file, kind="wage", amount=income)
    IncomeLine.objects.create(file=file, kind="cost_illness", amount=illness)
    file.work_status, file.main_cause, file.cause_text = "employed", "illness", "患病住院"
    file.account_name, file.card_no, file.bank_name = name, "6228480012345678911", "徽商银行金寨支行"
    file.authorised_on = MAY_10
    file.save()
    actions.agree(file, way="paper", by=staff.chair, on=MAY_10)
    return file


def a_publicised_file(staff, **traits):
    file = actions.submit(a_draft(staff, **traits), by=staff.chair, on=MAY_10)
    actions.visit(
        file, by=staff.operator, on=MAY_12, visited_on=MAY_12, second=staff.chair.user, findings="情况属实,住房一间"
    )
    actions.compare(file, by=staff.township, on=MAY_14, sources=["civil_affairs"], result="clean")
    return actions.publicise(file, by=staff.chair, on=MAY_17)


def a_reviewed_file(staff, *, level="county", opinion="情况属实,同意", **traits):
    file = a_publicised_file(staff, **traits)
    notices.close(file.notice, by=staff.chair, on=MAY_24)
    return actions.review(file, by=staff.county_reviewer, on=MAY_24, level=level, opinion=opinion)


def a_file_on_record(staff, **traits):
    return actions.approve(a_reviewed_file(staff, **traits), by=staff.county_approver, on=MAY_26)


def a_project(staff, kind="living_aid", source=Source.DUES):
    named = {"name": f"帮扶资金({source.label})", "year": 2021, "unit": staff.county, "source": source}
    fund, is_new = Fund.objects.get_or_create(**named)
    if is_new:
        endow(fund, a_post(staff.county, Role.FINANCE_MAKER), a_post(staff.county, Role.FINANCE_CHECKER), on=MAY_10)
    return AidProject.objects.create(unit=staff.county, name="生活救助", year=2021, kind=kind, fund=fund)


def a_proposed_grant(staff, file, *, amount=300_000, project=None):
    project = project or a_project(staff)
    return aid.propose(file, by=staff.county_operator, on=JUNE_1, project=project, amount=amount)


def a_checked_grant(staff, file, **traits):
    return aid.check(a_proposed_grant(staff, file, **traits), by=staff.county_reviewer, on=JUNE_1)
