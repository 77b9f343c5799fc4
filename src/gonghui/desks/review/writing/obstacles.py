"""What keeps a checked review from being published (N-R8, N-R9)."""

from django.utils.translation import gettext as _

from gonghui.kernel.periods import Period

from . import standing
from .composing import Paper

MOST_NAMED = 3


def identities(paper: Paper) -> list[str]:
    """Declared identities that fail for the union and the year, in words."""
    return [str(each.sentence) for each in standing.broken(paper.unit, Period.year(paper.year))]


def unsealed(paper: Paper) -> list[str]:
    """Figures of the paper whose months are not all sealed."""
    return [f"{number.code} {number.name}" for number in paper.notes if not number.is_sealed]


def all_of(review, paper: Paper) -> list[str]:
    """Every obstacle as a sentence; empty when the review may be published."""
    found = [_("不符合规定的平衡关系:{which}").format(which=each) for each in identities(paper)]
    if open_ones := unsealed(paper):
        found.append(_("年度内还有月份没有封存:{which}").format(which=few(open_ones)))
    if review.checked_digest and review.checked_digest != paper.digest:
        found.append(_("核对之后,文字或数字有了变化,应当退回重新送审。"))
    return found


def few(names: list[str]) -> str:
    """The first names, and how many there are in all."""
    shown = "、".join(names[:MOST_NAMED])
    return shown if len(names) <= MOST_NAMED else _("{shown}等 {count} 项").format(shown=shown, count=len(names))
