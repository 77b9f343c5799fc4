"""People who are asked to come, and one who has lost her phone: what waits at the desk of who arranges posts."""

from datetime import date

from gonghui.desks.staff.actions import inviting, resetting
from gonghui.foundation.accounts.models import Post
from gonghui.foundation.accounts.roles import Role

INVITED = (
    (Role.COUNTY_OPERATOR, "江晓渡", "14200010001", "权益保障科"),
    (Role.COUNTY_REVIEWER, "孟春山", "14200010002", "组织科科长"),
)
"""Whom 金寨 asks today; the second of them does not come after all."""


def leave_invitations(golden: dict[str, Post], now: date) -> None:
    """The county's approver has invited two, one in vain; her operator waits for a new second factor."""
    by = golden[Role.COUNTY_APPROVER]
    for role, name, mobile, title in INVITED:
        made = inviting.invite(by.unit, role, name=name, mobile=mobile, title=title, by=by, on=now)
    inviting.revoke(made, by=by, on=now, reason="本人已调往市里,不来报到。")
    resetting.ask(golden[Role.COUNTY_OPERATOR].user, by=by, on=now, reason="手机丢失,已补办号码")
