"""One household goes its way, step by step, by the same actions that people take on the pages."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction

from gonghui.foundation.accounts.models import Post
from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.members.actions import enrol
from gonghui.foundation.notices import actions as notices
from gonghui.foundation.organisations import sight
from gonghui.kernel.announcing import announce
from gonghui.kernel.identifiers import born_on
from gonghui.programs.hardship import actions
from gonghui.programs.hardship.actions import aid as aids
from gonghui.programs.hardship.actions.helping import call_on
from gonghui.programs.hardship.models import AidGrant, AidProject, HardshipArchive, HouseholdMember, IncomeLine

from .households import Aid, Household, Kind

BANK = "六安城区支行"
SOURCES = ["civil_affairs", "social_security", "housing_fund", "vehicles", "real_estate", "medical_insurance"]
FINDINGS = "住房、收入与申报一致,邻里反映属实,家庭确有困难。"
ON_THE_LINE = "家庭处在标准线附近,经入户核实、集体研究,同意测算结果。"
OTHERWISE = "家中另有长期护理支出未能取得票据,经集体研究按深度困难认定。"
MISSING = "请补充家庭成员上年度收入证明。"
OBJECTION = "反映该户在外地另有门面房出租,请核实。"
SEEN = (
    ("家中情况与建档时一致,按时服药,情绪稳定。", "", "送去慰问品,讲解医保报销流程。"),
    ("孩子已返校,申请人仍打零工,收入不稳。", "希望有离家近的固定岗位。", "推荐到就业服务站登记,告知近期招聘会。"),
    ("申请人正在复查,家属照料,家里收拾得干净。", "复查费用需要先垫付。", "与镇工会商量,协助办理医疗互助申请。"),
    ("救助金已经收到,主要用于看病和生活。", "", "核对收款情况,留下联系电话。"),
)
"""What a helper finds, what the household needs, what she has done."""
Step = Callable[[date], object]


class Staff:
    """The posts of the demo, found by role and union, and the projects of each year."""

    def __init__(self):
        posts = Post.objects.select_related("user", "unit__area").order_by("pk")
        self.posts = list(posts)
        self.projects = {(p.year, p.kind): p for p in AidProject.objects.select_related("fund")}
        self._chains: dict[str, dict[str, Post]] = {}

    def of(self, union: str) -> dict[str, Post]:
        """The post of each role that is answerable for a grassroots union: its own, its town's, county's or city's."""
        if union not in self._chains:
            unit = next(post.unit for post in self.posts if post.unit.short_name == union)
            above = [post for post in self.posts if post.unit.holds(unit.position)]
            self._chains[union] = {post.role: post for post in sorted(above, key=lambda post: post.unit.position)}
        return self._chains[union]

    def helpers(self, union: str) -> list[Post]:
        """The staff of the union's county, who each help some households (E-R15)."""
        county = self.of(union)[Role.COUNTY_OPERATOR].unit
        inside = [post for post in self.posts if county.holds(post.unit.position)]
        return [post for post in inside if post.role != Role.WORKER]


@dataclass
class Story:
    """A household, those who deal with it, and the file as it comes to be."""

    household: Household
    staff: Staff
    file: HardshipArchive | None = None
    helper: Post | None = None
    bounced: list[str] = field(default_factory=list)

    def __post_init__(self):
        self.people = self.staff.of(self.household.union)
        self.operator, self.chair = self.people[Role.GRASSROOTS_OPERATOR], self.people[Role.GRASSROOTS_CHAIR]
        self.county_operator, self.reviewer = self.people[Role.COUNTY_OPERATOR], self.people[Role.COUNTY_REVIEWER]
        is_city = self.household.level == HardshipArchive.Level.CITY
        self.approver = self.people[Role.CITY_APPROVER if is_city else Role.COUNTY_APPROVER]
        self.applicant = self.people[Role.WORKER] if self.household.account else self.operator

    # Steps, in the order in which they are taken

    def begin(self, on: date):
        """The application and all its answers (E-R7)."""
        first = self.household.people[0]
        self.file = actions.begin(by=self.applicant, on=on, name=first.name, id_no=first.id_no)
        if self.file.applicant.memberships.first() is None:
            since = on.replace(year=on.year - 3, day=1)
            enrol(self.file.applicant, unit=self.operator.unit, on=since, by=self.operator)
        self._enter_household()
        self._answer(on)

    def _enter_household(self):
        self.file.members.update(identity=self.household.people[0].identity)
        for someone in self.household.people[1:]:
            HouseholdMember.objects.create(
                file=self.file,
                name=someone.name,
                relation=someone.relation,
                id_no=someone.id_no,
                born_on=born_on(someone.id_no),
                identity=someone.identity,
                school=someone.school,
            )
        lines = [
            IncomeLine(file=self.file, kind=kind, amount=amount, reimbursed=back)
            for kind, amount, back in self.household.lines
        ]
        IncomeLine.objects.bulk_create(lines)

    def _answer(self, on):
        file, household = self.file, self.household
        file.work_status, file.is_migrant = household.work_status, household.is_migrant
        file.main_cause, file.cause_text = household.cause, household.cause_text
        file.labour_since = on.replace(year=on.year - 4, day=1) if household.is_migrant else None
        file.authorised_on = on
        file.account_name, file.card_no, file.bank_name = household.people[0].name, household.card, BANK
        file.save()
        announce("edit", file, by=self.applicant, on=on, name="edit", title="填写申请")
        actions.agree(file, way="phone" if household.account else "paper", by=self.applicant, on=on)

    def submit(self, on):
        actions.submit(self.file, by=self.applicant, on=on)

    def send_back(self, on):
        actions.send_back(self.file, by=self.people[Role.TOWNSHIP_REVIEWER], on=on, items=[MISSING])

    def resubmit(self, on):
        actions.resubmit(self.file, by=self.applicant, on=on, note="已补充。")

    def visit(self, on):
        actions.visit(self.file, by=self.operator, on=on, visited_on=on, second=self.chair.user, findings=FINDINGS)

    def compare(self, on):
        by = self.people.get(Role.TOWNSHIP_REVIEWER) or self.county_operator
        actions.compare(self.file, by=by, on=on, sources=SOURCES, result="clean")

    def publicise(self, on):
        actions.publicise(self.file, by=self.chair, on=on)

    def dispute(self, on):
        """Somebody objects to the notice without a name (X-R8)."""
        notices.object_to(self.file.notice, content=OBJECTION, on=on, is_anonymous=True)

    def dismiss(self, on):
        """Another than who published has looked into it (X-R8)."""
        objection = self.file.notice.objections.get()
        notices.dismiss(objection, by=self.county_operator, on=on, reply="经入户复核,反映的情况不属实。")

    def review(self, on):
        """The notice is closed, a grade that differs is settled by two persons, then the county reviews (X-R8)."""
        notices.close(self.file.notice, by=self.chair, on=on)
        household = self.household
        if household.computed != household.grade:
            by_two = {"grade": household.grade, "reason": OTHERWISE}
            actions.propose_grade(self.file, by=self.reviewer, on=on, **by_two)
            actions.confirm_grade(self.file, by=self.people[Role.COUNTY_APPROVER], on=on)
        opinion = ON_THE_LINE if household.is_borderline else "材料齐全,同意上报。"
        actions.review(self.file, by=self.reviewer, on=on, level=household.level, opinion=opinion)

    def approve(self, on):
        """On file, and from the same day with a named helper (E-R15)."""
        actions.approve(self.file, by=self.approver, on=on, opinion="同意建档。")
        helpers = self.staff.helpers(self.household.union)
        self.helper = helpers[self.household.number % len(helpers)]
        actions.pair(self.file, by=self.county_operator, on=on, cadre=self.helper.user)

    def call(self, on):
        """The helper sees the household and writes down what she saw (E-R15)."""
        findings, needs, measures = SEEN[(self.household.number + on.month) % len(SEEN)]
        seen = {"visited_on": on, "way": "home", "met": "applicant", "findings": findings, "needs": needs}
        call_on(self.file, by=self.helper, on=on, measures=measures, **seen)

    def reject(self, on):
        actions.reject(self.file, by=self.reviewer, on=on, reason="公示期间反映家庭另有经营收入,核查属实,不符合条件。")

    def withdraw(self, on):
        actions.withdraw(self.file, by=self.applicant, on=on, reason="家庭收入好转,不再申请。")

    # Grants

    def grant_of(self, aid: Aid) -> Iterator[tuple[date, Step]]:
        """The steps of a grant with their days (E-R8, E-R9)."""
        made: list[AidGrant] = []
        steps = {
            "propose": lambda on: made.append(self.propose(aid, on)),
            "check": lambda on: aids.check(made[0], by=self.reviewer, on=on, opinion="测算无误。"),
            "grant": lambda on: aids.grant(made[0], by=self.approver, on=on, opinion="同意发放。"),
        }
        yield from ((aid.days[name], step) for name, step in steps.items() if name in aid.days)

    def propose(self, aid: Aid, on: date):
        project = self.staff.projects[on.year, aid.kind]
        beneficiary = self.file.members.filter(identity="student").first() if aid.kind == Kind.SCHOOLING else None
        how = {"project": project, "amount": aid.amount, "beneficiary": beneficiary}
        grant = aids.propose(self.file, by=self.county_operator, on=on, **how)
        if aid.bounces:
            self.bounced.append(grant.number)
        return grant


def tell(household: Household, staff: Staff) -> list[str]:
    """Let a household go its way, step by step on its days; the numbers of the grants whose card is wrong.

    Each grant has a transaction of its own: it holds its project, which other processes want too.
    """
    story = Story(household, staff)
    for steps in _parts(story):
        with transaction.atomic(), sight.system("demo"):
            for on, step in steps:
                step(on)
    return story.bounced


def _parts(story) -> Iterator[Iterator[tuple[date, Step]]]:
    days = story.household.days
    yield ((days[name], getattr(story, name)) for name in sorted(days, key=ORDER.index))
    yield from (story.grant_of(aid) for aid in story.household.aids)
    yield ((on, story.call) for on in story.household.calls)


ORDER = (
    "begin", "submit", "send_back", "resubmit", "visit", "compare", "publicise", "dispute", "dismiss",
    "reject", "review", "approve", "withdraw",
)  # fmt: skip
