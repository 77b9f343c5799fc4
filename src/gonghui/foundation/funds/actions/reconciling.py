"""The month's sheet: bank and ledger, what one has and the other has not, closed by a second person (E-R13)."""

from dataclasses import asdict, dataclass

from django.db.models import Q, Sum
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.organisations import sight
from gonghui.kernel.refusals import Refusal

from ..models import BankLine, Line, Match, Posting, Reconciliation
from ..rulebook import AT_THE_BANK, RECONCILIATION, SheetState
from .ledger import locked
from .persons import require_another


class EarlierOpen(Refusal):
    sentence = _("{month:%Y-%m} 的余额调节表还没有复核,请按月份先后办理。")


class ChangedSince(Refusal):
    sentence = _("编制余额调节表以后,账面或勾对有变动。请退回重新勾对后再复核。")


@dataclass(frozen=True)
class Item:
    """One thing that one side has and the other has not yet; `amount` in fen, signed; `side` ledger or bank."""

    side: str
    ref: int
    on: str
    text: str
    amount: int


@dataclass(frozen=True)
class Sheet:
    """Both balances at a day in fen, and what lies between them."""

    ledger_balance: int
    bank_balance: int
    items: tuple[Item, ...]
    booked_to: int

    def total(self, side: str, *, is_in: bool) -> int:
        """What one side alone took in, or paid out; never below zero."""
        return sum(abs(item.amount) for item in self.items if item.side == side and (item.amount > 0) == is_in)

    def columns(self) -> dict:
        """The sheet as a reconciliation keeps it."""
        return {
            "ledger_balance": self.ledger_balance,
            "bank_balance": self.bank_balance,
            "ledger_only_in": self.total("ledger", is_in=True),
            "ledger_only_out": self.total("ledger", is_in=False),
            "bank_only_in": self.total("bank", is_in=True),
            "bank_only_out": self.total("bank", is_in=False),
            "items": [asdict(item) for item in self.items],
            "booked_to": self.booked_to,
        }


def sheet_of(fund, ends_on) -> Sheet:
    """How bank and ledger of a fund stand to one another at the end of a day."""
    with sight.system("ledger"):
        later = Match.objects.filter(fund=fund).filter(
            Q(lines__line__on__gt=ends_on) | Q(postings__posting__on__gt=ends_on)
        )
        alone = Q(matched__isnull=True) | Q(matched__match__in=later.values("pk"))
        lines = BankLine.objects.filter(fund=fund, on__lte=ends_on)
        booked = Posting.objects.filter(fund=fund, on__lte=ends_on)
        postings = booked.filter(alone).at_the_bank().order_by("on", "pk")
        items = [Item("ledger", each.pk, f"{each.on}", str(each), each.cash) for each in postings]
        for each in lines.filter(alone).order_by("on", "pk"):
            text = " ".join(filter(None, (each.summary, each.counterparty)))
            items.append(Item("bank", each.pk, f"{each.on}", text, each.amount))
        last = Posting.objects.filter(fund=fund).order_by("-pk").values_list("pk", flat=True).first()
        return Sheet(
            Line.objects.filter(posting__in=booked, kind__in=AT_THE_BANK).total(),
            lines.aggregate(n=Sum("amount"))["n"] or 0,
            tuple(items),
            last or 0,
        )


@RECONCILIATION.action
def make(sheet, *, by, on, opinion: str = ""):
    """The sheet is made up from what is matched and what is not. Raises EarlierOpen."""
    locked(sheet.fund)
    earlier = Reconciliation.objects.filter(fund=sheet.fund, ends_on__lt=sheet.ends_on)
    if left := earlier.exclude(state=SheetState.CLOSED).order_by("ends_on").first():
        raise EarlierOpen(month=left.ends_on)
    for name, value in sheet_of(sheet.fund, sheet.ends_on).columns().items():
        setattr(sheet, name, value)
    sheet.made_by = by.user_id
    return {"opinion": opinion, "ledger": sheet.ledger_balance, "bank": sheet.bank_balance, "items": len(sheet.items)}


@RECONCILIATION.action
def send_back(sheet, *, by, on, opinion: str):
    """The sheet goes back to be matched anew; why is said."""
    return {"opinion": opinion}


@RECONCILIATION.action
def close(sheet, *, by, on, opinion: str = ""):
    """A second person closes the month. Raises SamePerson, ChangedSince."""
    require_another(by, sheet.made_by)
    locked(sheet.fund)
    now = sheet_of(sheet.fund, sheet.ends_on).columns()
    if any(getattr(sheet, name) != now[name] for name in now if name != "booked_to"):
        raise ChangedSince
    sheet.closed_by, sheet.closed_on = by.user_id, on
    return {"opinion": opinion, "adjusted": sheet.adjusted()}
