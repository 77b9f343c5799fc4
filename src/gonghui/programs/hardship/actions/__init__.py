"""What people do with a hardship file; `actions.aid` holds what is done with grants."""

from .application import Incomplete, begin, missing_of, resubmit, submit, withdraw
from .consenting import agree, purposes_of
from .corrections import correct, pair, send_back
from .decision import (
    AnotherFile,
    approve,
    confirm_grade,
    propose_grade,
    reject,
    report_conflict,
    review,
)
from .verification import SUBJECT, assess, compare, publicise, published_fields, visit

__all__ = [
    "SUBJECT",
    "AnotherFile",
    "Incomplete",
    "agree",
    "approve",
    "assess",
    "begin",
    "compare",
    "confirm_grade",
    "correct",
    "missing_of",
    "pair",
    "propose_grade",
    "publicise",
    "purposes_of",
    "published_fields",
    "reject",
    "report_conflict",
    "resubmit",
    "review",
    "send_back",
    "submit",
    "visit",
    "withdraw",
]
