"""How personal data looks where it may not be read whole (rules O.1): masks are made here and nowhere else."""

from django.utils.translation import gettext as _


def mask_name(name: str) -> str:
    """王小明 → 王**: the first character and a star for each other."""
    return name[:1] + "*" * (len(name) - 1)


def mask_identity_number(number: str) -> str:
    """Only the last four characters; the birth date stays hidden."""
    return "*" * (len(number) - 4) + number[-4:]


def mask_mobile(number: str) -> str:
    """138****1234"""
    return f"{number[:3]}****{number[-4:]}"


def mask_card(number: str) -> str:
    """**** 8911"""
    return f"**** {number[-4:]}"


def mask_text(text: str) -> str:
    """Says only that something is written."""
    return _("已填写")
