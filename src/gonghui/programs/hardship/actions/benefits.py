"""What the cross-fund guard is told of a grant: for whom, with whom, for what and for which year (E-R9, T09)."""

from gonghui.foundation.funds.actions import guard
from gonghui.foundation.funds.rulebook.limits import Cause
from gonghui.kernel.periods import Period

from ..models import IncomeLine
from ..rulebook import policies

CAUSES = {
    "living_aid": Cause.LIVING,
    "education_aid": Cause.SCHOOLING,
    "medical_aid": Cause.ILLNESS,
    "legal_aid": Cause.LEGAL,
    "job_training": Cause.WORK,
    "job_placement": Cause.WORK,
    "business_aid": Cause.WORK,
    "warmth": Cause.RELIEF,
    "emergency": Cause.EMERGENCY,
}
"""What each kind of project is for. Its time is the calendar year of the project, for schooling too (E-R9)."""


def of(file, project, beneficiary, amount: int, on) -> list[guard.Benefit]:
    """What a household is to receive from a project: the student for schooling aid, else the applicant; fen."""
    members = list(file.members.present())
    applicant = next(member for member in members if member.relation == "self")
    benefit = guard.Benefit(
        person=(beneficiary or applicant).id_index,
        household=[member.id_index for member in members],
        cause=CAUSES[project.kind],
        period=Period.year(project.year),
        amount=amount,
        need=illness_borne(file, on) if CAUSES[project.kind] == Cause.ILLNESS else None,
    )
    return [benefit]


def illness_borne(file, on) -> int:
    """The share of its own cost of illness that a household may be given in all, in fen (E-R9)."""
    borne = sum(line.borne for line in file.lines.standing().filter(kind=IncomeLine.Kind.ILLNESS))
    return int(borne * policies.ILLNESS_SHARE.on(on, file.unit.area))


def foresee(file, project, beneficiary, amount: int, on) -> list[guard.Hit]:
    """The limits that this sum would pass, were it paid now."""
    benefits = of(file, project, beneficiary, amount, on)
    card = file.card_no.open() if file.card_no else ""
    return guard.foresee(benefits, unit=file.unit, fund=project.fund, card=card, on=on)
