"""What the forms say of grants, and the rolls: whole for the counter, masked for the board (X-R9)."""

from django.conf import settings
from django.db.models import QuerySet
from django.utils import translation

from gonghui.foundation.documents.blanks.printing import Order
from gonghui.foundation.documents.blanks.registry import Blank, rows

from ...models import HouseholdMember
from ...rulebook import AID
from .blanks import POSTED_ROLL, ROLL
from .files import account_of, opened, public, signatures, signed
from .words import band, day, in_capitals, yuan

SUBJECT = "aid_grant"


def orders(blank: Blank, grants: QuerySet, *, by, on, batch: str = "") -> list[Order]:
    """The sheets of a form for grants in their order: one each, or one for all of them."""
    found = list(grants.select_related("file__unit", "project__fund", "beneficiary"))
    with translation.override(settings.LANGUAGE_CODE):  # a form on paper is in one language
        if blank == POSTED_ROLL:
            return [Order({"名单": rows(_posted(found))}, tuple(found), by.unit.position)] if found else []
        numbers = _numbers([grant.file_id for grant in found])
        if blank == ROLL:
            return [Order(_roll(found, numbers, batch), tuple(found), by.unit.position)] if found else []
        steps = signatures(found, ("propose", *AID.steps))
        return [Order(_values(grant, numbers, steps[grant.pk]), (grant,), grant.position) for grant in found]


def _numbers(files) -> dict[int, str]:
    """The applicant's number, by file."""
    own = HouseholdMember.objects.present().filter(file__in=files, relation=HouseholdMember.Relation.SELF)
    return {member.file_id: opened(member.id_no) for member in own}


def _values(grant, numbers, steps) -> dict:
    return (
        _granted(grant)
        | _of_whom(grant, numbers)
        | signed(steps, "propose", "测算人", "", "测算日期")
        | signed(steps, "check", "复核人", "复核意见", "复核日期")
        | signed(steps, "grant", "批准人", "批准意见", "批准日期")
    )


def _granted(grant) -> dict:
    return {
        "发放编号": grant.number,
        "项目": str(grant.project),
        "项目类型": grant.project.get_kind_display(),
        "资金来源": str(grant.project.fund),
        "受益人": grant.beneficiary.name if grant.beneficiary else "全家",
        "金额": yuan(grant.amount),
        "金额大写": in_capitals(grant.amount),
        "上限": yuan(grant.ceiling),
        "测算过程": ";".join(map(str, grant.basis)),
        "发放日期": day(grant.paid_on),
    }


def _of_whom(grant, numbers) -> dict:
    file = grant.file
    return account_of(file) | {
        "档案编号": file.number,
        "姓名": file.applicant_name,
        "身份证号": numbers.get(file.pk, ""),
        "所在工会": file.unit.name,
        "区县": grant.county_name or "",
        "困难类别": file.get_grade_display(),
        "主要致困原因": file.get_main_cause_display(),
    }


def _roll(grants, numbers, batch) -> dict:
    total = sum(grant.amount for grant in grants)
    listed = [_granted(grant) | _of_whom(grant, numbers) for grant in grants]
    totals = {"户数": str(len(grants)), "合计": yuan(total), "合计大写": in_capitals(total), "批次号": batch}
    return totals | {"名单": rows(listed)}


def _posted(grants) -> list[dict]:
    return [public(SUBJECT, grant.file, amount_band=band(grant.amount)) for grant in grants]
