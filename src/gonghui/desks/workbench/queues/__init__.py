"""What waits for a post, kind by kind; a module for each office, which adds its kinds to QUEUES here."""

from . import asking, figures, hardship, money, organising, papers, posts, reviews, rights, seasons, targets
from .money import unbatched
from .queue import MOST, Queue, Task
from .sent import sent_by

__all__ = ["MOST", "QUEUES", "Queue", "Task", "open_to", "sent_by", "unbatched"]

QUEUES: tuple[Queue, ...] = (
    *organising.QUEUES,
    *hardship.QUEUES,
    *seasons.QUEUES,
    *money.QUEUES,
    *asking.QUEUES,
    *papers.QUEUES,
    *reviews.QUEUES,
    *rights.QUEUES,
    *targets.QUEUES,
    *posts.QUEUES,
    *figures.QUEUES,
)


def open_to(by) -> tuple[Queue, ...]:
    """The kinds of matter that this post has to do with."""
    return tuple(queue for queue in QUEUES if by.role in queue.roles)
