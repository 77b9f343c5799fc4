"""Founding the demo's Lu'an: areas, employers, unions in their places, staff with posts, funds and projects."""

import random
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.hashers import make_password
from django.db import transaction

from gonghui.foundation.accounts import actions as accounts
from gonghui.foundation.accounts.models import Post, User
from gonghui.foundation.accounts.roles import FINANCE_ROLES, STAFF, Role
from gonghui.foundation.funds import actions as funds
from gonghui.foundation.funds.models import Fund
from gonghui.foundation.members.models import pinyin_of
from gonghui.foundation.organisations import founding as unions
from gonghui.foundation.organisations import sight
from gonghui.foundation.organisations.models import Area, Employer, Unit
from gonghui.kernel.announcing import announce
from gonghui.kernel.identifiers import CREDIT_ALPHABET, CREDIT_WEIGHTS
from gonghui.programs.hardship.models import AidProject

from . import cast, places, reliefs
from .names import a_name

L = Unit.Level
MONEY = 600_000_000
"""What each fund is given for a year, in fen."""
CITY_ROLES = (Role.CITY_OPERATOR, Role.CITY_REVIEWER, Role.CITY_APPROVER)
PROJECTS = (
    (AidProject.Kind.LIVING, "困难职工生活救助", "local", "市级财政困难职工帮扶资金"),
    (AidProject.Kind.SCHOOLING, "金秋助学", "dues", "工会经费帮扶资金"),
    (AidProject.Kind.MEDICAL, "困难职工大病救助", "donation", "社会捐赠帮扶资金"),
)


def found(seed: int, years: list[int], scale: float = 1) -> None:
    """Make everything that stands before the first household applies; for each of `years` aid projects with money."""
    with transaction.atomic(), sight.system("demo"):
        _found_areas()
        _found_unions()
        by = accounts.system_post("demo")
        _appoint_staff(by, random.Random(f"staff/{seed}"))
        for year in years:
            _open_projects(by, year, round(MONEY * max(scale, 1)))
            reliefs.open_a_year(year, _posts(FINANCE_ROLES), _posts(CITY_ROLES), is_first=year == years[0])


def _found_areas():
    made: dict[str, Area] = {}
    for code, name, above in places.areas():
        is_virtual = code == places.DEVELOPMENT_ZONE
        made[code] = Area.objects.create(
            code=code, name=name, parent=made.get(above), is_virtual_county=is_virtual, starts_on=places.SINCE
        )


def _found_unions():
    areas = {area.code: area for area in Area.objects.all()}
    made: dict[str, Unit] = {}
    for order, place in enumerate(places.unions()):
        made[place.short_name] = unions.found(
            place.name,
            place.short_name,
            level=place.level,
            area=areas[place.area_code],
            employer=_employer(place, order, areas) if place.employer else None,
            parent=made.get(place.parent),
            order=order,
            on=places.SINCE,
        )


def _employer(place, number, areas):
    code = a_credit_code(f"91349901MA2X{number:05d}")
    kind = Employer.Kind.ENTERPRISE
    return Employer.objects.create(
        name=place.employer, credit_code=code, kind=kind, is_nonpublic=True, area=areas[place.area_code]
    )


def a_credit_code(first17: str) -> str:
    """A unified social credit code with its check character (GB 32100)."""
    total = sum(CREDIT_ALPHABET.index(sign) * weight for sign, weight in zip(first17, CREDIT_WEIGHTS, strict=True))
    return first17 + CREDIT_ALPHABET[-total % 31]


# Staff


@dataclass(frozen=True)
class Seat:
    """Who holds which role where: of the cast, or drawn."""

    name: str
    username: str
    role: Role
    unit: str
    title: str
    mobile: str = ""


def _appoint_staff(by, draw):
    units = {unit.short_name: unit for unit in Unit.objects.all()}
    password = make_password(cast.PASSWORD)  # once for all: a slow digest, as it should be
    for seat in [*_seats_of_the_cast(), *_drawn_seats(draw)]:
        user = User(name=seat.name, password=password, is_demo=True, mobile=seat.mobile or None)
        user.username = seat.username or None
        user.save()
        if seat.role in STAFF:
            accounts.enrol_totp(user)
        accounts.appoint(user, units[seat.unit], seat.role, by=by, on=places.SINCE, title=seat.title)


def _seats_of_the_cast():
    for figure in cast.figures():
        is_worker = figure.role == Role.WORKER
        username, mobile = ("", cast.mobile_of(figure)) if is_worker else (figure.username, "")
        yield Seat(figure.name, username, figure.role, figure.unit, figure.title, mobile)


def _drawn_seats(draw):
    """A chair and an operator for each other union, a reviewer for each other town."""
    taken = {(figure.role, figure.unit) for figure in cast.figures()}
    wanted = {"L4": (Role.TOWNSHIP_REVIEWER,), "L5": (Role.GRASSROOTS_CHAIR, Role.GRASSROOTS_OPERATOR)}
    titles = dict(cast.DUTIES)
    names = {figure.name for figure in cast.figures()}
    seats = [(role, place.short_name) for place in places.unions() for role in wanted.get(place.level, ())]
    for number, (role, unit) in enumerate(seat for seat in seats if seat not in taken):
        name = _a_free_name(draw, names)
        yield Seat(name, f"{pinyin_of(name).split()[0]}{number + 1:03d}", role, unit, titles[role])


def _a_free_name(draw, taken) -> str:
    """A name that nobody of the staff has yet."""
    while (name := a_name(draw, draw.random() < 0.5)) in taken:
        pass
    taken.add(name)
    return name


def _open_projects(by, year, money):
    city = Unit.objects.get(level=L.CITY)
    new_year = date(year, 1, 1)
    for kind, name, source, fund_name in PROJECTS:
        fund = Fund.objects.create(source=source, year=year, unit=city, name=fund_name)
        _endow(fund, money, new_year)
        project = AidProject.objects.create(unit=city, name=name, year=year, kind=kind, fund=fund)
        announce("edit", project, by=by, on=new_year, name="open", title="设立帮扶项目")


def _posts(roles) -> dict[str, Post]:
    return {post.role: post for post in Post.objects.filter(role__in=roles).select_related("user", "unit__area")}


def _endow(fund, money, on):
    """The year's money comes into a fund, entered and confirmed by two of the city's finance."""
    held = _posts(FINANCE_ROLES)
    paper = f"六工财〔{fund.year}〕1 号"
    facts = {"amount": money, "received_on": on, "paper": paper, "by": held[Role.FINANCE_MAKER], "on": on}
    receipt = funds.receipts.enter_receipt(fund, **facts)
    funds.receipts.confirm(receipt, by=held[Role.FINANCE_CHECKER], on=on, opinion="与拨款文件、到账通知核对一致。")
