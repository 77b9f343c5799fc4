"""Records of papers, and of facts that stand on a paper."""

from .document import Document, DocumentQuerySet
from .fact import RecordedFact

__all__ = ["Document", "DocumentQuerySet", "RecordedFact"]
