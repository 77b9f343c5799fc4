"""What waits at a desk, for the list of its hand-over (交接清单): by kind, with the numbers of the records (X-R3)."""

from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.translation import gettext as _

from gonghui.foundation.organisations import sight
from gonghui.programs.hardship.models import HardshipArchive, PairLink
from gonghui.programs.hardship.rulebook import SEEN_BY, FileState

from . import queues

MOST = 200
"""Numbers of one kind that a list names; the count is of all."""


@dataclass(frozen=True)
class Pile:
    """One kind of matter at a desk: how many, and their numbers."""

    title: str
    url: str
    count: int
    numbers: list[str] = field(default_factory=list)

    def as_kept(self) -> dict:
        """As the hand-over keeps it."""
        return {"title": str(self.title), "count": self.count, "numbers": self.numbers}


def piles_of(post, on) -> list[Pile]:
    """Everything that waits at the desk of a post on a day, seen as its holder sees it."""
    with sight.of(post):
        waiting = [
            _pile(queue.title, reverse(queue.list_name), queue.waiting(post, on)) for queue in queues.open_to(post)
        ]
        return [*waiting, *_of_households(post)]


def _pile(title, url, records) -> Pile:
    return Pile(title, url, records.count(), [str(record) for record in records.order_by("pk")[:MOST]])


def _of_households(post) -> list[Pile]:
    if post.role not in SEEN_BY:
        return []
    here = {"file__position__range": (post.unit.position, post.unit.last)}
    links = PairLink.objects.visible_to(post).filter(cadre=post.user, ends_on__isnull=True, **here)
    helped = HardshipArchive.objects.filter(pk__in=links.values("file_id"))
    drafts = HardshipArchive.objects.visible_to(post).filter(entered_by=post.user_id, state=FileState.DRAFT)
    url = reverse("hardship:files")
    return [_pile(_("结对帮扶的家庭"), url, helped), _pile(_("录入未提交的申请"), f"{url}?state=draft", drafts)]
