"""What the calendar does with figures; when is written in config/schedule.py. May run twice."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from gonghui.foundation.accounts.actions import system_post
from gonghui.foundation.accounts.models import Post
from gonghui.foundation.notices import actions as notices
from gonghui.foundation.organisations import sight

from .actions import restatements
from .models import Comparison, SealedMonth
from .rulebook import SUBMITTERS


@app.task(name="figures.compare", queueing_lock="figures.compare", lock="figures.compare")
def compare(timestamp: int = 0):
    """Compare sealed months with the records, and tell the statisticians of differences they do not know yet."""
    on = timezone.localdate()
    with transaction.atomic(), sight.system("figures"):
        month = SealedMonth.objects.locked().select_related("unit").first()
        if month is None:
            return
        known = Comparison.objects.values_list("differences", flat=True).first()
        found = restatements.compare(month.unit, by=system_post("figures"), on=on)
        if found.differences and found.differences != known:
            _tell(found, on)


def _tell(found, on):
    posts = Post.objects.held_on(on).filter(role__in=SUBMITTERS, unit=found.unit)
    text = _("已封存的月份与现有记录有 {lines} 处差异,请核对后提出更正。").format(lines=len(found.differences))
    notices.tell_posts(posts, title=_("封存差异"), text=text, about=found)
