"""What a household agrees to before it is looked into, and what stops when it takes that back (E-R7, O.1, B-R11)."""

from django.utils.translation import gettext_lazy as _

from gonghui.foundation.members import actions as members
from gonghui.foundation.members.models import Consent
from gonghui.foundation.members.rulebook import CHILD_UNTIL, Purpose, Way
from gonghui.foundation.organisations import sight
from gonghui.kernel.announcing import announce, announced

from ..models import HardshipArchive


def listen():
    """Hear of consents that are taken back."""
    announced.connect(stop_looking, sender=Consent, dispatch_uid="hardship.consent")


def purposes_of(file) -> list[Purpose]:
    """What a household must agree to; a guardian as well where a child under 14 is in it (个人信息保护法 art. 31)."""
    since = file.begun_on
    born = [member.born_on for member in file.members.present()]
    has_child = any(
        since.year - day.year - ((since.month, since.day) < (day.month, day.day)) < CHILD_UNTIL for day in born
    )
    return [Purpose.AUTHORITY, Purpose.SENSITIVE, *([Purpose.GUARDIAN] if has_child else [])]


def lacking(file) -> list[Purpose]:
    """What it has not agreed to yet."""
    given = members.standing(file)
    return [purpose for purpose in purposes_of(file) if purpose not in given]


def agree(file, *, way: Way, by, on) -> None:
    """The applicant agrees, on the day written on the file, to all that is asked of her household."""
    who = {"name": file.applicant_name, "user": file.applicant_user, "given_on": file.authorised_on}
    for purpose in lacking(file):
        members.give(file, purpose, way=way, by=by, on=on, **who)


def stop_looking(sender, *, name, record, by, on, **unused):
    """Without consent nothing is looked up any more; what was decided stays on record (E-R7, B-R11)."""
    if name != "withdraw_consent" or record.record_type != HardshipArchive._meta.label_lower:
        return
    with sight.system("hardship"):
        file = HardshipArchive.objects.select_for_update().get(pk=record.record_id)
        file.authorised_on = None
        file.save()
        announce("edit", file, by=by, on=on, name="authority_withdrawn", title=_("撤回授权或同意"))
