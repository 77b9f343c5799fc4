"""The pages of the written review: who finds them, what they refuse, what they tell (N-R9, N-R10)."""

import io
from datetime import date

import pypdf
import pytest
from django.db import transaction

from gonghui.desks.review.models import Review
from gonghui.desks.review.writing import actions
from gonghui.desks.workbench import queues
from gonghui.desks.workbench.queues.reviews import REVIEWS
from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.accounts.tests.people import come_in
from gonghui.foundation.journal.models import Entry
from gonghui.foundation.organisations import sight
from tests.world import the_post

from .years import a_checked, a_draft, publish, restate, the_published

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]
TODAY = date(2026, 6, 18)


def made(how) -> Review:
    with transaction.atomic(), sight.system("test"):
        return how()


@pytest.fixture
def published(db):
    return made(the_published)


@pytest.fixture
def draft(db):
    return made(a_draft)


@pytest.fixture
def review(db):
    """Checked, and not published yet."""
    return made(a_checked)


def as_(role, unit="六安市总工会"):
    return come_in(the_post(role, unit))


def at(review, page=""):
    return f"/review/years/{review.number}{page and '/'}{page}"


def body_of(page) -> str:
    return page.content.decode()


# Reading


def test_every_number_opens_its_records(review):
    leader = as_(Role.CITY_APPROVER)
    page = leader.get(at(review, "text"))

    linked = [piece for _h, lines in page.context["sections"] for _, line in lines for piece in line if piece.href]
    households = [piece for piece in linked if piece.text.endswith("户")]
    assert [piece.text for piece in linked if piece.text.endswith("万元")] == ["10.98万元"]
    assert (len(households), households[-1].text) == (5, "18户")
    for piece in households:
        records = leader.get(piece.href)
        assert f"{records.context['page_obj'].paginator.count}户" == piece.text


def test_the_statistician_reads_definitions_and_no_records(review):
    page = as_(Role.STATISTICIAN).get(at(review, "text"))

    assert "/figures/Y16?unit=341500" in body_of(page)
    assert "/records" not in body_of(page)


def test_gaps_are_marked(review):
    page = body_of(as_(Role.CITY_APPROVER).get(at(review, "text")))

    assert "<mark>〔此处待记录：县区互查（Y06）〕</mark>" in page
    assert page.count("<mark>") == 102


def test_a_county_finds_a_review_once_it_is_published(review):
    county = as_(Role.COUNTY_OPERATOR, "金寨县总工会")
    assert county.get(at(review)).status_code == 404
    assert county.get(at(review, "text")).status_code == 404
    assert county.get(at(review, "file.pdf")).status_code == 404

    made(lambda: publish(review))

    text = county.get(at(review, "text"))
    assert "18户" in body_of(text)
    assert "/figures/" not in body_of(text).split("<article")[1]
    assert county.get(at(review, "sections/1")).status_code == 404


def test_a_worker_finds_no_such_page(published):
    assert as_(Role.WORKER, "金寨县总工会").get(at(published, "text")).status_code == 404


def test_an_earlier_edition_is_read(published):
    review = published
    page = as_(Role.CITY_REVIEWER).get(at(review, "editions/1"))

    assert "沿用文字底稿" in body_of(page)
    assert "演示述评" not in body_of(page)
    assert as_(Role.CITY_REVIEWER).get(at(review, "editions/9")).status_code == 404


@pytest.mark.parametrize(("kind", "begins"), [("docx", b"PK"), ("pdf", b"%PDF"), ("html", b"<!doctype html>")])
def test_a_file_is_taken_and_written_down(review, kind, begins):
    answer = as_(Role.CITY_REVIEWER).get(at(review, f"file.{kind}"))

    assert answer.content.startswith(begins)
    assert "attachment" in answer["Content-Disposition"]
    with transaction.atomic(), sight.system("test"):
        assert Entry.objects.of(review).last().body["kind"] == kind


def test_a_file_of_another_kind_is_not_found(review):
    assert as_(Role.CITY_REVIEWER).get(at(review, "file.exe")).status_code == 404


def test_pages_in_english_show_the_paper_in_chinese(review):
    leader = as_(Role.CITY_APPROVER)
    leader.cookies["django_language"] = "en"

    page = body_of(leader.get(at(review, "text")))

    assert "救助市级档案困难职工" in page
    assert "〔此处待记录：县区互查（Y06）〕" in page
    read = pypdf.PdfReader(io.BytesIO(leader.get(at(review, "file.pdf")).content))
    assert "凭文件认定" in "".join(each.extract_text() for each in read.pages)


# Writing


def answers(page, **changed):
    form = page.context["form"]
    return {name: form[name].value() or "" for name in form.fields if name != "remove"} | changed


def test_the_office_saves_a_section(draft):
    office = as_(Role.CITY_OPERATOR)
    page = office.get(at(draft, "sections/2"))

    said = answers(page, body=page.context["form"]["body"].value() + "\n另有救助金{Y16}。")
    answer = office.post(at(draft, "sections/2"), said, follow=True)

    assert "已存为第 2 版。" in body_of(answer)
    with transaction.atomic(), sight.system("test"):
        assert draft.edition().sections[1]["paragraphs"][-1] == "另有救助金{Y16}。"


def test_the_office_is_refused_a_typed_number(draft):
    office = as_(Role.CITY_OPERATOR)
    page = office.get(at(draft, "sections/2"))

    answer = office.post(at(draft, "sections/2"), answers(page, body="全年新增工会组织470家。"))

    assert "第 2 节第 1 段:“全年新增工会组织470家”是写上去的数字。" in body_of(answer)
    assert "全年新增工会组织470家。</textarea>" in body_of(answer)


def test_a_stale_page_is_refused(draft):
    office, reviewer = as_(Role.CITY_OPERATOR), as_(Role.CITY_REVIEWER)
    first = answers(office.get(at(draft, "sections/2")), body="甲。")
    second = answers(reviewer.get(at(draft, "sections/2")), body="乙。")

    office.post(at(draft, "sections/2"), first)
    answer = reviewer.post(at(draft, "sections/2"), second)

    assert "文字已由 方晓芸 存为第 2 版" in body_of(answer)


@pytest.mark.parametrize(
    ("place", "changed", "titles"),
    [
        (3, {"after": "1"}, [1, 3, 2, 4]),
        (2, {"after": "4"}, [1, 3, 4, 2]),
        (2, {"remove": "on"}, [1, 3, 4]),
        (4, {"after": "3"}, [1, 2, 3, 4]),
    ],
)
def test_sections_move_and_go(draft, place, changed, titles):
    office = as_(Role.CITY_OPERATOR)
    with transaction.atomic(), sight.system("test"):
        before = [section["title"] for section in draft.edition().sections]
    page = office.get(at(draft, f"sections/{place}"))

    office.post(at(draft, f"sections/{place}"), answers(page, title=f"{before[place - 1]}一", **changed))

    with transaction.atomic(), sight.system("test"):
        after = [section["title"].removesuffix("一") for section in draft.edition().sections]
    assert after[: len(titles)] == [before[n - 1] for n in titles]


def test_a_section_is_added(draft):
    office = as_(Role.CITY_OPERATOR)
    page = office.get(at(draft, "sections/new"))

    office.post(at(draft, "sections/new"), answers(page, title="来年打算", body="把服务做到职工身边。", after="6"))

    with transaction.atomic(), sight.system("test"):
        assert draft.edition().sections[-1] == {"title": "来年打算", "paragraphs": ["把服务做到职工身边。"]}


def test_the_preview_reads_what_is_being_written(draft):
    office = as_(Role.CITY_OPERATOR)

    shown = body_of(office.post(at(draft, "sections/2/preview"), {"title": "题", "body": "共救助{Y15}，{Y06}。"}))
    wrong = body_of(office.post(at(draft, "sections/2/preview"), {"title": "题", "body": "新增470家。\n{Q1}"}))

    assert "18户</a>" in shown
    assert "<mark>〔此处待记录：县区互查（Y06）〕</mark>" in shown
    assert "第 2 节第 1 段" in wrong
    assert "没有编号为“{Q1}”" in wrong


def test_what_has_been_submitted_is_not_written(review):
    answer = as_(Role.CITY_OPERATOR).get(at(review, "sections/2"), follow=True)

    assert "述评现在的状态是“待发布”,不能修改。" in body_of(answer)


@pytest.mark.parametrize("page", ["sections/1", "sections/new", "submission", "check"])
def test_a_leader_does_not_write(draft, page):
    assert as_(Role.CITY_APPROVER).get(at(draft, page)).status_code == 404


def test_a_section_that_is_not_there_is_not_found(draft):
    assert as_(Role.CITY_OPERATOR).get(at(draft, "sections/40")).status_code == 404


def test_a_year_is_begun_from_the_list(review):
    office = as_(Role.CITY_OPERATOR)
    assert "/review/years/new" in body_of(office.get("/review/years/"))

    again = office.post("/review/years/new", {"year": "2021"})
    begun = office.post("/review/years/new", {"year": "2022"}, follow=True)

    assert "2021 年度述评已经有了" in body_of(again)
    assert "2022年度述评" in body_of(begun)


# Steps


def test_a_leader_sees_what_stops_it(review):
    made(restate)

    page = body_of(as_(Role.CITY_APPROVER).get(at(review, "publication")))

    assert "核对之后,文字或数字有了变化" in page
    assert "待记录 102 项" in page


def test_publishing_asks_for_the_gaps(review):
    leader = as_(Role.CITY_APPROVER)
    page = leader.get(at(review, "publication"))
    said = {"state_seen": "checked", "gaps_seen": page.context["form"]["gaps_seen"].value()}

    refused = leader.post(at(review, "publication"), said)
    done = leader.post(at(review, "publication"), said | {"acknowledged": "on"}, follow=True)
    twice = leader.post(at(review, "publication"), said | {"acknowledged": "on"}, follow=True)

    assert refused.context["form"].errors["acknowledged"]
    assert "“发布”已办好。" in body_of(done)
    assert "已经办过了" in body_of(twice)


def test_a_restatement_stands_beside_the_old_number(published):
    made(restate)
    page = body_of(as_(Role.CITY_APPROVER).get(at(published, "text")))

    assert "10.98万元</a>" in page
    assert "（已更正：现为 11.08万元）" in page
    assert "已更正：发布时 10.98万元，现为 11.08万元" in page


def test_the_statistician_sees_each_number_before_she_passes_it(draft):
    with transaction.atomic(), sight.system("test"):
        actions.submit(draft, by=the_post(Role.CITY_OPERATOR), on=TODAY)
    page = as_(Role.STATISTICIAN).get(at(draft, "check"))

    assert [number.code for number, _note, _href in page.context["numbers"]][:2] == ["Y01", "Y02"]


@pytest.mark.parametrize(("role", "waits"), [(Role.CITY_APPROVER, 1), (Role.STATISTICIAN, 0), (Role.CITY_OPERATOR, 0)])
def test_the_to_do_list_has_it_for_whose_turn_it_is(review, role, waits):
    post = the_post(role)
    with transaction.atomic(), sight.of(post):
        assert REVIEWS in queues.open_to(post)
        tasks = REVIEWS.tasks(post, TODAY)

    assert [task.url for task in tasks] == [f"/review/years/{review.number}/publication"] * waits
