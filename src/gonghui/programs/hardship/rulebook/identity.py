"""By which document a person of a household is known, and how its number is read (E-R6, rules 1.8, X-R17)."""

from functools import partial

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from gonghui.kernel import identifiers
from gonghui.kernel.encryption import blind_index


class IdKind(TextChoices):
    RESIDENT = "resident", _("居民身份证")
    BIRTH = "birth", _("出生医学证明")
    REGISTER = "register", _("户口簿(暂无证件)")
    HOME_RETURN = "home_return", _("港澳居民来往内地通行证")
    TAIWAN = "taiwan", _("台湾居民来往大陆通行证")
    PERMIT = "permit", _("港澳台居民居住证")
    PERMANENT = "permanent", _("外国人永久居留身份证")
    PASSPORT = "passport", _("护照")


K = IdKind
READ = {
    K.RESIDENT: partial(identifiers.identity_number, accept_15=True),
    K.BIRTH: identifiers.birth_certificate,
    K.HOME_RETURN: identifiers.home_return_permit,
    K.TAIWAN: identifiers.taiwan_permit,
    K.PERMIT: identifiers.residence_permit,
    K.PERMANENT: identifiers.permanent_residence_card,
    K.PASSPORT: identifiers.passport,
}
LOOKS = {
    K.RESIDENT: _("18 位,末位可为 X"),
    K.BIRTH: _("1 个字母加 9 位数字;还没有拿到的可以不填"),
    K.REGISTER: _("没有号码,不用填写"),
    K.HOME_RETURN: _("H 或 M 加 8 位数字"),
    K.TAIWAN: _("8 位数字"),
    K.PERMIT: _("18 位,以 810000、820000 或 830000 开头"),
    K.PERMANENT: _("9 开头的 18 位,或 3 个字母加 12 位数字"),
    K.PASSPORT: _("5 至 17 位字母和数字"),
}
MAY_LACK_A_NUMBER = (K.BIRTH, K.REGISTER)
"""A child who has no number yet is known by name and birth date within the file."""
OF_PERMITS = ("810000", "820000", "830000")
"""Hong Kong, Macao and Taiwan, as residence permits begin."""
AS_A_CITIZEN = (K.RESIDENT, K.PERMIT, K.PERMANENT)
"""Whose 18 signs are of one series (GB 11643): the same number is the same person, whatever card it was read from."""


def read(kind: str, text: str) -> str:
    """The number of a document in its normal form, 15 digits as 18. Raises InvalidIdentifier."""
    return READ[IdKind(kind)](text)


def space_of(kind: str, number: str) -> str:
    """What stands before a number in the blind index, so that the numbers of two kinds never meet."""
    return "" if _is_citizens(kind, number) else f"{kind}:"


def index_of(kind: str, number: str) -> str:
    """The blind index of a document."""
    return blind_index(space_of(kind, number) + number)


def kind_of(number: str) -> IdKind:
    """Which card of the citizens' series a number of 18 signs was read from: it says so itself.

    A permanent residence card has 9 and then the code of a province, none of which begins with 9.
    """
    if number[:6] in OF_PERMITS:
        return K.PERMIT
    return K.PERMANENT if number[0] == "9" != number[1] else K.RESIDENT


def born_on(kind: str, number: str):
    """The birth date that a number tells; None where it tells none."""
    return identifiers.born_on(number) if _is_citizens(kind, number) else None


def _is_citizens(kind, number) -> bool:
    return kind in AS_A_CITIZEN and len(number) == 18
