"""The figures of hardship aid: what was paid, who is on file, what was given without a file (E-R12, E-R14)."""

from . import aid, files, reliefs
from .files import FILES, HELPED

__all__ = ["FILES", "HELPED", "aid", "files", "reliefs"]
