"""受助回访、差异核查: rounds to draw, recipients to call, differences to look into; for auditors (E-R13)."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.funds.models import Discrepancy, Inquiry, SampleRound
from gonghui.foundation.funds.rulebook.inquiries import (
    DISCREPANCY,
    INQUIRY,
    ROUND,
    DiscrepancyState,
    InquiryState,
    RoundState,
)

from .queue import Queue

AUDITORS = (Role.AUDITOR,)


def _rounds(by, on):
    return SampleRound.objects.visible_to(by).filter(state=RoundState.SEEDED).select_related("unit")


def _inquiries(by, on):
    return Inquiry.objects.visible_to(by).filter(state=InquiryState.BY_PHONE).select_related("payment", "unit")


def _discrepancies(by, on):
    """To take up, unless she made the call; to conclude, what she took up; to confirm, what another concluded."""
    me = by.user_id
    turn = Q(state=DiscrepancyState.OPENED) & (Q(called_by__isnull=True) | ~Q(called_by=me))
    turn |= Q(state=DiscrepancyState.LOOKING, looked_by=me)
    turn |= Q(state=DiscrepancyState.CONCLUDED) & ~Q(looked_by=me)
    return Discrepancy.objects.visible_to(by).filter(turn).select_related("inquiry__payment", "unit")


ROUNDS = Queue(
    _("待抽样的受助回访"),
    "message-question",
    "funds:rounds",
    ROUND,
    _rounds,
    lambda sampled: (f"{sampled.number} · {sampled.starts_on} – {sampled.last_on}", str(sampled.unit)),
    "funds:round_",
    AUDITORS,
)
INQUIRIES = Queue(
    _("待电话回访"),
    "phone",
    "funds:rounds",
    INQUIRY,
    _inquiries,
    lambda inquiry: (f"{inquiry.payee} · {inquiry.purpose}", str(inquiry.unit)),
    "funds:inquiry_",
    AUDITORS,
)
DISCREPANCIES = Queue(
    _("差异核查"),
    "zoom-question",
    "funds:discrepancies",
    DISCREPANCY,
    _discrepancies,
    lambda case: (f"{case.number} · {case.inquiry.payee}", str(case.unit)),
    "funds:discrepancy_",
    AUDITORS,
)
QUEUES = (ROUNDS, INQUIRIES, DISCREPANCIES)
