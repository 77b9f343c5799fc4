"""The life of a membership in one union: retained, taken up again, ended, classified anew (B-R2 to B-R6)."""

from django.utils.translation import gettext_lazy as _

from gonghui.foundation.journal.models import Entry
from gonghui.foundation.members.models import Membership
from gonghui.foundation.members.rulebook import EndReason
from gonghui.kernel.announcing import announce
from gonghui.kernel.refusals import Refusal

from ..rulebook.joining import LOOKS_A_DAY
from ..rulebook.membership import MEMBERSHIP
from .joining import migrant_or_refuse
from .refusals import require_words


class BeforeJoining(Refusal):
    sentence = _("日期应在入会日期({joined})之后、今天({today})之前。")


class LooksSpent(Refusal):
    sentence = _("您今天按身份证号查找会员已达 {quota} 次的上限,请明天再查,或按姓名查找。")


@MEMBERSHIP.action
def retain(membership, *, by, on, reason: str):
    """Retired or laid off: she keeps her membership, pays no fee and has no vote (B-R2). Raises ReasonMissing."""
    require_words(reason)
    membership.retained_on = on
    return {"opinion": reason}


@MEMBERSHIP.action
def restore(membership, *, by, on, reason: str = ""):
    """She is back at work: a member as before (B-R2)."""
    membership.retained_on = None
    return {"opinion": reason}


@MEMBERSHIP.action
def leave(membership, *, by, on, left_on, end_reason: str, reason: str):
    """She is a member no more from a day on; never only because a roster lacks her (B-R3).

    Raises ReasonMissing, BeforeJoining.
    """
    require_words(reason)
    if not membership.joined_on <= left_on <= on:
        raise BeforeJoining(joined=membership.joined_on, today=on)
    membership.left_on, membership.end_reason = left_on, EndReason(end_reason)
    return {"opinion": reason, "left_on": left_on, "why": end_reason}


@MEMBERSHIP.action
def classify(membership, *, by, on, is_migrant_worker: bool, groups: list[str], new_forms: list[str], **facts):
    """Groups, work and whether she is a migrant, put right; what she was on joining stays (B-R4 to B-R6).

    Raises MigrantReasonMissing.
    """
    reason, employment = facts.get("migrant_reason", ""), facts.get("employment", membership.employment)
    said = migrant_or_refuse(is_migrant_worker, membership.person.household_type, employment, reason)
    membership.is_migrant_worker, membership.groups, membership.new_forms = said, groups, new_forms
    membership.migrant_reason, membership.employment = reason, employment
    membership.job = facts.get("job", membership.job)
    return {"groups": groups, "new_forms": new_forms, "migrant": said}


def with_number(number: str, *, by, on):
    """The members of a whole identity number that a post sees; each search is written down, and a day has so many.

    Raises LooksSpent.
    """
    quota = LOOKS_A_DAY.on(on)
    if searches_today(by, on) >= quota:
        raise LooksSpent(quota=quota)
    announce("read", by, by=by, on=on, name="search_number", title=_("按身份证号查找会员"))
    return Membership.objects.visible_to(by).with_number(number)


def searches_today(by, on) -> int:
    return Entry.objects.by_user(by.user_id).filter(name="search_number", on=on).count()
