"""The guard: claims are entered with their payment, and what passes a limit is refused before any money moves (T09).

The database decides, across programs, funds and counties. A refusal names another payment only to who may know it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import IntegrityError, connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gonghui.foundation.accounts.models import Post
from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.journal.actions import strike_out
from gonghui.foundation.journal.models import Entry
from gonghui.foundation.notices.actions import tell_posts
from gonghui.foundation.organisations import sight
from gonghui.kernel.announcing import announce
from gonghui.kernel.encryption import blind_index
from gonghui.kernel.identifiers import bank_card, identity_number
from gonghui.kernel.periods import Period
from gonghui.kernel.refusals import Refusal

from ..models import Claim, Payment
from ..rulebook.limits import TITLES, Measure, Strength

LEAST_WORDS = 4
HIDDEN_HARD = gettext_lazy("这户家庭(或本人)同一事由在同一时期已有救助记录,超过限额,需由市总工会核对。")
HIDDEN_SOFT = gettext_lazy("另有相关的发放记录。")
"""Said where another payment is not for this reader: that there is one, and nothing of it (T03)."""
HARD, SOFT = "funds_claim_within_hard_limit", "funds_claim_soft_limit_acknowledged"


@dataclass(frozen=True)
class Benefit:
    """What one person is to receive: for which cause and period, with whom she lives; `amount` and `need` in fen.

    Persons and papers are blind indexes: see `index_of`. `need` is what all aid for the cause and period may come to.
    """

    person: str
    household: Sequence[str]
    cause: str
    period: Period
    amount: int
    need: int | None = None
    papers: Sequence[str] = ()

    def claim(self, payment: Payment, card_index: str, source: str) -> Claim:
        return Claim(
            payment=payment,
            person=self.person,
            household=sorted({self.person, *filter(None, self.household)}),
            card_index=card_index,
            papers=sorted(set(self.papers)),
            cause=self.cause,
            starts_on=self.period.start,
            until_on=self.period.end,
            source=source,
            amount=self.amount,
            need=self.need,
        )


def index_of(number: str) -> str:
    """The blind index of an identity number, of 15 digits or the 18 they became. Raises InvalidIdentifier."""
    return blind_index(identity_number(number, accept_15=True))


@dataclass(frozen=True)
class Hit:
    """A limit that would be passed: by how much, and the ids of the payments that count besides."""

    name: str
    title: str
    strength: str
    measure: str
    measured: int
    ceiling: int
    others: tuple[int, ...]

    @classmethod
    def of(cls, row: dict) -> Hit:
        return cls(**row | {"others": tuple(row["others"])})

    @property
    def words(self) -> str:
        """The limit as the city named it, or the rule book."""
        return str(self.title or TITLES[self.name])


class OverLimit(Refusal):
    """Limits are passed; `hits` are known to the system, what is said of them depends on who reads."""

    def __init__(self, hits: Sequence[Hit], by):
        super().__init__(_words(hits, by))
        self.hits = hits


class AlreadyAided(OverLimit):
    """A hard limit: the person, household or paper has had what may be given."""


class SoftLimit(OverLimit):
    """A soft limit: somebody has to say why it is right all the same."""

    asked = gettext_lazy("确需发放的,请填写说明(至少 {n} 个字)。")

    def __str__(self):
        return super().__str__() + str(self.asked).format(n=LEAST_WORDS)


def enter(payment: Payment, benefits: Iterable[Benefit], acknowledged: str, by) -> list[Claim]:
    """Enter the claims of a payment in one statement; runs where the payment is entered.

    Raises IntegrityError with the name of a constraint: see `refuse`.
    """
    source, said = payment.fund.source, strike_out(acknowledged.strip())
    claims = [benefit.claim(payment, payment.card_index, source) for benefit in benefits]
    if len(said) >= LEAST_WORDS:
        for claim in claims:
            claim.acknowledged, claim.acknowledged_by = said[:200], by.user_id
    return Claim.objects.bulk_create(claims)


def refuse(error: IntegrityError, by) -> None:
    """Say in words what the guard in the database refused; nothing, when it was another constraint.

    Raises AlreadyAided, SoftLimit.
    """
    told: Any = getattr(error.__cause__, "diag", None)
    kind = {HARD: AlreadyAided, SOFT: SoftLimit}.get(told and told.constraint_name)
    if kind:
        raise kind(list(dict.fromkeys(map(Hit.of, json.loads(told.message_detail)))), by) from None


def foresee(benefits: Iterable[Benefit], *, unit, fund, card: str, on) -> list[Hit]:
    """The limits that benefits would pass, were they paid now: hard ones first. The database decides when they are.

    Shown with `words`; what others were paid is not said there to who may not know it.
    """
    found: list[Hit] = []
    for benefit in benefits:
        claim = benefit.claim(Payment(), blind_index(bank_card(card)) if card else "", fund.source)
        columns = {field.column: getattr(claim, field.attname) for field in Claim._meta.concrete_fields}
        found += _hits(json.dumps(columns, default=str), unit.area.code, on)
    return list(dict.fromkeys(sorted(found, key=lambda hit: hit.strength)))


def _hits(claim: str, area_code: str, on) -> list[Hit]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT to_jsonb(h)::text FROM funds_hits(jsonb_populate_record(NULL::funds_claim, %s::jsonb), %s, %s) h",
            [claim, area_code, on],
        )
        return [Hit.of(json.loads(row)) for (row,) in cursor.fetchall()]


def require_clear(hits: Sequence[Hit], by, *, acknowledged: str | None = None) -> None:
    """Refuse what passes a hard limit, or a soft one that nobody explains; with None soft ones are let pass.

    Raises AlreadyAided, SoftLimit.
    """
    if hard := [hit for hit in hits if hit.strength == Strength.HARD]:
        raise AlreadyAided(hard, by)
    if hits and acknowledged is not None and len(acknowledged.strip()) < LEAST_WORDS:
        raise SoftLimit(hits, by)


def words(hits: Sequence[Hit], by) -> list[str]:
    """Hits as sentences, each with the payments behind it that `by` may know."""
    return [_words([hit], by) for hit in hits]


def _words(hits: Sequence[Hit], by) -> str:
    others = sorted({pk for hit in hits for pk in hit.others})
    known = _known(others, by)
    said: list[Any] = [_limit_in_words(hit) for hit in hits]
    if known:
        said.append(_("已有:{payments}。").format(payments=";".join(map(_payment_in_words, known))))
    if len(known) < len(others):
        said.append(HIDDEN_HARD if any(hit.strength == Strength.HARD for hit in hits) else HIDDEN_SOFT)
    return "".join(map(str, said))


def _limit_in_words(hit: Hit) -> str:
    if hit.strength == Strength.SOFT:
        return _("提示:{title}。").format(title=hit.words)
    if hit.measure in (Measure.FEN, Measure.NEED):
        return _("超过限额“{title}”,最多 {most} 元。").format(title=hit.words, most=f"{hit.ceiling / 100:,.2f}")
    return _("超过限额“{title}”。").format(title=hit.words)


def _known(others: list[int], by) -> list[Payment]:
    """Those that `by` may know: by the sight of payments, or of the record they were entered for."""
    found = Payment.objects.filter(pk__in=others).select_related("unit").order_by("pk")
    with sight.system("guard"):
        payments = list(found)
        seen = set(found.visible_to(by).values_list("pk", flat=True))
        return [payment for payment in payments if payment.pk in seen or _sees_record(payment, by)]


def _sees_record(payment: Payment, by) -> bool:
    model: Any = apps.get_model(payment.record_type)
    visible = getattr(model._default_manager.all(), "visible_to", None)
    return visible is not None and visible(by).filter(pk=payment.record_id).exists()


def _payment_in_words(payment: Payment) -> str:
    amount = f"{payment.amount / 100:,.2f}"
    return _("{number}({unit},{amount} 元,{day})").format(
        number=payment.remark, unit=payment.unit, amount=amount, day=payment.entered_on
    )


def report(refusal: OverLimit, record, *, by, on) -> None:
    """Write down that a limit was hit and lay a hard one before the city, which alone may know both sides (T03).

    Called by the page after the step has failed, for a failed step leaves nothing behind. Once a day and record.
    """
    with sight.system("guard"):
        is_told = Entry.objects.of(record).filter(name="limit_hit", on=on).exists()
        facts = {"limits": sorted({hit.name for hit in refusal.hits})}
        announce("read", record, by=by, on=on, name="limit_hit", title=_("触及发放限额"), facts=facts)
        if is_told or not isinstance(refusal, AlreadyAided):
            return
        others = Payment.objects.filter(pk__in={pk for hit in refusal.hits for pk in hit.others}).select_related("unit")
        text = _("{record} 触及“{limits}”。相关发放:{payments}。请核对。").format(
            record=record,
            limits="、".join(hit.words for hit in refusal.hits),
            payments=";".join(map(_payment_in_words, others)) or _("无"),
        )
        tell_posts(
            Post.objects.held_on(on).filter(role=Role.CITY_REVIEWER), title=_("重复救助待核对"), text=text, about=record
        )
