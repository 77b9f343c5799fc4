"""The year's months are sealed, one after another, by two of the city (N-R7)."""

from datetime import timedelta

from gonghui.desks.figures import reckoning
from gonghui.desks.figures.actions import months
from gonghui.foundation.accounts.models import Post
from gonghui.foundation.accounts.roles import Role
from gonghui.kernel.periods import Period

from .days import Workdays

LOOKED_AT = "与各县区上报数、银行回单核对一致。"
AGREED = "复核无误,同意封存。"


def seal(year: int, posts: dict[str, Post]) -> None:
    """Submitted by the statistician on the fifth working day after the month, locked two later by the reviewer."""
    period, city = Period.year(year), reckoning.the_city()
    workdays = Workdays(period.start, period.end + timedelta(days=30))
    month = months.begin(city, period.months()[0], by=posts[Role.STATISTICIAN], on=period.months()[0].end)
    for place, each in enumerate(period.months()):
        first = workdays.place(each.end)
        month = month if not place else type(month).objects.get(number=each.name)
        months.submit(month, by=posts[Role.STATISTICIAN], on=workdays[first + 4], opinion=LOOKED_AT)
        months.lock(month, by=posts[Role.CITY_REVIEWER], on=workdays[first + 6], opinion=AGREED)
