"""What is done with a year's review: begun, revised edition by edition, submitted, checked, published (N-R9, X-R1)."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.accounts.models import Post, User
from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.notices import actions as notices
from gonghui.foundation.organisations import sight
from gonghui.foundation.organisations.models import Assignment, Unit
from gonghui.kernel.announcing import announce
from gonghui.kernel.numbering import next_number
from gonghui.kernel.refusals import NotEntitled, Refusal

from ..models import BoundNumber, Edition, Review
from . import obstacles, outline, wording
from .composing import Paper
from .papers import paper_of
from .rulebook import REVIEW, WRITERS
from .telling import Gap, in_the_language_of_documents

FIRST_YEAR = 2000
MOST_NAMED = 5


class YearToCome(Refusal):
    sentence = _("{year} 年度还没有到,不能起草。")


class BegunAlready(Refusal):
    sentence = _("{year} 年度述评已经有了({number}),没有重复建立。")


class WrongWording(Refusal):
    sentence = _("文字没有保存。{faults}")


class Stale(Refusal):
    sentence = _(
        "您打开页面之后,文字已由 {name} 存为第 {number} 版,没有保存您的改动。请复制后刷新页面,在新的版次上修改。"
    )


class NothingChanged(Refusal):
    sentence = _("文字没有改动,没有存成新的版次。")


class NothingLeft(Refusal):
    sentence = _("述评至少要有开头一节,每节要有标题。")


class ReasonMissing(Refusal):
    sentence = _("请写明理由(至少 4 个字)。")


class IdentityFails(Refusal):
    sentence = _("不能发布:数字之间不符合规定的平衡关系。{which}")


class NotSealed(Refusal):
    sentence = _("不能发布:年度内还有月份没有封存({which})。请先由统计员完成封存。")


class ChangedSinceChecked(Refusal):
    sentence = _("不能发布:核对之后,文字或数字有了变化。请退回,重新送审和核对。")


class GapsNotSeen(Refusal):
    sentence = _("待记录事项现在是 {now} 项,与您确认的清单不同。请看过最新清单,再确认发布。")


@transaction.atomic
def begin(year: int, *, by, on) -> Review:
    """A city office begins the review of a year, from the wording of its last one, else from the outline.

    Raises NotEntitled, YearToCome, BegunAlready.
    """
    if by.role not in WRITERS or by.unit.level != Unit.Level.CITY:
        raise NotEntitled(step=_("起草述评"), needs="、".join(str(role.label) for role in WRITERS))
    if not FIRST_YEAR <= year <= on.year:
        raise YearToCome(year=year)
    with sight.system("review"):
        Unit.objects.select_for_update().get(pk=by.unit_id)
        own = Review.objects.filter(unit=by.unit)
        if known := own.standing().filter(year=year).first():
            raise BegunAlready(year=year, number=known.number)
        last = own.order_by("-year", "-pk").first()
        sections = last.edition().sections if last else outline.sections()
        review = Review(number=next_number("N", year), begun_on=on, unit=by.unit, position=by.unit.position, year=year)
        review.writers = [by.user_id]
        review.expect(REVIEW.next_of(review.state), on)
        review.save()
        _lay_before(review, (Role.STATISTICIAN,), on)
        with in_the_language_of_documents():
            note = _("沿用 {year} 年度文字").format(year=last.year) if last else _("沿用文字底稿")
            _save(review, sections, note=str(note), by=by, on=on)
        announce("step", review, by=by, on=on, name="begin", title=_("起草述评"), facts={"year": year})
    return review


@REVIEW.action
def revise(review, *, by, on, sections: list[dict], seen: int, note: str):
    """Save a new edition over the one that was `seen`; earlier ones stay. What counts stands in braces.

    Raises Stale, NothingLeft, NothingChanged, WrongWording.
    """
    last = review.edition()
    if last.number != seen:
        raise Stale(name=last.saved_name, number=last.number)
    if not sections or not all(section["title"].strip() for section in sections):
        raise NothingLeft
    if sections == last.sections:
        raise NothingChanged
    _require_sound(sections)
    if by.user_id not in review.writers:
        review.writers = [*review.writers, by.user_id]
    edition = _save(review, sections, note=note, by=by, on=on)
    return {"edition": edition.number, "note": note}


def _save(review, sections, *, note, by, on) -> Edition:
    number = review.editions.count() + 1
    who = {"saved_by": by.user_id, "saved_name": by.user.name, "saved_on": on}
    return Edition.objects.create(review=review, number=number, sections=sections, note=note[:120], **who)


def _require_sound(sections):
    if found := wording.faults(sections):
        raise WrongWording(faults=" ".join(map(str, found[:MOST_NAMED])))


@REVIEW.action
def submit(review, *, by, on, opinion: str = ""):
    """The office lays the wording before the statistician. Raises WrongWording."""
    edition = review.edition()
    _require_sound(edition.sections)
    review.submitted_by, review.checked_by, review.checked_digest = by.user_id, None, ""
    _lay_before(review, (Role.STATISTICIAN,), on)
    _tell(review, Role.STATISTICIAN, _("{title}已送审,请核对数字。"), on)
    return {"opinion": opinion, "edition": edition.number}


@REVIEW.action
def check(review, *, by, on, opinion: str = ""):
    """The statistician has held every number against its records; what was checked is remembered by its digest.

    Raises IdentityFails.
    """
    paper = paper_of(review)
    _require_identities(paper)
    review.checked_by, review.checked_digest = by.user_id, paper.digest
    _tell(review, Role.CITY_APPROVER, _("{title}已核对,请审定发布。"), on)
    return {"opinion": opinion, "digest": paper.digest, "numbers": len(paper.numbers)}


@REVIEW.action
def publish(review, *, by, on, gaps_seen: str, opinion: str = ""):
    """A leader publishes: each number is bound as it stands, each gap stays as it was acknowledged.

    `gaps_seen` are the codes of the gaps that the leader has acknowledged. Raises IdentityFails, NotSealed,
    ChangedSinceChecked, GapsNotSeen.
    """
    paper = paper_of(review)
    _require_identities(paper)
    if open_ones := obstacles.open_months(paper):
        raise NotSealed(which=obstacles.few(open_ones))
    if paper.digest != review.checked_digest:
        raise ChangedSinceChecked
    if gaps_seen != codes_of(paper.gaps):
        raise GapsNotSeen(now=len(paper.gaps))
    _bind(review, paper)
    review.published_by, review.published_on, review.is_public = by.user_id, on, True
    return {"opinion": opinion, "numbers": len(paper.numbers), "gaps": len(paper.gaps)}


def codes_of(gaps) -> str:
    """The codes of gaps in order, as one text."""
    return " ".join(gap.code for gap in gaps)


def _require_identities(paper: Paper):
    if failing := obstacles.identities(paper):
        raise IdentityFails(which=obstacles.few(failing))


BOUND = (
    "written", "code", "name", "value", "shown", "unit_word", "records",
    "unit", "period", "tree", "definition", "version", "cites", "seal",
)  # fmt: skip
"""What of a number is kept with a published review."""


def _bind(review, paper: Paper):
    BoundNumber.objects.bulk_create(
        BoundNumber(review=review, place=place, **{name: getattr(number, name) for name in BOUND})
        for place, number in paper.numbers.items()
    )
    review.gaps = [
        {"place": place, "code": each.code, "name": each.name, "why": each.why}
        for place, each in paper.placed.items()
        if isinstance(each, Gap)
    ]


@REVIEW.action
def send_back(review, *, by, on, reason: str):
    """The statistician returns it with a reason. Raises ReasonMissing."""
    return _returned(review, reason, on)


@REVIEW.action
def send_back_checked(review, *, by, on, reason: str):
    """The leader returns it with a reason. Raises ReasonMissing."""
    return _returned(review, reason, on)


def _returned(review, reason, on):
    reason = _reason(reason)
    writers = User.objects.filter(pk__in=review.writers)
    text = _("{title}已退回:{reason}").format(title=review.title, reason=reason)
    notices.tell(writers, title=_("年度述评"), text=text, about=review)
    review.submitted_by, review.checked_by, review.checked_digest = None, None, ""
    return {"opinion": reason}


@REVIEW.action
def withdraw(review, *, by, on, reason: str):
    """A published review is taken back; its words and numbers stay to be read (N-R7). Raises ReasonMissing."""
    return {"opinion": _reason(reason)}


def _reason(reason: str) -> str:
    if len(reason.strip()) < 4:
        raise ReasonMissing
    return reason.strip()


def _lay_before(review, roles, on):
    """Who checks sees it by an assignment of her own: her post opens no range of records."""
    label = review._meta.label_lower
    with sight.system("review"):
        holders = _holders(review, roles, on)
        known = Assignment.objects.filter(record_type=label, record_id=review.pk).values_list("user_id", flat=True)
        Assignment.objects.bulk_create(
            Assignment(user_id=pk, record_type=label, record_id=review.pk, reason=str(_("年度述评")), starts_on=on)
            for pk in sorted(holders - set(known))
        )


def _holders(review, roles, on) -> set[int]:
    held = Post.objects.held_on(on).filter(role__in=roles, unit_id=review.unit_id)
    return set(held.values_list("user_id", flat=True))


def _tell(review, role, sentence, on):
    with sight.system("review"):
        people = User.objects.filter(pk__in=_holders(review, (role,), on))
    notices.tell(people, title=_("年度述评"), text=sentence.format(title=review.title), about=review)
