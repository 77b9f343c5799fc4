"""What is done with persons, and with what they have agreed to."""

from .consents import AlreadyWithdrawn, NotHers, SamePerson, enter_text, give, standing, text_in_force, withdraw
from .persons import Known, MemberAlready, enrol, ensure_person, ensure_persons

__all__ = [
    "AlreadyWithdrawn", "Known", "MemberAlready", "NotHers", "SamePerson", "enrol", "ensure_person", "ensure_persons",
    "enter_text",
    "give", "standing", "text_in_force", "withdraw",
]  # fmt: skip
