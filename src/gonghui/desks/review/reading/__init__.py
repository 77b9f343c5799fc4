"""Reading a published page: a file becomes text, the text claims, the claims verdicts (contracts §3).

A rate or share is rounded to its last written digit, except 100%, which means all.
"""

from gonghui.desks.review.reading.claims import Claim, read_page
from gonghui.desks.review.reading.intake import Unreadable, text_of
from gonghui.desks.review.reading.matching import KnownFigure
from gonghui.desks.review.reading.verdicts import Asked, Chosen, Judged, exit_code, judge, to_json
from gonghui.desks.review.reading.wordings import wording

__all__ = [
    "Asked",
    "Chosen",
    "Claim",
    "Judged",
    "KnownFigure",
    "Unreadable",
    "exit_code",
    "judge",
    "read_page",
    "text_of",
    "to_json",
    "wording",
]
