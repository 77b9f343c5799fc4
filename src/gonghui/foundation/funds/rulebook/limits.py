"""Limits of what one person, household or card may receive, across programs and funds (E-R9 to E-R13, T09).

A limit has one fixed shape. The rule book's own stand here and in the database; a city adds rows, or replaces these.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.accounts.roles import FINANCE_ROLES, Role
from gonghui.foundation.accounts.rules import holds
from gonghui.foundation.policies.rules import Policy
from gonghui.kernel.workflow import Step, Workflow


class Cause(TextChoices):
    """事由: what aid is for, whichever program gives it."""

    LIVING = "living", _("生活困难")
    SCHOOLING = "schooling", _("子女就学")
    ILLNESS = "illness", _("患病")
    HOSPITAL_STAY = "hospital_stay", _("住院")
    RELIEF = "relief", _("走访慰问")
    EMERGENCY = "emergency", _("突发变故")
    WORK = "work", _("就业创业")
    LEGAL = "legal", _("法律援助")
    OTHER = "other", _("其他事由")


class Strength(TextChoices):
    HARD = "hard", _("硬性限额")
    SOFT = "soft", _("提示")
    NONE = "none", _("不设限")


class Scope(TextChoices):
    """Whose claims are added up."""

    PERSON = "person", _("每人")
    HOUSEHOLD = "household", _("每户")
    CARD = "card", _("每张银行卡")
    PAPER = "paper", _("每份凭据")


class Span(TextChoices):
    """Over which time: the claim alone, the calendar year its period begins in, periods that overlap, days apart."""

    CLAIM = "claim", _("每次")
    YEAR = "year", _("每年度")
    OVERLAP = "overlap", _("同一时期")
    DAYS = "days", _("若干天内")
    EVER = "ever", _("不限时间")


class Measure(TextChoices):
    """What is counted; sums are kept in fen. A claim may name its need: what all aid for its cause may come to."""

    FEN = "fen", _("金额(元)")
    PAYMENTS = "payments", _("笔数")
    SOURCES = "sources", _("资金来源数")
    HOUSEHOLDS = "households", _("家庭数")
    NEED = "need", _("测算的需要")


EACH_CAUSE = "each"
"""Claims of the same cause are added up, whatever it is; an empty cause adds up all."""

PAYMENTS_A_MONTH = Policy("funds.payments_a_month", 3, _("一户 30 天内笔数提示"), _("笔"), "E-R13 (gk)")


@dataclass(frozen=True)
class StandingLimit:
    """A limit of the rule book: at most `times` × `most`, each the policy of that name where one is in force.

    `most` counts fen, payments, sources or households, as `measure` says.
    """

    name: str
    title: Any
    strength: str
    cause: str
    scope: str
    span: str
    measure: str
    cites: str
    most: int = 1
    most_of: str = ""
    times: int = 1
    times_of: str = ""
    days: int = 0
    sources: tuple[str, ...] = ()


STANDING = (
    StandingLimit(
        "living.household_year", _("生活救助:每户每年不超过 12 倍月低保标准"), Strength.HARD, Cause.LIVING,
        Scope.HOUSEHOLD, Span.YEAR, Measure.FEN, "E-R9", 66_500, "hardship.dibao", 12, "hardship.living_times",
    ),
    StandingLimit(
        "schooling.person_year", _("子女助学:每名学生每年不超过 10 倍月低保标准"), Strength.HARD, Cause.SCHOOLING,
        Scope.PERSON, Span.YEAR, Measure.FEN, "E-R9", 66_500, "hardship.dibao", 10, "hardship.school_times",
    ),
    StandingLimit(
        "illness.need", _("医疗救助:同一时期合计不超过自付合规费用"), Strength.HARD, Cause.ILLNESS,
        Scope.HOUSEHOLD, Span.OVERLAP, Measure.NEED, "E-R9",
    ),
    StandingLimit(
        "hospital_stay.once", _("同一人同一时段住院只给付一次"), Strength.HARD, Cause.HOSPITAL_STAY,
        Scope.PERSON, Span.OVERLAP, Measure.PAYMENTS, "J (gk)",
    ),
    StandingLimit(
        "paper.once", _("一份凭据同一事由只用一次"), Strength.HARD, EACH_CAUSE,
        Scope.PAPER, Span.EVER, Measure.PAYMENTS, "E-R13 J (gk)",
    ),
    StandingLimit(
        "relief.a_time", _("走访慰问:每次上限"), Strength.HARD, Cause.RELIEF,
        Scope.PERSON, Span.CLAIM, Measure.FEN, "E-R11 (other)", 300_000, "hardship.relief_a_time",
    ),
    StandingLimit(
        "relief.person_year", _("走访慰问:每人每年上限"), Strength.HARD, Cause.RELIEF,
        Scope.PERSON, Span.YEAR, Measure.FEN, "E-R11 (other)", 600_000, "hardship.relief_a_year",
    ),
    StandingLimit(
        "card.households", _("一年内两户以上使用同一张银行卡"), Strength.SOFT, "",
        Scope.CARD, Span.DAYS, Measure.HOUSEHOLDS, "E-R13 (gk)", days=365,
    ),
    StandingLimit(
        "household.often", _("一户 30 天内多笔发放"), Strength.SOFT, "",
        Scope.HOUSEHOLD, Span.DAYS, Measure.PAYMENTS, "E-R13 (gk)",
        PAYMENTS_A_MONTH.value, PAYMENTS_A_MONTH.name, days=30,
    ),
    StandingLimit(
        "household.sources", _("一户同一事由一年内由两项以上资金救助"), Strength.SOFT, EACH_CAUSE,
        Scope.HOUSEHOLD, Span.YEAR, Measure.SOURCES, "E-R10 (gk)",
    ),
)  # fmt: skip
OF_THE_RULE_BOOK = {limit.name: limit for limit in STANDING}
TITLES = {limit.name: limit.title for limit in STANDING}


def standing_rows() -> str:
    """The rule book's limits as JSON, in the columns of 发放限额; their titles stay here, where they are translated."""
    rows = [asdict(limit) | {"title": "", "sources": list(limit.sources)} for limit in STANDING]
    return json.dumps(rows, default=str, sort_keys=True)


class LimitState(TextChoices):
    PROPOSED = "proposed", _("待确认")
    IN_FORCE = "in_force", _("已生效")
    REFUSED = "refused", _("未采用")


PROPOSERS = (Role.CITY_OPERATOR, Role.CITY_REVIEWER)
the_proposer = holds(*PROPOSERS)
the_confirmer = holds(Role.CITY_APPROVER)
LIMIT_READERS = (Role.CITY_OPERATOR, Role.CITY_REVIEWER, Role.CITY_APPROVER, *sorted(FINANCE_ROLES), Role.AUDITOR)

L = LimitState
LIMIT = Workflow(
    Step("confirm", _("确认生效"), (L.PROPOSED,), L.IN_FORCE, the_confirmer, "E-R9 X-R1"),
    Step("refuse", _("不采用"), (L.PROPOSED,), L.REFUSED, the_confirmer, "X-R1"),
)
"""A limit is proposed by one person of the city and confirmed by another; a later row of the same name replaces it."""
