"""Records of hardship aid."""

from .aid import AidGrant, AidProject
from .campaigns import Campaign, CampaignItem, CampaignReminder, CampaignSite
from .changes import HouseholdChange
from .conflict import FileConflict
from .details import FileDetails, MemberDetails
from .distribution import Distribution, DistributionRoster
from .file import HardshipArchive, PairLink
from .helping import HelperVisit
from .household import HouseholdMember, IncomeLine
from .importing import FileImport, GivenBefore, StagedFile
from .kin import Recusal
from .observation import ExitProposal, MonthlyIncome, Recheck
from .relief import Relief
from .spells import GradeSpell, Spell
from .transfer import Arrival, Transfer
from .verification import Assessment, HomeVisit, InfoComparison

__all__ = [
    "AidGrant",
    "AidProject",
    "Arrival",
    "Assessment",
    "Campaign",
    "CampaignItem",
    "CampaignReminder",
    "CampaignSite",
    "Distribution",
    "DistributionRoster",
    "ExitProposal",
    "FileConflict",
    "FileDetails",
    "FileImport",
    "GivenBefore",
    "GradeSpell",
    "HardshipArchive",
    "HelperVisit",
    "HomeVisit",
    "HouseholdChange",
    "HouseholdMember",
    "IncomeLine",
    "InfoComparison",
    "MemberDetails",
    "MonthlyIncome",
    "PairLink",
    "Recheck",
    "Recusal",
    "Relief",
    "Spell",
    "StagedFile",
    "Transfer",
]
