"""What is done with accounts: posts, stand-ins, second factors, codes by phone."""

from .codes import WrongCode, issue_code, redeem_code, send_code
from .handing_over import hand_over, may_arrange, successors
from .posts import (
    AlreadyArranged,
    NotInOrder,
    NotOfThisUnit,
    NotYourself,
    appoint,
    end_post,
    end_stand_in,
    open_account,
    stand_in,
)
from .security import end_sessions, enrol_totp
from .system import NotSetUp, system_post

__all__ = [
    "AlreadyArranged", "NotInOrder", "NotOfThisUnit", "NotSetUp", "NotYourself", "WrongCode",
    "appoint", "end_post", "end_sessions", "end_stand_in", "enrol_totp",
    "hand_over", "issue_code", "may_arrange", "open_account", "redeem_code",
    "send_code", "stand_in", "successors", "system_post",
]  # fmt: skip
