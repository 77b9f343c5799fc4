"""Titles of columns, compared as people write them: with stars, blanks, brackets and full-width letters."""

import re
import unicodedata

BLANKS = re.compile(r"[\s\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff*＊★]+")
BRACKETED = re.compile(r"[(\[【〔][^)\]】〕]*[)\]】〕]")


def tidy(title) -> str:
    """The title without blanks, stars and invisible marks, half-width, lower case."""
    return BLANKS.sub("", unicodedata.normalize("NFKC", str(title))).lower()


def without_brackets(title) -> str:
    """The tidied title without what stands in brackets: 金额(元) → 金额."""
    return BRACKETED.sub("", tidy(title))


def name_of(title, names: dict[str, str]) -> str | None:
    """The column's name for a title found in a file, None for a title nobody asked for."""
    return names.get(tidy(title)) or names.get(without_brackets(title)) or None


def letter(position: int) -> str:
    """The letters of a column counted from 0: 0 → A, 27 → AB."""
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
