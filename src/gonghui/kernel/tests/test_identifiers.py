"""The rule book's test vectors (rules 1.8)."""

from datetime import date

import pytest

from gonghui.kernel import identifiers
from gonghui.kernel.identifiers import InvalidIdentifier


@pytest.mark.parametrize(
    "number", ["341502199001010017", "342423197506150021", "341523198812310037", "34240119680101007X"]
)
def test_identity_number_accepts_the_vectors(number):
    assert identifiers.identity_number(number) == number


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("341502199001010018", "校验码"),
        ("34150320060229001X", "日期"),
        ("34150219900101001", "18 位"),
        ("3.41502199001010E+17", "18 位"),
        ("", "18 位"),
        ("34150219900101001甲", "18 位"),
    ],
)
def test_identity_number_says_what_is_wrong(text, says):
    with pytest.raises(InvalidIdentifier) as refusal:
        identifiers.identity_number(text)

    assert says in str(refusal.value)


@pytest.mark.parametrize(
    "text", [" 34240119680101007x ", "34240119680101007X", "'34240119680101007x", "342401\u200b19680101007X"]
)
def test_identity_number_tidies_what_people_type(text):
    assert identifiers.identity_number(text) == "34240119680101007X"


def test_identity_number_converts_fifteen_digits_in_imports_only():
    with pytest.raises(InvalidIdentifier):
        identifiers.identity_number("342401680101007")

    assert identifiers.identity_number("342401680101007", accept_15=True) == "34240119680101007X"


def test_identity_number_refuses_a_birth_in_the_future():
    number = identifiers.a_test_number("349901", date(2030, 1, 1), 11)

    with pytest.raises(InvalidIdentifier):
        identifiers.identity_number(number, on=date(2021, 1, 1))


def test_identity_number_tells_birth_and_sex():
    assert identifiers.born_on("34240119680101007X") == date(1968, 1, 1)
    assert identifiers.is_male("341502199001010017")
    assert not identifiers.is_male("342423197506150021")


@pytest.mark.parametrize(
    "code",
    ["81341502MC0A1B2CX6", "813415007790000119", "89341500MC00000200", "91341500MA2N0001XH", "813415030000005370"],
)
def test_credit_code_accepts_the_vectors(code):
    assert identifiers.credit_code(code.lower()) == code


@pytest.mark.parametrize(
    "code", ["81341502MC0A1B2CX7", "I1341502MC0A1B2CX6", "81341502MC0A1B2CX", "8134150S7790000119"]
)
def test_credit_code_refuses_wrong_letters_and_checks(code):
    with pytest.raises(InvalidIdentifier):
        identifiers.credit_code(code)


def test_mobile_reads_country_prefix_and_refuses_short_numbers():
    assert identifiers.mobile("+86 138-0000-1234") == "13800001234"

    with pytest.raises(InvalidIdentifier):
        identifiers.mobile("1385641234")


def test_bank_card_takes_the_vector_and_warns_by_luhn_only():
    assert identifiers.bank_card("6228 4800 1234 5678 911") == "6228480012345678911"
    assert identifiers.fits_luhn("4111111111111111")
    assert not identifiers.fits_luhn("4111111111111112")


@pytest.mark.parametrize(("text", "name"), [("阿依古丽•买买提", "阿依古丽·买买提"), ("㼆 𬎆", "㼆𬎆")])
def test_chinese_name_keeps_rare_characters_and_dots(text, name):
    assert identifiers.chinese_name(text) == name


@pytest.mark.parametrize("text", ["王", "王1", "<script>", "=HYPERLINK()"])
def test_chinese_name_refuses_what_is_no_name(text):
    with pytest.raises(InvalidIdentifier):
        identifiers.chinese_name(text)
