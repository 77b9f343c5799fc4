"""Records of papers."""

from .document import Document, DocumentQuerySet

__all__ = ["Document", "DocumentQuerySet"]
