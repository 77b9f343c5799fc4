"""The values of a workbook as the fields of records: words become codes, nothing becomes what the field keeps (E)."""

from collections.abc import Iterator
from decimal import Decimal

from ..actions.entries import Entry
from ..models import AidProject, HardshipArchive, HouseholdMember
from ..rulebook import codes
from ..rulebook.grading import Grade
from . import layout
from .archive_in import Sent, kind_of
from .layout import words

TEXTS = ("account_name", "bank_name", "branch_code")
DAYS = ("filed_on", "labour_since", "authorised_on")


def entry_of(sent: Sent) -> Entry:
    """A household of a workbook, ready to be taken in."""
    said = sent.archive
    return Entry(
        row=sent.row,
        unit_id=sent.unit.pk if sent.unit else 0,
        id_no=said["id_no"],
        mobile=said["mobile"] or "",
        clause=said["clause"] or "",
        file=of_file(said),
        details=of_details(said),
        lines=list(of_lines(said)),
        members=[of_member(each) | {"details": of_member_details(each)} for each in sent.members],
        given=[of_given(each) | {"beneficiary": each["beneficiary"]} for each in sent.given],
    )


def of_file(said: dict) -> dict:
    """Fields of HardshipArchive."""
    found = {name: said[name] or "" for name in TEXTS} | {name: said[name] for name in DAYS}
    return found | {
        "applicant_name": said["name"],
        "year": said["year"],
        "archive_level": words(HardshipArchive.Level)[said["archive_level"]],
        "grade": words(Grade)[said["grade"]],
        "work_status": _code(HardshipArchive.WorkStatus, said["work_status"]),
        "main_cause": words(HardshipArchive.Cause)[said["main_cause"]],
        "cause_text": said["cause_text"],
        "is_migrant": bool(said["is_migrant"]),
        "card_no": said["card_no"],
    }


def of_details(said: dict) -> dict:
    """Fields of FileDetails."""
    causes = (said["other_causes"] or "").split(layout.CAUSES_BETWEEN)
    found = {name: said[name] for name in (*layout.SECRETS, *layout.YES_NO, "start_work_on")}
    found |= {name: said[name] or "" for name in ("paper_number", "industry", "employer", "builder", "reviewer")}
    found |= {name: _code(choices, said[name]) for name, choices in layout.CODED.items()}
    return found | {"other_causes": [words(HardshipArchive.Cause)[each] for each in causes if each]}


def of_lines(said: dict) -> Iterator[dict]:
    """Fields of an IncomeLine for each amount above zero, in fen."""
    for kind in layout.MONEY_OF:
        if said[kind]:
            reimbursed = said["reimbursed"] or 0 if kind == "cost_illness" else 0
            yield {"kind": kind, "amount": said[kind], "reimbursed": reimbursed}


def of_member(said: dict) -> dict:
    """Fields of HouseholdMember."""
    return {
        "name": said["name"],
        "relation": words(HouseholdMember.Relation)[said["relation"]],
        "id_kind": kind_of(said),
        "id_no": said["id_no"],
        "born_on": said["born_on"],
        "identity": words(HouseholdMember.Identity)[said["identity"]],
        "health": said["health"],
        "school": said["school"] or "",
    }


def of_member_details(said: dict) -> dict:
    """Fields of MemberDetails; the income a month in yuan, as a reveal shows it."""
    income = said["monthly_income"]
    return {
        "insurance": _code(codes.Insurance, said["insurance"]),
        "monthly_income": None if income is None else f"{Decimal(income) / 100:.2f}",
        "education": _code(codes.Education, said["education"]),
        "entry_year": said["entry_year"],
        "school_years": said["school_years"],
        "contract_end": said["contract_end"],
    }


def of_given(said: dict) -> dict:
    """Fields of GivenBefore beside the household's."""
    return {
        "year": said["year"],
        "kind": words(AidProject.Kind)[said["kind"]],
        "amount": said["amount"],
        "given_on": said["given_on"],
    }


def _code(choices, word: str | None) -> str:
    return words(choices)[word] if word else ""
