"""The rule books of hardship aid: files and grants, who acts, what the year decides. Rules E, X."""

from gonghui.foundation.accounts.rules import Role

from .files import ENDED, FILE, HELD, ExitReason, FileState
from .grants import AID, GrantState
from .people import (
    SEEN_BY,
    another_than_the_applicant,
    the_applicant,
    the_county_operator,
    the_household,
    the_union,
)

__all__ = [
    "AID",
    "ENDED",
    "FILE",
    "HELD",
    "SEEN_BY",
    "ExitReason",
    "FileState",
    "GrantState",
    "Role",
    "another_than_the_applicant",
    "the_applicant",
    "the_county_operator",
    "the_household",
    "the_union",
]
