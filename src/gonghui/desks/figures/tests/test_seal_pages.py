"""Months, differences and restatements in the browser: who finds what, what is said, what a lock says (N-R7)."""

from datetime import date

import pytest
from django.core.management import call_command
from django.db import transaction

from gonghui.desks.figures import jobs
from gonghui.desks.figures.actions import months, restatements
from gonghui.desks.figures.models import Comparison, Restatement, SealedMonth
from gonghui.desks.workbench import queues
from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.accounts.tests.people import a_post, come_in
from gonghui.foundation.notices.models import Message
from gonghui.foundation.organisations import sight

from .sealed import JANUARY, LATER, WHY

pytestmark = pytest.mark.django_db(databases=["default", "owner"])


@pytest.fixture
def late(city):
    """January is sealed; then a grant with a day in it comes in."""
    city.pays(city.files[0], date(2021, 1, 5), 300_00)
    city.month = city.seals(JANUARY)
    city.pays(city.files[2], date(2021, 1, 28), 70_00)
    return city


def proposed(city):
    return restatements.propose(city.unit, by=city.statistician, on=LATER, reason=WHY)


def text(client, path) -> str:
    answer = client.get(path, follow=True)
    assert answer.status_code == 200, path
    return answer.content.decode()


def test_the_statistician_begins_submits_and_another_locks(city):
    city.pays(city.files[0], date(2021, 1, 5), 300_00)
    with sight.of(city.statistician):
        statistician, reviewer = come_in(city.statistician), come_in(city.reviewer)
        assert "开始封存" in text(statistician, "/figures/months/")
        year = date.today().year - 1
        answer = statistician.post("/figures/months/new", {"first": f"{year}-01"})
        page = text(statistician, answer["Location"])
        assert "0.03万元" not in page
        assert f"{year}年1月" in page
        statistician.post(f"/figures/months/{year}-01/submission", {"state_seen": "open", "opinion": "已核对"})
        assert statistician.get(f"/figures/months/{year}-01/lock").status_code == 404
        reviewer.post(f"/figures/months/{year}-01/lock", {"state_seen": "submitted", "opinion": "同意"})

    assert SealedMonth.objects.get(number=f"{year}-01").state == "locked"


def test_the_page_of_a_month_shows_every_figure_by_county_in_order(late):
    page = text(come_in(late.statistician), "/figures/months/2021-01")

    assert page.index("金寨县总工会</th>") < page.index("霍山县总工会</th>")
    assert "0.03万元" in page
    assert "2021年1月已由陆测试于 2021-02-08 封存(余测试送封)" in page
    assert "由统计员提出更正、另一人核准" in page


def test_pages_of_figures_say_the_lock(late):
    client = come_in(late.reviewer)
    for path in ("/figures/?period=2021-01", "/figures/Y16?period=2021-01", "/figures/Y16?period=2021"):
        assert "2021年1月已由陆测试于 2021-02-08 封存" in text(client, path)


def test_a_step_on_a_locked_month_says_the_lock(late):
    page = text(come_in(late.other), "/figures/months/2021-01/return")

    assert "2021年1月已由陆测试于 2021-02-08 封存" in page


def test_differences_are_shown_proposed_and_approved_by_two(late):
    statistician, reviewer = come_in(late.statistician), come_in(late.reviewer)
    statistician.post("/figures/months/differences")
    page = text(statistician, "/figures/months/differences")
    assert "提出更正" in page
    assert "370元" in page
    assert "现有记录与封存数不一致" in text(statistician, "/figures/Y16?period=2021-01")

    made = statistician.post("/figures/restatements/new", {"reason": WHY})["Location"]
    assert statistician.get(f"{made}/approval").status_code == 404
    reviewer.post(f"{made}/approval", {"state_seen": "proposed", "opinion": "同意"})

    page = text(reviewer, "/figures/Y16?period=2021-01")
    assert "更正过" in page
    assert "余测试提出,陆测试于" in page
    assert "300元" in page
    assert WHY in page


def test_a_reason_that_is_missing_is_asked_for(late):
    page = come_in(late.statistician).post("/figures/restatements/new", {"reason": "无"}).content.decode()

    assert "请写明理由(至少 4 个字)" in page


@pytest.mark.parametrize(
    "path",
    ["/figures/months/", "/figures/months/2021-01", "/figures/months/differences", "/figures/restatements/"],
)
@pytest.mark.parametrize("role", [Role.COUNTY_APPROVER, Role.WORKER, Role.FINANCE_MAKER, Role.SYSADMIN])
def test_others_find_no_page_of_months(late, path, role):
    unit = late.tree["jinzhai"] if role == Role.COUNTY_APPROVER else late.unit

    assert come_in(a_post(unit, role)).get(path).status_code == 404


def test_a_statistician_of_a_county_finds_no_month_of_the_city(late):
    client = come_in(a_post(late.tree["jinzhai"], Role.STATISTICIAN))

    assert client.get("/figures/months/2021-01").status_code == 404
    assert client.get(proposed(late).get_absolute_url()).status_code == 404


def test_a_stale_page_does_nothing(late):
    made = proposed(late)
    restatements.withdraw(made, by=late.statistician, on=LATER)
    answer = come_in(late.reviewer).post(f"{made.get_absolute_url()}/approval", {"state_seen": "proposed"}, follow=True)

    assert "现在不能办理" in answer.content.decode()
    assert Restatement.objects.get(pk=made.pk).state == "withdrawn"


def test_the_tree_is_asked_for_and_another_word_is_not_found(late):
    client = come_in(late.reviewer)

    assert "按现在隶属关系" in text(client, "/figures/Y16?period=2021-01&tree=today")
    assert client.get("/figures/Y16?period=2021-01&tree=x").status_code == 404


def test_the_page_of_a_definition_says_what_counts_and_since_when(late):
    page = text(come_in(late.statistician), "/figures/Y10/definition")

    assert "第 1 版,2021-02-08 起" in page
    assert "Y15 救助在档困难职工" in page
    assert "发放日期" in page


def test_queues_count_what_waits_for_whom(late):
    def counts(by):
        return {str(q.title): q.count(by, LATER) for q in queues.open_to(by) if q.list_name.startswith("figures:")}

    restatements.compare(late.unit, by=late.statistician, on=LATER)
    assert counts(late.statistician) == {"月度封存": 1, "封存差异": 1, "更正": 0}
    proposed(late)
    months.submit(SealedMonth.objects.get(number="2021-02"), by=late.statistician, on=LATER)

    assert counts(late.statistician) == {"月度封存": 0, "封存差异": 0, "更正": 0}
    assert counts(late.reviewer) == {"月度封存": 1, "更正": 1}


def test_the_nightly_job_tells_the_statisticians_once(late):
    jobs.compare()
    jobs.compare()

    told = Message.objects.filter(title="封存差异").values_list("user", flat=True)
    assert sorted(told) == sorted([late.statistician.user_id, late.other.user_id])
    assert Comparison.objects.count() == 2


def test_the_command_asks_under_either_tree(late, capsys):
    with transaction.atomic():
        for tree in ("then", "today"):
            call_command("figures", "--period", "2021-01", "--tree", tree)

    assert capsys.readouterr().out.count("0.03万元") == 2
