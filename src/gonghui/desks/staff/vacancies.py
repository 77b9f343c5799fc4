"""Unions set up whose chair has not come: no post, and no invitation that is still open to her (A-R2, X-R3)."""

from django.db.models import Exists, OuterRef

from gonghui.foundation.accounts.models import Post
from gonghui.foundation.accounts.roles import Role
from gonghui.programs.organising.models import Founding

from .actions.seating import CHAIR
from .models import Invitation
from .rulebook import InvitationState

WHO = (Role.COUNTY_APPROVER, Role.CITY_APPROVER)
"""Who approves a union and arranges the post of its chair."""


def vacant(by, on):
    """Those of a county; of the city, the unions directly under it."""
    posts = Post.objects.not_over(on).filter(unit=OuterRef("union"), role=CHAIR)
    running = Invitation.objects.filter(unit=OuterRef("union"), role=CHAIR, state=InvitationState.OPEN)
    found = Founding.objects.visible_to(by).established().filter(union__ended_on__isnull=True)
    if by.role == Role.CITY_APPROVER:
        found = found.filter(union__parent=by.unit_id)
    found = found.exclude(Exists(posts)).exclude(Exists(running.filter(expires_on__gte=on)))
    return found.annotate(has_expired=Exists(running)).select_related("unit__area", "union__area", "election")
