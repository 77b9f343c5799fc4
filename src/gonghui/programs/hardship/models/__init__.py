"""Records of hardship aid."""

from .aid import AidGrant, AidProject
from .file import HardshipArchive, PairLink
from .helping import HelperVisit
from .household import HouseholdMember, IncomeLine
from .verification import Assessment, FileConflict, HomeVisit, InfoComparison

__all__ = [
    "AidGrant",
    "AidProject",
    "Assessment",
    "FileConflict",
    "HardshipArchive",
    "HelperVisit",
    "HomeVisit",
    "HouseholdMember",
    "IncomeLine",
    "InfoComparison",
    "PairLink",
]
