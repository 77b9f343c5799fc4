"""Which deadlines the rule book gives in days of the calendar (X-R6); all others are working days."""

IN_CALENDAR_DAYS = frozenset(
    {
        "organising.preparation",
        "organising.elect",
        "organising.establish",
        "organising.admit",
        "organising.check_member",
        "organising.confirm_roster",
    }
)
