"""Whose turn it is: the states from which a post may take the next step, asked of the rule book itself."""

from django.db.models import Q

from ..rulebook import Role

TURNS = ("resubmit", "reissue")
"""Steps that somebody waits for although they stand outside the plain road."""


def turns(workflow, by, probe) -> dict:
    """State → the step that waits for `by` there; `probe` is an unsaved record of the post's own unit.

    A record that a list of what waits has found says itself, in `awaits`, for what else it waits.
    """
    found: dict = {}
    for step in workflow.steps.values():
        if (step.within or step.name in TURNS) and not step.quiet and step.by(by, probe):
            found |= {state: step for state in step.since if state not in found}
    if awaited := getattr(probe, "awaits", None):
        found[probe.state] = workflow[awaited]
    return found


def in_turn(workflow, by, probes, level) -> Q:
    """Records of each archive level that stand where it is the turn of `by`; `level` is the path to the level."""
    wanted = Q(pk__in=())
    for name, probe in probes.items():
        wanted |= Q(**{level: name, "state__in": list(turns(workflow, by, probe))})
    return wanted


def in_place_of_county(workflow, by, probe, path="") -> Q:
    """Records that the city's reviewer takes up because every reviewer of the county stands aside (X-R1)."""
    if by.role != Role.CITY_REVIEWER:
        return Q(pk__in=())
    return Q(**{f"{path}is_raised": True, "state__in": list(turns(workflow, by, probe))})
