"""The code on the wall: a signed address by which people ask one union to take them in, until a day (B, States)."""

from datetime import date, timedelta

from django.core import signing
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.organisations.models import Unit
from gonghui.kernel.refusals import Refusal

from ..rulebook.joining import LINK_DAYS

SALT = "organising.join"


class LinkOver(Refusal):
    sentence = _("这个入会二维码已过期或不完整。请向工会索取新的二维码。")


def token_of(unit: Unit, *, on: date) -> str:
    """What stands in the address; it is good until the last day of its policy."""
    until = on + timedelta(days=LINK_DAYS.on(on))
    return signing.dumps({"union": unit.pk, "until": until.isoformat()}, salt=SALT, compress=True)


def union_of(token: str, *, on: date) -> Unit:
    """The union of an address. Raises LinkOver."""
    try:
        said = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        raise LinkOver from None
    unit = Unit.objects.select_related("area").filter(pk=said["union"]).first()
    if unit is None or date.fromisoformat(said["until"]) < on:
        raise LinkOver
    return unit
