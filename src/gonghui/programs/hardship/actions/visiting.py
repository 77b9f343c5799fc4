"""First visits that were written where there was no network: each once, none lost (E-R7, O.4)."""

from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from ..models import HardshipArchive, HomeVisit
from ..rulebook import FILE
from .helping import SaidOtherwise, raise_said_otherwise, says
from .verification import NeedsTwo, may_visit, visit


@FILE.action
def add_visit(file, *, by, on, visited_on, second, findings: str, uid=None):
    """Others were quicker with the first visit; what these two saw is added and the file stays where it is (O.4).

    Raises NeedsTwo.
    """
    if second.pk == by.user_id or not may_visit(second, file, visited_on):
        raise NeedsTwo
    HomeVisit.objects.create(
        uid=uid or uuid4(), file=file, visited_on=visited_on, first_id=by.user_id, second=second, findings=findings
    )
    return {"visited_on": visited_on, "second": second.name}


@transaction.atomic
def ensure_visited(file, *, by, on, uid: UUID, **facts) -> HomeVisit:
    """Write the first visit, or an added one, down once, however often it is sent.

    `facts`: visited_on, second (a user), findings. Raises SaidOtherwise, NeedsTwo, WrongState, NotEntitled.
    """
    file = HardshipArchive.objects.select_for_update(of=("self",)).get(pk=file.pk)
    known = HomeVisit.objects.filter(uid=uid).first()
    if known is None:
        take = visit if file.state in FILE["visit"].since else add_visit
        try:
            with transaction.atomic():
                take(file, by=by, on=on, uid=uid, **facts)
        except IntegrityError as wrong:
            raise_said_otherwise(wrong)
        return HomeVisit.objects.get(uid=uid)
    if known.file_id != file.pk or known.first_id != by.user_id or not says(known, facts):
        raise SaidOtherwise
    return known
