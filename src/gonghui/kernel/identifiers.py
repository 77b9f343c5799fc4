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
