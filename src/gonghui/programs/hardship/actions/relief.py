"""What people do for a person without a file: propose, check, grant, pay by bank, pay again (E-R8, E-R11, E-R13)."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.funds import actions as funds
from gonghui.foundation.funds.actions import guard
from gonghui.foundation.journal.models import Entry
from gonghui.foundation.members.models import Person
from gonghui.foundation.organisations import sight
from gonghui.kernel.announcing import announce
from gonghui.kernel.encryption import blind_index
from gonghui.kernel.numbering import next_number
from gonghui.kernel.refusals import NotEntitled, ReasonMissing, Refusal

from ..models import HardshipArchive, HouseholdMember, Relief
from ..rulebook import HELD, GrantState
from ..rulebook.relief import EVENT_WITHIN, RELIEF, the_relief_operator
from .kin import KinOfTheHousehold
from .relief_limits import benefit_of, foresee, lock_person, require_new, weigh


class NeedsFile(Refusal):
    sentence = _("“{project}”须先建档再发放。不建档只能用应急或送温暖慰问项目。")


class NotServed(Refusal):
    sentence = _("“{project}”不是{unit}或其上级工会的项目。")


class WrongFund(Refusal):
    sentence = _("“{fund}”只能用于全国级档案,不能发给没有建档的职工(E-R10)。")


class WrongDays(Refusal):
    sentence = _("请核对日期:事情须在今天或以前、{most} 天之内发生,走访须在事情发生之后、今天或以前。")


class SamePerson(Refusal):
    sentence = _("同一笔应急慰问须由三个不同的人提出、复核、批准,您已经办过其中一步。")


class OwnRelief(Refusal):
    sentence = _("领款人不能经办自己的应急慰问。")


class NothingAsked(Refusal):
    sentence = _("退回时请列明需要补正的内容。")


@transaction.atomic
def propose(*, by, on, unit, project, amount: int, id_no: str, visitor, visited_on, **facts: Any) -> Relief:
    """An operator proposes a sum (fen) for one person of a union and one event, after a visit (E-R8, E-R11).

    Facts: name, mobile, event, happened_on, reason, card_no, bank_name, branch_code, is_urgent; checked by the form.
    Raises NotEntitled, NeedsFile, NotServed, WrongDays, OwnRelief, KinOfTheHousehold, SameEvent, AboveCeiling, NotOpen,
    BudgetSpent, QuotaFull.
    """
    relief = Relief(
        begun_on=on, unit=unit, position=unit.position, project=project, amount=amount, id_no=id_no, year=on.year,
        visitor=visitor, visited_on=visited_on, proposed_by=by.user_id, **facts,
    )  # fmt: skip
    if not the_relief_operator(by, relief):
        raise NotEntitled(step=_("提出应急慰问"), needs=the_relief_operator)
    _require_project(project, unit, on)
    _require_days(relief, on)
    key = blind_index(id_no)
    _know(relief, key)
    if by.user_id == relief.recipient_user_id:
        raise OwnRelief
    if {by.user_id, visitor.pk} & set(relief.recused):
        raise KinOfTheHousehold
    lock_person(key)
    require_new(relief, key)
    weigh(relief, key, on)
    relief.number = next_number("YJ", on.year)
    relief.clean()
    relief.expect(RELIEF.next_of(relief.state), on)
    relief.save()
    told = {"amount": amount, "basis": relief.basis, "event": relief.event}
    announce("step", relief, by=by, on=on, name="propose_relief", title=_("提出应急慰问"), facts=told)
    return relief


def _require_project(project, unit, on):
    if project.needs_archive:
        raise NeedsFile(project=project)
    if not project.unit.holds(unit.position):
        raise NotServed(project=project, unit=unit)
    if not project.fund.pays("county", on):
        raise WrongFund(fund=project.fund)


def _require_days(relief, on):
    most = EVENT_WITHIN.on(on, relief.unit.area)
    is_recent = on - timedelta(days=most) <= relief.happened_on <= on
    if not (is_recent and relief.happened_on <= relief.visited_on <= on):
        raise WrongDays(most=most)


def _know(relief, key):
    """Her account and the file of her household, if any: kept on the record, shown only to who may see them (T03).

    Who stands aside from the file stands aside here (X-R1).
    """
    with sight.system("relief"):
        relief.recipient_user_id = Person.objects.filter(id_index=key).values_list("user_id", flat=True).first()
        lines = HouseholdMember.objects.present().filter(id_index=key, file__state__in=HELD)
        found = HardshipArchive.objects.filter(pk__in=lines.values("file_id")).first()
        if found:
            relief.file_id, relief.file_grade, relief.recused = found.pk, found.grade, found.recused


@RELIEF.action
def check(relief, *, by, on, opinion: str = "", acknowledged: str = ""):
    """A second person has checked facts and papers, and says why a soft limit may be passed (X-R1, T09).

    Raises SamePerson, AlreadyAided, SoftLimit.
    """
    _require_other_hands(by, relief.proposed_by)
    guard.require_clear(foresee(relief, on=on), by, acknowledged=acknowledged)
    relief.checked_by = by.user_id
    return {"opinion": " ".join(filter(None, [opinion, acknowledged]))}


def _require_other_hands(by, *hands):
    if by.user_id in hands:
        raise SamePerson


@RELIEF.action
def grant(relief, *, by, on, opinion: str = "", acknowledged: str = ""):
    """A third person grants it; a payment to her own card waits for its batch (E-R8, E-R11, E-R13, X-R1).

    The ceiling is weighed anew in the year of this day. Raises SamePerson, AboveCeiling, NotOpen, BudgetSpent,
    AlreadyAided, SoftLimit.
    """
    _require_other_hands(by, relief.proposed_by, relief.checked_by)
    lock_person(relief.id_index)
    weigh(relief, relief.id_index, on)
    relief.granted_by, relief.granted_on = by.user_id, on
    _enter_payment(relief, by=by, on=on, acknowledged=acknowledged)
    return {"opinion": " ".join(filter(None, [opinion, acknowledged])), "amount": relief.amount}


def _enter_payment(relief, *, by, on, acknowledged):
    funds.ensure_payment(
        relief,
        instalment=relief.instalment,
        unit=relief.unit,
        fund=relief.project.fund,
        payee_name=relief.name,
        card=relief.card_no.open(),
        bank_name=relief.bank_name,
        branch_code=relief.branch_code,
        purpose=relief.project.get_kind_display(),
        benefits=[benefit_of(relief, on)],
        acknowledged=acknowledged,
        hands=_hands(relief, by),
        about=relief.recipient_user,
        by=by,
        on=on,
    )


def _hands(relief, by) -> set[int]:
    """Everyone who took a step, the visitor, the recipient and her kin: none of them pays it (X-R1)."""
    steps = Entry.objects.of(relief).steps().order_by().values_list("actor_id", flat=True)
    named = {relief.proposed_by, relief.checked_by, relief.granted_by, relief.visitor_id, relief.recipient_user_id}
    return (named | {by.user_id} | set(relief.recused) | set(steps)) - {None}


@RELIEF.action
def send_back(relief, *, by, on, items: list[str], opinion: str = ""):
    """It goes back with what is to be mended (X-R5). Raises NothingAsked."""
    items = [item.strip() for item in items if item.strip()]
    if not items:
        raise NothingAsked
    return {"items": items, "opinion": opinion or "、".join(items)}


@RELIEF.action
def resubmit(relief, *, by, on, amount: int, note: str = ""):
    """The amount (fen) is mended and everything is checked again (X-R1, X-R5). Raises AboveCeiling, BudgetSpent."""
    relief.amount = amount
    lock_person(relief.id_index)
    weigh(relief, relief.id_index, on)
    relief.proposed_by, relief.checked_by = by.user_id, None
    relief.returned_from = GrantState.PROPOSED
    return {"opinion": note, "amount": amount}


@RELIEF.action
def refuse(relief, *, by, on, reason: str):
    """No money, with the reason. Raises ReasonMissing."""
    if len(reason.strip()) < 4:
        raise ReasonMissing
    return {"opinion": reason}


@RELIEF.action
def withdraw(relief, *, by, on, reason: str = ""):
    """The office takes its own proposal back."""
    return {"opinion": reason}


@RELIEF.action
def bounce(relief, *, by, on, reason: str):
    """The money did not go out; the account is put right and it is paid again (E-R13)."""
    relief.bounce_reason = reason[:100]
    return {"opinion": reason}


@RELIEF.action
def reissue(relief, *, by, on, card_no: str = "", bank_name: str = "", branch_code: str = "", **said: str):
    """After a bounce the sum is paid again, to the same card or another of her own, as the next instalment (E-R13).

    `said` may hold a note and why a soft limit is passed (acknowledged). Raises AlreadyAided, SoftLimit.
    """
    given = {"card_no": card_no, "bank_name": bank_name, "branch_code": branch_code}
    for name, value in given.items():
        if value:
            setattr(relief, name, value)
    relief.instalment += 1
    relief.bounce_reason = ""
    _enter_payment(relief, by=by, on=on, acknowledged=said.get("acknowledged", ""))
    opinion = " ".join(filter(None, said.values()))
    return {"opinion": opinion, "instalment": relief.instalment, "has_new_card": bool(card_no)}
