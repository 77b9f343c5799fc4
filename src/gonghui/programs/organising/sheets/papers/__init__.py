"""Approvals on paper: the forms of setting up a union, and what they are filled with (A-R9)."""

from .approvals import APPROVAL, PREPARATION, orders

__all__ = ["APPROVAL", "PREPARATION", "orders"]
