"""Files in the layout of the national aid system: written whole for a request, or empty to be filled in (E, O.1, T04).

A file becomes the same values that reading the workbook gives back, so what was exported comes in as unchanged.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Prefetch
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.documents.exports.kinds import Kind, register
from gonghui.foundation.members.models import Person
from gonghui.foundation.organisations.models import Unit
from gonghui.kernel.sheets.writing import Sheet, write_sheets

from ..forms.filters import FileFilters
from ..models import AidGrant, AidProject, HardshipArchive, HouseholdMember, IncomeLine
from ..models.details import FileDetails, MemberDetails
from ..rulebook import HELD, GrantState, Role, codes
from ..rulebook.grading import Grade
from ..rulebook.identity import IdKind
from . import layout
from .layout import word_of

AT_ONCE = 500
ASKERS = (Role.COUNTY_OPERATOR, Role.COUNTY_REVIEWER, Role.CITY_OPERATOR, Role.CITY_REVIEWER)


@dataclass
class Household:
    """A household as its rows in the three sheets."""

    archive: dict
    members: list[dict] = field(default_factory=list)
    given: list[dict] = field(default_factory=list)


def write_blank(path, units: Iterable[str]) -> None:
    """The empty workbook with its lists, and the unions `units` to choose from."""
    write_sheets(
        path,
        (
            Sheet(layout.ARCHIVES, layout.archive_columns(tuple(units))),
            Sheet(layout.MEMBERS, layout.member_columns()),
            Sheet(layout.GIVEN, layout.given_columns()),
        ),
    )


def unions_within(unit) -> list[Unit]:
    """The unions of a county to which a file may belong, in the order of the tree."""
    below = Unit.objects.within(unit).filter(ended_on__isnull=True)
    return list(below.filter(level__in=(Unit.Level.GRASSROOTS, Unit.Level.TOWNSHIP)).order_by("position"))


def files_on_record(by, scope: dict):
    """The files on record that a post sees, under the filters of the list."""
    query = QueryDict(mutable=True)
    for name, values in scope.items():
        query.setlist(name, values)
    found = HardshipArchive.objects.visible_to(by).filter(state__in=HELD)
    asked = FileFilters(query, queryset=found)
    asked.filters["county"].field.queryset = Unit.objects.counties()
    return asked.qs.order_by("filed_on", "pk")


def count(by, scope: dict) -> int:
    return files_on_record(by, scope).count()


def write(path, *, by, scope: dict, watermark: str, trace: str) -> int:
    """Write the files that `by` sees, with all that stands in them; gives how many."""
    households = list(households_of(files_on_record(by, scope)))
    pages = (
        Sheet(layout.ARCHIVES, layout.archive_columns(), [each.archive for each in households]),
        Sheet(layout.MEMBERS, layout.member_columns(), [row for each in households for row in each.members]),
        Sheet(layout.GIVEN, layout.given_columns(), [row for each in households for row in each.given]),
    )
    write_sheets(path, pages, watermark=watermark, trace=trace)
    return len(households)


NATIONAL = register(
    Kind("hardship.national", _("困难职工档案(全国系统格式)"), ASKERS, count=count, write=write, is_plain=True)
)


def households_of(files) -> Iterator[Household]:
    """Files as rows, some hundred at a time, whatever their number."""
    members = HouseholdMember.objects.filter(left_on__isnull=True).select_related("details")
    paid = AidGrant.objects.filter(state=GrantState.PAID).select_related("project", "beneficiary")
    wanted = files.select_related("unit", "details").prefetch_related(
        Prefetch("members", members.order_by("pk")),
        Prefetch("lines", IncomeLine.objects.standing()),
        Prefetch("grants", paid.order_by("pk")),
        "assessments",
        "given_before__beneficiary",
    )
    keys = list(files.values_list("pk", flat=True))
    for start in range(0, len(keys), AT_ONCE):
        some = list(wanted.filter(pk__in=keys[start : start + AT_ONCE]))
        phones = Person.objects.in_bulk([file.applicant_id for file in some])
        for file in some:
            person = phones.get(file.applicant_id)
            yield household_of(file, mobile=_opened(person.mobile) if person else None)


def household_of(file, *, mobile=None) -> Household:
    """One file as its rows."""
    people = list(file.members.all())
    own = next((each for each in people if each.relation == HouseholdMember.Relation.SELF), None)
    archive = {"key": file.number, "mobile": mobile, "id_no": _opened(own.id_no) if own else None}
    archive |= _of_file(file) | _of_details(getattr(file, "details", None)) | _of_lines(file.lines.all())
    others = [_of_member(file, each) for each in people if each is not own]
    return Household(archive, others, [*_of_before(file), *_of_grants(file)])


def _of_file(file) -> dict:
    last = max(file.assessments.all(), key=lambda each: each.pk, default=None)
    return {
        "name": file.applicant_name,
        "unit": file.unit.name,
        "archive_level": word_of(HardshipArchive.Level, file.archive_level),
        "grade": word_of(Grade, file.grade),
        "clause": (last.inputs.get("given_clause", last.clause) or None) if last else None,
        "filed_on": file.filed_on,
        "year": file.year,
        "work_status": word_of(HardshipArchive.WorkStatus, file.work_status),
        "main_cause": word_of(HardshipArchive.Cause, file.main_cause),
        "cause_text": _opened(file.cause_text),
        "is_migrant": file.is_migrant,
        "labour_since": file.labour_since,
        "authorised_on": file.authorised_on,
        "account_name": file.account_name or None,
        "card_no": _opened(file.card_no),
        "bank_name": file.bank_name or None,
        "branch_code": file.branch_code or None,
    }


def _of_details(details: FileDetails | None) -> dict:
    if details is None:
        return {}
    found = {"paper_number": details.paper_number or None}
    found |= {name: _opened(getattr(details, name)) for name in layout.SECRETS}
    found |= {name: word_of(choices, getattr(details, name)) for name, choices in layout.CODED.items()}
    found |= {name: getattr(details, name) or None for name in layout.WRITTEN}
    found |= {name: getattr(details, name) for name in layout.YES_NO}
    causes = (word_of(HardshipArchive.Cause, cause) for cause in details.other_causes)
    return found | {"other_causes": layout.CAUSES_BETWEEN.join(filter(None, causes)) or None}


def _of_lines(lines) -> dict:
    """The sum of each kind, in fen."""
    sums: dict[str, int] = {}
    reimbursed = 0
    for line in lines:
        sums[line.kind] = sums.get(line.kind, 0) + line.amount
        reimbursed += line.reimbursed if line.kind == IncomeLine.Kind.ILLNESS else 0
    return sums | ({"reimbursed": reimbursed} if reimbursed else {})


def _of_member(file, member) -> dict:
    details: MemberDetails | None = getattr(member, "details", None)
    row = {
        "key": file.number,
        "name": member.name,
        "relation": word_of(HouseholdMember.Relation, member.relation),
        "id_kind": word_of(IdKind, member.id_kind),
        "id_no": _opened(member.id_no),
        "born_on": member.born_on,
        "identity": word_of(HouseholdMember.Identity, member.identity),
        "health": _opened(member.health),
        "school": member.school or None,
    }
    if details is None:
        return row
    income = _opened(details.monthly_income)
    return row | {
        "insurance": word_of(codes.Insurance, details.insurance),
        "monthly_income": int(Decimal(income) * 100) if income else None,
        "education": word_of(codes.Education, details.education),
        "entry_year": details.entry_year,
        "school_years": details.school_years,
        "contract_end": details.contract_end,
    }


def _of_before(file) -> Iterator[dict]:
    for given in file.given_before.all():
        yield _given(file, given.year, given.kind, given.beneficiary, given.amount, given.given_on)


def _of_grants(file) -> Iterator[dict]:
    for grant in file.grants.all():
        yield _given(file, grant.year, grant.project.kind, grant.beneficiary, grant.amount, grant.paid_on)


def _given(file, year, kind, beneficiary, amount, given_on) -> dict:
    name = beneficiary.name if beneficiary else None
    return {
        "key": file.number,
        "year": year,
        "kind": word_of(AidProject.Kind, kind),
        "beneficiary": name,
        "amount": amount,
        "given_on": given_on,
    }


def _opened(secret) -> str | None:
    return secret.open() if secret else None
