"""What is done with persons: entered once, never asked whether they are known (B-R8, T03)."""

from django.db import connection, transaction

from gonghui.foundation.accounts.actions import open_account
from gonghui.foundation.organisations import sight
from gonghui.kernel.encryption import blind_index

from ..models import Membership, Person, pinyin_of


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


def enrol(person: Person, *, unit, on, is_migrant_worker: bool = False) -> Membership:
    """The person becomes a member of `unit` on the day of approval (B-R1)."""
    return Membership.objects.create(person=person, unit=unit, joined_on=on, is_migrant_worker=is_migrant_worker)
