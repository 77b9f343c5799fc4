"""What people do with a hardship file; `actions.aid` holds what is done with grants."""

from .application import Incomplete, begin, missing_of, resubmit, submit, withdraw
from .conflicts import AnotherFile, report_conflict
from .consenting import agree, purposes_of
from .corrections import correct, pair, send_back
from .decision import approve, confirm_grade, propose_grade, reject, review
from .leaving import cancel, decline_exit, exit, fall_back, observe, propose_exit, propose_observation
from .observing import enter_month, months_short, observed_since
from .rechecking import recheck
from .returning import reopen
from .verification import SUBJECT, assess, compare, publicise, published_fields, visit

__all__ = [
    "SUBJECT",
    "AnotherFile",
    "Incomplete",
    "agree",
    "approve",
    "assess",
    "begin",
    "cancel",
    "compare",
    "confirm_grade",
    "correct",
    "decline_exit",
    "enter_month",
    "exit",
    "fall_back",
    "missing_of",
    "months_short",
    "observe",
    "observed_since",
    "pair",
    "propose_exit",
    "propose_grade",
    "propose_observation",
    "publicise",
    "published_fields",
    "purposes_of",
    "recheck",
    "reject",
    "reopen",
    "report_conflict",
    "resubmit",
    "review",
    "send_back",
    "submit",
    "visit",
    "withdraw",
]
