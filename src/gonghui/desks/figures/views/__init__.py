"""The counters of the figures: numbers and their parts, sealed months, and what restates them."""

from .pages import ASKERS as ASKERS
