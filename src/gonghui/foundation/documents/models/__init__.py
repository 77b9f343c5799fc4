"""Records of papers, of facts that stand on a paper, and of the templates of forms."""

from .document import Document, DocumentQuerySet
from .fact import RecordedFact
from .template import FormTemplate

__all__ = ["Document", "DocumentQuerySet", "FormTemplate", "RecordedFact"]
