"""Records of organising."""

from .elections import Candidate, Election, Officer
from .founding import Founding, FoundingEmployer
from .joining import JoinApplication, MembershipCheck
from .rosters import Roster

__all__ = [
    "Candidate",
    "Election",
    "Founding",
    "FoundingEmployer",
    "JoinApplication",
    "MembershipCheck",
    "Officer",
    "Roster",
]
