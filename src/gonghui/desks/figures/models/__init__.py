"""What stays of figures: definitions, sealed months with their cells, and what restates them (N-R7, X-R11)."""

from .cells import Cell, Counted, Definition, Seal
from .comparisons import Comparison
from .months import SealedMonth
from .restatements import Restatement

__all__ = ["Cell", "Comparison", "Counted", "Definition", "Restatement", "Seal", "SealedMonth"]
