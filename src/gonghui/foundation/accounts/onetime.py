"""One-time codes on paper or by link: 20 signs that are not mistaken for one another (99 bits); a digest is kept."""

import secrets

from django.utils.crypto import salted_hmac

from gonghui.kernel.identifiers import tidy

SIGNS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
LENGTH, GROUP = 20, 4


def a_code() -> str:
    """A new code in groups: ABCD-EFGH-…"""
    signs = "".join(secrets.choice(SIGNS) for _ in range(LENGTH))
    return "-".join(signs[start : start + GROUP] for start in range(0, LENGTH, GROUP))


def tidied(code: str) -> str:
    """The signs of a code as it was typed, and nothing else of it."""
    return "".join(sign for sign in tidy(code) if sign in SIGNS)


def digest_of(code: str, purpose: str) -> str:
    """What is kept of a code; blanks, hyphens and small letters make no difference."""
    plain = tidied(code)
    return salted_hmac("gonghui.accounts.onetime", f"{purpose}:{plain}", algorithm="sha256").hexdigest()
