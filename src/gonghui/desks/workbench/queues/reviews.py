"""年度述评: reviews that wait to be written, checked or published."""

from django.utils.translation import gettext_lazy as _

from gonghui.desks.review.models import Review
from gonghui.desks.review.writing.rulebook import PUBLISHERS, REVIEW, WRITERS
from gonghui.programs.hardship.models.waiting import turns

from .queue import Queue


def _reviews(by, on):
    probe = Review(unit=by.unit, position=by.unit.position)
    found = Review.objects.visible_to(by).filter(state__in=list(turns(REVIEW, by, probe)), unit=by.unit_id)
    return found.select_related("unit")


REVIEWS = Queue(
    _("年度述评"),
    "report",
    "review:reviews",
    REVIEW,
    _reviews,
    lambda review: (review.title, str(review.unit)),
    "review:review_",
    (*WRITERS, *PUBLISHERS),
)
QUEUES = (REVIEWS,)
