"""What the journal does: write down what is announced; count reveals; open a secret for a reason."""

import re
from datetime import date

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from gonghui.kernel.announcing import announce
from gonghui.kernel.encryption import Secret
from gonghui.kernel.refusals import Refusal

from .digests import digest_of
from .models import Entry, Kind

DIGEST = r"(?<![0-9a-f])(?=[0-9]*[a-f])(?:[0-9a-f]{64}|[0-9a-f]{32})(?![0-9a-f])"
PERSONAL = re.compile(rf"(?P<digest>{DIGEST})|(?<!\d)(?:\d{{17}}[\dXx]|\d{{15,19}}|1[3-9]\d{{9}})(?!\d)")


class NoReason(Refusal):
    sentence = _("请写明查看原因(至少 4 个字),例如“核对银行退回的账号”。")


class QuotaSpent(Refusal):
    sentence = _("您今天已查看敏感信息 {quota} 次,达到每日上限。确需继续的,请联系个人信息保护负责人。")


class NothingKept(Refusal):
    sentence = _("这一项没有填写内容。")


def write(sender, *, kind, record, by, on, name, title, facts, **unused):
    """Write one entry for what was announced; secrets in the facts are struck out.

    What a set action changed comes as facts["digests"]: {model label: {id: digest}}, one entry for the whole set.
    """
    with translation.override(settings.LANGUAGE_CODE):  # what is kept is in one language
        _write(kind, record, by, on, name, str(title), dict(facts))


def _write(kind, record, by, on, name, title, facts):
    digests = {"digests": facts.pop("digests")} if "digests" in facts else {}
    Entry.objects.create(
        on=on,
        kind=kind,
        name=name,
        title=title,
        actor_id=by.user_id,
        actor_name=by.user.name,
        post_id=by.pk,
        post_name=str(by),
        record_type=record._meta.label_lower,
        record_id=record.pk,
        opinion=strike_out(str(facts.pop("opinion", "") or ""))[:500],
        body={key: plain(value) for key, value in facts.items()} | digests,
        after=digest_of(record),
    )


def strike_out(text: str) -> str:
    """The text without identity numbers, phones and card numbers: the journal keeps none of them.

    A digest or a seed stays whole, whatever digits meet in it: others recompute from it.
    """
    return PERSONAL.sub(lambda found: found["digest"] or "*" * len(found.group()), text)


def plain(value):
    """A fact as the journal keeps it: numbers, dates, struck-out text, records by their name, secrets never."""
    if value is None or isinstance(value, bool | int | float | date):
        return value
    if isinstance(value, Secret):
        return "***"
    if isinstance(value, dict):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple | set):
        return [plain(each) for each in value]
    return strike_out(str(value))


def reveal(record, field: str, *, by, on, reason: str, quota: int) -> str:
    """The plain text of an encrypted field, after the reason is written down.

    `quota` is the number of reveals a day one person has (rules O.1). Raises NoReason, QuotaSpent, NothingKept.
    """
    if len(reason.strip()) < 4:
        raise NoReason
    secret = getattr(record, field)
    if not secret:
        raise NothingKept
    with transaction.atomic():
        spent = _reveals_today(by).filter(name__startswith="reveal_").count()
        if spent >= quota:
            raise QuotaSpent(quota=quota)
        title = _("查看%(field)s") % {"field": record._meta.get_field(field).verbose_name}
        facts = {"reason": reason, "field": field}
        announce("reveal", record, by=by, on=on, name=f"reveal_{field}", title=title, facts=facts)
    return secret.open()


def write_all(facts, *, kind, by, on, name, title) -> None:
    """Write one entry for each of many records at once: `facts` are pairs of a record and what is kept of it.

    For what is read or revealed by the fifty; what changes a record is announced.
    """
    with translation.override(settings.LANGUAGE_CODE):
        known = {"on": on, "kind": kind, "name": name, "title": str(title), "actor_id": by.user_id}
        known |= {"actor_name": by.user.name, "post_id": by.pk, "post_name": str(by)}
        entries = [
            Entry(
                record_type=record._meta.label_lower,
                record_id=record.pk,
                body={key: plain(value) for key, value in said.items()},
                after=digest_of(record),
                **known,
            )
            for record, said in facts
        ]
        Entry.objects.bulk_create(entries)


def spent_today(by, *, name: str) -> int:
    """How many reveals of a name one person has made today."""
    return _reveals_today(by).filter(name=name).count()


def _reveals_today(by):
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    return Entry.objects.by_user(by.user_id).filter(kind=Kind.REVEAL, at__gte=today)


def witness_anew(unit, digests: dict[str, dict[str, str]], *, by, on, name: str, title, using: str) -> None:
    """Write down the digests of records whose ciphertexts or indexes were renewed while what they say stayed the same.

    For renewals by the owner of the database; whoever calls this has compared each record with the journal before.
    """
    with translation.override(settings.LANGUAGE_CODE):
        known = {"actor_id": by.user_id, "actor_name": by.user.name, "post_id": by.pk, "post_name": str(by)}
        said = {"kind": Kind.EDIT, "name": name, "title": str(title), "record_type": unit._meta.label_lower}
        body = {"digests": digests} if digests else {}
        Entry.objects.using(using).create(on=on, record_id=unit.pk, body=body, **known, **said)
