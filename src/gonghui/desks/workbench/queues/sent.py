"""What this person last did a step on."""

from gonghui.foundation.funds.models import PaymentBatch
from gonghui.foundation.journal.models import Entry, Kind
from gonghui.programs.hardship.models import AidGrant, HardshipArchive


def sent_by(by) -> list:
    """What this person last did a step on and where it stands now: files, grants and batches, newest step first."""
    found = []
    for model in (HardshipArchive, AidGrant, PaymentBatch):
        entries = Entry.objects.by_user(by.user_id).filter(kind=Kind.STEP, record_type=model._meta.label_lower)
        last: dict[int, int] = {}
        for record_id, step in entries.order_by("-pk").values_list("record_id", "pk")[:60]:
            last.setdefault(record_id, step)
        seen = model.objects.visible_to(by).in_bulk(list(last)[:12])
        found += [(last[pk], record) for pk, record in seen.items()]
    return [record for _step, record in sorted(found, key=lambda each: each[0], reverse=True)]
