"""Records of persons, their memberships, and what they have agreed to."""

from .consents import Consent, ConsentText
from .memberships import STANDING, Membership
from .persons import Person, pinyin_of

__all__ = ["STANDING", "Consent", "ConsentText", "Membership", "Person", "pinyin_of"]
