"""What the review remembers: which figure a wording means, and the words and numbers of each year."""

from .choices import Choice
from .writing import BoundNumber, Edition, Review

__all__ = ["BoundNumber", "Choice", "Edition", "Review"]
