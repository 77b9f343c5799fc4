"""Documents other than an identity card: read strictly, in one normal form each (rules 1.8)."""

from datetime import date

import pytest

from gonghui.kernel import identifiers
from gonghui.kernel.identifiers import InvalidIdentifier, a_test_number

LONG_AGO = date(1890, 1, 1)
PERMIT = a_test_number("810000", LONG_AGO, 1)
CARD_SINCE_2023 = a_test_number("999999", LONG_AGO, 7)


@pytest.mark.parametrize(
    ("read", "text", "number"),
    [
        (identifiers.residence_permit, PERMIT, PERMIT),
        (identifiers.residence_permit, f" {PERMIT} ", PERMIT),
        (identifiers.permanent_residence_card, CARD_SINCE_2023, CARD_SINCE_2023),
        (identifiers.permanent_residence_card, "kaz110090123105", "KAZ110090123105"),
        (identifiers.home_return_permit, "h12345678", "H12345678"),
        (identifiers.home_return_permit, "M1234567801", "M12345678"),
        (identifiers.taiwan_permit, "0123 4567", "01234567"),
        (identifiers.passport, "g-12345678", "G12345678"),
        (identifiers.birth_certificate, "a340000001", "A340000001"),
    ],
)
def test_read_gives_the_normal_form(read, text, number):
    assert read(text) == number


@pytest.mark.parametrize(
    ("read", "text", "says"),
    [
        (identifiers.residence_permit, a_test_number("349901", LONG_AGO, 1), "810000"),
        (identifiers.residence_permit, PERMIT[:17] + "?", "18 位"),
        (identifiers.residence_permit, PERMIT[:16] + str((int(PERMIT[16]) + 1) % 10) + PERMIT[17], "校验码"),
        (identifiers.permanent_residence_card, "KAZ110090123106", "校验码"),
        (identifiers.permanent_residence_card, PERMIT, "9 开头"),
        (identifiers.permanent_residence_card, CARD_SINCE_2023[:17], "18 位"),
        (identifiers.home_return_permit, "X12345678", "H 或 M"),
        (identifiers.home_return_permit, "H1234567", "H 或 M"),
        (identifiers.taiwan_permit, "1234567", "8 位"),
        (identifiers.passport, "ABCDEFG", "护照"),
        (identifiers.passport, "E12", "护照"),
        (identifiers.birth_certificate, "3400000001", "1 个字母"),
    ],
)
def test_read_says_what_is_wrong(read, text, says):
    with pytest.raises(InvalidIdentifier) as refusal:
        read(text)

    assert says in str(refusal.value)
