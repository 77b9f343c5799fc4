"""Records of persons, their memberships, and what they have agreed to."""

from .consents import Consent, ConsentText
from .persons import Membership, Person, pinyin_of

__all__ = ["Consent", "ConsentText", "Membership", "Person", "pinyin_of"]
