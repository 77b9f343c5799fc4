"""Records of hardship aid."""

from .aid import AidGrant, AidProject
from .file import HardshipArchive, PairLink
from .household import HouseholdMember, IncomeLine
from .verification import Assessment, FileConflict, HomeVisit, InfoComparison

__all__ = [
    "AidGrant",
    "AidProject",
    "Assessment",
    "FileConflict",
    "HardshipArchive",
    "HomeVisit",
    "HouseholdMember",
    "IncomeLine",
    "InfoComparison",
    "PairLink",
]
