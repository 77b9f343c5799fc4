"""Applying: by the worker herself, or by her union for her (E-R7)."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.members.actions import ensure_person
from gonghui.foundation.members.models import Person, pinyin_of
from gonghui.foundation.notices import actions as notices
from gonghui.kernel.announcing import announce
from gonghui.kernel.identifiers import born_on
from gonghui.kernel.numbering import next_number
from gonghui.kernel.refusals import NotEntitled, Refusal

from ..models import HardshipArchive, HouseholdMember
from ..rulebook import ENDED, FILE, FileState, Role, the_union
from ..rulebook.identity import kind_of
from . import kin
from .consenting import lacking
from .verification import assess_again, published_fields


class Incomplete(Refusal):
    sentence = _("还缺以下内容,补齐后才能提交:{missing}。")


class ReopenInstead(Refusal):
    sentence = _("这户家庭已有退出的档案({number})。再次遇到困难的,请在原档案中重新申请,不用另建档案。")


class IdentityToCheck(Refusal):
    """The number belongs to a person with another name or account; whose is not said (T03)."""

    sentence = _("身份信息需要核对,暂不能在手机上申请。请带身份证到所在工会,由工会代为申请。")


class OneAtATime(Refusal):
    sentence = _("您已有一份正在办理的申请({number}),不必重复申请;需要修改的,请在原申请中修改。")


@transaction.atomic
def begin(*, by, on, name: str, id_no: str, mobile: str = "") -> HardshipArchive:
    """A draft for a person of the post's unit: her own, or entered by her union for her.

    `id_no`, of a resident's card, a residence permit or a permanent residence card, has been checked. Raises
    NotEntitled, IdentityToCheck, and of files that `by` may see OneAtATime, ReopenInstead.
    """
    is_own = by.role == Role.WORKER
    draft = HardshipArchive(unit=by.unit, position=by.unit.position, begun_on=on, year=on.year, entered_by=by.user_id)
    if not is_own and not the_union(by, draft):
        raise NotEntitled(step=_("代录申请"), needs=the_union)
    user = by.user if is_own else None
    draft.applicant = ensure_person(name=name, id_no=id_no, unit=by.unit, mobile=mobile, user=user, by=by, on=on)
    draft.applicant_user_id = account_of(draft.applicant, name, by)
    if is_own and draft.applicant_user_id != by.user_id:
        raise IdentityToCheck
    draft.applicant_name, draft.name_pinyin = name, pinyin_of(name)
    open_file = HardshipArchive.objects.visible_to(by).filter(applicant=draft.applicant, state__in=_ON_HAND).first()
    if open_file:
        raise OneAtATime(number=open_file.number)
    if ended := HardshipArchive.objects.visible_to(by).filter(applicant=draft.applicant, state__in=ENDED).first():
        raise ReopenInstead(number=ended.number)
    draft.number = next_number("H", on.year)
    draft.save()
    _enter_the_applicant(draft, id_no)
    announce("edit", draft, by=by, on=on, name="begin", title=_("开始申请"))
    return draft


def account_of(person, name, by) -> int | None:
    """The person's account where `by` sees her under this name; of one entered elsewhere nothing is learnt (T03)."""
    known = Person.objects.visible_to(by).filter(pk=person.pk, name=name).first()
    return known and known.user_id


_ON_HAND = (FileState.DRAFT, FileState.RETURNED, *FILE["withdraw"].since)


def _enter_the_applicant(draft, id_no):
    HouseholdMember.objects.create(
        file=draft,
        name=draft.applicant_name,
        relation=HouseholdMember.Relation.SELF,
        id_kind=kind_of(id_no),
        id_no=id_no,
        born_on=born_on(id_no),
        identity=HouseholdMember.Identity.EMPLOYED,
    )


@FILE.action
def submit(file, *, by, on):
    """The application goes to the union; the clock of the visit starts (E-R7). Raises Incomplete, KinOfTheHousehold."""
    require_complete(file)
    kin.ensure_found(file, by=by, on=on)
    file.submitted_by = by.user_id


@FILE.action
def resubmit(file, *, by, on, note: str = ""):
    """What was asked for is there; the file goes back where it was returned from (X-R5). Raises Incomplete.

    Where the grade rests on something else now it is computed and reviewed again; where the public notice fell or
    says something else, the file is publicised again (E-R1, X-R8).
    """
    require_complete(file)
    place = _place_after_mending(file, is_changed=assess_again(file, on=on))
    if place != file.returned_from:
        file.returned_from, file.grade = place, ""
        file.days_left = min(step.within.on(file.begun_on) for step in FILE.next_of(place))
    return {"opinion": note}


def _place_after_mending(file, *, is_changed):
    place = file.returned_from
    if place not in (FileState.PUBLICISED, FileState.REVIEWED):
        return place
    if not notices.still_stands(file, published_fields(file)):
        return FileState.COMPARED
    return FileState.PUBLICISED if is_changed else place


@FILE.action
def withdraw(file, *, by, on, reason: str = ""):
    """The applicant takes the application back; its public notice leaves the board."""
    notices.ensure_void(file, on=on, reason=_("申请已撤回"))
    return {"opinion": reason}


def require_complete(file):
    """Raise Incomplete with what the application lacks."""
    if missing := missing_of(file):
        raise Incomplete(missing="、".join(map(str, missing)))


def missing_of(file) -> list:
    """What an application still lacks, in the words of the form."""
    lines = {line.kind for line in file.lines.standing()}
    wanted = [
        (file.work_status, _("就业状况")),
        (file.main_cause, _("主要致困原因")),
        (file.cause_text, _("困难情况说明")),
        (file.authorised_on, _("核查授权书")),
        (file.card_no and file.bank_name and file.account_name, _("收款银行卡")),
        (lines, _("家庭收支")),
        (file.labour_since or not file.is_migrant, _("劳动关系起始日期")),
        (_holder_belongs(file), _("开户人须为家庭成员")),
    ]
    return [*(title for given, title in wanted if not given), *(purpose.label for purpose in lacking(file))]


def _holder_belongs(file) -> bool:
    return not file.account_name or file.members.present().filter(name=file.account_name).exists()
