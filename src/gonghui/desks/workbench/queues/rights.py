"""个人信息: what persons ask of the data-protection officer, and files whose persons wait to be made unknown."""

from django.utils.translation import gettext_lazy as _

from gonghui.desks.privacy.models import Erasure, RightsRequest
from gonghui.desks.privacy.rulebook import ERASURE, RIGHTS, ErasureState, RequestState
from gonghui.foundation.accounts.roles import Role

from .queue import Queue


def _requests(by, on):
    return RightsRequest.objects.visible_to(by).filter(state=RequestState.ASKED).select_related("unit")


def _erasures(by, on):
    found = Erasure.objects.visible_to(by).filter(state=ErasureState.PROPOSED)
    return found.exclude(proposed_by=by.user_id).select_related("unit")


REQUESTS = Queue(
    _("个人信息请求"),
    "shield-lock",
    "privacy:requests",
    RIGHTS,
    _requests,
    lambda request: (str(request.get_right_display()), str(request.unit)),
    "privacy:",
    (Role.DPO,),
)
ERASURES = Queue(
    _("到期匿名处理"),
    "eraser",
    "privacy:erasures",
    ERASURE,
    _erasures,
    lambda erasure: (erasure.record_number, str(erasure.unit)),
    "privacy:erasure_",
    (Role.CITY_APPROVER,),
)
QUEUES = (REQUESTS, ERASURES)
