"""What is done with persons, and with what they have agreed to."""

from .consents import AlreadyWithdrawn, NotHers, SamePerson, enter_text, give, standing, text_in_force, withdraw
from .persons import enrol, ensure_person

__all__ = [
    "AlreadyWithdrawn", "NotHers", "SamePerson", "enrol", "ensure_person", "enter_text", "give", "standing", "text_in_force",
    "withdraw",
]  # fmt: skip
