"""What is done with policies: the office enters its own values and, a year at a time, its working days (1.5, X-R6)."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gonghui.kernel.announcing import announce
from gonghui.kernel.refusals import Refusal

from .models import Edition, SpecialDay
from .rules import registry


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


class NoSuchPolicy(Refusal):
    sentence = _("没有“{name}”这项标准。")


class NotAValue(Refusal):
    sentence = _("“{text}”不能作为“{title}”的数值,应与默认值 {default} 同类。")


@transaction.atomic
def enter_edition(name: str, value: str, *, starts_on, source: str, by, on) -> Edition:
    """The office says, on a paper, what a policy's value is from a day on; an earlier one counts until then.

    Raises NoSuchPolicy, NotAValue.
    """
    policy = registry.get(name)
    if policy is None:
        raise NoSuchPolicy(name=name)
    try:
        policy.read(value)
    except (ArithmeticError, ValueError):
        raise NotAValue(text=value, title=policy.title, default=policy.value) from None
    facts = {"value": value, "source": source}
    row, _new = Edition.objects.update_or_create(policy=name, area_code="", starts_on=starts_on, defaults=facts)
    told = {"policy": name, "value": value, "from": starts_on, "source": source}
    announce("edit", row, by=by, on=on, name="enter_edition", title=_("录入政策标准"), facts=told)
    return row
