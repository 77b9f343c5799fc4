"""Writing down from when to when a household is on file and in which grade (E-R12, E-R14): called by the steps."""

from ..models import GradeSpell, Spell
from ..rulebook import months, policies
from ..rulebook.grading import Grade


def begin_spell(file, *, on) -> None:
    """The household is on file from `on`, in the grade the file has, and its next recheck is due."""
    Spell.objects.create(file=file, starts_on=on)
    GradeSpell.objects.create(file=file, grade=file.grade, starts_on=on)
    file.recheck_on = next_recheck(file, on)


def end_spell(file, *, on, reason: str) -> None:
    """The household is off the record from `on`: its people are free for another file, its helper is released."""
    file.spells.open().update(ends_on=on, reason=reason)
    file.grade_spells.open().update(ends_on=on)
    file.members.update(is_active=False)
    file.pairs.filter(ends_on__isnull=True).update(ends_on=on)
    file.exit_on, file.exit_reason, file.recheck_on, file.due_on = on, reason, None, None


def regrade(file, grade: str, *, on) -> None:
    """A household on file is in another grade from `on`; a second change on one day replaces the first."""
    file.grade = grade
    if not file.grade_spells.open().filter(starts_on=on).update(grade=grade):
        file.grade_spells.open().update(ends_on=on)
        GradeSpell.objects.create(file=file, grade=grade, starts_on=on)


def next_recheck(file, on):
    """The day of the next recheck after `on`: sudden need is looked at more often (E, States)."""
    every = policies.RECHECK_MONTHS_SUDDEN if file.grade == Grade.ACCIDENTAL else policies.RECHECK_MONTHS
    return months.later(on, every.on(on, file.unit.area))
