"""Standing aside (回避): kin of a household takes no step on its case and sees nothing of it (X-R1)."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.accounts.models import Post
from gonghui.foundation.accounts.roles import STAFF, Role
from gonghui.foundation.funds.models import Payment, PaymentBatch
from gonghui.foundation.members.models import Person
from gonghui.foundation.notices import actions as notices
from gonghui.foundation.notices.models import Objection, PublicNotice
from gonghui.foundation.organisations import sight
from gonghui.kernel.announcing import announce, announced
from gonghui.kernel.refusals import NotEntitled, Refusal

from ..models import AidGrant, HardshipArchive, Recusal
from ..rulebook import SEEN_BY, the_applicant
from ..rulebook.people import the_county_reviewer


class KinOfTheHousehold(Refusal):
    sentence = _("您与其中的家庭有亲属或其他利害关系,应当回避,不能办理。请由其他人员办理。")


class AlreadyRecused(Refusal):
    sentence = _("此人已对这份档案回避。")


class NotByHerself(Refusal):
    sentence = _("回避不能由本人解除。")


class ReasonMissing(Refusal):
    sentence = _("请写明理由(至少 4 个字)。")


def declare(file, *, by, on, relation: str, note: str = "") -> Recusal:
    """The officer says herself that she is kin; from now on the file is not hers to see. Raises NotEntitled."""
    if by.role not in SEEN_BY or the_applicant(by, file):
        raise NotEntitled(step=_("声明回避"), needs=_("经办、审核、审批人员"))
    said = {"relation": relation, "note": note, "source": Recusal.Source.OFFICER}
    return _stand_aside(file, by.user, by=by, on=on, **said)


def order(file, *, by, on, officer, relation: str, note: str) -> Recusal:
    """The county's reviewer has an officer (a user) stand aside, as the household declared or otherwise came to light.

    Raises NotEntitled, ReasonMissing, AlreadyRecused.
    """
    if not the_county_reviewer(by, file):
        raise NotEntitled(step=_("要求回避"), needs=the_county_reviewer)
    _require_words(note)
    return _stand_aside(file, officer, by=by, on=on, relation=relation, note=note, source=Recusal.Source.ORDER)


def _require_words(text):
    if len(text.strip()) < 4:
        raise ReasonMissing


@transaction.atomic
def _stand_aside(file, officer, *, by, on, **said) -> Recusal:
    HardshipArchive.objects.select_for_update().get(pk=file.pk)
    if file.recusals.open().filter(officer=officer).exists():
        raise AlreadyRecused
    here = {"unit_id": file.unit_id, "position": file.position}
    recusal = Recusal.objects.create(file=file, officer=officer, declared_on=on, declared_by=by.user_id, **here, **said)
    file.pairs.filter(cadre=officer, ends_on__isnull=True).update(ends_on=on)
    facts = {"officer": officer.name, "relation": recusal.relation, "source": recusal.source}
    _tell(file, by, on, "recuse", _("回避"), facts)
    return recusal


def _tell(file, by, on, name, title, facts):
    file.refresh_from_db(fields=["recused"])
    _raise_where_nobody_is_left(file, on)
    announce("step", file, by=by, on=on, name=name, title=title, facts=facts)


def _raise_where_nobody_is_left(file, on):
    """Where every reviewer of the county stands aside the city's take their place, and are told."""
    was, above = file.is_raised, file.unit.above()
    reviewers = Post.objects.held_on(on).filter(unit__in=above, role=Role.COUNTY_REVIEWER)
    file.is_raised = not reviewers.exclude(user_id__in=file.recused).exists() and reviewers.exists()
    file.save(update_fields=["is_raised"])
    if file.is_raised and not was:
        city = Post.objects.held_on(on).filter(unit__in=above, role=Role.CITY_REVIEWER)
        text = _("档案 {number} 的县级审核人已全部回避,由市总工会审核。").format(number=file.number)
        notices.tell_posts(city.exclude(user_id__in=file.recused), title=_("档案改由市级审核"), text=text, about=file)


@transaction.atomic
def lift(recusal, *, by, on, reason: str) -> None:
    """The county's reviewer finds that there is no kinship: the officer works on the file again.

    Raises NotByHerself, NotEntitled, ReasonMissing.
    """
    file = HardshipArchive.objects.select_for_update().get(pk=recusal.file_id)
    if by.user_id == recusal.officer_id:
        raise NotByHerself
    if not the_county_reviewer(by, file):
        raise NotEntitled(step=_("解除回避"), needs=the_county_reviewer)
    _require_words(reason)
    recusal.ended_on, recusal.ended_by = on, by.user_id
    recusal.save(update_fields=["ended_on", "ended_by"])
    _tell(file, by, on, "lift_recusal", _("解除回避"), {"opinion": reason, "officer": recusal.officer.name})


def ensure_found(file, *, by, on) -> int:
    """Officers who live in this household stand aside, found by their number; how many are new. May run twice.

    Raises KinOfTheHousehold when `by` is one of them: nothing is done then.
    """
    with transaction.atomic(), sight.system("hardship"):
        numbers = file.members.present().filter(id_index__isnull=False).values("id_index")
        people = Person.objects.filter(id_index__in=numbers, user__posts__role__in=STAFF)
        people = people.exclude(user=file.applicant_user_id).select_related("user")
        users = {person.user for person in people if person.user}
        found = [user for user in users if user.pk not in file.recused]
        if by.user_id in {user.pk for user in found}:
            raise KinOfTheHousehold
        for user in found:
            said = {"relation": Recusal.Relation.HOUSEHOLD, "source": Recusal.Source.FOUND}
            _stand_aside(file, user, by=by, on=on, **said)
    return len(found)


def listen():
    """Hear of steps beside the file: objections to its notice, batches with its payments."""
    for sender in (Objection, PublicNotice, PaymentBatch):
        announced.connect(refuse_kin, sender=sender, dispatch_uid=f"hardship.kin.{sender.__name__}")


def refuse_kin(sender, *, kind, record, by, **unused):
    """No step of a notice, an objection or a batch by kin of a household in it. Raises KinOfTheHousehold."""
    if kind != "step":
        return
    with transaction.atomic(), sight.system("hardship"):
        if _files_behind(record).filter(recused__contains=[by.user_id]).exists():
            raise KinOfTheHousehold


def _files_behind(record):
    if isinstance(record, PaymentBatch):
        grants = Payment.objects.filter(batch=record, record_type=AidGrant._meta.label_lower).values("record_id")
        return HardshipArchive.objects.filter(grants__in=grants)
    notice = record.notice if isinstance(record, Objection) else record
    if notice.record_type != HardshipArchive._meta.label_lower:
        return HardshipArchive.objects.none()
    return HardshipArchive.objects.filter(pk=notice.record_id)
