"""What the forms say of files: fifty at a time, in as many questions as for one."""

from collections import defaultdict

from django.conf import settings
from django.db.models import F, Model, QuerySet
from django.utils import translation

from gonghui.foundation.documents.blanks.printing import Order
from gonghui.foundation.documents.blanks.registry import Blank, rows
from gonghui.foundation.journal.models import Entry
from gonghui.foundation.members.models import Person
from gonghui.foundation.notices.whitelist import SUBJECTS

from ...actions import SUBJECT
from ...models import (
    AidGrant,
    Assessment,
    ExitProposal,
    HomeVisit,
    HouseholdMember,
    IncomeLine,
    InfoComparison,
    MonthlyIncome,
    PairLink,
)
from ...rulebook import FILE, GrantState
from .blanks import LEDGER, NOTICE
from .words import day, yuan

NOBODY = {"姓名": "", "意见": "", "日期": ""}


def orders(blank: Blank, files: QuerySet, *, by, on) -> list[Order]:
    """The sheets of a form for files in their order: one each, or one for all of them."""
    found = list(files.select_related("unit", "notice"))
    with translation.override(settings.LANGUAGE_CODE):  # a form on paper is in one language
        if blank == NOTICE:
            return [Order({"名单": rows(_posted(found))}, tuple(found), by.unit.position)] if found else []
        if blank == LEDGER:
            return [Order(_ledger(found, on), tuple(found), by.unit.position)] if found else []
        known = Known(found)
        return [Order(known.values_of(file), (file,), file.position) for file in found]


class Known:
    """All that the forms say of some files, read in a fixed number of questions."""

    def __init__(self, files):
        self.members = _by_file(HouseholdMember.objects.present(), files)
        self.lines = _by_file(IncomeLine.objects.filter(year=F("file__year")), files)
        self.visits = _by_file(HomeVisit.objects.select_related("first", "second"), files)
        self.comparisons = _by_file(InfoComparison.objects.all(), files)
        self.assessments = _by_file(Assessment.objects.all(), files)
        self.proposals = _by_file(ExitProposal.objects.accepted(), files)
        self.months = _by_file(MonthlyIncome.objects.standing().order_by("month"), files)
        self.pairs = _by_file(PairLink.objects.filter(ends_on__isnull=True).select_related("cadre"), files)
        self.grants = _by_file(AidGrant.objects.counting().select_related("project").order_by("pk"), files)
        self.persons = Person.objects.in_bulk([file.applicant_id for file in files])
        self.steps = signatures(files, FILE.steps)

    def values_of(self, file) -> dict:
        """Every field of the forms of a file."""
        own = next((member for member in self.members[file.pk] if member.relation == "self"), None)
        return (
            _household(file, own, self.persons.get(file.applicant_id), len(self.members[file.pk]))
            | account_of(file)
            | self._found(file)
            | self._signed(file)
            | self._left(file)
            | self._lists(file)
        )

    def _found(self, file) -> dict:
        lines, visit = self.lines[file.pk], _last(self.visits, file)
        comparison, assessment = _last(self.comparisons, file), _last(self.assessments, file)
        notice = file.notice
        return {
            "年收入": yuan(sum(line.amount for line in lines if line.kind in IncomeLine.INCOMES)),
            "刚性支出": yuan(sum(line.borne for line in lines if line.kind in IncomeLine.RIGID)),
            "测算类别": assessment.settled_grade_title if assessment else "",
            "测算依据": assessment.clause if assessment else "",
            "测算日期": day(assessment.on) if assessment else "",
            "入户日期": day(visit.visited_on) if visit else "",
            "核查人": f"{visit.first.name}、{visit.second.name}" if visit else "",
            "核查情况": opened(visit.findings) if visit else "",
            "比对日期": day(comparison.compared_on) if comparison else "",
            "比对部门": comparison.sources_shown if comparison else "",
            "比对结果": comparison.get_result_display() if comparison else "",
            "公示编号": notice.number if notice else "",
            "公示期": period(notice),
        }

    def _signed(self, file) -> dict:
        steps = self.steps[file.pk]
        return {
            **signed(steps, "submit", "开具人", "基层意见", "开具日期"),
            **signed(steps, "publicise", "公示人", "", "公示日期"),
            **signed(steps, "review", "审核人", "审核意见", "审核日期"),
            **signed(steps, "approve", "审批人", "审批意见", "审批日期"),
            "帮扶联系人": helper.cadre.name if (helper := _last(self.pairs, file)) else "",
        }

    def _left(self, file) -> dict:
        steps, proposal = self.steps[file.pk], _last(self.proposals, file)
        last = "exit" if "exit" in steps else "cancel"
        first = "propose_observation" if last == "exit" or "observe" in steps else "propose_exit"
        return {
            "退出日期": day(file.exit_on),
            "退出原因": file.get_exit_reason_display() or (proposal.get_reason_display() if proposal else ""),
            "退出说明": proposal.grounds if proposal else "",
            **signed(steps, first, "提议人", "", "提议日期"),
            **signed(steps, "observe", "退出审核人", "", "退出审核日期"),
            **signed(steps, last, "退出审批人", "退出审批意见", "退出审批日期"),
        }

    def _lists(self, file) -> dict:
        return {
            "家庭成员": rows([_member(each) for each in self.members[file.pk]]),
            "收支": rows([_line(each) for each in self.lines[file.pk]]),
            "帮扶记录": rows([_aid(each) for each in self.grants[file.pk]]),
            "观察月份": rows([_month(each) for each in self.months[file.pk]]),
        }


def _by_file(records: QuerySet, files) -> dict[int, list]:
    found: dict[int, list] = defaultdict(list)
    for record in records.filter(file__in=[file.pk for file in files]):
        found[record.file_id].append(record)
    return found


def _last(found, file):
    return found[file.pk][-1] if found[file.pk] else None


def signatures(records: list[Model], names) -> dict[int, dict]:
    """Who took each step of each record last, with which opinion, on which day: from the journal (X-R4)."""
    found: dict[int, dict] = defaultdict(dict)
    if records:
        label, ids = records[0]._meta.label_lower, [record.pk for record in records]
        entries = Entry.objects.filter(record_type=label, record_id__in=ids, name__in=list(names)).steps()
        for entry in entries.order_by("pk"):
            opinion = "" if entry.opinion == "" else entry.opinion
            found[entry.record_id][entry.name] = {"姓名": entry.actor_name, "意见": opinion, "日期": day(entry.on)}
    return found


def signed(steps: dict, name: str, who: str, opinion: str, when: str) -> dict[str, str]:
    """The signature under a step in the words of the form."""
    step = steps.get(name, NOBODY)
    return {who: step["姓名"], when: step["日期"]} | ({opinion: step["意见"]} if opinion else {})


def opened(secret) -> str:
    """What is behind a mask; whoever prints it has said why (O.1)."""
    return secret.open() if secret else ""


def account_of(file) -> dict:
    return {"开户人": file.account_name, "银行卡号": opened(file.card_no), "开户银行": file.bank_name}


def period(notice) -> str:
    return f"{day(notice.starts_on)}至{day(notice.ends_on)}" if notice else ""


def _sex(number: str) -> str:
    """From the 17th digit of an identity number: odd is male (GB 11643)."""
    return ("女", "男")[int(number[16]) % 2] if len(number) == 18 and number[:17].isdecimal() else ""


def _household(file, own, person, persons: int) -> dict:
    number = opened(own.id_no) if own else ""
    return {
        "档案编号": file.number,
        "姓名": file.applicant_name,
        "性别": _sex(number),
        "出生日期": day(own.born_on) if own else "",
        "身份证号": number,
        "手机号": opened(person.mobile) if person else "",
        "所在工会": file.unit.name,
        "区县": file.county_name or "",
        "就业状况": file.get_work_status_display(),
        "农民工": "是" if file.is_migrant else "否",
        "主要致困原因": file.get_main_cause_display(),
        "困难情况": opened(file.cause_text),
        "困难类别": file.get_grade_display(),
        "档案层级": file.get_archive_level_display(),
        "申请日期": day(file.begun_on),
        "授权日期": day(file.authorised_on),
        "建档日期": day(file.filed_on),
        "人口": str(persons),
        "测算年度": str(file.year),
    }


def _member(member) -> dict:
    return {
        "姓名": member.name,
        "关系": member.get_relation_display(),
        "证件号码": opened(member.id_no),
        "出生日期": day(member.born_on),
        "身份": member.get_identity_display(),
        "学校": member.school,
        "健康状况": opened(member.health),
    }


def _line(line) -> dict:
    reimbursed = yuan(line.reimbursed) if line.reimbursed else ""
    return {"项目": line.get_kind_display(), "金额": yuan(line.amount), "已报销": reimbursed, "说明": line.note}


def _aid(grant) -> dict:
    days = {"批准日期": day(grant.granted_on), "发放日期": day(grant.paid_on)}
    said = {"编号": grant.number, "项目": str(grant.project), "金额": yuan(grant.amount)}
    return said | days | {"状态": grant.get_state_display()}


def _month(month) -> dict:
    shown = f"{month.month.year}年{month.month.month}月"
    sums = {"家庭收入": yuan(month.income), "人均": yuan(month.per_head), "低保标准": yuan(month.dibao)}
    return {"月份": shown} | sums


def _posted(files) -> list[dict]:
    """Files as the board may show them (X-R9). Raises what the whitelist refuses."""
    assessments = _by_file(Assessment.objects.all(), files)
    return [public(SUBJECT, file, assessments[file.pk]) | {"公示期": period(file.notice)} for file in files]


def public(subject: str, file, assessments=(), **more) -> dict[str, str]:
    """What may be said in public of a file, names masked (X-R9). Raises what the whitelist refuses."""
    grade = file.get_grade_display() or (assessments[-1].settled_grade_title if assessments else "")
    said = {"name": file.applicant_name, "unit": str(file.unit), "category": grade, **more}
    shown = SUBJECTS[subject].publishable({key: value for key, value in said.items() if value})
    return {"姓名": shown.get("name", ""), "工会": shown.get("unit", ""), "类别": shown.get("category", "")} | {
        "档次": shown.get("amount_band", "")
    }


def _ledger(files, on) -> dict:
    """Who is on file, who helps her, and what she was given in the year of `on`."""
    pairs = _by_file(PairLink.objects.filter(ends_on__isnull=True).select_related("cadre"), files)
    paid = _by_file(AidGrant.objects.filter(state=GrantState.PAID, paid_on__year=on.year), files)
    return {"户数": str(len(files)), "名单": rows([_in_ledger(file, pairs, paid[file.pk]) for file in files])}


def _in_ledger(file, pairs, paid) -> dict:
    helper = _last(pairs, file)
    return {
        "档案编号": file.number,
        "姓名": file.applicant_name,
        "所在工会": str(file.unit),
        "困难类别": file.get_grade_display(),
        "主要致困原因": file.get_main_cause_display(),
        "建档日期": day(file.filed_on),
        "帮扶联系人": helper.cadre.name if helper else "",
        "已发金额": yuan(sum(grant.amount for grant in paid)),
        "已发笔数": str(len(paid)),
        "状态": file.get_state_display(),
    }
