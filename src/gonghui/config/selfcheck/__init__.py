"""What a stranger must know before a city goes live: each check looks at one thing and says what it found."""

from .finding import Finding, Level
from .run import CHECKS, findings

__all__ = ["CHECKS", "Finding", "Level", "findings"]
