"""指标口径: the definitions of figures by version; a declaration that says something else is a new one (N-R6, X-R11)."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.utils import translation

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
    with sight.system("figures"):
        for definition in found.values():
            if definition.pk is None:
                definition.since = on
                definition.save()
                facts = {"figure": definition.figure, "version": definition.version}
                announce("edit", definition, by=by, on=on, name="define", title="登记指标口径", facts=facts)
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
