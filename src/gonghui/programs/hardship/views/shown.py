"""How files and grants look everywhere: tones of states, the county beside them, what happened and what comes next."""

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gonghui.foundation.journal.models import Entry
from gonghui.foundation.notices.rulebook import OF_SUBJECT, WORKDAYS
from gonghui.foundation.organisations.models import Unit
from gonghui.kernel.ui.columns import Column
from gonghui.kernel.ui.shown import Moment

from ..actions import SUBJECT
from ..models import AidGrant, HardshipArchive
from ..rulebook import AID, FILE, FileState, GrantState, policies
from ..rulebook.changes import ChangeState

FILE_TONES = {
    FileState.DRAFT: "grey",
    FileState.SUBMITTED: "blue",
    FileState.VISITED: "blue",
    FileState.COMPARED: "azure",
    FileState.PUBLICISED: "purple",
    FileState.REVIEWED: "orange",
    FileState.ON_FILE: "green",
    FileState.RETURNED: "orange",
    FileState.REJECTED: "red",
    FileState.WITHDRAWN: "grey",
    FileState.OBSERVING: "azure",
    FileState.EXITED: "grey",
    FileState.CANCELLED: "grey",
}
GRANT_TONES = {
    GrantState.PROPOSED: "blue",
    GrantState.CHECKED: "azure",
    GrantState.GRANTED: "orange",
    GrantState.PAID: "green",
    GrantState.BOUNCED: "red",
    GrantState.RETURNED: "orange",
    GrantState.REFUSED: "red",
    GrantState.WITHDRAWN: "grey",
}
FILE_STATE = Column("state", gettext_lazy("状态"), kind="state", narrow="state", tones=FILE_TONES)
GRANT_STATE = Column("state", gettext_lazy("状态"), kind="state", narrow="state", tones=GRANT_TONES)
CHANGE_TONES = {
    ChangeState.REPORTED: "blue",
    ChangeState.CONFIRMED: "green",
    ChangeState.REFUSED: "red",
    ChangeState.WITHDRAWN: "grey",
}
CHANGE_STATE = Column("state", gettext_lazy("状态"), kind="state", narrow="state", tones=CHANGE_TONES)
FILE_ROAD = ("submit", "visit", "compare", "publicise", "review", "approve")
GRANT_ROAD = ("check", "grant", "pay")
STOPS = ("send_back", "reject", "refuse", "withdraw", "decline_exit", "fall_back", "cancel")
OTHERS = {
    "begin": gettext_lazy("开始申请"),
    "propose": gettext_lazy("测算救助金"),
    "transfer": gettext_lazy("档案转移"),
    "household_change": gettext_lazy("家庭变动"),
    "recuse": gettext_lazy("回避"),
    "lift_recusal": gettext_lazy("解除回避"),
}
"""What the journal has of a record beside the steps of its workflow."""
INSIDE = ("propose_grade", "confirm_grade", "propose_observation", "propose_exit", "decline_exit", "enter_month")
INSIDE += ("recuse", "lift_recusal")
"""What the offices settle among themselves before the applicant is told."""
HIDDEN = ("enter_month", "autosave", "edit", "create")
"""Plain editing: the journal keeps it, the timeline would drown in it."""


def notice_days(area, day) -> int:
    """Working days that a file is in public, as the year's policy has it (X-R7)."""
    return OF_SUBJECT.get(SUBJECT, WORKDAYS).on(day, area)


def days_of(area, day) -> dict[str, int]:
    """Working days of the steps an applicant is told of, as the year's policies have them."""
    visit, compare = policies.VISIT_WITHIN.on(day, area), policies.COMPARE_WITHIN.on(day, area)
    return {"visit": visit, "compare": compare, "notice": notice_days(area, day)}


def with_county(records):
    """Records of units with the short name of their county beside them, in the same query."""
    above = Unit.objects.filter(
        level=Unit.Level.COUNTY, position__lte=OuterRef("position"), last__gte=OuterRef("position")
    )
    return records.annotate(county_name=Subquery(above.values("short_name")[:1]))


def files():
    """Never joined with persons: one who was entered elsewhere is not seen here, and a join would hide the file."""
    return with_county(HardshipArchive.objects.select_related("unit"))


def grants():
    return with_county(AidGrant.objects.select_related("file__unit", "project", "beneficiary"))


def moments_of_file(file) -> list[Moment]:
    """What an officer sees: who did what with which opinion, and the road ahead."""
    return [*(_done(entry, FILE) for entry in _entries(file)), *_ahead(file, FILE, FILE_ROAD)]


def moments_of_grant(grant) -> list[Moment]:
    return [*(_done(entry, AID) for entry in _entries(grant)), *_by_bank(grant), *_ahead(grant, AID, GRANT_ROAD)]


def moments_of(record, workflow, road) -> list[Moment]:
    """The same of a relief, a project or a campaign: what was done by whom, what the bank said, and the road ahead."""
    done = [_done(entry, workflow) for entry in _entries(record)]
    return [*done, *_by_bank(record), *_ahead(record, workflow, road)]


def moments_for_applicant(file) -> list[Moment]:
    """What an applicant sees: the steps, by which office, and what is asked of her; opinions stay inside."""
    done = [
        Moment(
            title=_title(entry, FILE),
            who=entry.post_name if entry.actor_id != file.applicant_user_id else _("本人"),
            at=entry.when,
            note=_asked(entry) if entry.name in STOPS else "",
            state="stopped" if entry.name in STOPS else "done",
        )
        for entry in _entries(file).exclude(name__in=INSIDE)
    ]
    return [*done, *_ahead(file, FILE, FILE_ROAD)]


def last_return(record) -> list[str]:
    """What was asked for when the record was last sent back."""
    entry = Entry.objects.of(record).filter(name="send_back").last()
    return entry.body.get("items", []) if entry else []


def last_opinion(record, name) -> str:
    """What was written with the last step of a name."""
    entry = Entry.objects.of(record).filter(name=name).last()
    return entry.opinion if entry else ""


def _entries(record):
    return Entry.objects.of(record).steps().exclude(name__in=HIDDEN)


def _title(entry, workflow) -> str:
    """The journal keeps one language; a step is shown in the reader's."""
    known = workflow.steps.get(entry.name)
    return str(known.title if known else OTHERS.get(entry.name, entry.title))


def _done(entry, workflow) -> Moment:
    state = "stopped" if entry.name in STOPS else "done"
    return Moment(_title(entry, workflow), f"{entry.actor_name} · {entry.post_name}", entry.when, _asked(entry), state)


def _asked(entry) -> str:
    items = entry.body.get("items", [])
    note = "\n".join(f"· {item}" for item in items)
    return note if entry.opinion in ("", "、".join(items)) else "\n".join(filter(None, [note, entry.opinion]))


def _by_bank(grant) -> list[Moment]:
    """The bank's return is one entry over a whole set; on the grant it shows as its own moment."""
    if grant.state == GrantState.PAID:
        return [Moment(_("银行已发放"), at=grant.paid_on)]
    if grant.state == GrantState.BOUNCED:
        return [Moment(_("银行退回"), note=grant.bounce_reason, state="stopped")]
    return []


def _ahead(record, workflow, road) -> list[Moment]:
    """The step that is due now, and those that follow."""
    now = _due_step(record, workflow, road)
    if now is None:
        return []
    later = road[road.index(now.name) + 1 :] if now.name in road else _after_mending(record, workflow, road)
    steps = [workflow[name] for name in later]
    who = _("申请人或所在工会") if now.name in ("submit", "resubmit") and workflow is FILE else str(now.by)
    return [Moment(now.title, who=who, state="now"), *(Moment(step.title, state="next") for step in steps)]


def _due_step(record, workflow, road):
    due = [step for step in workflow.steps.values() if record.state in step.since and not step.pauses]
    return next((step for step in due if step.name in (*road, "resubmit", "reissue")), None)


def _after_mending(record, workflow, road):
    """What follows once a returned record is back where it was, or a bounced sum is issued again."""
    if record.returned_from:
        first = next(name for name in road if record.returned_from in workflow[name].since)
        return road[road.index(first) :]
    return road[-1:]
