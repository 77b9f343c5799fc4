"""Refusals that several steps of organising share."""

from django.utils.translation import gettext_lazy as _

from gonghui.kernel.refusals import Refusal


class ReasonMissing(Refusal):
    sentence = _("请写明理由(至少 4 个字)。")


def require_words(text: str) -> None:
    """Raises ReasonMissing."""
    if len(text.strip()) < 4:
        raise ReasonMissing
