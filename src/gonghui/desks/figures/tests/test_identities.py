"""What must hold between figures, and what is not added up (N-R8, X-R13)."""

from datetime import date

import pytest

from gonghui.desks.figures import identities
from gonghui.kernel.indicators import all_figures, registry
from gonghui.programs.hardship.models import AidGrant, GradeSpell

from .sealed import JANUARY, YEAR, figure

pytestmark = pytest.mark.django_db(databases=["default", "owner"])


@pytest.fixture
def paid(city):
    city.pays(city.files[0], date(2021, 1, 5), 300_00)
    city.pays(city.files[2], date(2021, 6, 5), 300_00)
    return city


def sentences(city, period=YEAR, unit=None):
    return [str(each.sentence) for each in identities.broken(unit or city.unit, period)]


def test_all_hold_in_open_and_in_sealed_months(paid):
    assert sentences(paid) == []
    paid.seals(JANUARY)

    for period in (JANUARY, YEAR):
        for unit in (paid.unit, paid.tree["jinzhai"], paid.tree["huoshan_union"]):
            assert sentences(paid, period, unit) == []


def test_a_subset_larger_than_its_set_is_said(paid, monkeypatch):
    monkeypatch.setitem(figure("Y15").__dict__, "records", AidGrant.objects.none)

    assert "“救助深度困难职工”(2户)应不大于“救助在档困难职工”(0户)。" in sentences(paid)


def test_parts_that_do_not_come_to_the_whole_are_said(paid):
    GradeSpell.objects.filter(file=paid.files[0]).update(starts_on=date(2030, 1, 1))

    assert "“在档困难职工家庭”(4户)与各部分之和(3户)不一致。" in sentences(paid)


def test_figures_that_overlap_are_not_added_up(paid):
    with pytest.raises(identities.Overlapping, match="“救助深度困难职工”包含在“救助在档困难职工”之中"):
        identities.total([figure("Y10"), figure("Y15")], paid.unit, YEAR)
    with pytest.raises(identities.Overlapping):
        identities.total([figure("E.season.persons"), figure("E.season.spring.persons")], paid.unit, YEAR)


def test_figures_of_other_units_or_kinds_are_not_added_up(paid):
    with pytest.raises(identities.OtherUnits):
        identities.total([figure("Y15"), figure("Y16")], paid.unit, YEAR)
    with pytest.raises(identities.OtherUnits):
        identities.total([figure("Y15"), figure("E.deep")], paid.unit, YEAR)


def test_figures_that_stand_apart_are_added_up(paid):
    assert identities.total([figure("Y10"), figure("Y11"), figure("Y12")], paid.unit, YEAR) == 2


def test_every_set_and_every_part_that_is_named_is_a_figure():
    all_figures()
    known = {*registry, "Y13.whole"}
    named = {name for each in registry.values() for name in (*getattr(each, "made_of", ()), *_over(each))}

    assert named - known == set()


def _over(each):
    return filter(None, [getattr(each, "subset_of", "")])
