"""What is done for a person's rights (O.1); `actions.erasures` holds what is done when the time of a file is over."""

from .requests import AskedAlready, TooShort, answer, ask, refuse, withdraw

__all__ = ["AskedAlready", "TooShort", "answer", "ask", "refuse", "withdraw"]
