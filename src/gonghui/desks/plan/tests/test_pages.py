"""The pages: a plan made and issued in the browser's words, who finds what, and nothing of the neighbour's."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gonghui.desks.plan.actions import drafting, explaining, issuing, revising
from gonghui.desks.plan.frames import Frame
from gonghui.desks.plan.models import Plan, PlanItem, Revision, TargetReceipt
from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.accounts.tests.people import a_post, come_in

from .people import JAN_18, JAN_22, JAN_26, JUNE_8, a_draft, a_shared_item, a_submitted, an_issued, an_item

pytestmark = pytest.mark.django_db(databases=["default", "owner"])
WHY = "两家企业迁入霍山县,任务相应调整"


@pytest.fixture(autouse=True)
def in_2021(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *zone: JUNE_8)


def text(answer) -> str:
    return answer.content.decode()


def test_a_plan_is_made_issued_and_received_on_pages(house):
    operator, approver, county = (come_in(post) for post in (house.operator, house.approver, house.jin_approver))
    asked = {"year": 2021, "name": "2021年工作目标", "frame": Frame.FREE}
    plan_url = operator.post("/plan/new", asked).url
    number = plan_url.rsplit("/", 1)[1]
    fields = {"code": "4.1", "title": "救助在档困难职工", "department": "权益保障部", "figure": "Y15"}
    fields |= {"deadline": "2021-12-31", "first_month": 1, "last_month": 12, "is_shared_out": "on"}
    item_url = operator.post(f"{plan_url}/items/new", fields).url
    targets = {f"u{unit.pk}": n for unit, n in ((house.city, 100), (house.jinzhai, 60), (house.huoshan, 40))}
    assert operator.post(f"{item_url}/targets", targets).status_code == 302
    assert county.get(plan_url).status_code == 404
    assert operator.post(f"{plan_url}/submission", {"state_seen": "draft"}).status_code == 302

    late = {"state_seen": "submitted", "opinion": "年中启用本平台"}
    assert approver.post(f"{plan_url}/issue", late).status_code == 302
    receipt = TargetReceipt.objects.get(plan__number=number, unit=house.jinzhai)
    assert county.post(f"{receipt.get_absolute_url()}/receipt", {"state_seen": "sent"}).status_code == 302

    page = text(county.get(receipt.get_absolute_url()))
    assert "已签收" in page
    assert "60户" in page


def test_a_refusal_is_told_on_the_form(house):
    plan = a_draft(house)
    a_shared_item(house, plan, huoshan=30)

    page = come_in(house.operator).post(f"{plan.get_absolute_url()}/submission", {"state_seen": "draft"})

    assert page.status_code == 200
    assert "比全市目标 100户 少 10户" in text(page)


def test_the_plan_shows_the_gap_while_it_is_drafted(house):
    plan = a_draft(house)
    a_shared_item(house, plan, huoshan=30)

    assert "少 10户" in text(come_in(house.operator).get(plan.get_absolute_url()))


def test_a_double_click_receives_once(house):
    receipt = an_issued(house).receipts.get(unit=house.jinzhai)
    client, page = come_in(house.jin_approver), f"{receipt.get_absolute_url()}/receipt"
    client.post(page, {"state_seen": "sent"})

    again = client.post(page, {"state_seen": "sent"}, follow=True)

    assert "已经办过了" in text(again)


def test_a_revision_goes_its_way_on_pages(house):
    plan = an_issued(house)
    item = plan.items.get()
    operator, approver = come_in(house.operator), come_in(house.approver)
    targets = {f"u{unit.pk}": n for unit, n in ((house.city, 100), (house.jinzhai, 50), (house.huoshan, 50))}

    url = operator.post(f"{item.get_absolute_url()}/revision", targets | {"reason": WHY, "asks_receipt": "on"}).url
    assert approver.post(f"{url}/approval", {"state_seen": "proposed", "opinion": "同意"}).status_code == 302

    page = text(come_in(house.jin_approver).get(item.get_absolute_url()))
    assert "第 2 版" in page
    assert "60户 → 50户" in page
    assert "40户" not in page


def test_a_county_explains_on_its_page(house):
    item = an_issued(house).items.get()
    client = come_in(house.jin_operator)
    assert "写进度说明" in text(client.get(item.get_absolute_url()))

    client.post(f"{item.get_absolute_url()}/explanation", {"text": "汛期入户推迟,七月补齐"})

    assert "汛期入户推迟" in text(client.get(item.get_absolute_url()))
    assert "汛期入户推迟" not in text(come_in(house.huo_approver).get(item.get_absolute_url()))


def test_an_item_is_written_and_dropped_on_pages(house):
    item = an_item(house, a_draft(house))
    client, url = come_in(house.operator), item.get_absolute_url()
    fields = {"code": "4.2", "title": "救助困难职工家庭", "department": "权益保障部", "figure": "Y15"}
    fields |= {"deadline": "2021-11-30", "first_month": 1, "last_month": 11}

    assert client.post(f"{url}/fields", fields).status_code == 302
    item.refresh_from_db()
    assert (item.code, item.deadline, item.is_shared_out) == ("4.2", date(2021, 11, 30), False)
    assert client.post(f"{url}/removal").status_code == 302
    assert PlanItem.objects.count() == 0


def test_a_county_sees_its_own_progress_alone(house):
    plan = an_issued(house)
    client, page = come_in(house.jin_operator), f"/plan/plans/{plan.number}/progress"

    assert "金寨县总工会" in text(client.get(page))
    assert "霍山县总工会" not in text(client.get(page))
    assert client.get(f"{page}?unit=341525").status_code == 404
    assert client.get(f"{page}?unit=341500").status_code == 404


def test_the_city_sees_every_county(house):
    plan = an_issued(house)
    client, page = come_in(house.reviewer), f"/plan/plans/{plan.number}/progress"

    assert "40户" in text(client.get(f"{page}?unit=341525"))
    assert client.get(f"{page}?unit=341524100").status_code == 404
    assert client.get(f"{page}?unit=nothing").status_code == 404


def test_the_statistician_reads_numbers(house):
    plan = an_issued(house)

    page = come_in(house.statistician).get(f"/plan/plans/{plan.number}/progress")

    assert "100户" in text(page)


def pages_of(house) -> dict[str, list[str]]:
    """Addresses by who finds them: the city alone, everybody once it is issued, one county."""
    plan = an_issued(house)
    item, receipt = plan.items.get(), plan.receipts.get(unit=house.jinzhai)
    revision = revising.propose(item, by=house.operator, on=JUNE_8, targets=house.counties(50, 50), reason=WHY)
    draft = a_draft(house, year=2022)
    return {
        "city": [draft.get_absolute_url(), revision.get_absolute_url(), f"/plan/plans/{draft.number}/items/new"],
        "all": [plan.get_absolute_url(), item.get_absolute_url(), f"/plan/plans/{plan.number}/progress"],
        "jinzhai": [receipt.get_absolute_url(), f"{receipt.get_absolute_url()}/receipt"],
    }


@pytest.mark.parametrize(
    ("who", "found"),
    [
        ("operator", {"city": [200, 200, 200], "all": [200, 200, 200], "jinzhai": [200, 404]}),
        ("jin_approver", {"city": [404, 404, 404], "all": [200, 200, 200], "jinzhai": [200, 200]}),
        ("jin_operator", {"city": [404, 404, 404], "all": [200, 200, 200], "jinzhai": [200, 404]}),
        ("huo_approver", {"city": [404, 404, 404], "all": [200, 200, 200], "jinzhai": [404, 404]}),
    ],
)
def test_each_finds_what_is_theirs(house, who, found):
    pages, client = pages_of(house), come_in(getattr(house, who))

    assert {kind: [client.get(page).status_code for page in urls] for kind, urls in pages.items()} == found


@pytest.mark.parametrize("role", [Role.WORKER, Role.GRASSROOTS_CHAIR, Role.TOWNSHIP_REVIEWER, Role.SYSADMIN, Role.DPO])
def test_others_find_no_plans(house, role):
    pages = pages_of(house)
    client = come_in(a_post(house.tree["jinzhai_union"], role))

    asked = [*(page for urls in pages.values() for page in urls), "/plan/", "/plan/board", "/plan/receipts/"]
    assert {client.get(page).status_code for page in asked} == {404}


def test_strangers_are_sent_to_sign_in(house, client):
    an_issued(house)

    assert client.get("/plan/board").status_code == 302


def test_a_plan_of_many_items_asks_no_more_queries(house):
    plan, asked = a_draft(house), []
    client = come_in(house.operator)
    for code, figure in (("4.1", "Y15"), ("4.2", "Y16"), ("4.3", "Y10")):
        a_shared_item(house, plan, code=code, figure=figure)
        with CaptureQueriesContext(connection) as queries:
            client.get(plan.get_absolute_url())
        asked.append(len(queries))

    assert asked[0] == asked[1] == asked[2]


def test_what_waits_is_on_the_to_do_list(house):
    plan = a_submitted(house)
    assert "报请" not in text(come_in(house.operator).get("/workbench/"))
    assert "2021年工作目标" in text(come_in(house.approver).get("/workbench/"))

    issuing.issue(plan, by=house.approver, on=JAN_22)
    assert "签收" in text(come_in(house.jin_approver).get("/workbench/"))
    issuing.receive(plan.receipts.get(unit=house.jinzhai), by=house.jin_approver, on=JAN_26)
    asked = {"targets": house.counties(50, 50), "reason": WHY}
    revising.propose(plan.items.get(), by=house.operator, on=JUNE_8, **asked)

    assert "核准修订" in text(come_in(house.approver).get("/workbench/"))


def test_a_board_without_a_plan_says_so(house):
    page = come_in(house.approver).get("/plan/board")

    assert "还没有下达的工作目标" in text(page)


def test_a_board_of_a_year_without_plan_is_not_found(house):
    an_issued(house)

    assert come_in(house.approver).get("/plan/board?year=2019").status_code == 404
    assert come_in(house.approver).get("/plan/board?item=999999").status_code == 404


def test_the_lists_show_what_is_visible(house):
    pages_of(house)

    city, county = come_in(house.operator), come_in(house.jin_operator)
    assert [len(client.get("/plan/").context["rows"]) for client in (city, county)] == [2, 1]
    assert [len(client.get("/plan/receipts/").context["rows"]) for client in (city, county)] == [2, 1]
    assert [len(client.get("/plan/revisions/").context["rows"]) for client in (city, county)] == [1, 0]
    assert len(city.get("/plan/receipts/?state=received").context["rows"]) == 0
    assert (Plan.objects.count(), Revision.objects.count()) == (2, 1)


def test_drafting_and_explaining_leave_their_traces(house):
    """Who wrote an item and who said why stand in the record's own timeline."""
    plan = an_issued(house)
    explaining.explain(plan.items.get(), by=house.jin_operator, on=JUNE_8, text="汛期入户推迟,七月补齐")

    names = {moment.title for moment in come_in(house.operator).get(plan.get_absolute_url()).context["moments"]}
    assert names == {"起草工作目标", "报请下达", "下达"}
    assert drafting.YearTaken.sentence
    assert JAN_18 < JAN_22
