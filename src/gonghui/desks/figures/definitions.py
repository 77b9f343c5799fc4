"""指标口径: the definitions of figures by version; a changed declaration is a new one (N-R6, X-R11)."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.journal.digests import digest_of
from gonghui.foundation.organisations import sight
from gonghui.kernel.announcing import announce
from gonghui.kernel.indicators import all_figures, countable

from .models import Definition

TOLD = ("name", "text", "kind", "unit_word", "dated_by", "distinct", "cites", "words")


def current(figure) -> Definition:
    """The definition in force: the last version kept, or the next one, unsaved, where the declaration has changed."""
    with sight.system("figures"):
        kept = Definition.objects.filter(figure=figure.code).order_by("version").last()
    return _in_force(figure, kept)


def currents() -> dict[str, Definition]:
    """The definitions in force of all figures and of the parts of rates, by code."""
    with sight.system("figures"):
        kept = {each.figure: each for each in Definition.objects.order_by("version")}
    return {figure.code: _in_force(figure, kept.get(figure.code)) for figure in _defined()}


def versions(code: str) -> list[Definition]:
    """Every version of a figure's definition, newest first."""
    with sight.system("figures"):
        return list(Definition.objects.filter(figure=code).order_by("-version"))


@transaction.atomic
def ensure_kept(*, by, on) -> dict[str, Definition]:
    """Keep a new version of every definition that has changed; all in force, by code. May run twice."""
    found = currents()
    fresh = [definition for definition in found.values() if definition.pk is None]
    for definition in fresh:
        definition.since = on
    if fresh:
        with sight.system("figures"):
            Definition.objects.bulk_create(fresh)
        facts = {"figures": [str(each) for each in fresh]}
        facts["digests"] = {Definition._meta.label_lower: {str(each.pk): digest_of(each) for each in fresh}}
        announce("edit", fresh[0], by=by, on=on, name="define", title=_("登记指标口径"), facts=facts)
    return found


def _defined():
    known = {figure.code: figure for figure in countable()} | {figure.code: figure for figure in all_figures()}
    return [known[code] for code in sorted(known)]


def _in_force(figure, kept):
    said = _said(figure)
    if kept is not None and {name: getattr(kept, name) for name in TOLD} == said:
        return kept
    return Definition(figure=figure.code, version=kept.version + 1 if kept else 1, **said)


def _said(figure) -> dict:
    """What the declaration says, in the product's own language."""
    with translation.override(settings.LANGUAGE_CODE):
        return {
            "name": str(figure.name),
            "text": str(figure.definition),
            "kind": figure.kind,
            "unit_word": str(figure.unit_word),
            "dated_by": getattr(figure, "on", ""),
            "distinct": getattr(figure, "distinct", ""),
            "cites": figure.cites,
            "words": list(map(str, figure.words)),
        }
