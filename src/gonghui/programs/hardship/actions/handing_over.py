"""What a desk of hardship aid brings to its successor: the households that were helped from it (E-R15, X-R3)."""

from datetime import timedelta

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.accounts.models import HandOver, Post
from gonghui.foundation.organisations import sight
from gonghui.kernel.announcing import announce, announced

from ..models import PairLink


def listen():
    """Hear of desks that are handed over."""
    announced.connect(move_households, sender=Post, dispatch_uid="hardship.hand_over")


def move_households(sender, *, name, by, on, facts, **unused):
    """The successor helps these households from her first day; none of her own kin, nor herself: they need another."""
    if name != "hand_over":
        return
    with sight.system("hardship"):
        done = HandOver.objects.select_related("post__unit", "successor__user").get(pk=facts["hand_over"])
        heir, begins = done.successor.user, done.last_on + timedelta(days=1)
        for link in _links_of(done.post).exclude(Q(file__recused__contains=[heir.pk]) | Q(file__applicant_user=heir)):
            link.ends_on = max(begins, link.starts_on)
            link.save(update_fields=["ends_on"])
            PairLink.objects.create(file=link.file, cadre=heir, starts_on=link.ends_on)
            announce("step", link.file, by=by, on=on, name="pair", title=_("结对帮扶"), facts={"helper": heir.name})


def _links_of(post):
    here = (post.unit.position, post.unit.last)
    open_links = PairLink.objects.filter(cadre=post.user, ends_on__isnull=True, file__position__range=here)
    return open_links.select_related("file").order_by("pk")
