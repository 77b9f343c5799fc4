"""How a standing is drawn: its numbers in words, its state as a chip, a bar of its own target."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from ..progress import MET, Standing, State

STATE_TONES = {
    State.NO_FIGURE: "grey",
    State.NOT_STARTED: "orange",
    State.BEHIND: "orange",
    State.ON_TRACK: "blue",
    State.DONE: "green",
    State.OVER: "green",
}
NOTHING = "—"


def sees_unit(by, unit) -> bool:
    """Whether a unit lies within the post's own."""
    return by.unit.holds(unit.position)


def name_of(unit) -> str:
    """A county's name as a map and a table have room for it."""
    return unit.short_name.removesuffix("总工会")


def per_cent(share) -> str:
    """A share as it is read: 106.5%."""
    return NOTHING if share is None else f"{share:g}%"


@dataclass(frozen=True)
class Line:
    """One standing as a line of a table."""

    standing: Standing
    records_href: str

    @property
    def item(self):
        return self.standing.item

    @property
    def unit(self):
        return self.standing.unit

    @property
    def name(self) -> str:
        return name_of(self.standing.unit)

    @property
    def shown(self) -> str:
        return self.standing.shown

    @property
    def target(self) -> str:
        return self.standing.target_shown

    @property
    def share(self) -> str:
        return per_cent(self.standing.share)

    @property
    def bar(self) -> float:
        """How much of a bar is full; never more than all of it."""
        return min(self.standing.share or 0, 100)

    @property
    def expected(self) -> str:
        return _("到期对照") if self.standing.expected is None else per_cent(self.standing.expected)

    @property
    def state(self) -> str:
        return self.standing.label

    @property
    def tone(self) -> str:
        return STATE_TONES[self.standing.state]

    @property
    def is_late(self) -> bool:
        return self.standing.is_late

    @property
    def is_met(self) -> bool:
        return self.standing.state in MET
