"""困难职工帮扶: files, household changes and grants that wait."""

from django.utils.translation import gettext_lazy as _

from gonghui.programs.hardship.models import (
    AidGrant,
    Arrival,
    FileConflict,
    FileImport,
    HardshipArchive,
    HouseholdChange,
    Transfer,
)
from gonghui.programs.hardship.models.transfer import DECIDERS
from gonghui.programs.hardship.rulebook import AID, FILE, SEEN_BY
from gonghui.programs.hardship.rulebook.changes import CHANGE
from gonghui.programs.hardship.rulebook.conflicts import CONFLICT
from gonghui.programs.hardship.rulebook.importing import CONFIRMERS, IMPORT
from gonghui.programs.hardship.rulebook.transfers import ARRIVAL, TRANSFER

from .queue import Queue, yuan


def _files(by, on):
    return HardshipArchive.objects.waiting_for(by, on).select_related("unit")


def _grants(by, on):
    return AidGrant.objects.waiting_for(by).select_related("file__unit", "project")


def _changes(by, on):
    return HouseholdChange.objects.waiting_for(by).select_related("file__unit", "unit")


def _transfers(by, on):
    return Transfer.objects.waiting_for(by).select_related("file", "to_unit")


def _arrivals(by, on):
    return Arrival.objects.waiting_for(by).select_related("from_unit")


def _conflicts(by, on):
    return FileConflict.objects.waiting_for(by).select_related("file__unit")


def _imports(by, on):
    return FileImport.objects.waiting_for(by).select_related("unit")


FILES = Queue(
    _("困难职工档案"),
    "heart-handshake",
    "hardship:files",
    FILE,
    _files,
    lambda file: (file.applicant_name, str(file.unit)),
    "hardship:",
    SEEN_BY,
)
GRANTS = Queue(
    _("帮扶发放"),
    "coin-yuan",
    "hardship:grants",
    AID,
    _grants,
    lambda grant: (f"{grant.file.applicant_name} · {yuan(grant.amount)}", str(grant.file.unit)),
    "hardship:grant_",
    SEEN_BY,
)
CHANGES = Queue(
    _("家庭变动"),
    "users",
    "hardship:changes",
    CHANGE,
    _changes,
    lambda change: (f"{change.applicant_name} · {change.get_kind_display()}", str(change.unit)),
    "hardship:change_",
    SEEN_BY,
)
TRANSFERS = Queue(
    _("档案转出"),
    "arrows-left-right",
    "hardship:transfers",
    TRANSFER,
    _transfers,
    lambda transfer: (transfer.file.applicant_name, str(transfer.to_unit)),
    "hardship:transfer_",
    DECIDERS,
)
ARRIVALS = Queue(
    _("档案转入"),
    "transfer-in",
    "hardship:arrivals",
    ARRIVAL,
    _arrivals,
    lambda arrival: (arrival.masked_name, str(arrival.from_unit)),
    "hardship:arrival_",
    DECIDERS,
)
CONFLICTS = Queue(
    _("档案冲突"),
    "alert-triangle",
    "hardship:conflicts",
    CONFLICT,
    _conflicts,
    lambda conflict: (conflict.file.masked_name, str(conflict.file.unit)),
    "hardship:conflict_",
    FileConflict.seen_by.roles,
)
IMPORTS = Queue(
    _("档案导入"),
    "file-import",
    "hardship:imports",
    IMPORT,
    _imports,
    lambda each: (each.original_name, str(each.unit)),
    "hardship:import_",
    CONFIRMERS,
)
QUEUES = (FILES, CHANGES, TRANSFERS, ARRIVALS, CONFLICTS, GRANTS, IMPORTS)
