"""The timeline of a record: what the journal has of it, as record pages show it."""

from gonghui.kernel.ui.shown import Moment

from .models import Entry


def moments_of(record, stops: tuple[str, ...] = ()) -> list[Moment]:
    """What was done with the record, oldest first; steps named in `stops` lead nowhere further."""
    return [
        Moment(
            title=entry.title,
            who=f"{entry.actor_name} · {entry.post_name}",
            at=entry.when,
            note=entry.opinion,
            state="stopped" if entry.name in stops else "done",
        )
        for entry in Entry.objects.of(record).exclude(kind="read")
    ]
