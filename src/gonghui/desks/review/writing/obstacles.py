"""What keeps a checked review from being published (N-R8, N-R9)."""

from django.utils.translation import gettext as _

from gonghui.desks.figures import cells
from gonghui.desks.figures import identities as declared
from gonghui.foundation.organisations import sight
from gonghui.kernel.periods import Period

from .composing import Paper

MOST_NAMED = 3


def identities(paper: Paper) -> list[str]:
    """Declared identities that fail for the union and the year, in words."""
    return [str(each.sentence) for each in declared.broken(paper.unit, Period.year(paper.year))]


def open_months(paper: Paper) -> list[str]:
    """The months of the year that are not sealed: 2021-03."""
    months = Period.year(paper.year).months()
    with sight.system("review"):
        locked = cells.locked(months)
    return [month.name for month in months if month not in locked]


def all_of(review, paper: Paper) -> list[str]:
    """Every obstacle as a sentence; empty when the review may be published."""
    found = [_("不符合规定的平衡关系:{which}").format(which=each) for each in identities(paper)]
    if months := open_months(paper):
        found.append(_("年度内还有月份没有封存:{which}").format(which=few(months)))
    if review.checked_digest and review.checked_digest != paper.digest:
        found.append(_("核对之后,文字或数字有了变化,应当退回重新送审。"))
    return found


def few(names: list[str]) -> str:
    """The first names, and how many there are in all."""
    shown = "、".join(names[:MOST_NAMED])
    return shown if len(names) <= MOST_NAMED else _("{shown}等 {count} 项").format(shown=shown, count=len(names))
