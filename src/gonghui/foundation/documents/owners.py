"""Which records may have papers: a program registers its record, whose `visible_to` then decides about the papers."""

from typing import Any

registered: dict[str, Any] = {}


def register(model):
    """Let records of this kind have papers; stands above the record's class as a decorator."""
    registered[model._meta.label_lower] = model
    return model


def is_visible(document, by) -> bool:
    """Whether the post `by` sees the record that the paper is attached to."""
    owner = registered.get(document.record_type)
    return owner is not None and owner.objects.visible_to(by).filter(pk=document.record_id).exists()


def unit_of(record):
    """The unit that a record belongs to, itself or through its parent."""
    return unit_of(getattr(record, record.seen_by.through)) if record.seen_by.through else record.unit


def person_of(record):
    """The user a record is about, by its own declaration of sight; None where it is about nobody who signs in."""
    sight = record.seen_by
    if sight.through:
        return person_of(getattr(record, sight.through))
    found = record
    for name in sight.person.split("__") if sight.person else ():
        found = getattr(found, name) if found is not None else None
    return None if found is record else found
