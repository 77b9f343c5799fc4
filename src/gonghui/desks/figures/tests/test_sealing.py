"""A month is submitted by one and locked by another; what is sealed stays; a year is its months (N-R7, X-R1, X-R11)."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from gonghui.desks.figures import cells, definitions, reckoning, sealing
from gonghui.desks.figures.actions import months
from gonghui.desks.figures.models import Cell, Counted, Seal, SealedMonth
from gonghui.desks.figures.rulebook import MonthState
from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.accounts.tests.people import a_post
from gonghui.foundation.funds.tests.money import Finance
from gonghui.foundation.journal.models import Entry
from gonghui.kernel.indicators import all_figures
from gonghui.kernel.refusals import NotEntitled, WrongState

from .sealed import APRIL, FEBRUARY, JANUARY, LATER, MARCH, YEAR, figure, move

pytestmark = pytest.mark.django_db(databases=["default", "owner"])


@pytest.fixture
def paid(city):
    """Two grants in January, one of each county; one in February to a household that had one in January."""
    city.pays(city.files[0], date(2021, 1, 5), 300_00)
    city.pays(city.files[2], date(2021, 1, 31), 200_00)
    city.pays(city.files[0], date(2021, 2, 1), 100_00)
    return city


def submitted(city, period=JANUARY):
    month = months.begin(city.unit, period, by=city.statistician, on=LATER)
    return months.submit(month, by=city.statistician, on=LATER)


def test_lock_keeps_what_units_hold_and_what_is_below(paid):
    month = paid.seals(JANUARY)

    held = Cell.objects.filter(month=month, figure="Y16").order_by("unit__position")
    assert [(c.unit.short_name, c.own, c.total, c.own_records, c.total_records) for c in held] == [
        ("六安市总工会", 0, 500_00, 0, 2),
        ("金寨县总工会", 0, 300_00, 0, 1),
        ("梅山镇总工会", 0, 300_00, 0, 1),
        ("金寨县光伏产业工会", 300_00, 300_00, 1, 1),
        ("霍山县总工会", 0, 200_00, 0, 1),
        ("衡山镇总工会", 0, 200_00, 0, 1),
        ("霍山县竹木产业工会", 200_00, 200_00, 1, 1),
    ]
    assert (month.state, month.locked_by_name, month.submitted_by_name) == (MonthState.LOCKED, "陆测试", "余测试")


def test_lock_keeps_the_keys_of_flows_and_of_no_stock(paid):
    paid.seals(JANUARY)

    kept = Counted.objects.filter(cell__figure="Y16").order_by("pk").values_list("keys", flat=True)
    assert sum(len(keys) for keys in kept) == 2
    assert not Counted.objects.filter(cell__figure="Y13.whole").exists()


def test_lock_opens_the_next_month_and_tells_the_journal_the_seal(paid):
    month = paid.seals(JANUARY)

    assert SealedMonth.objects.get(number="2021-02").state == MonthState.OPEN
    told = Entry.objects.get(name="lock", record_id=month.pk).body
    assert (told["seal"], told["previous"]) == (month.seal.digest, sealing.GENESIS)
    assert Seal.objects.count() == 1


def test_a_year_is_its_sealed_and_its_open_months(paid):
    before = {code: paid.value(code) for code in ("Y10", "Y15", "Y16", "E.new", "Y13.whole")}
    paid.seals(JANUARY)

    assert {code: paid.value(code) for code in before} == before
    assert before == {"Y10": 2, "Y15": 2, "Y16": 600.0, "E.new": 4, "Y13.whole": 4}
    assert [paid.value("Y15", month) for month in (JANUARY, FEBRUARY)] == [2, 0]


def test_a_sealed_figure_stays_when_a_record_comes_late(paid):
    paid.seals(JANUARY)
    paid.pays(paid.files[1], date(2021, 1, 20), 50_00)

    answer = paid.answer("Y16", JANUARY)
    assert (answer.value, answer.records, answer.is_sealed, answer.restated) == (500.0, 2, True, False)
    assert paid.value("Y16") == 600.0


def test_a_late_record_takes_nothing_from_an_open_month(paid):
    paid.pays(paid.files[1], date(2021, 3, 3))
    paid.seals(JANUARY)
    assert paid.value("Y15") == 3

    paid.pays(paid.files[1], date(2021, 1, 20))

    assert (paid.value("Y15"), paid.value("Y15", MARCH)) == (3, 1)


def test_an_answer_names_its_seal(paid):
    assert paid.answer("Y16", JANUARY).seal == ""
    paid.seals(JANUARY)

    assert len(paid.answer("Y16", JANUARY).seal) == 64
    assert paid.answer("Y16").seal == ""
    assert paid.answer("Y16", JANUARY).seal != paid.answer("Y15", JANUARY).seal


def test_the_tree_of_its_day_and_todays_tree(paid):
    jinzhai, huoshan = paid.tree["jinzhai"], paid.tree["huoshan"]
    paid.seals(JANUARY)
    move(paid.tree["jinzhai_town"], huoshan, date(2021, 2, 1), 3200)
    huoshan.refresh_from_db()

    then = [paid.value("Y16", JANUARY, unit) for unit in (jinzhai, huoshan)]
    today = [paid.value("Y16", JANUARY, unit, "today") for unit in (jinzhai, huoshan)]
    assert (then, today) == ([300.0, 200.0], [0, 500.0])
    assert [paid.value("Y16", FEBRUARY, unit) for unit in (jinzhai, huoshan)] == [0, 100.0]
    assert [paid.value("Y16", FEBRUARY, unit, "today") for unit in (jinzhai, huoshan)] == [0, 100.0]


def test_parts_add_up_although_a_unit_has_moved(paid):
    move(paid.tree["jinzhai_town"], paid.tree["huoshan"], date(2021, 2, 1), 3200)
    paid.seals(JANUARY)
    for unit in (paid.tree["jinzhai"], paid.tree["huoshan"], paid.unit):
        below = reckoning.units_below(unit, YEAR)
        parts = reckoning.by_unit(figure("Y16"), unit, YEAR, below)

        assert sum(part.value for part in parts) == paid.value("Y16", YEAR, unit)


def test_records_are_as_many_as_the_number_says(paid):
    paid.seals(JANUARY)
    paid.pays(paid.files[1], date(2021, 1, 20))
    for period in (JANUARY, FEBRUARY, YEAR):
        for unit in (paid.unit, paid.tree["jinzhai"], paid.tree["huoshan_union"]):
            for code in ("Y15", "Y16", "E.new", "Y13.whole"):
                found = reckoning.records(figure(code), unit, period).count()

                assert found == paid.answer(code, period, unit).records


def test_asking_costs_as_many_statements_for_many_figures_as_for_few(paid):
    paid.seals(JANUARY)
    paid.seals(FEBRUARY)
    asked = []
    for period in (JANUARY, FEBRUARY):
        with CaptureQueriesContext(connection) as queries:
            answers = reckoning.answers(paid.unit, period)
        asked.append(len([q for q in queries if "figures_" in q["sql"]]))
    with CaptureQueriesContext(connection) as queries:
        grid = cells.grid([f.code for f in all_figures()], [u.pk for u in paid.tree.values()], YEAR.months())

    assert asked == [2, 2]
    assert (len(answers) > 20, len(queries), grid["Y16", paid.unit.pk, "2021-01"]) == (True, 1, 500_00)


# Refusals


def test_submit_refuses_a_month_that_is_not_over(city):
    with pytest.raises(months.NotOver, match="2021-02-01"):
        months.begin(city.unit, JANUARY, by=city.statistician, on=date(2021, 1, 31))


def test_submit_refuses_before_the_month_before_is_locked(city):
    months.begin(city.unit, JANUARY, by=city.statistician, on=LATER)
    february = SealedMonth.objects.create(number="2021-02", unit=city.unit, begun_on=LATER)

    with pytest.raises(months.BeforeOpen, match="2021年1月还没有封存"):
        months.submit(february, by=city.statistician, on=LATER)


def test_submit_names_batches_that_the_bank_has_not_answered(city, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    batch = Finance({**city.tree}, "jinzhai").a_sent_batch(1)
    june = months.begin(city.unit, type(JANUARY).month(2021, 6), by=city.statistician, on=LATER)

    with pytest.raises(months.BatchesUnanswered, match=batch.number):
        months.submit(june, by=city.statistician, on=LATER)


def test_lock_refuses_who_submitted(city):
    month = submitted(city)

    with pytest.raises(NotEntitled, match="不是送封人"):
        months.lock(month, by=city.statistician, on=LATER)

    month.refresh_from_db()
    assert month.state == MonthState.SUBMITTED


def test_the_database_refuses_one_person_too(city):
    month = submitted(city)

    with pytest.raises(IntegrityError, match="figures_month_by_two"), transaction.atomic():
        SealedMonth.objects.filter(pk=month.pk).update(locked_by=month.submitted_by)


def test_lock_refuses_what_has_moved_since_it_was_looked_at(paid):
    month = submitted(paid)
    paid.pays(paid.files[1], date(2021, 1, 20))

    with pytest.raises(months.MonthMoved, match="送封之后又有变化"):
        months.lock(month, by=paid.reviewer, on=LATER)

    assert not Cell.objects.exists()


def test_another_statistician_may_lock(city):
    month = months.lock(submitted(city), by=city.other, on=LATER)

    assert month.state == MonthState.LOCKED


@pytest.mark.parametrize("role", [Role.CITY_OPERATOR, Role.AUDITOR, Role.COUNTY_REVIEWER, Role.STATISTICIAN])
def test_neither_step_is_open_to_others(city, role):
    unit = city.unit if role in (Role.CITY_OPERATOR, Role.AUDITOR) else city.tree["jinzhai"]
    stranger, month = a_post(unit, role), submitted(city)

    with pytest.raises(NotEntitled):
        months.lock(month, by=stranger, on=LATER)
    with pytest.raises(NotEntitled):
        months.send_back(month, by=stranger, on=LATER, reason="再核对一次")


def test_send_back_opens_the_month_again(city):
    month = months.send_back(submitted(city), by=city.reviewer, on=LATER, reason="金额待核对")

    assert (month.state, month.submitted_by, month.looked_at) == (MonthState.OPEN, None, "")
    with pytest.raises(months.ReasonMissing):
        months.send_back(months.submit(month, by=city.statistician, on=LATER), by=city.reviewer, on=LATER, reason="x")


def test_what_is_locked_is_not_sent_back(city):
    month = months.lock(submitted(city), by=city.reviewer, on=LATER)

    with pytest.raises(WrongState, match="已封存"):
        months.send_back(month, by=city.reviewer, on=LATER, reason="再核对一次")


def test_sealing_begins_once(city):
    months.begin(city.unit, MARCH, by=city.statistician, on=LATER)

    with pytest.raises(months.BegunAlready, match="2021年3月"):
        months.begin(city.unit, APRIL, by=city.statistician, on=LATER)


def test_rows_are_neither_changed_nor_deleted(paid):
    paid.seals(JANUARY)
    for model in (Cell, Counted, Seal):
        table = model._meta.db_table
        with pytest.raises(Exception, match=r"permission denied|never changed"), transaction.atomic():
            connection.cursor().execute(f"UPDATE {table} SET id = id")


# Definitions


def test_a_new_version_is_kept_when_a_declaration_says_something_else(paid, monkeypatch):
    paid.seals(JANUARY)
    y16 = figure("Y16")
    first = definitions.current(y16)
    monkeypatch.setitem(y16.__dict__, "meaning", "另一种口径")

    assert (first.version, definitions.current(y16).version, definitions.current(y16).pk) == (1, 2, None)
    paid.seals(FEBRUARY, on=LATER)

    assert [(each.version, each.since) for each in definitions.versions("Y16")] == [
        (2, LATER),
        (1, JANUARY.end + timedelta(days=7)),
    ]
    assert set(Cell.objects.filter(figure="Y16", month__number="2021-01").values_list("version", flat=True)) == {1}
    assert set(Cell.objects.filter(figure="Y16", month__number="2021-02").values_list("version", flat=True)) == {2}
    assert paid.value("Y16") == 600.0
