"""A fund is opened with its rule, by two persons (X-R1, E-R10)."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gonghui.kernel.announcing import announce
from gonghui.kernel.numbering import next_number
from gonghui.kernel.refusals import NotEntitled, Refusal

from ..models import Fund, FundOpening
from ..rulebook import FUND_OPENING, the_maker
from .persons import require_another, the_paper


class FundThere(Refusal):
    sentence = _("{unit} {year} 年已有名为“{name}”的资金。")


@transaction.atomic
def propose_fund(unit, *, source, year: int, name: str, levels, paper: str, purposes=(), by, on) -> FundOpening:
    """A fund is proposed with its rule: the levels of files it may pay and, where limited, the purposes (E-R10).

    Raises NotEntitled, PaperMissing.
    """
    opening = FundOpening(
        begun_on=on,
        unit=unit,
        position=unit.position,
        source=source,
        year=year,
        name=name.strip(),
        levels=list(levels),
        purposes=list(purposes),
        paper=the_paper(paper),
        proposed_by=by.user_id,
    )
    if not the_maker(by, opening):
        raise NotEntitled(step=_("申请设立资金"), needs=the_maker)
    opening.number = next_number("ZJ", on.year)
    opening.expect(FUND_OPENING.next_of(opening.state), on)
    opening.save()
    facts = {"name": opening.name, "levels": opening.levels, "purposes": opening.purposes, "paper": opening.paper}
    announce("step", opening, by=by, on=on, name="propose", title=_("申请设立资金"), facts=facts)
    return opening


@FUND_OPENING.action
def open(opening, *, by, on, opinion: str = ""):
    """Another person opens the fund with its rule. Raises SamePerson, FundThere."""
    require_another(by, opening.proposed_by)
    own = {name: getattr(opening, name) for name in ("unit", "year", "name", "source", "levels", "purposes", "paper")}
    if Fund.objects.filter(unit=opening.unit, year=opening.year, name=opening.name).exists():
        raise FundThere(unit=opening.unit, year=opening.year, name=opening.name)
    opening.fund = Fund.objects.create(**own)
    opening.opened_by = by.user_id
    return {"opinion": opinion}


@FUND_OPENING.action
def refuse(opening, *, by, on, opinion: str):
    """The fund is not opened; why is said."""
    return {"opinion": opinion}
