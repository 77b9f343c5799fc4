"""Workbooks and papers of this program: lists that leave, existing files that come in, the national layout."""

from .lists import FILES, GRANTS

__all__ = ["FILES", "GRANTS"]
