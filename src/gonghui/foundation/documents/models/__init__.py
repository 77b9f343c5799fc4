"""Records of papers, of facts that stand on a paper, and of the templates of forms."""

from .document import Document, DocumentQuerySet
from .export import ExportRequest
from .fact import RecordedFact
from .template import FormTemplate

__all__ = ["Document", "DocumentQuerySet", "ExportRequest", "FormTemplate", "RecordedFact"]
