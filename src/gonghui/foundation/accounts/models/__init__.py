"""People who sign in, the posts they hold, and the codes they are sent."""

from .codes import Enrolment, PhoneCode
from .people import IN_ORDER, HandOver, Post, StandIn, User

__all__ = ["IN_ORDER", "Enrolment", "HandOver", "PhoneCode", "Post", "StandIn", "User"]
