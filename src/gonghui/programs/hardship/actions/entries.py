"""A household as it waits to be taken in: the fields of its records, kept as one encrypted text (E-R6, O.1)."""

import json
from dataclasses import asdict, dataclass, field
from datetime import date

from django.core.serializers.json import DjangoJSONEncoder

from ..rulebook import identity

DAYS = ("filed_on", "labour_since", "authorised_on", "start_work_on", "born_on", "contract_end", "given_on")


@dataclass
class Entry:
    """One household: fields of its file, details, lines, members and of what was given before, in codes and fen.

    A member has her own details under "details"; what was given names its beneficiary under "beneficiary".
    """

    row: int
    unit_id: int
    id_no: str
    mobile: str
    clause: str
    file: dict
    details: dict
    lines: list[dict] = field(default_factory=list)
    members: list[dict] = field(default_factory=list)
    given: list[dict] = field(default_factory=list)

    def indexes(self) -> list[str]:
        """The blind indexes of all its people who have a number, the applicant first."""
        others = [identity.index_of(each["id_kind"], each["id_no"]) for each in self.members if each["id_no"]]
        return [identity.index_of(identity.IdKind.RESIDENT, self.id_no), *others]

    def as_text(self) -> str:
        return json.dumps(asdict(self), cls=DjangoJSONEncoder, ensure_ascii=False)


def entry_of(text: str) -> Entry:
    """The entry that `as_text` kept, its days as days again."""
    return Entry(**json.loads(text, object_hook=_with_days))


def _with_days(values: dict) -> dict:
    return values | {name: date.fromisoformat(values[name]) for name in DAYS if values.get(name)}
