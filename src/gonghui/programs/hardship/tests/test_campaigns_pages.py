"""The pages of 四季送: plan to count, the form at a site, workbooks with faults, lists on paper (E-R16, O.1)."""

import uuid
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from gonghui.foundation.accounts.tests.people import a_worker, come_in
from gonghui.foundation.journal.models import Entry
from gonghui.foundation.members.actions import ensure_person
from gonghui.kernel.indicators import all_figures
from gonghui.kernel.periods import Period
from gonghui.kernel.sheets.columns import Column
from gonghui.kernel.sheets.writing import write_workbook
from gonghui.programs.hardship.actions import campaigns, distribution, season_reminders
from gonghui.programs.hardship.models import Campaign, CampaignItem, CampaignReminder, CampaignSite, Distribution
from gonghui.programs.hardship.sheets.seasons import ROSTER, SITES

from . import factories as make
from . import seasons
from .seasons import JULY_1, JULY_5, JULY_6
from .test_pages_files import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(tree):
    return seasons.Offices(tree)


@pytest.fixture
def neighbours(tree):
    return seasons.Offices(tree, county="huoshan")


@pytest.fixture
def campaign(staff, made):
    return made(seasons.a_running_campaign, staff)


@pytest.fixture
def site(staff, campaign, made):
    return made(seasons.a_site, staff, campaign)


@pytest.fixture
def item(staff, campaign, made):
    return made(seasons.an_item, staff, campaign)


PLAN = {
    "season": "summer", "year": "2021", "title": "金寨 2021 夏送清凉", "opens_on": "2021-07-01",
    "closes_on": "2021-08-31", "budget": "50000",
    "target_sites": "10", "target_persons": "500", "target_value": "40000",
}  # fmt: skip


def test_plan_goes_by_pages_from_draft_to_count(staff, made):
    operator, reviewer = come_in(staff.county_operator), come_in(staff.county_reviewer)
    operator.post(reverse("hardship:campaign_plan"), PLAN)
    campaign = made(lambda: Campaign.objects.get())

    for client, page, seen in (
        (reviewer, "approve", "planned"),
        (operator, "start", "approved"),
        (operator, "close", "running"),
    ):
        answer = client.post(reverse(f"hardship:campaign_{page}", args=[campaign.number]), {"state_seen": seen})
        assert answer.status_code == 302

    campaign = made(lambda: Campaign.objects.get())
    assert (campaign.state, campaign.budget, campaign.closed_persons) == ("closed", 5_000_000, 0)
    assert "结束盘点" in text_of(operator.get(campaign.get_absolute_url()))


def test_plan_twice_is_one_and_a_sentence(staff, made):
    operator = come_in(staff.county_operator)
    operator.post(reverse("hardship:campaign_plan"), PLAN)

    assert "已有方案" in text_of(operator.post(reverse("hardship:campaign_plan"), PLAN))
    assert made(lambda: Campaign.objects.count()) == 1


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"closes_on": "2021-10-01"}, "活动日期须在其中"),
        ({"closes_on": "2021-06-01"}, "结束日期不能早于开始日期"),
        ({"budget": "0"}, "预算必须大于零"),
    ],
)
def test_plan_refuses_in_words(staff, wrong, sentence):
    assert sentence in text_of(come_in(staff.county_operator).post(reverse("hardship:campaign_plan"), PLAN | wrong))


def test_returned_plan_is_changed_with_its_numbers_shown(staff, made):
    campaign = made(seasons.a_planned_campaign, staff.county_operator)
    made(lambda: campaigns.send_back(campaign, by=staff.county_reviewer, on=JULY_1, items=["点位太少"]))
    desk, here = come_in(staff.county_operator), reverse("hardship:campaign_replan", args=[campaign.number])

    assert 'value="50000.00"' in text_of(desk.get(here))
    desk.post(here, {name: PLAN[name] for name in PLAN if name not in ("season", "year")} | {
        "target_sites": "20", "state_seen": "returned"})  # fmt: skip

    assert made(lambda: Campaign.objects.get()).target_sites == 20


def test_record_shows_counties_against_their_own_plans_in_order(staff, neighbours, made):
    whole = made(lambda: seasons.a_planned_campaign(staff.city_operator, budget=20_000_000))
    made(lambda: campaigns.approve(whole, by=staff.city_reviewer, on=JULY_1))
    for office in (neighbours, staff):
        made(seasons.a_running_campaign, office)

    page = text_of(come_in(staff.city_operator).get(whole.get_absolute_url()))

    order = [str(unit) for unit in sorted((staff.county, neighbours.county), key=lambda u: (u.order, u.position))]
    assert page.index(f">{order[0]}</a>") < page.index(f">{order[1]}</a>")
    assert "0 / 500" in page


def test_goods_are_bought_once_with_their_paper(staff, campaign, made):
    desk, here = come_in(staff.county_operator), reverse("hardship:campaign_item_new", args=[campaign.number])
    facts = {"name": "凉茶", "unit_word": "箱", "unit_price": "45.5", "quantity": "20", "bought_on": "2021-07-01"}
    assert "gh-error" in text_of(desk.post(here, facts))

    desk.post(here, facts | {"paper": seasons.a_photo("fapiao.png")})
    again = text_of(desk.post(here, facts | {"paper": seasons.a_photo("fapiao.png")}))

    assert "没有重复登记" in again
    assert made(lambda: CampaignItem.objects.get()).unit_price == 4_550
    assert "fapiao" in text_of(desk.get(campaign.get_absolute_url()))


def line(item, **facts):
    return {
        "once": str(uuid.uuid4()), "what": f"item:{item.pk}", "kind": "person", "name": "钱师傅",
        "employer": "路桥公司", "quantity": "1", "given_on": "2021-07-05",
    } | facts  # fmt: skip


def test_a_line_at_the_site_and_the_form_is_ready_for_the_next(staff, site, item, made):
    phone, here = come_in(staff.operator), reverse("hardship:site_line_new", args=[site.pk])

    answer = phone.post(here, line(item, quantity="2"), follow=True)

    assert made(lambda: Distribution.objects.get()).value == 7_000
    assert "已登记:钱**" in text_of(answer)
    assert f'value="item:{item.pk}" selected' in text_of(answer)


def test_a_line_touched_twice_is_one(staff, site, item, made):
    phone, here, same = come_in(staff.operator), reverse("hardship:site_line_new", args=[site.pk]), line(item)
    phone.post(here, same)

    assert "没有重复登记" in text_of(phone.post(here, same))
    assert made(lambda: Distribution.objects.count()) == 1


def test_a_crew_needs_heads_and_its_list(staff, site, item, made):
    phone, here = come_in(staff.operator), reverse("hardship:site_line_new", args=[site.pk])
    crew = {"kind": "crew", "name": "钢筋班", "quantity": "12"}

    assert "请填写班组人数" in text_of(phone.post(here, line(item, **crew)))
    assert "请拍下有签名的领取单" in text_of(phone.post(here, line(item, heads="12", **crew)))
    phone.post(here, line(item, heads="12", paper=seasons.a_photo(), **crew))

    assert made(lambda: Distribution.objects.get()).heads == 12


def test_wrong_county_finds_neither_site_nor_line(neighbours, staff, site, item, made):
    given = made(seasons.a_line, staff, site, item)
    desk = come_in(neighbours.county_operator)

    for name, key in (
        ("site", site.pk),
        ("site_line_new", site.pk),
        ("site_roster", site.pk),
        ("site_signatures", site.pk),
        ("distribution_reversal", given.uid),
    ):
        assert desk.get(reverse(f"hardship:{name}", args=[key])).status_code == 404


def test_a_plan_is_open_to_its_own_line_and_not_to_neighbours(neighbours, staff, campaign):
    here = campaign.get_absolute_url()

    assert come_in(staff.operator).get(here).status_code == 200
    assert come_in(staff.city_operator).get(here).status_code == 200
    assert come_in(neighbours.county_operator).get(here).status_code == 404
    assert campaign.title not in text_of(come_in(neighbours.county_operator).get(reverse("hardship:campaigns")))


def test_reversal_by_its_page(staff, site, item, made):
    given = made(seasons.a_line, staff, site, item)
    here = reverse("hardship:distribution_reversal", args=[given.uid])

    come_in(staff.operator).post(here, {"reason": "登记错了人"})

    assert made(lambda: Distribution.objects.get(reversal_of=given)).heads == -1
    assert "登记错了人" in text_of(come_in(staff.operator).get(site.get_absolute_url()))


def test_signature_list_names_and_posting_masks_and_both_are_written_down(staff, site, item, made):
    made(seasons.a_line, staff, site, item)
    desk, here = come_in(staff.operator), reverse("hardship:site_signatures", args=[site.pk])

    signing, posting = text_of(desk.get(here)), text_of(desk.get(here + "?posting"))

    assert "钱师傅" in signing
    assert "钱师傅" not in posting
    assert "钱**" in posting
    assert made(lambda: Entry.objects.filter(name="print").count()) == 2


def test_a_worker_confirms_on_her_phone(staff, site, item, made):
    worker, number = a_worker(staff.union), make.a_number()
    facts = {"name": worker.user.name, "id_no": number, "unit": staff.union, "mobile": ""}
    made(lambda: ensure_person(**facts, user=worker.user, by=staff.chair, on=JULY_1))
    given = made(lambda: seasons.a_line(staff, site, item, id_no=number))
    phone = come_in(worker)
    assert "防暑药箱" in text_of(phone.get(reverse("hardship:my_goods")))

    phone.post(reverse("hardship:my_goods"), {"line": str(given.uid)})

    assert made(lambda: Distribution.objects.get()).receipt == "phone"
    assert phone.post(reverse("hardship:my_goods"), {"line": str(uuid.uuid4())}).status_code == 409


def a_workbook(tmp_path, columns, rows, name="biao.xlsx"):
    path = tmp_path / f"{uuid.uuid4().hex}.xlsx"
    write_workbook(path, tuple(Column(c.name, c.title) for c in columns), rows)
    return SimpleUploadedFile(name, path.read_bytes())


GOOD = ["钱师傅", "路桥公司", "", "1", "2021-07-05", "是"]


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([GOOD, ["孙师傅", "", "349901198003040011", "1", "2021-07-05", "是"]], "第 3 行“身份证号”"),
        ([GOOD, ["孙师傅", "", "", "0", "2021-07-05", "是"]], "数量须大于零"),
        ([GOOD, ["孙师傅", "", "", "1", "2021-06-05", "是"]], "不在活动开始到今天之间"),
        ([GOOD, GOOD], "与第 2 行是同一人"),
        ([GOOD, ["=1+1", "", "", "很多", "昨天", "也许"]], "第 3 行“数量”"),
        ([GOOD, ["", "路桥公司", "", "1", "2021-07-05", "是"]], "第 3 行“姓名”"),
        ([], "没有数据"),
    ],
)
def test_roster_with_a_fault_takes_in_nothing_and_names_the_place(staff, site, item, made, tmp_path, rows, sentence):
    upload = a_workbook(tmp_path, ROSTER, rows)
    here = reverse("hardship:site_roster", args=[site.pk])

    page = text_of(come_in(staff.operator).post(here, {"what": f"item:{item.pk}", "file": upload}))

    assert sentence in page
    assert made(lambda: Distribution.objects.exists()) is False


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.xlsx", b"PK\x03\x04broken", "损坏"),
        ("a.pdf", b"%PDF-1.4", "请上传 .xlsx"),
        ("a.xlsx", b"<html><table><tr><td>1</td></tr></table></html>", "网页"),
    ],
)
def test_roster_that_is_no_workbook_is_a_sentence(staff, site, item, name, content, sentence):
    here = reverse("hardship:site_roster", args=[site.pk])
    given = {"what": f"item:{item.pk}", "file": SimpleUploadedFile(name, content)}

    assert sentence in text_of(come_in(staff.operator).post(here, given))


def test_roster_goes_in_once_and_its_faults_come_back_marked(staff, site, item, made, tmp_path):
    desk, here = come_in(staff.operator), reverse("hardship:site_roster", args=[site.pk])
    upload = a_workbook(tmp_path, ROSTER, [GOOD, ["孙师傅", "路桥公司", "", "2", "2021-07-06", "否"]])
    content = upload.read()

    def send(data, **more):
        file = SimpleUploadedFile("名册.xlsx", data)
        return desk.post(here, {"what": f"item:{item.pk}", "file": file} | more, follow=True)

    assert "已登记 2 人" in text_of(send(content))
    assert "没有重复登记" in text_of(send(content))
    faulty = a_workbook(tmp_path, ROSTER, [GOOD, GOOD]).read()
    marked = send(faulty, marked="1")

    assert marked["Content-Type"].startswith("application/vnd.openxmlformats")
    assert made(lambda: Distribution.objects.count()) == 2


def test_sites_come_by_workbook_all_or_none(staff, campaign, made, tmp_path):
    desk, here = come_in(staff.county_operator), reverse("hardship:campaign_sites_in", args=[campaign.number])
    good = ["大桥工地", "路桥公司", staff.union.name, "史河路 1 号", "刘工", "13900005678", "60"]
    wrong = ["环卫所", "环卫所", "没有这个工会", "x", "李", "13900005678", "10"]

    assert "没有找到“没有这个工会”" in text_of(desk.post(here, {"file": a_workbook(tmp_path, SITES, [good, wrong])}))
    assert made(lambda: CampaignSite.objects.exists()) is False
    desk.post(here, {"file": a_workbook(tmp_path, SITES, [good])})

    assert made(lambda: CampaignSite.objects.get()).unit == staff.union
    assert desk.get(here + "?blank")["Content-Disposition"].startswith("attachment")


def test_figures_count_by_season_and_county_from_the_day_given(staff, neighbours, site, item, made):
    made(seasons.a_line, staff, site, item, quantity=2)
    wrong = made(seasons.a_line, staff, site, item, name="别人")
    made(lambda: distribution.reverse(wrong, by=staff.operator, on=JULY_6, reason="登记错误"))
    figures = {figure.code: figure for figure in all_figures()}
    july, june = Period.month(2021, 7), Period.month(2021, 6)

    found = made(lambda: [figures[f"E.season.summer.{what}"].value(july) for what in ("persons", "value", "sites")])

    assert found == [1, 70.0, 1]
    assert made(lambda: figures["E.season.persons"].value(june)) == 0
    assert made(lambda: figures["E.season.winter.persons"].value(july)) == 0


def test_reminders_come_before_the_season_once_and_not_after(staff, made):
    before, after = date(2021, 5, 20), JULY_5

    assert made(lambda: season_reminders.ensure_reminded(on=after)) == 0
    first = made(lambda: season_reminders.ensure_reminded(on=before))

    assert first == 2
    assert made(lambda: season_reminders.ensure_reminded(on=before)) == 0
    assert set(made(lambda: list(CampaignReminder.objects.values_list("season", flat=True)))) == {"summer"}
