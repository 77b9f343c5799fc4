"""What the records say to each claim of a page, and what the page says against itself (contracts §3)."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

from gonghui.desks.figures.numerals import agrees
from gonghui.desks.review.reading.claims import Claim
from gonghui.desks.review.reading.contradictions import contradictions
from gonghui.desks.review.reading.matching import KnownFigure, candidates
from gonghui.desks.review.reading.stretches import Stretch
from gonghui.desks.review.reading.wordings import wording

VERDICTS = ("agrees", "differs", "no_record", "ambiguous", "self_contradiction", "plan")


@dataclass(frozen=True)
class Asked:
    """What the records are asked for a claim: a figure, for a place (empty: the whole), in a year or a part of it.

    ``year`` is None where the page's own is meant, ``when`` None where the whole year is.
    """

    code: str
    place: str
    year: int | None
    when: Stretch | None


@dataclass(frozen=True)
class Chosen:
    """What a person has said of a wording: the figure that is meant, "" for none; a reason lets it stand over what
    the wording makes plain."""

    code: str
    reason: str = ""


@dataclass(frozen=True)
class Judged:
    """A claim with its verdict; ``computed`` is what the records give, ``partner_line`` where the page says another,
    ``fitting`` the figures that the wording alone fits, ``chosen`` the remembered choice that was used."""

    claim: Claim
    verdict: str
    code: str | None = None
    computed: Decimal | int | None = None
    candidates: tuple[str, ...] = ()
    partner_line: int | None = None
    fitting: tuple[str, ...] = ()
    chosen: Chosen | None = None

    @property
    def asked(self) -> Asked | None:
        return None if self.code is None else asked(self.claim, self.code)


def asked(claim: Claim, code: str) -> Asked:
    return Asked(code, claim.place, claim.year, claim.when)


def judge(
    claims: Iterable[Claim],
    known: Iterable[KnownFigure],
    computed: Callable[[set[Asked]], Mapping[Asked, Decimal | int | None]],
    *,
    places: Collection[str] = (),
    choices: Mapping[tuple[str, str], Chosen] = MappingProxyType({}),
) -> list[Judged]:
    """A verdict for each claim.

    ``computed`` is asked once for all that the page speaks of; what it leaves out has no record. A claim of a place
    that is not among ``places`` has no figure. ``choices`` are remembered by wording and unit word.
    """
    claims, known = list(claims), list(known)
    fitting = [candidates(claim, known) if not claim.place or claim.place in places else [] for claim in claims]
    chosen = [_choice(claim, fits, choices, known) for claim, fits in zip(claims, fitting, strict=True)]
    codes = [list(filter(None, [pick.code])) if pick else fits for pick, fits in zip(chosen, fitting, strict=True)]
    values = computed(
        {asked(claim, only[0]) for claim, only in zip(claims, codes, strict=True) if _is_sole(claim, only)}
    )
    partners = contradictions(claims, codes)
    judged = []
    for at, claim in enumerate(claims):
        code = codes[at][0] if len(codes[at]) == 1 else None
        value = values.get(asked(claim, code)) if code and not claim.is_plan else None
        partner = partners.get(at)
        judged.append(
            Judged(
                claim,
                verdict=_verdict(claim, codes[at], value, partner),
                code=code,
                computed=value,
                candidates=tuple(codes[at]) if len(codes[at]) > 1 else (),
                partner_line=None if partner is None else claims[partner].line,
                fitting=tuple(fitting[at]),
                chosen=chosen[at],
            )
        )
    return judged


def _choice(claim: Claim, fitting: list[str], choices, known: list[KnownFigure]) -> Chosen | None:
    """The choice that applies: where the wording is ambiguous, or where a reason was given for it to stand over it."""
    chosen = choices.get((wording(claim), claim.unit_word))
    if chosen is None or (chosen.code and chosen.code not in {figure.code for figure in known}):
        return None
    return chosen if len(fitting) > 1 or chosen.reason else None


def _is_sole(claim: Claim, codes: list[str]) -> bool:
    return len(codes) == 1 and not claim.is_plan


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


def weigh(claim: Claim, value: Decimal | int | None) -> str:
    """What a value says to a claim: agrees, differs, or no_record where there is none."""
    if value is None:
        return "no_record"
    qualifier = "top" if claim.is_top else claim.qualifier
    return "agrees" if agrees(qualifier, claim.number, claim.grain, value) else "differs"


def _verdict(claim: Claim, codes: list[str], value, partner: int | None) -> str:
    if claim.is_plan:
        return "plan"
    if partner is not None:
        return "self_contradiction"
    return "ambiguous" if len(codes) > 1 else weigh(claim, value)


def _plain(value) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == int(value) else float(value)
