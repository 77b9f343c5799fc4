"""What every matter of money asks: another person, a paper, and the name of what the database refused."""

from typing import Any

from django.db import IntegrityError
from django.utils.translation import gettext_lazy as _

from gonghui.kernel.refusals import Refusal


class SamePerson(Refusal):
    sentence = _("录入与复核必须是不同的人,前面的步骤由您办理,这一步不能再由您办理。")


class PaperMissing(Refusal):
    sentence = _("请写明凭据文号(至少 2 个字)。")


def broken_law(fault: IntegrityError) -> str:
    """The name of the constraint that the database says is broken."""
    told: Any = fault.__cause__
    return told.diag.constraint_name


def require_another(by, *before):
    """Raise SamePerson when this person took an earlier step (X-R1)."""
    if by.user_id in before:
        raise SamePerson


def the_paper(text: str) -> str:
    """The number of a paper without blanks around it. Raises PaperMissing."""
    if len(text.strip()) < 2:
        raise PaperMissing
    return text.strip()
