"""Limits are proposed by one person of the city and confirmed by another (E-R9, X-R1)."""

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from gonghui.kernel.announcing import announce
from gonghui.kernel.numbering import next_number
from gonghui.kernel.refusals import NotEntitled, ReasonMissing, Refusal

from ..models import Limit
from ..rulebook.limits import LIMIT, OF_THE_RULE_BOOK, the_proposer


class SamePerson(Refusal):
    sentence = _("提出限额和确认限额必须是两个人。")


@transaction.atomic
def propose(unit, *, by, on, name: str = "", **facts) -> Limit:
    """Propose a limit; `name` is that of a limit of the rule book which it replaces, whose shape it then has.

    Raises NotEntitled.
    """
    number = next_number("XE", on.year)
    if standing := OF_THE_RULE_BOOK.get(name):
        facts |= {key: getattr(standing, key) for key in ("cause", "scope", "span", "days", "measure")}
    proposed = {"name": name or number.lower(), "number": number, "begun_on": on, "proposed_by": by.user_id}
    limit = Limit(unit=unit, position=unit.position, **proposed, **facts)
    if not the_proposer(by, limit):
        raise NotEntitled(step=_("提出限额"), needs=the_proposer)
    limit.full_clean(exclude=["unit"])
    limit.save()
    with translation.override(settings.LANGUAGE_CODE):  # what is kept is in one language
        told = {"limit": str(limit), "strength": limit.strength, "most": limit.most, "starts_on": str(limit.starts_on)}
        announce("step", limit, by=by, on=on, name="propose", title=_("提出限额"), facts=told)
    return limit


@LIMIT.action
def confirm(limit, *, by, on, opinion: str = ""):
    """Another person puts the limit in force from its day on (X-R1). Raises SamePerson."""
    if by.user_id == limit.proposed_by:
        raise SamePerson
    limit.confirmed_by = by.user_id
    return {"opinion": opinion}


@LIMIT.action
def refuse(limit, *, by, on, opinion: str):
    """The proposal is not taken up, with the reason. Raises ReasonMissing."""
    if len(opinion.strip()) < 4:
        raise ReasonMissing
    return {"opinion": opinion}
