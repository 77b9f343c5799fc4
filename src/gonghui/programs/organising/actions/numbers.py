"""Numbers of documents: an approval has one, and no two have the same (A-R9)."""

from datetime import date

from gonghui.kernel.numbering import next_number

from ..models import Founding
from ..rulebook.founding import OPEN_DOCUMENT


def document_number(founding: Founding, on: date) -> str:
    """The next number of the approving union's documents on organising: 金寨县总工组〔2021〕3 号 (A-R9)."""
    office = founding.unit.county() or founding.unit.above()[0]
    stem = office.short_name.removesuffix("工会")
    counted = int(next_number(f"GZ{office.pk}", on.year).rpartition("-")[2])
    return f"{stem}{OPEN_DOCUMENT.on(on)}〔{on.year}〕{counted}号"
