"""Standing aside (回避): kin of a household takes no step on its case and sees nothing of it (X-R1)."""

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.accounts.models import Post
from gonghui.foundation.accounts.roles import STAFF, Role
from gonghui.foundation.funds import actions as funds
from gonghui.foundation.funds.models import Payment, PaymentBatch, Recovery
from gonghui.foundation.journal.digests import digest_of
from gonghui.foundation.members.models import Person
from gonghui.foundation.notices import actions as notices
from gonghui.foundation.notices.models import Objection, PublicNotice
from gonghui.foundation.organisations import sight
from gonghui.kernel.announcing import announce, announced
from gonghui.kernel.refusals import NotEntitled, ReasonMissing, Refusal

from ..models import AidGrant, Arrival, HardshipArchive, Recusal, Relief
from ..rulebook import SEEN_BY
from ..rulebook.people import the_county_reviewer
from ..rulebook.relief import the_relief_reviewer
from ..rulebook.transfers import ArrivalState


class KinOfTheHousehold(Refusal):
    sentence = _("您与其中的家庭有亲属或其他利害关系,应当回避,不能办理。请由其他人员办理。")


class AlreadyRecused(Refusal):
    sentence = _("此人已经回避,不必重复登记。")


class NotByHerself(Refusal):
    sentence = _("回避不能由本人解除。")


@transaction.atomic
def declare(record, *, by, on, relation: str, note: str = "") -> Recusal:
    """The officer says herself that she is kin; from now on the file or relief is not hers to see.

    Raises NotEntitled, AlreadyRecused.
    """
    _lock(record)
    if by.role not in SEEN_BY or by.user_id == _owner_of(record):
        raise NotEntitled(step=_("声明回避"), needs=_("经办、审核、审批人员"))
    said = {"relation": relation, "note": note, "source": Recusal.Source.OFFICER}
    return _stand_aside(record, by.user, by=by, on=on, **said)


def _lock(record):
    record.refresh_from_db(from_queryset=type(record).objects.select_for_update())


def _owner_of(record):
    """The account of who applies or is paid: her own case stays her own."""
    return record.recipient_user_id if isinstance(record, Relief) else record.applicant_user_id


@transaction.atomic
def order(record, *, by, on, officer, relation: str, note: str) -> Recusal:
    """The county's reviewer has an officer (a user) stand aside, as the household declared or otherwise came to light.

    `record` is a file or a relief. Raises NotEntitled, ReasonMissing, AlreadyRecused.
    """
    _lock(record)
    _require_reviewer(record, by, _("要求回避"))
    _require_words(note)
    return _stand_aside(record, officer, by=by, on=on, relation=relation, note=note, source=Recusal.Source.ORDER)


def _require_reviewer(record, by, step):
    needs = the_relief_reviewer if isinstance(record, Relief) else the_county_reviewer
    if not needs(by, record):
        raise NotEntitled(step=step, needs=needs)


def _require_words(text):
    if len(text.strip()) < 4:
        raise ReasonMissing


def _stand_aside(record, officer, *, by, on, **said) -> Recusal:
    if record.recusals.open().filter(officer=officer).exists():
        raise AlreadyRecused
    here = {"unit_id": record.unit_id, "position": record.position, "declared_by": by.user_id}
    recusal = record.recusals.create(officer=officer, declared_on=on, **here, **said)
    facts = {"officer": officer.name, "relation": recusal.relation, "source": recusal.source}
    if isinstance(record, HardshipArchive):
        record.pairs.filter(cadre=officer, ends_on__isnull=True).update(ends_on=on)
    with sight.system("kin"):
        facts["digests"] = funds.name_a_hand(_payments_behind(record), officer)
    _tell(record, by, on, "recuse", _("回避"), facts)
    return recusal


def _payments_behind(record):
    """What was ever to be paid for the household: whoever is kin to it neither pays, nor asks whether it came."""
    reliefs, grants = Relief.objects.filter(pk=record.pk), AidGrant.objects.none()
    if isinstance(record, HardshipArchive):
        reliefs, grants = Relief.objects.filter(file=record), AidGrant.objects.filter(file=record)
    wanted = Q(record_type=AidGrant._meta.label_lower, record_id__in=grants.values("pk"))
    wanted |= Q(record_type=Relief._meta.label_lower, record_id__in=reliefs.values("pk"))
    return Payment.objects.filter(wanted)


def _tell(record, by, on, name, title, facts):
    """Written to the journal, with what the database itself has changed in the reliefs of the file."""
    record.refresh_from_db(fields=["recused"])
    if isinstance(record, HardshipArchive):
        _raise_where_nobody_is_left(record, on)
        with sight.system("kin"):
            reliefs = {str(each.pk): digest_of(each) for each in Relief.objects.filter(file=record)}
            waiting = {str(each.pk): digest_of(each) for each in _arrivals_told(record)}
        found = {Relief._meta.label_lower: reliefs, Arrival._meta.label_lower: waiting}
        facts = facts | {"digests": facts.get("digests", {}) | found}
    announce("step", record, by=by, on=on, name=name, title=title, facts=facts)


def _arrivals_told(file):
    """What waits in another county hides from the same persons."""
    moving = Arrival.objects.filter(state=ArrivalState.WAITING, transfer_id__in=file.transfers.open().values("pk"))
    for arrival in moving.select_for_update():
        arrival.recused = file.recused
        arrival.save(update_fields=["recused"])
        yield arrival


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
    """The county's reviewer finds that there is no kinship: the officer works on the case again.

    What has gone to payment meanwhile she still does not pay. Raises NotByHerself, NotEntitled, ReasonMissing.
    """
    model = HardshipArchive if recusal.file_id else Relief
    record = model.objects.select_for_update().get(pk=recusal.file_id or recusal.relief_id)
    if by.user_id == recusal.officer_id:
        raise NotByHerself
    _require_reviewer(record, by, _("解除回避"))
    _require_words(reason)
    recusal.ended_on, recusal.ended_by = on, by.user_id
    recusal.save(update_fields=["ended_on", "ended_by"])
    _tell(record, by, on, "lift_recusal", _("解除回避"), {"opinion": reason, "officer": recusal.officer.name})


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
    """Hear of steps beside the file: objections to its notice, batches with its payments, money claimed back."""
    for sender in (Objection, PublicNotice, PaymentBatch, Payment, Recovery):
        announced.connect(refuse_kin, sender=sender, dispatch_uid=f"hardship.kin.{sender.__name__}")


def refuse_kin(sender, *, kind, record, by, **unused):
    """No step of a notice, an objection, a batch, a payment or its recovery by kin. Raises KinOfTheHousehold."""
    if kind != "step":
        return
    with transaction.atomic(), sight.system("hardship"):
        aside = {"recused__contains": [by.user_id]}
        if any(found.filter(**aside).exists() for found in _cases_behind(record)):
            raise KinOfTheHousehold


def _cases_behind(record) -> tuple:
    """The files and reliefs that a record beside them is about."""
    if isinstance(record, Objection | PublicNotice):
        notice = record.notice if isinstance(record, Objection) else record
        is_of_file = notice.record_type == HardshipArchive._meta.label_lower
        return (HardshipArchive.objects.filter(pk__in=[notice.record_id] if is_of_file else []),)
    key = {PaymentBatch: {"batch": record.pk}, Payment: {"pk": record.pk}}.get(type(record))
    paid = Payment.objects.filter(**key or {"pk": getattr(record, "payment_id", None)})
    grants = paid.filter(record_type=AidGrant._meta.label_lower).values("record_id")
    reliefs = paid.filter(record_type=Relief._meta.label_lower).values("record_id")
    return HardshipArchive.objects.filter(grants__in=grants), Relief.objects.filter(pk__in=reliefs)
