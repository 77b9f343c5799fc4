"""The days of a year that nobody has published yet are entered by the office."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command

from gonghui.foundation.journal.models import Entry
from gonghui.foundation.organisations.tests.trees import a_tree
from gonghui.foundation.policies.models import SpecialDay
from gonghui.kernel.workdays import NoCalendar, add_workdays

pytestmark = pytest.mark.django_db
PAPER = "国办发明电〔2026〕7号"


@pytest.fixture(autouse=True)
def tree():
    return a_tree()


def enter(tmp_path, text, encoding="utf-8"):
    file = tmp_path / "days.csv"
    file.write_text(text, encoding=encoding)
    call_command("workdays", str(file), source=PAPER)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_workdays_makes_a_year_possible(tmp_path, encoding):
    with pytest.raises(NoCalendar):
        add_workdays(date(2054, 12, 31), 1)

    enter(tmp_path, "日期,上班\n2055-01-01,否\n2055-01-04,否\n2055-01-09,是\n", encoding)

    assert add_workdays(date(2054, 12, 31), 1) == date(2055, 1, 5)
    assert add_workdays(date(2055, 1, 8), 1) == date(2055, 1, 9)
    assert Entry.objects.get(name="enter_days").body["source"] == PAPER


def test_workdays_enters_nothing_when_a_row_is_wrong(tmp_path):
    with pytest.raises(CommandError, match="3"):
        enter(tmp_path, "日期,上班\n2055-01-01,否\n2055-02-30,否\n")

    assert not SpecialDay.objects.exists()
