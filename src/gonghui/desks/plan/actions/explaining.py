"""A county that is behind says why, in its own words (N-R4)."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gonghui.kernel.announcing import announce
from gonghui.kernel.refusals import NotEntitled, Refusal

from .. import progress
from ..models import Explanation, PlanItem
from ..rulebook import a_county
from .issuing import require_reason


class NotBehind(Refusal):
    sentence = _("{item}:{unit}现在是“{state}”,不需要说明。")


@transaction.atomic
def explain(item: PlanItem, *, by, on, text: str) -> Explanation:
    """An officer of a county says why it is behind on an item. Raises NotEntitled, NotBehind, ReasonMissing."""
    if not (a_county(by, item) and item.is_shared_out and item.plan.is_issued):
        raise NotEntitled(step=_("进度说明"), needs=a_county)
    require_reason(text)
    found = standing_of(item, by.unit, on)
    if not found.is_late:
        raise NotBehind(item=item, unit=by.unit, state=found.label)
    said = Explanation(item=item, unit=by.unit, position=by.unit.position, text=text.strip())
    said.said_by, said.said_on = by.user_id, on
    said.save()
    facts = {"opinion": said.text, "item": item.code, "share": found.share, "expected": found.expected}
    announce("edit", said, by=by, on=on, name="explain", title=_("进度说明"), facts=facts)
    return said


def standing_of(item: PlanItem, unit, on) -> progress.Standing:
    """How one county stands on one item."""
    return progress.of_item(item, [unit], item.plan.period, progress.day_of(item.plan, on))[0]
