"""A review as a paper: a published one with the numbers it was published with, any other with those of today."""

from gonghui.foundation.organisations.models import Unit

from ..models import Edition, Review
from . import outline
from .composing import Paper, compose
from .rulebook import ReviewState
from .telling import AsPublished, Today, in_the_language_of_documents


def paper_of(review: Review, edition: Edition | None = None) -> Paper:
    """The review as it stands, or with the wording of an earlier edition and the numbers of today."""
    is_published = review.state in (ReviewState.PUBLISHED, ReviewState.WITHDRAWN) and edition is None
    sections = (edition or review.edition()).sections
    with in_the_language_of_documents():
        if is_published:
            teller = AsPublished(review.unit, review.year, review.numbers.select_related("unit__area"), review.gaps)
        else:
            teller = Today(review.unit, review.year)
        return compose(sections, teller, unit=review.unit, year=review.year, is_draft=not is_published)


def draft_for(unit: Unit, year: int) -> Paper:
    """The wording of a year with the numbers of any union: for one that has no review of its own."""
    review = Review.objects.standing().filter(year=year).order_by("position").first()
    sections = review.edition().sections if review else outline.sections()
    with in_the_language_of_documents():
        return compose(sections, Today(unit, year), unit=unit, year=year, is_draft=True)


def section_paper(section: dict, unit: Unit, year: int) -> Paper:
    """A paper of one section alone: what the office sees beside what it writes."""
    with in_the_language_of_documents():
        return compose([section], Today(unit, year), unit=unit, year=year, is_draft=True)
