"""Policies whose default nobody but the rule book's author has said: to be confirmed by the office (1.5)."""

from gonghui.foundation.policies.models import Edition
from gonghui.foundation.policies.rules import registry

NOT_CONFIRMED = "(gk)"


def is_confirmed(policy, on) -> bool:
    """Whether the default has an authority of its own, or the office has entered a value that holds on `on`."""
    return NOT_CONFIRMED not in policy.cites or Edition.objects.in_force(policy.name, on, None) is not None


def to_be_confirmed(on) -> list:
    """The policies still on a default that is to be confirmed, by name."""
    return [policy for _name, policy in sorted(registry.items()) if not is_confirmed(policy, on)]
