"""Officers of the next county ask for every address of every kind of record: none is there for them (X-R2, T03).

The records are those of the demo's world; each page of each, and each list, is asked for by every role.
"""

import re

import pytest
from django.apps import apps
from django.urls import URLPattern, get_resolver, resolve

from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.accounts.tests.people import a_post, come_in
from gonghui.foundation.organisations import sight
from gonghui.foundation.organisations.models import Scoped, Unit
from gonghui.programs.hardship.models import AidGrant, HardshipArchive

pytestmark = [pytest.mark.django_db, pytest.mark.long]
OURS, THEIRS = "金寨县总工会", "霍山县总工会"
SHOWN_TO_ALL = {
    "hardship.aidproject", "hardship.campaign", "notices.publicnotice", "documents.formtemplate",
    "plan.plan", "plan.revision",
}  # fmt: skip
"""What a person of any place may read once it is announced."""
FILLED = {
    "what": "card_no",
    "field": "note",
    "kind": "birth",
    "pk": "1",
    "uid": "0" * 8 + "-0000-4000-8000-" + "0" * 12,
}
MOST = 300
"""Records of a kind among which one of each state is looked for."""
GONE = (404, 405)
TICKED = {
    "/hardship/bulk": HardshipArchive, "/hardship/papers": HardshipArchive,
    "/hardship/grants/bulk": AidGrant, "/hardship/grants/papers": AidGrant,
}  # fmt: skip
ROLES = [
    Role.GRASSROOTS_OPERATOR, Role.GRASSROOTS_CHAIR, Role.TOWNSHIP_REVIEWER, Role.COUNTY_OPERATOR,
    Role.COUNTY_REVIEWER, Role.COUNTY_APPROVER, Role.FINANCE_MAKER, Role.FINANCE_CHECKER, Role.FINANCE_AUTHORISER,
    Role.AUDITOR, Role.STATISTICIAN, Role.WORKER,
]  # fmt: skip
"""Whoever stands in one county; the data-protection officer answers for all of them."""
LEVELS = {Role.GRASSROOTS_OPERATOR: "L5", Role.GRASSROOTS_CHAIR: "L5", Role.WORKER: "L5", Role.TOWNSHIP_REVIEWER: "L4"}


@pytest.fixture(scope="module")
def routes():
    """Every address of the house, as it is written in the tables of addresses."""
    return list(_walk(get_resolver()))


def _walk(resolver, before=""):
    for each in resolver.url_patterns:
        if isinstance(each, URLPattern):
            yield before + str(each.pattern)
        else:
            yield from _walk(each, before + str(each.pattern))


def _units():
    units = {unit.short_name: unit for unit in Unit.objects.filter(short_name__in=(OURS, THEIRS))}
    return units[OURS], units[THEIRS]


def our_records() -> list:
    """One of each kind and state that belongs to another unit than those of the next county, and has a page."""
    found, (_ours, theirs) = [], _units()
    for model in apps.get_models():
        if not _has_pages(model):
            continue
        elsewhere = {f"{_path(model)}position__range": (theirs.position, theirs.last)}
        here = model._default_manager.exclude(**elsewhere).order_by("-pk")
        by_state = {getattr(record, "state", ""): record for record in here[:MOST]}
        found += by_state.values()
    return found


def _has_pages(model) -> bool:
    has_unit = any(field.name == "unit" for field in model._meta.fields)
    return has_unit and hasattr(model, "get_absolute_url") and model._meta.label_lower not in SHOWN_TO_ALL


def _path(model) -> str:
    """What has no place of its own stands where its unit does."""
    return "" if issubclass(model, Scoped) else "unit__"


def addresses(records, routes) -> set[str]:
    """The page of each record, for one of each kind also those below it, and the pages of what is ticked."""
    found, kinds = set(), {type(record): record for record in records}
    for record in records:
        own = record.get_absolute_url()
        route = resolve(own).route
        below = [each.removeprefix(route) for each in routes if each.startswith(f"{route}/")]
        found |= {own} | ({own + _filled(each) for each in below} if kinds[type(record)] is record else set())
    for path, model in TICKED.items():
        found.add(f"{path}?n={kinds[model].number}")
    return found


def _filled(route):
    return re.sub(r"<(?:\w+:)?(\w+)>", lambda name: FILLED[name[1]], route)


def our_neighbour(role):
    """A post of the role in the next county, signed in."""
    _ours, theirs = _units()
    units = Unit.objects.filter(position__range=(theirs.position, theirs.last)).order_by("position")
    return come_in(a_post(units.filter(level=LEVELS.get(role, "L3")).first(), role))


@pytest.mark.parametrize("role", ROLES)
def test_next_county_finds_nothing_of_ours(world, routes, role):
    with sight.system("test"):
        client, records = our_neighbour(role), our_records()
        pages = addresses(records, routes)

    got = {page: client.get(page).status_code for page in pages}
    sent = {page: client.post(page, {"state_seen": "x"}).status_code for page in pages if "?" not in page}

    assert {type(record) for record in records} >= set(TICKED.values())
    assert {page: status for page, status in got.items() if status not in GONE} == {}
    assert {page: status for page, status in sent.items() if status not in GONE} == {}


@pytest.mark.parametrize("role", [Role.COUNTY_REVIEWER, Role.COUNTY_APPROVER])
def test_next_county_decides_nothing_of_ours_together(world, role):
    """Numbers typed into the address and into the form: every one of them is answered alike, known or not."""
    with sight.system("test"):
        client, (ours, _theirs) = our_neighbour(role), _units()
        known = AidGrant.objects.filter(position__range=(ours.position, ours.last), state="proposed").first().number
    told = []

    for number in (known, "G-2021-9999"):
        answers = {"n": number, f"step_{number}": "check", "opinion": "同意"}
        answer = client.post(f"/hardship/grants/bulk?n={number}", answers)
        told.append(b"".join(answer.streaming_content).decode().replace(number, ""))

    assert "办好 0 件,没有办 1 件" in told[0]
    assert _without_tokens(told[0]) == _without_tokens(told[1])


def _without_tokens(page):
    return re.sub(r'value="[\w-]{40,}"|nonce="[^"]*"|\w{64}', "", page)


@pytest.mark.parametrize("role", ROLES)
def test_lists_of_the_next_county_hold_nothing_of_ours(world, routes, role):
    with sight.system("test"):
        client, (ours, _theirs) = our_neighbour(role), _units()
        here = [record for record in our_records() if ours.position <= record.unit.position <= ours.last]
    numbers = {record.number for record in here if hasattr(record, "number")}
    lists = [f"/{each}" for each in routes if "<" not in each and not each.startswith("accounts/")]
    held = {}

    for page in lists:
        text = client.get(page).content.decode(errors="replace") if page != "/csp-report" else ""
        held[page] = sorted(number for number in numbers if number in text)

    assert {page: found for page, found in held.items() if found} == {}
