"""The access matrix: page × method × role × relation, generated from page declarations, rule books and sights.

Relations of a record's unit to the post's: own, below, above, sibling, merged away, and none (no post at all); for
what is about a person, `self` is her own record.
"""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

from gonghui.foundation.accounts.models import Post
from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.organisations.models import Unit
from gonghui.kernel.pages.page import Page, holds

GOLDEN = "access_matrix.tsv"  # beside this module
POSITIONS = {"own": 10, "below": 15, "above": 5, "sibling": 25, "merged": 40}
RELATIONS = (*POSITIONS, "none", "self")
ME, SOMEBODY = 1, 2
OTHERS = {
    "alive": "public",
    "ready": "public",
    "csp_report": "public",
    "set_language": "public",
    "javascript-catalog": "public",
}
"""Pages that are not ours to declare on: by name, or by the start of the name."""
OTHER_STARTS = {"account_": "public", "mfa_": "person", "socialaccount_": "public"}


def matrix() -> list[str]:
    """One line a page, role and method: name, methods, sight, role, and a verdict for each relation."""
    head = "\t".join(("page", "methods", "sight", "rule", "role", *RELATIONS))
    return [head, *sorted(line for name, view in pages() for line in _lines(name, view))]


def pages() -> Iterator[tuple[str, object]]:
    """Every named address with its view."""
    yield from _walk(get_resolver().url_patterns, "")


def undeclared() -> list[str]:
    """Names of pages that say nothing about who sees them."""
    return sorted({name for name, view in pages() if _sight_of(name, view) is None})


def _walk(patterns, namespace):
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern):
            view = getattr(pattern.callback, "view_class", pattern.callback)
            yield f"{namespace}{pattern.name or pattern.pattern}", view


def _sight_of(name, view) -> str | None:
    if declared := getattr(view, "declares", None):
        return declared.sight
    start = next((start for start in OTHER_STARTS if name.startswith(start)), "")
    return OTHERS.get(name) or OTHER_STARTS.get(start)


def _lines(name, view):
    sight = _sight_of(name, view) or "undeclared"
    declared = getattr(view, "declares", None)
    methods = ",".join(m.upper() for m in ("get", "post") if hasattr(view, m)) if isinstance(view, type) else "GET,POST"
    if declared is None or sight == "public":
        return ["\t".join((name, methods, sight, "", "*", *["open"] * len(RELATIONS)))]
    rule = getattr(declared.by, "name", None) or " ".join(sorted(declared.by))
    verdicts = {role: [_verdict(view, role, relation) for relation in RELATIONS] for role in sorted(Role)}
    return ["\t".join((name, methods, sight, rule, role, *cells)) for role, cells in verdicts.items()]


def _verdict(view, role, relation) -> str:
    """`open`, or `404`: what may not be seen or done is not found."""
    by = None if relation == "none" else _post(role)
    record = _record(view, relation) if relation != "none" else None
    if hasattr(type(record), "seen_by") and not type(record).seen_by.admits(by, record):
        return "404"
    return "open" if holds(view.declares.by, by, record) else "404"


def _post(role) -> Post:
    return Post(user_id=ME, role=role, unit=Unit(position=10, last=19))


def _record(view, relation):
    """A record of the page's kind in that relation; None for pages of no record."""
    queryset = getattr(view, "queryset", None)
    if queryset is None or not issubclass(view, Page) or not hasattr(view, "key"):
        return None
    position = POSITIONS.get(relation, POSITIONS["sibling"])
    return _standing(queryset.model, position, ME if relation == "self" else SOMEBODY)


def _standing(model, position, user_id):
    record = model()
    if isinstance(getattr(model, "position", None), property):
        record.unit = Unit(position=position, last=position)
    else:
        record.position = position
    if not hasattr(model, "seen_by"):
        return record
    sight = model.seen_by
    first, *rest = (sight.through or sight.person).split("__") or [""]
    if sight.through or rest:
        related = _standing(model._meta.get_field(first).related_model, position, user_id)
        setattr(record, first, related)
    elif first:
        setattr(record, f"{first}_id", user_id)
    return record
