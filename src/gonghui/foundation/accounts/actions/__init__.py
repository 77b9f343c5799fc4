"""What is done with accounts: posts, stand-ins, second factors, codes by phone."""

from .codes import WrongCode, issue_code, redeem_code, send_code
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
    "appoint", "end_post", "end_sessions", "end_stand_in", "enrol_totp", "issue_code", "open_account", "redeem_code",
    "send_code", "stand_in", "system_post",
]  # fmt: skip
