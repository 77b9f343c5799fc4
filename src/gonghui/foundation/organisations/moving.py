"""Giving records to another unit: what moves when a case changes its territory (X-R2)."""

from gonghui.foundation.journal.digests import digest_of


def move(records, unit) -> dict[str, dict[str, str]]:
    """Give a set of scoped records to `unit`; their new digests by kind and id, for the entry of who moved them."""
    ids = list(records.order_by("pk").values_list("pk", flat=True))
    found = records.model._default_manager.filter(pk__in=ids)
    found.update(unit=unit, position=unit.position)
    digests = {str(each.pk): digest_of(each) for each in found.order_by("pk")}
    kept = {pk: digest for pk, digest in digests.items() if digest}
    return {records.model._meta.label_lower: kept} if kept else {}
