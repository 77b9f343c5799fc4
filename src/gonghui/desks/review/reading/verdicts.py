"""What the records say to each claim of a page, and what the page says against itself (contracts §3)."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal

from gonghui.desks.figures.numerals import agrees
from gonghui.desks.review.reading.claims import Claim
from gonghui.desks.review.reading.contradictions import contradictions
from gonghui.desks.review.reading.matching import KnownFigure, candidates

VERDICTS = ("agrees", "differs", "no_record", "ambiguous", "self_contradiction", "plan")


@dataclass(frozen=True)
class Judged:
    """A claim with its verdict; ``computed`` is what the records give, ``partner_line`` where the page says another."""

    claim: Claim
    verdict: str
    code: str | None = None
    computed: Decimal | int | None = None
    candidates: tuple[str, ...] = ()
    partner_line: int | None = None


def judge(
    claims: Iterable[Claim],
    known: Iterable[KnownFigure],
    computed: Callable[[str], Decimal | int | None],
    computed_at: Callable[[str, str], Decimal | int | None] | None = None,
) -> list[Judged]:
    """A verdict for each claim.

    ``computed(code)`` gives the value of the whole, None without records; ``computed_at(code, place)`` that of a
    county which the page names. Without it, a single county's number has no record.
    """
    claims, known = list(claims), list(known)
    codes = [candidates(claim, known) if not claim.place or computed_at else [] for claim in claims]
    partners = contradictions(claims, codes)
    judged = []
    for at, (claim, fitting) in enumerate(zip(claims, codes, strict=True)):
        code = fitting[0] if len(fitting) == 1 else None
        value = None
        if code is not None:
            value = computed_at(code, claim.place) if claim.place and computed_at else computed(code)
        partner = partners.get(at)
        judged.append(
            Judged(
                claim,
                verdict=_verdict(claim, fitting, value, partner),
                code=code,
                computed=value,
                candidates=tuple(fitting) if len(fitting) > 1 else (),
                partner_line=None if partner is None else claims[partner].line,
            )
        )
    return judged


def to_json(judged: Iterable[Judged]) -> dict:
    """The answer in the shape of contracts §3; whole numbers are JSON integers."""
    judged = list(judged)
    count = Counter(each.verdict for each in judged)
    return {
        "claims": [
            {
                "text": each.claim.text,
                "line": each.claim.line,
                "number": _plain(each.claim.number),
                "qualifier": each.claim.qualifier,
                "unit_word": each.claim.unit_word,
                "code": each.code,
                "computed": _plain(each.computed),
                "verdict": each.verdict,
                "candidates": list(each.candidates),
                "partner_line": each.partner_line,
            }
            for each in judged
        ],
        "summary": {verdict: count[verdict] for verdict in VERDICTS},
    }


def exit_code(judged: Iterable[Judged]) -> int:
    """0 when every claim agrees or is a plan, 1 when one differs or contradicts, 3 when some have no record."""
    verdicts = {each.verdict for each in judged}
    if verdicts & {"differs", "self_contradiction"}:
        return 1
    return 3 if verdicts & {"no_record", "ambiguous"} else 0


def _verdict(claim: Claim, fitting: list[str], value, partner: int | None) -> str:
    if claim.is_plan:
        return "plan"
    if partner is not None:
        return "self_contradiction"
    if len(fitting) > 1:
        return "ambiguous"
    if value is None:
        return "no_record"
    qualifier = "top" if claim.is_top else claim.qualifier
    return "agrees" if agrees(qualifier, claim.number, claim.grain, value) else "differs"


def _plain(value) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == int(value) else float(value)
