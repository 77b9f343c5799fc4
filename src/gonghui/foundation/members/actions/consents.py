"""Agreeing and taking it back (B-R11, O.1): each with the edition of the text, the day and the way."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.accounts.roles import Role
from gonghui.kernel.announcing import announce
from gonghui.kernel.refusals import NotEntitled, Refusal

from ..models import Consent, ConsentText
from ..rulebook import SHIPPED, TEXT_WRITERS, Purpose, Way


class NotHers(Refusal):
    sentence = _("只能由本人撤回;没有手机账户的,由所在工会凭本人书面说明代办。")


class AlreadyWithdrawn(Refusal):
    sentence = _("这项同意已于 {on} 撤回,没有重复办理。")


class SamePerson(Refusal):
    sentence = _("拟稿人和核定人必须是两个人。")


def text_in_force(purpose: Purpose, on) -> ConsentText:
    """The text to agree to on a day: the newest edition that has begun; where a city has none, the shipped one."""
    found = ConsentText.objects.filter(purpose=purpose, starts_on__lte=on).order_by("-starts_on", "-edition").first()
    return found or _shipped(purpose)


def _shipped(purpose) -> ConsentText:
    """The shipped text as edition 0, in force from the beginning; kept as it was when it was first agreed to."""
    facts = {"body": SHIPPED[purpose], "starts_on": "2000-01-01"}
    return ConsentText.objects.get_or_create(purpose=purpose, edition=0, defaults=facts)[0]


@transaction.atomic
def enter_text(*, purpose: Purpose, body: str, starts_on, drafted_by, by, on) -> ConsentText:
    """A new edition, drafted by one (a user id) and confirmed by `by`. Raises NotEntitled, SamePerson."""
    if by.role not in TEXT_WRITERS:
        raise NotEntitled(step=_("核定告知同意文本"), needs="、".join(str(Role(role).label) for role in TEXT_WRITERS))
    if drafted_by == by.user_id:
        raise SamePerson
    shipped = _shipped(purpose)
    last = ConsentText.objects.filter(purpose=purpose).order_by("edition").last() or shipped
    text = ConsentText(purpose=purpose, edition=last.edition + 1, body=body.strip(), starts_on=starts_on)
    text.entered_by, text.confirmed_by = drafted_by, by.user_id
    text.save()
    facts = {"purpose": purpose, "edition": text.edition, "sha256": text.sha256, "starts_on": starts_on}
    announce("edit", text, by=by, on=on, name="enter_text", title=_("核定告知同意文本"), facts=facts)
    return text


@transaction.atomic
def give(record, purpose: Purpose, *, name: str, user, way: Way, given_on, by, on) -> Consent:
    """A person, `name` with the account `user` or none, agrees to the text in force that day; once for a matter."""
    known = Consent.objects.of(record).standing().filter(purpose=purpose).first()
    if known:
        return known
    consent = Consent(purpose=purpose, text=text_in_force(purpose, given_on), unit=record.unit)
    consent.position, consent.record_type, consent.record_id = record.position, record._meta.label_lower, record.pk
    consent.name, consent.user, consent.way, consent.given_on = name, user, way, given_on
    consent.recorded_by = by.user_id
    consent.save()
    facts = {"purpose": purpose, "edition": consent.text.edition, "sha256": consent.text.sha256, "way": way}
    announce("step", consent, by=by, on=on, name="consent", title=_("同意"), facts=facts)
    return consent


def standing(record) -> set[str]:
    """The purposes that a matter has a standing consent for."""
    return set(Consent.objects.of(record).standing().values_list("purpose", flat=True))


@transaction.atomic
def withdraw(consent, *, by, on, opinion: str = "") -> Consent:
    """She takes it back; programs hear `announced` with name "withdraw_consent" and stop what rests on it.

    What the statute or the archive asks to keep stays (B-R11). Raises NotHers, AlreadyWithdrawn.
    """
    consent.refresh_from_db(from_queryset=Consent.objects.select_for_update())
    is_her_union = consent.user_id is None and by.role in (Role.GRASSROOTS_OPERATOR, Role.GRASSROOTS_CHAIR)
    if consent.user_id != by.user_id and not (is_her_union and by.unit.holds(consent.position)):
        raise NotHers
    if consent.withdrawn_on:
        raise AlreadyWithdrawn(on=consent.withdrawn_on)
    consent.withdrawn_on = on
    consent.save()
    facts = {"purpose": consent.purpose, "of": [consent.record_type, consent.record_id], "opinion": opinion}
    announce("step", consent, by=by, on=on, name="withdraw_consent", title=_("撤回同意"), facts=facts)
    return consent
