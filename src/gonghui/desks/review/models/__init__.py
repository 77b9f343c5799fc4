"""What the review remembers."""

from .choices import Choice

__all__ = ["Choice"]
