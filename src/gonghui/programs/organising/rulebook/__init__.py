"""The rule books of organising: unions from lead to approval, elections, members and rosters. Rules A, B, X."""

from gonghui.foundation.accounts.rules import Role

from .founding import FOUNDING, FoundingState
from .joining import CHECK, JOINING, CheckState, JoinState
from .membership import MEMBERSHIP
from .people import CHAIRS, OFFICES, SEEN_BY
from .rosters import ROSTER, RosterState

__all__ = [
    "CHAIRS",
    "CHECK",
    "FOUNDING",
    "JOINING",
    "MEMBERSHIP",
    "OFFICES",
    "ROSTER",
    "SEEN_BY",
    "CheckState",
    "FoundingState",
    "JoinState",
    "Role",
    "RosterState",
]
