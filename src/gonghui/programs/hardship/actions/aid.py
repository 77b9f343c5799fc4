"""What people do with grants: compute, check, grant, pay by bank, pay again after a bounce (E-R8 to E-R13)."""

from django.conf import settings
from django.db import transaction
from django.db.models import Sum
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.funds import actions as funds
from gonghui.foundation.funds.actions import guard
from gonghui.foundation.funds.models import Repayment
from gonghui.foundation.journal.models import Entry
from gonghui.foundation.organisations import sight
from gonghui.kernel.announcing import announce
from gonghui.kernel.numbering import next_number
from gonghui.kernel.refusals import NotEntitled, ReasonMissing, Refusal

from ..models import AidGrant, AidProject, HardshipArchive, IncomeLine
from ..rulebook import AID, HELD, GrantState, caps, policies, the_county_operator
from . import benefits, projects

Kind = AidProject.Kind


class NoFile(Refusal):
    sentence = _("这户家庭尚未在档,不能发放救助金。先建档、后帮扶。")


class AboveCap(Refusal):
    sentence = _("金额 {amount:,.2f} 元超过尚可发放的 {left:,.2f} 元。测算:{steps}。")


class WrongFund(Refusal):
    sentence = _("“{fund}”不能用于{level}档案。请选择其他项目。")


class NeedsStudent(Refusal):
    sentence = _("子女助学须选择一名在读的家庭成员作为受益人。")


class SamePerson(Refusal):
    sentence = _("同一笔救助金的测算、复核、批准须由不同的人办理,您已经办过其中一步。")


class HolderIsStranger(Refusal):
    sentence = _("开户人“{name}”不是这户家庭的成员,不能发放。请先更正收款账户。")


class NothingAsked(Refusal):
    sentence = _("退回时请列明需要补正的内容。")


@transaction.atomic
def propose(file, *, by, on, project, amount: int, beneficiary=None) -> AidGrant:
    """The county computes a grant for a household on file; `amount` in fen, at most its cap (E-R8, E-R9).

    Raises NotEntitled, NoFile, WrongFund (E-R10), NeedsStudent, AboveCap, AlreadyAided.
    """
    file = HardshipArchive.objects.select_for_update().get(pk=file.pk)
    if not the_county_operator(by, file):
        raise NotEntitled(step=_("测算救助金"), needs=the_county_operator)
    if not project.fund.pays(file.archive_level, on, project.get_kind_display()):
        raise WrongFund(fund=project.fund, level=file.get_archive_level_display())
    with translation.override(settings.LANGUAGE_CODE):  # the computation stands on the grant
        cap = _cap_of(file, project, beneficiary, on)
    _require_under(cap, amount)
    projects.require_room(project, amount, f"f{file.pk}")
    guard.require_clear(benefits.foresee(file, project, beneficiary, amount, on), by)
    grant = AidGrant(
        number=next_number("G", on.year),
        begun_on=on,
        unit_id=file.unit_id,
        position=file.position,
        file=file,
        project=project,
        beneficiary=beneficiary,
        year=project.year,
        basis=cap.steps,
        ceiling=cap.ceiling,
        amount=amount,
        proposed_by=by.user_id,
    )
    grant.expect(AID.next_of(grant.state), on)
    grant.save()
    facts = {"amount": amount, "basis": cap.steps}
    announce("step", grant, by=by, on=on, name="propose", title=_("测算救助金"), facts=facts)
    return grant


def cap_of(file, project, beneficiary, on) -> caps.Cap:
    """What may still be given from a project, with the computation (E-R9). Raises NoFile, NeedsStudent."""
    return _cap_of(file, project, beneficiary, on)


def _cap_of(file, project, beneficiary, on, *, apart_from=None):
    if file.state not in HELD:
        raise NoFile
    given = AidGrant.objects.counting().filter(file=file, year=project.year, project__kind=project.kind)
    given = given.exclude(pk=apart_from)
    area = file.unit.area
    if project.kind not in (Kind.LIVING, Kind.SCHOOLING, Kind.MEDICAL):
        return caps.by_standard(project.get_kind_display(), project.standard or 0, _kept(given.filter(project=project)))
    dibao = policies.DIBAO.on(on, area)
    if project.kind == Kind.LIVING:
        return caps.living(dibao, policies.LIVING_TIMES.on(on, area), _kept(given) + _given_before(file, project))
    if project.kind == Kind.SCHOOLING:
        if beneficiary not in file.members.present() or beneficiary.identity != "student":
            raise NeedsStudent
        before = _given_before(file, project, beneficiary=beneficiary)
        paid = _kept(given.filter(beneficiary=beneficiary))
        return caps.schooling(dibao, policies.SCHOOL_TIMES.on(on, area), paid + before)
    borne = sum(line.borne for line in file.lines.standing().filter(kind=IncomeLine.Kind.ILLNESS))
    return caps.medical(borne, policies.ILLNESS_SHARE.on(on, area), _kept(given) + _given_before(file, project))


def _given_before(file, project, **of) -> int:
    """What the household was given of this kind in the year before its file came in."""
    return _sum(file.given_before.filter(year=project.year, kind=project.kind, **of))


def _kept(grants) -> int:
    """What was given and has not been taken back (E-R9, E-R13)."""
    with transaction.atomic(), sight.system("caps"):
        back = Repayment.objects.of_payments_for(grants).total()
    return _sum(grants) - back


def _sum(grants) -> int:
    """What was given, by whichever county: a file that has moved brings its earlier aid with it (X-R2)."""
    with transaction.atomic(), sight.system("caps"):
        return grants.aggregate(n=Sum("amount"))["n"] or 0


def _require_under(cap, amount):
    if not 0 < amount <= cap.ceiling:
        raise AboveCap(amount=amount / 100, left=cap.ceiling / 100, steps=";".join(map(str, cap.steps)))


@AID.action
def check(grant, *, by, on, opinion: str = "", acknowledged: str = ""):
    """A second person has computed it again (X-R1), and says why a soft limit may be passed.

    Raises SamePerson, AlreadyAided, SoftLimit.
    """
    _require_other_hands(by, grant.proposed_by)
    guard.require_clear(foresee(grant, on=on), by, acknowledged=acknowledged)
    grant.checked_by = by.user_id
    return {"opinion": _said(opinion, acknowledged)}


def foresee(grant, *, on) -> list[guard.Hit]:
    """The limits that a grant would pass, were it paid now (T09)."""
    return benefits.foresee(grant.file, grant.project, grant.beneficiary, grant.amount, on)


def foresee_any(file, project, beneficiary, on) -> list[guard.Hit]:
    """The limits that even the smallest sum from a project would pass."""
    return benefits.foresee(file, project, beneficiary, 1, on)


def _said(*words: str) -> str:
    return " ".join(filter(None, words))


def _require_other_hands(by, *hands):
    if by.user_id in hands:
        raise SamePerson


@AID.action
def grant(grant, *, by, on, opinion: str = "", acknowledged: str = ""):
    """A third person grants it; a payment to the household's own card waits for its batch (E-R8, E-R9, E-R13, X-R1).

    Raises SamePerson, NoFile, AboveCap, HolderIsStranger, AlreadyAided, SoftLimit.
    """
    _require_other_hands(by, grant.proposed_by, grant.checked_by)
    file = HardshipArchive.objects.select_for_update().get(pk=grant.file_id)
    _require_under(_cap_of(file, grant.project, grant.beneficiary, on, apart_from=grant.pk), grant.amount)
    grant.granted_by, grant.granted_on = by.user_id, on
    _enter_payment(grant, file, by=by, on=on, acknowledged=acknowledged)
    return {"opinion": _said(opinion, acknowledged), "amount": grant.amount}


def _enter_payment(grant, file, *, by, on, acknowledged):
    if not file.members.present().filter(name=file.account_name).exists():
        raise HolderIsStranger(name=file.account_name)
    funds.ensure_payment(
        grant,
        instalment=grant.instalment,
        unit=file.unit,
        fund=grant.project.fund,
        payee_name=file.account_name,
        card=file.card_no.open(),
        bank_name=file.bank_name,
        branch_code=file.branch_code,
        purpose=grant.project.get_kind_display(),
        benefits=benefits.of(file, grant.project, grant.beneficiary, grant.amount, on),
        acknowledged=acknowledged,
        hands=_hands(grant, file, by),
        about=file.applicant_user,
        by=by,
        on=on,
    )


def _hands(grant, file, by) -> set[int]:
    """Who took a step with the file or the grant, visited the household, or is its kin: none of them pays it (X-R1)."""
    steps = Entry.objects.of(file).steps() | Entry.objects.of(grant).steps()
    named = {file.applicant_user_id, file.entered_by, file.submitted_by, file.reviewed_by, file.approved_by}
    named |= {grant.proposed_by, grant.checked_by, grant.granted_by, by.user_id}
    visitors = set(file.visits.values_list("first_id", "second_id"))
    changed = set(file.changes.values_list("reported_by", "checked_by"))
    named |= {hand for pair in visitors | changed for hand in pair} | set(file.recused)
    return (named | set(steps.order_by().values_list("actor_id", flat=True))) - {None}


@AID.action
def send_back(grant, *, by, on, items: list[str], opinion: str = ""):
    """The computation goes back with what is to be mended (X-R5). Raises NothingAsked."""
    items = [item.strip() for item in items if item.strip()]
    if not items:
        raise NothingAsked
    return {"items": items, "opinion": opinion or "、".join(items)}


@AID.action
def resubmit(grant, *, by, on, amount: int, note: str = ""):
    """The amount (fen) is mended and is checked again, wherever it was returned from (X-R1, X-R5). Raises AboveCap."""
    cap = _cap_of(grant.file, grant.project, grant.beneficiary, on, apart_from=grant.pk)
    _require_under(cap, amount)
    projects.require_room(grant.project, amount, f"f{grant.file_id}", apart_from=grant)
    grant.amount, grant.ceiling, grant.basis = amount, cap.ceiling, cap.steps
    grant.proposed_by, grant.checked_by = by.user_id, None
    grant.returned_from = GrantState.PROPOSED
    return {"opinion": note, "amount": amount}


@AID.action
def refuse(grant, *, by, on, reason: str):
    """No aid from this project, with the reason. Raises ReasonMissing."""
    if len(reason.strip()) < 4:
        raise ReasonMissing
    return {"opinion": reason}


@AID.action
def withdraw(grant, *, by, on, reason: str = ""):
    """The county takes its own proposal back."""
    return {"opinion": reason}


@AID.action
def reissue(grant, *, by, on, note: str = "", acknowledged: str = ""):
    """After a bounce and a corrected account the sum is paid again, as the next instalment (E-R13).

    Raises HolderIsStranger, AlreadyAided, SoftLimit.
    """
    grant.instalment += 1
    grant.bounce_reason = ""
    _enter_payment(grant, grant.file, by=by, on=on, acknowledged=acknowledged)
    return {"opinion": _said(note, acknowledged), "instalment": grant.instalment}
