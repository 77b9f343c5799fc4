"""A union is set up: lead, request, approval of preparation, result, approval; each by other hands (A-R2, X-R1)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.accounts.models import User
from gonghui.foundation.organisations import sight
from gonghui.foundation.organisations.models import Employer, Unit
from gonghui.kernel.announcing import announce
from gonghui.kernel.numbering import next_number
from gonghui.kernel.refusals import NotEntitled, Refusal

from ..models import Founding, FoundingEmployer
from ..rulebook.elections import objections
from ..rulebook.founding import FOUNDING, MUST_FROM, FoundingState
from ..rulebook.people import FINDERS, the_guide
from .numbers import document_number
from .refusals import require_words

GRASSROOTS_SUFFIXES = ("工会委员会", "联合工会委员会", "工会联合会", "工会")


class NoEmployer(Refusal):
    sentence = _("请至少填写一个用人单位;联合建会的,至少两个。")


class SingleOfSeveral(Refusal):
    sentence = _("单独建会只能有一个用人单位,现有 {n} 个。几个单位一起建的,请选联合建会。")


class Unionised(Refusal):
    sentence = _("{name}已经有工会,不能重复建会。")


class UnderWay(Refusal):
    sentence = _("{name}已有一条建会线索或正在建会,不能重复登记。")


class NotAParent(Refusal):
    sentence = _("新工会只能建在本工会或下级的乡镇街道(园区)工会下面。")


class NoSuchName(Refusal):
    sentence = _("工会全称应以“工会委员会”“工会联合会”或“工会”结尾,现为“{name}”。")


class MembersMissing(Refusal):
    sentence = _("请填写拟发展会员人数和其中的女会员人数。")


class ItemsMissing(Refusal):
    sentence = _("退回时请逐项写明需要补齐的内容。")


class Unheld(Refusal):
    """The election does not hold: every reason, one after the other."""

    sentence = _("选举结果还不能报批:{reasons}")


@dataclass(frozen=True)
class Works:
    """An employer as a lead names it."""

    name: str
    credit_code: str
    employees: int
    kind: str = Employer.Kind.ENTERPRISE
    is_nonpublic: bool = True


@transaction.atomic
def find(parent: Unit, employers: list[Works], *, by, on: date, preparer: User | None = None, **facts) -> Founding:
    """A lead: employers whose people have no union yet, under the union that is to guide them (A-R12).

    `facts` are name, short_name, source and how to reach the contact. Raises NotEntitled, NotAParent, NoEmployer,
    SingleOfSeveral, NoSuchName, Unionised, UnderWay.
    """
    founding = Founding(unit=parent, position=parent.position, begun_on=on, preparer=preparer, hands=[], **facts)
    _require_in_order(founding, parent, employers, by)
    founding.employees = sum(each.employees for each in employers)
    founding.number = next_number("JH", on.year)
    founding.expect(FOUNDING.next_of(FoundingState.CLUE), on)
    founding.save()
    for works in employers:
        _enter(founding, works, parent)
    announce("step", founding, by=by, on=on, name="find", title=_("登记线索"), facts={"name": founding.name})
    return founding


def _require_in_order(founding: Founding, parent: Unit, employers: list[Works], by) -> None:
    if not the_guide(by, founding):
        raise NotEntitled(step=_("登记线索"), needs=the_guide)
    if parent.level in (Unit.Level.GRASSROOTS, Unit.Level.BRANCH) or by.role not in FINDERS:
        raise NotAParent
    if not employers or (founding.kind == Founding.Kind.JOINT and len(employers) < 2):
        raise NoEmployer
    if founding.kind == Founding.Kind.SINGLE and len(employers) > 1:
        raise SingleOfSeveral(n=len(employers))
    if not founding.name.endswith(GRASSROOTS_SUFFIXES):
        raise NoSuchName(name=founding.name)


def _enter(founding: Founding, works: Works, parent: Unit) -> None:
    facts = {"name": works.name, "kind": works.kind, "is_nonpublic": works.is_nonpublic, "area": parent.area}
    employer, _is_new = Employer.objects.get_or_create(credit_code=works.credit_code, defaults=facts)
    with sight.system("founding"):
        is_covered = FoundingEmployer.objects.filter(employer=employer, is_covered=True).exists()
    if is_covered or Unit.objects.filter(employer=employer, ended_on__isnull=True).exists():
        raise Unionised(name=employer.name)
    try:
        with transaction.atomic():
            FoundingEmployer.objects.create(founding=founding, employer=employer, employees=works.employees)
    except IntegrityError:
        raise UnderWay(name=employer.name) from None


@FOUNDING.action
def apply(founding, *, by, on, members: int, women: int, term_years: int = 5, address: str = "", opinion: str = ""):
    """The preparing group asks the upper union to be allowed to prepare (A-R2). Raises MembersMissing."""
    if members < 1 or not 0 <= women <= members:
        raise MembersMissing
    founding.members, founding.women, founding.term_years, founding.address = members, women, term_years, address
    founding.applied_by = by.user_id
    founding.hands = [*founding.hands, by.user_id]
    return {"opinion": opinion, "members": members, "women": women, "term_years": term_years}


@FOUNDING.action
def approve_preparation(founding, *, by, on, opinion: str = ""):
    """The upper union agrees that the group prepares and elects (A-R2)."""
    founding.prepared_by, founding.prep_approved_on = by.user_id, on
    founding.preparation_number = document_number(founding, on)
    founding.hands = [*founding.hands, by.user_id]
    return {"opinion": opinion, "number": founding.preparation_number}


@FOUNDING.action
def submit_result(founding, *, by, on, opinion: str = ""):
    """The result goes up once the election holds by the numbers (A-R3, A-R5, A-R7). Raises Unheld."""
    require_held(founding, on)
    founding.hands = sorted({*founding.hands, by.user_id})
    return {"opinion": opinion, "warnings": obligations(founding, on)}


def require_held(founding, on) -> None:
    """Raises Unheld with every reason why the election does not hold."""
    election = founding.election
    if reasons := objections(election.count(), election.stood(), on):
        raise Unheld(reasons="".join(map(str, reasons)))


def obligations(founding, on) -> list[str]:
    """What the law asks of a union of this size, shown and not enforced: the choice is the group's (A-R1)."""
    if (founding.members or 0) >= (least := MUST_FROM.on(on)) and not founding.has_committee:
        return [str(_("会员 {n} 人以上的应当建立工会委员会,现选择“{form}”。")).format(
            n=least, form=founding.get_form_display()
        )]  # fmt: skip
    return []


@FOUNDING.action
def send_back(founding, *, by, on, items: list[str]):
    """Back to the group, which is told what is missing (X-R5). Raises ItemsMissing."""
    wanted = [each.strip() for each in items if each.strip()]
    if not wanted:
        raise ItemsMissing
    return {"opinion": ";".join(wanted), "items": wanted}


@FOUNDING.action
def resubmit(founding, *, by, on, note: str = ""):
    """What was missing is there: the case goes on where it was (X-R5). Raises Unheld."""
    if founding.returned_from == FoundingState.RESULT_SUBMITTED:
        require_held(founding, on)
    founding.hands = sorted({*founding.hands, by.user_id})
    return {"opinion": note}


@FOUNDING.action
def reject(founding, *, by, on, reason: str):
    """The upper union does not agree, for the reason. Raises ReasonMissing."""
    return _end(founding, reason)


@FOUNDING.action
def withdraw(founding, *, by, on, reason: str):
    """The group gives it up, for the reason. Raises ReasonMissing."""
    return _end(founding, reason)


@FOUNDING.action
def drop(founding, *, by, on, reason: str):
    """The lead comes to nothing, for the reason: closed down, no conditions (A-R12). Raises ReasonMissing."""
    return _end(founding, reason)


def _end(founding, reason) -> dict[str, Any]:
    require_words(reason)
    founding.employers.update(is_open=False)
    return {"opinion": reason}
