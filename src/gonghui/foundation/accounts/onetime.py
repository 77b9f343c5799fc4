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


def digest_of(code: str, purpose: str) -> str:
    """What is kept of a code; blanks, hyphens and small letters make no difference."""
    plain = tidy(code).replace("-", "")
    return salted_hmac("gonghui.accounts.onetime", f"{purpose}:{plain}", algorithm="sha256").hexdigest()
