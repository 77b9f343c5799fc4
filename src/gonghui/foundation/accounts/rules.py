"""Questions about a post that rule books are built from; each reads as the person it means."""

from gonghui.kernel.rules import Rule, either

from .roles import Role


def holds(*roles: Role) -> Rule:
    """The post has one of the roles, at the record's unit or above it: “县区审批人”."""

    def stands_there(by, record) -> bool:
        return by.role in roles and by.unit.holds(record.position)

    return Rule(" or ".join(roles), stands_there, either(*(role.label for role in roles)))


def at_level(level) -> Rule:
    """The post belongs to a unit of this level (`Unit.Level`): “县区总工会”."""
    return Rule(
        f"at {level.name.lower()}",
        lambda by, record: by.unit.level == level,
        str(level.label),
    )


def has_role(*roles: Role) -> Rule:
    """The post has one of the roles, wherever its unit stands: for records that belong to no unit."""
    return Rule(
        " or ".join(roles),
        lambda by, record: by.role in roles,
        either(*(role.label for role in roles)),
    )


the_system = Rule("the system", lambda by, record: by.role == Role.SYSTEM, "系统")
"""What the calendar does by itself."""
