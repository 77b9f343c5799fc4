"""The year's review of the demo: written, checked and, once its months are sealed, published by three of the cast."""

from datetime import date

from gonghui.desks.review.models import Review
from gonghui.desks.review.writing import actions, obstacles
from gonghui.desks.review.writing.papers import paper_of
from gonghui.foundation.accounts.models import Post
from gonghui.foundation.accounts.roles import Role

LEAD = "这是一份演示述评：人物和记录均为虚构，没有记录的事项留有标记。"


def tell_the_year(year: int, posts: dict[str, Post]) -> Review:
    """The office writes, the statistician checks, a leader publishes what nothing stands in the way of."""
    office = posts[Role.CITY_OPERATOR]
    review = actions.begin(year, by=office, on=date(year + 1, 1, 19))
    opening, *others = review.edition().sections
    said = {"title": opening["title"], "paragraphs": [*opening["paragraphs"], LEAD]}
    on, note = date(year + 1, 1, 20), "注明演示"
    actions.revise(review, by=office, on=on, sections=[said, *others], seen=1, note=note)
    actions.submit(review, by=office, on=on, opinion="请核对数字。")
    actions.check(review, by=posts[Role.STATISTICIAN], on=date(year + 1, 1, 21), opinion="数字与记录一致。")
    paper = paper_of(review)
    if not obstacles.all_of(review, paper):
        seen = actions.codes_of(paper.gaps)
        actions.publish(
            review, by=posts[Role.CITY_APPROVER], on=date(year + 1, 1, 24), gaps_seen=seen, opinion="同意发布。"
        )
    return review
