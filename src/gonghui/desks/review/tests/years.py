"""Reviews of the small world for tests, made by the real steps of its three persons; call within a sight."""

from datetime import date

from gonghui.desks.figures import reckoning
from gonghui.desks.figures.actions import restatements
from gonghui.desks.review.models import Review
from gonghui.desks.review.writing import actions
from gonghui.desks.review.writing.papers import paper_of
from gonghui.foundation.accounts.roles import Role
from gonghui.programs.hardship.models import AidGrant
from tests.world import the_post

AGAIN = date(2022, 2, 14)
LATE = date(2022, 3, 1)


def the_published() -> Review:
    """The demo's review of 2021."""
    return Review.objects.select_related("unit").get(year=2021)


def a_draft() -> Review:
    """The review of 2021 begun anew: the demo's is withdrawn."""
    actions.withdraw(the_published(), by=the_post(Role.CITY_APPROVER), on=AGAIN, reason="重新核对口径。")
    review = actions.begin(2021, by=the_post(Role.CITY_OPERATOR), on=AGAIN)
    return Review.objects.select_related("unit").get(pk=review.pk)


def a_checked() -> Review:
    """The same, submitted by the office and checked by the statistician."""
    review = a_draft()
    actions.submit(review, by=the_post(Role.CITY_OPERATOR), on=AGAIN)
    return actions.check(review, by=the_post(Role.STATISTICIAN), on=AGAIN)


def gaps_of(review) -> str:
    return actions.codes_of(paper_of(review).gaps)


def publish(review):
    return actions.publish(review, by=the_post(Role.CITY_APPROVER), on=AGAIN, gaps_seen=gaps_of(review))


def restate():
    """A grant of 2021 turns out to be 1,000 yuan more, and two persons restate what was sealed."""
    grant = AidGrant.objects.paid().filter(paid_on__year=2021).order_by("pk").first()
    AidGrant.objects.filter(pk=grant.pk).update(amount=grant.amount + 1000_00)
    city, why = reckoning.the_city(), "银行回单金额有误,补记"
    made = restatements.propose(city, by=the_post(Role.STATISTICIAN), on=LATE, reason=why)
    restatements.approve(made, by=the_post(Role.CITY_REVIEWER), on=LATE)
