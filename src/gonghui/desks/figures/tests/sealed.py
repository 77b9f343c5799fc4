"""A small city whose months are sealed: two counties, households on file, grants paid on a day; all invented."""

import uuid
from datetime import date, timedelta

from gonghui.desks.figures import reckoning
from gonghui.desks.figures.actions import months, restatements
from gonghui.desks.figures.models import SealedMonth
from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.accounts.tests.people import a_post
from gonghui.foundation.members.actions import ensure_person
from gonghui.foundation.organisations.models import Affiliation, Unit
from gonghui.foundation.organisations.walls import our_models
from gonghui.kernel.indicators import countable
from gonghui.kernel.periods import Period
from gonghui.programs.hardship.models import AidGrant
from gonghui.programs.hardship.tests import factories as make

JANUARY, FEBRUARY, MARCH, APRIL = (Period.month(2021, month) for month in range(1, 5))
YEAR = Period.year(2021)
LATER = date(2022, 1, 10)
WHY = "银行回单晚到,补记发放"


class City:
    """The units, the people who seal, and households of two counties that money is paid to."""

    def __init__(self, tree, households=2):
        self.tree, self.unit = tree, tree["city"]
        self.statistician = a_post(self.unit, Role.STATISTICIAN, "余测试")
        self.other = a_post(self.unit, Role.STATISTICIAN, "于测试")
        self.reviewer = a_post(self.unit, Role.CITY_REVIEWER, "陆测试")
        staff = make.Staff(tree)
        self.project = make.a_project(staff)
        first = make.a_file_on_record(staff)
        unions = [tree[f"{county}_union"] for county in ("jinzhai", "huoshan") for _ in range(households)]
        self.files = [first, *(_alike(first, union, n) for n, union in enumerate(unions[1:], start=1))]
        self.paid = 0

    def pays(self, file, on, amount=100_00) -> AidGrant:
        """A grant that the bank has paid, as the return of the bank leaves it."""
        self.paid += 1
        facts = {"file": file, "project": self.project, "unit": file.unit, "position": file.unit.position}
        facts |= {"state": "paid", "paid_on": on, "amount": amount, "ceiling": amount, "year": on.year, "basis": {}}
        facts |= {"grade_when_paid": "deep_difficulty", "level_when_paid": "city", "begun_on": on, "proposed_by": 1}
        return AidGrant.objects.create(number=f"TG-{self.paid:05d}", **facts)

    def seals(self, period, on=None):
        """A month by two persons."""
        on = on or period.end + timedelta(days=7)
        month = SealedMonth.objects.of([period]).first()
        month = month or months.begin(self.unit, period, by=self.statistician, on=on)
        months.submit(month, by=self.statistician, on=on)
        return months.lock(month, by=self.reviewer, on=on)

    def restates(self, on=LATER):
        made = restatements.propose(self.unit, by=self.statistician, on=on, reason=WHY)
        return restatements.approve(made, by=self.reviewer, on=on)

    def value(self, code, period=YEAR, unit=None, tree="then"):
        return self.answer(code, period, unit, tree).value

    def answer(self, code, period=YEAR, unit=None, tree="then"):
        return reckoning.answer(figure(code), unit or self.unit, period, tree=tree)


def _alike(file, union, number):
    """Another household on file, at a union: a copy, for figures ask for no more."""
    spells = [*file.spells.all(), *file.grade_spells.all()]
    copy = type(file).objects.get(pk=file.pk)
    copy.uid = uuid.uuid4()
    copy.pk, copy.number, copy.unit, copy.position = None, f"T-2021-{number:04d}", union, union.position
    copy.applicant = ensure_person(name="赵测试", id_no=make.a_number(), unit=union)
    copy.save(force_insert=True)
    for spell in spells:
        spell.pk, spell.file = None, copy
        spell.save(force_insert=True)
    return copy


def figure(code):
    return next(each for each in countable() if each.code == code)


def move(unit, to, on, free: int) -> None:
    """A unit with all below it stands under another from a day on, at a free stretch of positions of its new parent."""
    unit.affiliations.filter(ends_on__isnull=True).update(ends_on=on - timedelta(days=1))
    Affiliation.objects.create(unit=unit, parent=to, starts_on=on)
    shift = free - unit.position
    Unit.objects.filter(pk=unit.pk).update(parent=to)
    for each in Unit.objects.within(unit).order_by("-position"):
        Unit.objects.filter(pk=each.pk).update(position=each.position + shift, last=each.last + shift)
        for model in our_models():
            names = {field.name for field in model._meta.concrete_fields}
            if {"unit", "position"} <= names and not getattr(model, "append_only", False):
                model._default_manager.filter(unit=each.pk).update(position=each.position + shift)
    unit.refresh_from_db()
