"""Existing files taken onto the record as a set: no query a row, and all or nothing (E-R6, E-R14, house style §3)."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from gonghui.foundation.members.actions import Known, ensure_persons
from gonghui.foundation.members.models import Person, pinyin_of
from gonghui.foundation.organisations.models import Unit
from gonghui.foundation.policies.remembering import remembered
from gonghui.kernel.identifiers import born_on
from gonghui.kernel.numbering import next_numbers
from gonghui.kernel.workdays import add_workdays

from ..models import (
    Assessment,
    FileDetails,
    GivenBefore,
    GradeSpell,
    HardshipArchive,
    HouseholdMember,
    IncomeLine,
    MemberDetails,
    Spell,
)
from ..rulebook import FileState, policies
from ..rulebook.codes import HouseholdRegister
from ..rulebook.grading import Grade, Household, Lines, grade
from .entries import Entry
from .spells import next_recheck

AT_ONCE = 500
OF_WORK = {"retired": "retired", "veteran": "retired", "early_out": "retired", "laid_off": "unemployed"}
OF_WORK |= {"unemployed": "unemployed"}
"""What the applicant is in her household, by her work; all others are employed."""


@dataclass
class Filed:
    """What one set of files becomes, table by table."""

    files: list[HardshipArchive] = field(default_factory=list)
    members: list[HouseholdMember] = field(default_factory=list)
    member_details: list[MemberDetails] = field(default_factory=list)
    details: list[FileDetails] = field(default_factory=list)
    lines: list[IncomeLine] = field(default_factory=list)
    given: list[GivenBefore] = field(default_factory=list)
    assessments: list[Assessment] = field(default_factory=list)

    def on_file(self) -> list[HardshipArchive]:
        return [file for file in self.files if file.state == FileState.ON_FILE]

    def for_city(self) -> list[HardshipArchive]:
        return [file for file in self.files if file.state != FileState.ON_FILE]


def file_all(entries: list[Entry], *, uploaded_by: int, by, on: date) -> Filed:
    """Put households on file, or before the city where one of their people is on file already (E-R6, T03).

    Under a sight that sees everything; the caller holds the transaction. Raises IntegrityError when another file of
    the same people is approved at the same moment.
    """
    with remembered():
        units = Unit.objects.select_related("area").in_bulk({entry.unit_id for entry in entries})
        persons = _persons(entries, units)
        accounts = _accounts(entries, by)
        taken = _taken(entries)
        filed = Filed()
        numbers = next_numbers("H", on.year, len(entries))
        for number, entry in zip(numbers, entries, strict=True):
            person = persons[entry.indexes()[0]]
            file = _file(entry, units[entry.unit_id], person)
            file.number, file.applicant_user_id = number, accounts.get(person.pk)
            file.entered_by = file.submitted_by = uploaded_by
            _place(file, is_taken=not taken.isdisjoint(entry.indexes()), by=by, on=on)
            _add(filed, file, entry, by=by, on=on)
        _save(filed)
    return filed


def _persons(entries, units) -> dict[str, Person]:
    return ensure_persons(
        Known(
            entry.file["applicant_name"],
            entry.id_no,
            units[entry.unit_id],
            entry.mobile,
            "rural" if entry.details["register"] == HouseholdRegister.RURAL else "urban",
        )
        for entry in entries
    )


def _accounts(entries, by) -> dict[int, int]:
    """The accounts of applicants whom the confirming post sees under the same name (T03)."""
    names = {entry.indexes()[0]: entry.file["applicant_name"] for entry in entries}
    known = Person.objects.visible_to(by).filter(id_index__in=names, user__isnull=False)
    rows = known.values_list("pk", "id_index", "name", "user_id")
    return {pk: user for pk, index, name, user in rows if names[index] == name}


def _taken(entries: list[Entry]) -> set[str]:
    """The people of the entries who are on file somewhere already, by blind index."""
    indexes = [index for entry in entries for index in entry.indexes()]
    active = HouseholdMember.objects.filter(is_active=True, id_index__in=indexes)
    return set(active.values_list("id_index", flat=True))


def _file(entry: Entry, unit: Unit, person: Person) -> HardshipArchive:
    file = HardshipArchive(unit=unit, position=unit.position, applicant=person, **entry.file)
    file.begun_on, file.name_pinyin = entry.file["filed_on"], pinyin_of(file.applicant_name)
    return file


def _place(file, *, is_taken: bool, by, on) -> None:
    """On file from the day of the paper file; or waiting for the city's word, to be approved like any other (E-R6)."""
    if is_taken:
        file.state, file.filed_on = FileState.REVIEWED, None
        file.due_on = add_workdays(on, policies.APPROVE_WITHIN.on(on))
    else:
        file.state, file.approved_by = FileState.ON_FILE, by.user_id
        file.recheck_on = next_recheck(file, on)


def _add(filed: Filed, file, entry: Entry, *, by, on) -> None:
    filed.files.append(file)
    filed.details.append(FileDetails(file=file, **entry.details))
    people = [_applicant(file, entry), *(_member(filed, file, said) for said in entry.members)]
    for member in people:
        member.is_active = file.state == FileState.ON_FILE
    filed.members += people
    lines = [IncomeLine(file=file, year=file.year, **said) for said in entry.lines]
    filed.lines += lines
    filed.given += [_given(file, people, said) for said in entry.given]
    filed.assessments.append(assessment_of(file, len(people), lines, entry.clause, by=by, on=on))


def _applicant(file, entry: Entry) -> HouseholdMember:
    own = HouseholdMember(file=file, name=file.applicant_name, relation="self", id_no=entry.id_no)
    own.born_on, own.identity = born_on(entry.id_no), OF_WORK.get(file.work_status, "employed")
    return own


def _member(filed: Filed, file, said: dict) -> HouseholdMember:
    told = {name: value for name, value in said.items() if name != "details"}
    member = HouseholdMember(file=file, **told)
    if any(said["details"].values()):
        filed.member_details.append(MemberDetails(member=member, **said["details"]))
    return member


def _given(file, people, said: dict) -> GivenBefore:
    name = said["beneficiary"]
    student = next((each for each in people if name and each.name == name and each.identity == "student"), None)
    told = {key: value for key, value in said.items() if key != "beneficiary"}
    return GivenBefore(file=file, beneficiary=student, **told)


def assessment_of(file, persons: int, lines: list[IncomeLine], clause: str, *, by=None, on: date) -> Assessment:
    """What the computation makes of a household; the class of the paper file stands, said by two persons (E-R1)."""
    found = grade(_household(file, persons, lines), _lines_of(file))
    assessment = Assessment(file=file, on=on, grade=found.grade, clause=found.clause[:120])
    assessment.inputs = found.inputs | {"source": "导入", "given_clause": clause}
    assessment.missing, assessment.is_borderline = [str(each) for each in found.missing], found.is_borderline
    assessment.would_change = [str(each) for each in found.would_change]
    if found.grade != file.grade:
        assessment.other_grade = file.grade
        assessment.other_reason = _("导入的原档案认定:{clause}").format(clause=clause or Grade(file.grade).label)[:500]
        assessment.proposed_by, assessment.confirmed_by = file.submitted_by, by and by.user_id
    return assessment


def _household(file, persons: int, lines: list[IncomeLine]) -> Household:
    kind = IncomeLine.Kind
    incomes = [line.amount for line in lines if line.kind in IncomeLine.INCOMES]
    since, day = file.labour_since, file.begun_on
    return Household(
        persons=persons,
        income=sum(incomes) if incomes else None,
        rigid_cost=sum(line.borne for line in lines if line.kind in IncomeLine.RIGID),
        employment_cost=sum(line.borne for line in lines if line.kind == kind.EMPLOYMENT),
        sudden_cost=sum(line.borne for line in lines if line.kind == kind.SUDDEN),
        has_sudden_event=any(line.kind == kind.SUDDEN for line in lines),
        is_migrant=file.is_migrant,
        labour_years=since and day.year - since.year - ((day.month, day.day) < (since.month, since.day)),
    )


def _lines_of(file) -> Lines:
    day, area = file.begun_on, file.unit.area
    return Lines(
        dibao=policies.DIBAO.on(day, area),
        resident_income=policies.RESIDENT_INCOME.on(day, area),
        relative_times=policies.RELATIVE_TIMES.on(day, area),
        is_strict=policies.COMPARATOR.on(day, area) == "lt",
        sudden_percent=policies.SUDDEN_PERCENT.on(day, area),
        borderline_percent=policies.BORDERLINE_PERCENT.on(day, area),
        migrant_years=policies.MIGRANT_YEARS.on(day, area),
    )


def _save(filed: Filed) -> None:
    """Every table in its turn, some hundred rows a statement."""
    HardshipArchive.objects.bulk_create(filed.files, batch_size=AT_ONCE)
    HouseholdMember.objects.bulk_create(filed.members, batch_size=AT_ONCE)
    spells = [Spell(file=file, starts_on=file.begun_on) for file in filed.on_file()]
    grades = [GradeSpell(file=file, grade=file.grade, starts_on=file.begun_on) for file in filed.on_file()]
    tables: tuple[tuple[Any, list], ...] = (
        (MemberDetails, filed.member_details),
        (FileDetails, filed.details),
        (IncomeLine, filed.lines),
        (GivenBefore, filed.given),
        (Assessment, filed.assessments),
        (Spell, spells),
        (GradeSpell, grades),
    )
    for model, rows in tables:
        model.objects.bulk_create(rows, batch_size=AT_ONCE)
