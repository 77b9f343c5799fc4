"""What is done with policies: the office's own working days are entered, a year at a time (X-R6)."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gonghui.kernel.announcing import announce

from .models import SpecialDay


@transaction.atomic
def enter_days(days: dict, *, source: str, by, on) -> int:
    """Enter days off (False) and make-up days (True) above the published calendar; how many. May run twice.

    `source` names the paper, as "国办发明电〔2026〕7号".
    """
    for day, is_worked in sorted(days.items()):
        row, _new = SpecialDay.objects.update_or_create(day=day, defaults={"is_worked": is_worked, "source": source})
    if days:
        facts = {"days": len(days), "from": min(days), "until": max(days), "source": source}
        announce("edit", row, by=by, on=on, name="enter_days", title=_("录入节假日安排"), facts=facts)
    return len(days)
