"""The forms of hardship aid on paper, filled from files and grants (E, Documents)."""

from . import files, grants
from .blanks import OF_FILES, OF_GRANTS, POSTED_ROLL, ROLL

__all__ = ["OF_FILES", "OF_GRANTS", "POSTED_ROLL", "ROLL", "files", "grants"]
