"""What waits for a post, kind by kind; a module for each office, which adds its kinds to QUEUES here."""

from . import figures, hardship, money, papers, rights, seasons
from .money import unbatched
from .queue import MOST, Queue, Task
from .sent import sent_by

__all__ = ["MOST", "QUEUES", "Queue", "Task", "open_to", "sent_by", "unbatched"]

OFFICES = (hardship, seasons, money, papers, rights, figures)
QUEUES: tuple[Queue, ...] = tuple(queue for office in OFFICES for queue in office.QUEUES)


def open_to(by) -> tuple[Queue, ...]:
    """The kinds of matter that this post has to do with."""
    return tuple(queue for queue in QUEUES if by.role in queue.roles)
