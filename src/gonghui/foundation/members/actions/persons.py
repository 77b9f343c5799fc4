"""What is done with persons: entered once, never asked whether they are known (B-R8, T03)."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.accounts.actions import open_account
from gonghui.foundation.organisations import sight
from gonghui.foundation.organisations.models import Unit
from gonghui.kernel.announcing import announce
from gonghui.kernel.encryption import blind_index
from gonghui.kernel.refusals import Refusal

from ..models import Membership, Person, pinyin_of

AT_ONCE = 500


def ensure_person(
    *, name: str, id_no: str, unit, mobile: str = "", household_type: str = "urban", user=None, by=None, on=None
) -> Person:
    """The person with this identity number: the one known, wherever entered, or a new one under `unit`.

    The caller learns nothing of where a known person belongs; the number has been checked by kernel.identifiers.
    With `by` and `on`, a new person with a phone may sign in by it; a known person's account is never opened by who
    merely knows her number (T03).
    """
    with transaction.atomic(), sight.system("members"):
        index = blind_index(id_no)
        with connection.cursor() as cursor:  # two who enter her at the same moment find the same person
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [index])
        known = Person.objects.filter(id_index=index).first()
        if known is None:
            known = Person(name=name, id_no=id_no, unit=unit, household_type=household_type, mobile=mobile or None)
            known.name_pinyin = pinyin_of(name)
            if user is None and mobile and by is not None:
                user = open_account(name, mobile, unit, by=by, on=on)
        if user is not None and known.user_id is None and known.name == name == user.name:
            known.user = user
        known.save()
        return known


@dataclass(frozen=True)
class Known:
    """Who a person is said to be, and the union that enters her where she is not known yet."""

    name: str
    id_no: str
    unit: Unit
    mobile: str = ""
    household_type: str = "urban"


def ensure_persons(people: Iterable[Known]) -> dict[str, Person]:
    """The persons with these identity numbers by their blind index: those known, wherever entered, or new ones.

    A set, in SQL: as `ensure_person`, the caller learns nothing of where a known person belongs. No account is opened.
    """
    wanted = {blind_index(each.id_no): each for each in people}
    with transaction.atomic(), sight.system("members"):
        there = set(Person.objects.filter(id_index__in=wanted).values_list("id_index", flat=True))
        new = [_new(each) for index, each in wanted.items() if index not in there]
        Person.objects.bulk_create(new, batch_size=AT_ONCE, ignore_conflicts=True)
        return {person.id_index: person for person in Person.objects.filter(id_index__in=wanted)}


def _new(said: Known) -> Person:
    person = Person(name=said.name, id_no=said.id_no, unit=said.unit, household_type=said.household_type)
    person.mobile, person.name_pinyin = said.mobile or None, pinyin_of(said.name)
    return person


class MemberAlready(Refusal):
    sentence = _("一个人同一时间只能有一个在籍或保留的会籍。")


def enrol(person: Person, *, unit, on, by, **facts) -> Membership:
    """The person becomes a member of `unit` on the day of approval, and is kept under it from now on (B-R1).

    `facts` are further fields of the membership. Raises MemberAlready.
    """
    with transaction.atomic(), sight.system("members"):
        person = Person.objects.select_for_update().get(pk=person.pk)
        if person.memberships.standing().exists():
            raise MemberAlready
        if person.unit_id != unit.pk:
            person.unit, person.position = unit, unit.position
            person.save(update_fields=["unit", "position"])
        membership = Membership.objects.create(person=person, unit=unit, joined_on=on, **facts)
        membership.refresh_from_db()  # what the database has set itself belongs to its digest
        announce("step", membership, by=by, on=on, name="enrol", title=_("入会"))
    return membership
