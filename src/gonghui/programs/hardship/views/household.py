"""What stands on a file's page about the life of its household: changes, who left, who stands aside (E-R6, X-R1)."""

from ..models import HardshipArchive, HouseholdChange
from ..rulebook import SEEN_BY, the_household
from ..rulebook.changes import IN_FORCE
from ..rulebook.people import the_county_reviewer
from .shown import CHANGE_STATE


def household_of(file: HardshipArchive, by) -> dict:
    """Context of `hardship/household.html`."""
    gone = file.members.filter(left_on__isnull=False)
    changes = HouseholdChange.objects.visible_to(by).filter(file=file).order_by("-happened_on", "-pk")
    return {
        "changes": [(change, CHANGE_STATE.cell(change)) for change in changes],
        "gone": gone,
        "holder_is_gone": is_holder_gone(file),
        "grade_differs": grade_differs(file),
        "recusals": file.recusals.open().select_related("officer"),
        "may_report": file.state in IN_FORCE and the_household(by, file),
        "may_declare": by.role in SEEN_BY and by.user_id != file.applicant_user_id,
        "may_order": the_county_reviewer(by, file),
    }


def is_holder_gone(file) -> bool:
    """Whether the account is of nobody who lives in the household any more: nothing is paid to it (E-R13)."""
    held = bool(file.account_name) and file.state in IN_FORCE
    return held and not file.members.present().filter(name=file.account_name).exists()


def grade_differs(file) -> bool:
    """Whether the last computation gives another grade than the file has; two persons change it (E-R1)."""
    last = file.assessments.last() if file.state in IN_FORCE else None
    return last is not None and last.settled_grade != file.grade
