"""A person in two files: laid before the city, which decides where she counts and tells each county its own part.

Rules E-R6, X-R1; no county learns from it that there is a file elsewhere (T03).
"""

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.accounts.models import Post, User
from gonghui.foundation.notices import actions as notices
from gonghui.foundation.notices.models import Message
from gonghui.foundation.organisations import sight
from gonghui.kernel.announcing import announce
from gonghui.kernel.numbering import next_number
from gonghui.kernel.refusals import ReasonMissing, Refusal
from gonghui.kernel.ui.masking import mask_name

from ..models import FileConflict, HardshipArchive, HouseholdChange, HouseholdMember
from ..rulebook import ENDED, FileState, Role
from ..rulebook.conflicts import CONFLICT, Verdict
from .verification import assess_again


class AnotherFile(Refusal):
    """A member of the household stands in another active file; whose is not said (E-R6, T03)."""

    sentence = _("家庭成员信息需由市总工会核对后才能建档,已转市总工会权益保障部,请等待核对结果。")


class NotToCount(Refusal):
    """The city has decided that the person does not count here."""

    sentence = _("市总工会已核对:{names} 不能计入这份档案。请退回更正家庭成员,或不予通过。")


class NothingShared(Refusal):
    sentence = _("两份档案已经没有相同的人,不必决定为“{verdict}”。请选择“{wrong}”结束核对。")


class WaitsNoMore(Refusal):
    sentence = _("档案 {number} 现在的状态是“{state}”,不再等待办理,不能把人转入。请选择“{stays}”或“{wrong}”结束核对。")


class ApplicantOfTheOther(Refusal):
    sentence = _("{name} 是在档档案 {number} 的申请人,不能只移走本人。请先由该县区办理注销或变更申请人,再来决定。")


OVER = (FileState.REJECTED, FileState.WITHDRAWN, *ENDED)
TO_THE_WAITING = {
    Verdict.STAYS: _("市总工会核对结果:{names} 不能计入档案 {number}。请退回更正家庭成员,或不予办理。"),
    Verdict.MOVES: _("市总工会核对结果:档案 {number} 的家庭成员信息无误,可以继续办理。"),
    Verdict.WRONG: _("市总工会核对结果:档案 {number} 中 {names} 的证件号码需要核对,请查验原件并更正。"),
}
TO_THE_OTHER = {
    Verdict.MOVES: _("市总工会核对结果:{names} 自 {day} 起不再计入档案 {number},请告知家庭并核对困难类别。"),
    Verdict.WRONG: _("市总工会核对结果:请查验档案 {number} 中 {names} 的证件原件,号码有误的请更正。"),
}
"""What each county reads: of its own file alone."""


@transaction.atomic
def report_conflict(file, *, on, index: str = "") -> None:
    """Lay the two files before the city, which alone learns that there are two (E-R6, T03). May run twice.

    `index` is the blind index of a person who is about to join the household.
    """
    with sight.system("hardship"):
        numbers = HouseholdMember.objects.present().filter(file=file).values("id_index")
        known = Q(id_index__in=numbers) | Q(id_index=index)
        others = HouseholdMember.objects.filter(known, is_active=True).exclude(file=file)
        for other in others.order_by("file_id").values_list("file_id", flat=True).distinct():
            _ensure_open(file, other, on)
        reviewers = Post.objects.held_on(on).filter(role=Role.CITY_REVIEWER)
        text = _("档案 {number} 与另一份在档档案有相同成员,请核对。").format(number=file.number)
        users = User.objects.filter(posts__in=reviewers).distinct()
        notices.tell(users, title=_("档案冲突待核对"), text=text, about=file)


def _ensure_open(file, other: int, on) -> None:
    if FileConflict.objects.open().filter(file=file, other_file_id=other).exists():
        return
    city = file.unit.above().first()
    found = FileConflict(file=file, other_file_id=other, unit=city, position=city.position, begun_on=on)
    found.number = next_number("CT", on.year)
    found.expect(CONFLICT.next_of(found.state), on)
    found.save()


def refusal_for(file, indexes) -> Refusal:
    """Why these people (blind indexes) may not count in this file: the city's word, or that it will look."""
    with transaction.atomic(), sight.system("hardship"):
        elsewhere = HouseholdMember.objects.filter(is_active=True, id_index__in=[*indexes]).exclude(file=file)
        decided = FileConflict.objects.settled().filter(file=file, other_file_id__in=elsewhere.values("file_id"))
        denied = {index for conflict in decided.exclude(verdict=Verdict.MOVES) for index in conflict.persons}
        people = list(elsewhere.order_by("pk").values_list("id_index", flat=True))
        names = _own_names(file, people)
    return NotToCount(names=names) if people and denied.issuperset(people) else AnotherFile()


def _own_names(file, indexes) -> str:
    """The people as this file names them, masked; of the other's words nothing is said (T03)."""
    here = [HouseholdMember.objects.present().filter(file=file), HouseholdChange.objects.reported().filter(file=file)]
    known = {name for found in here for name in found.filter(id_index__in=indexes).values_list("name", flat=True)}
    return "、".join(mask_name(name) for name in sorted(filter(None, known)))


@CONFLICT.action
def settle(conflict, *, by, on, verdict: str, reason: str):
    """The city decides where the shared persons count, for a reason it keeps; each county is told its own part.

    Raises ReasonMissing, NothingShared, WaitsNoMore, ApplicantOfTheOther.
    """
    if len(reason.strip()) < 4:
        raise ReasonMissing
    verdict = Verdict(verdict)
    with sight.system("hardship"):
        other = HardshipArchive.objects.select_for_update().get(pk=conflict.other_file_id)
        people = list(conflict.shared())
        conflict.persons = sorted(person.id_index for person in people)
        if not people and verdict != Verdict.WRONG:
            raise NothingShared(verdict=verdict.label, wrong=Verdict.WRONG.label)
        if verdict == Verdict.MOVES and conflict.file.state in OVER:
            raise _waits_no_more(conflict.file)
        _tell(conflict.file, other, verdict, conflict.persons, on)
        if verdict == Verdict.MOVES:
            _let_go(other, people, by=by, on=on)
    conflict.verdict, conflict.reason = verdict, reason.strip()
    conflict.settled_by, conflict.settled_on = by.user_id, on
    return {"opinion": reason, "verdict": str(verdict.label)}


def _waits_no_more(file) -> Refusal:
    ways = {"stays": Verdict.STAYS.label, "wrong": Verdict.WRONG.label}
    return WaitsNoMore(number=file.number, state=file.get_state_display(), **ways)


def _let_go(other, people, *, by, on):
    """They leave the household on record, which is computed anew (E-R1, E-R6)."""
    for person in people:
        if person.relation == HouseholdMember.Relation.SELF:
            raise ApplicantOfTheOther(name=mask_name(person.name), number=other.number)
    other.members.filter(pk__in=[person.pk for person in people]).update(left_on=on, is_active=False)
    assess_again(other, on=on)
    names = "、".join(person.name for person in people)
    facts = {"opinion": str(_("不再计入:{names}").format(names=names))}
    announce("step", other, by=by, on=on, name="settle_conflict", title=_("市总工会核对家庭成员"), facts=facts)


def _tell(file, other, verdict, indexes, on):
    for told, texts in ((file, TO_THE_WAITING), (other, TO_THE_OTHER)):
        if text := texts.get(verdict):
            said = str(text).format(names=_own_names(told, indexes), number=told.number, day=on)
            reviewers = Post.objects.held_on(on).filter(role=Role.COUNTY_REVIEWER, unit__in=told.unit.above())
            reviewers = reviewers.exclude(user_id__in=told.recused)
            notices.tell_posts(reviewers, title=_("家庭成员核对结果"), text=said, about=told, level=Message.Level.TASK)
