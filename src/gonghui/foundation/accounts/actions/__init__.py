"""What is done with accounts: posts, stand-ins, second factors, codes by phone."""

from .codes import WrongCode, issue_code, redeem_code, send_code
from .handing_over import hand_over, may_arrange, successors
from .posts import (
    AccountTaken,
    AlreadyArranged,
    NotInOrder,
    NotOfThisUnit,
    NotYourself,
    RolesApart,
    appoint,
    end_post,
    end_stand_in,
    open_account,
    open_staff_account,
    require_apart,
    stand_in,
    withdraw_post,
)
from .security import (
    WrongEnrolmentCode,
    end_enrolment,
    end_sessions,
    enrol_totp,
    redeem_enrolment,
    reset_second_factors,
)
from .system import NotSetUp, system_post

__all__ = [
    "AccountTaken", "AlreadyArranged", "NotInOrder", "NotOfThisUnit", "NotSetUp", "NotYourself", "RolesApart",
    "WrongCode", "WrongEnrolmentCode",
    "appoint", "end_enrolment", "end_post", "end_sessions", "end_stand_in", "enrol_totp",
    "hand_over", "issue_code", "may_arrange", "open_account", "open_staff_account", "redeem_code", "redeem_enrolment",
    "require_apart", "reset_second_factors", "send_code", "stand_in", "successors", "system_post", "withdraw_post",
]  # fmt: skip
