"""Identifiers of persons and organisations: read strictly, with the rule book's test vectors (rules 1.8).

The first six digits of an identity number are never checked against today's areas (X-R17).
"""

import re
import unicodedata
from datetime import date

from django.utils.translation import gettext_lazy as _

from .refusals import Refusal

ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
ID_CHECKS = "10X98765432"
CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
CREDIT_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
INVISIBLE = re.compile(r"[\s\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff'‘’`]")


class InvalidIdentifier(Refusal):
    """The text is not the identifier it should be; the sentence says what is wrong."""


def tidy(text: str) -> str:
    """Full-width to half-width, no blanks, no invisible marks, upper case."""
    return INVISIBLE.sub("", unicodedata.normalize("NFKC", str(text))).upper()


def id_check_digit(first17: str) -> str:
    """The eighteenth character of an identity number (GB 11643)."""
    return ID_CHECKS[sum(int(digit) * weight for digit, weight in zip(first17, ID_WEIGHTS, strict=True)) % 11]


def identity_number(text: str, *, on: date | None = None, accept_15: bool = False) -> str:
    """The 18 characters of an identity number, X in upper case. Raises InvalidIdentifier with what is wrong.

    `on` is the day on which the birth date may not lie in the future (default: no such check beyond the calendar);
    15 digits are accepted in imports only and converted (19 and a new check digit).
    """
    number = tidy(text)
    if accept_15 and re.fullmatch(r"[1-9]\d{14}", number):
        number = number[:6] + "19" + number[6:]
        number += id_check_digit(number)
    if not re.fullmatch(r"[1-9]\d{16}[\dX]", number):
        raise InvalidIdentifier(_("身份证号应为 18 位(末位可为 X),现有 {n} 位或含有其他字符。"), n=len(number))
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        raise InvalidIdentifier(_("身份证号第 7 至 14 位不是存在的日期。")) from None
    if on and born > on:
        raise InvalidIdentifier(_("身份证号中的出生日期在将来。"))
    if id_check_digit(number[:17]) != number[17]:
        raise InvalidIdentifier(_("身份证号末位校验码不符,请核对是否抄错。"))
    return number


def residence_permit(text: str) -> str:
    """The 18 signs of a residence permit for people from Hong Kong (81), Macao (82) or Taiwan (83), as GB 11643."""
    number = identity_number(text)
    if not re.match(r"8[123]0000", number):
        raise InvalidIdentifier(_("港澳台居民居住证号应以 810000、820000 或 830000 开头。"))
    return number


def permanent_residence_card(text: str) -> str:
    """A foreigner's permanent residence card: 18 signs beginning with 9 (since 2023), or 3 letters and 12 digits.

    The new form has the check digit of GB 11643, the old one that of machine-readable documents (7, 3, 1).
    Raises InvalidIdentifier.
    """
    number = tidy(text)
    if not re.fullmatch(r"[A-Z]{3}[0-9]{12}", number):
        if not number.startswith("9"):
            raise InvalidIdentifier(_("外国人永久居留身份证号应为 9 开头的 18 位,或 3 个字母加 12 位数字。"))
        return identity_number(number)
    total = sum(int(sign, 36) * (7, 3, 1)[place % 3] for place, sign in enumerate(number[:14]))
    if total % 10 != int(number[14]):
        raise InvalidIdentifier(_("外国人永久居留身份证号末位校验码不符,请核对是否抄错。"))
    return number


def home_return_permit(text: str) -> str:
    """H or M and 8 digits of a travel permit for people from Hong Kong and Macao; two digits of renewal are dropped."""
    number = tidy(text)
    if not re.fullmatch(r"[HM][0-9]{8}([0-9]{2})?", number):
        raise InvalidIdentifier(_("港澳居民来往内地通行证号应为 H 或 M 加 8 位数字。"))
    return number[:9]


def taiwan_permit(text: str) -> str:
    """The 8 digits of a travel permit for people from Taiwan. Raises InvalidIdentifier."""
    number = tidy(text)
    if not re.fullmatch(r"[0-9]{8}", number):
        raise InvalidIdentifier(_("台湾居民来往大陆通行证号应为 8 位数字。"))
    return number


def passport(text: str) -> str:
    """The 5 to 17 letters and digits of a passport, at least one of them a digit. Raises InvalidIdentifier."""
    number = tidy(text).replace("-", "")
    if not re.fullmatch(r"(?=.*[0-9])[A-Z0-9]{5,17}", number):
        raise InvalidIdentifier(_("护照号应为 5 至 17 位字母和数字。"))
    return number


def birth_certificate(text: str) -> str:
    """The letter and 9 digits of a medical certificate of birth. Raises InvalidIdentifier."""
    number = tidy(text)
    if not re.fullmatch(r"[A-Z][0-9]{9}", number):
        raise InvalidIdentifier(_("出生医学证明编号应为 1 个字母加 9 位数字。"))
    return number


def born_on(number: str) -> date:
    """The birth date in an identity number of 18 characters."""
    return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))


def is_male(number: str) -> bool:
    """Whether digit 17 of an identity number is odd."""
    return int(number[16]) % 2 == 1


def credit_code(text: str) -> str:
    """The 18 characters of a unified social credit code (GB 32100). Raises InvalidIdentifier."""
    code = tidy(text)
    if not re.fullmatch(f"[{CREDIT_ALPHABET}]{{18}}", code):
        raise InvalidIdentifier(_("统一社会信用代码应为 18 位,且不含字母 I、O、S、V、Z。"))
    total = sum(CREDIT_ALPHABET.index(sign) * weight for sign, weight in zip(code[:17], CREDIT_WEIGHTS, strict=True))
    if CREDIT_ALPHABET[(31 - total % 31) % 31] != code[17]:
        raise InvalidIdentifier(_("统一社会信用代码末位校验码不符,请核对是否抄错。"))
    return code


def mobile(text: str) -> str:
    """The 11 digits of a mobile number. Raises InvalidIdentifier."""
    number = re.sub(r"^(\+?86|0086)(?=1\d{10}$)", "", tidy(text).replace("-", ""))
    if not re.fullmatch(r"1[3-9]\d{9}", number):
        raise InvalidIdentifier(_("手机号应为 11 位数字,以 13 至 19 开头。"))
    return number


def bank_card(text: str) -> str:
    """The 16 to 19 digits of a bank card. Raises InvalidIdentifier; see `fits_luhn` for the warning."""
    number = tidy(text).replace("-", "")
    if not re.fullmatch(r"\d{16,19}", number):
        raise InvalidIdentifier(_("银行卡号应为 16 至 19 位数字。"))
    return number


def fits_luhn(card: str) -> bool:
    """Whether a card number passes Luhn's check: a warning only, some cards do not."""
    digits = [int(digit) for digit in reversed(card)]
    return (sum(digits[::2]) + sum(sum(divmod(2 * digit, 10)) for digit in digits[1::2])) % 10 == 0


def chinese_name(text: str) -> str:
    """A person's name of 2 to 50 characters, `·` allowed. Raises InvalidIdentifier."""
    name = re.sub(r"[\s\u200b-\u200f\u202a-\u202e\ufeff]", "", str(text)).replace("•", "·").replace("・", "·")
    if not 2 <= len(name) <= 50 or re.search(r"[\d<>=@/\\\x00-\x1f]", name):
        raise InvalidIdentifier(_("姓名应为 2 至 50 个字,不含数字和符号(间隔号“·”除外)。"))
    return name


def a_test_number(area: str, born: date, sequence: int) -> str:
    """An identity number with a right check digit for nobody: `area` must never have been issued."""
    first17 = f"{area}{born:%Y%m%d}{sequence:03d}"
    return first17 + id_check_digit(first17)
