"""The pages of helpers and of the office above them, and what a browser may send in (E-R15, O.1, O.4)."""

from uuid import uuid4

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.accounts.tests.people import a_post, a_worker, come_in
from gonghui.foundation.journal.models import Entry
from gonghui.foundation.organisations import sight
from gonghui.programs.hardship.models import HardshipArchive, HelperVisit, HomeVisit, PairLink
from gonghui.programs.hardship.rulebook import FileState

from . import factories as make

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
FACTS = {"visited_on": f"{TODAY}", "way": "home", "met": "both", "findings": "药费仍是主要支出", "measures": "介绍岗位"}


@pytest.fixture
def helper(staff, made):
    """A cadre whose post opens no file."""
    return made(a_post, staff.city, Role.STATISTICIAN, "何帮扶")


@pytest.fixture
def link(staff, helper, made):
    file = made(make.a_file_on_record, staff)
    made(make.actions.pair, file, by=staff.county_operator, on=TODAY, cadre=helper.user)
    with sight.system("test"):
        return PairLink.objects.select_related("file").get()


@pytest.fixture
def waiting(staff, made):
    """A file that waits for its first visit."""
    return made(lambda: make.actions.submit(make.a_draft(staff), by=staff.chair, on=make.MAY_10))


def page(post, name, *args):
    return come_in(post).get(reverse(f"hardship:{name}", args=args))


def sent(post, **facts):
    return come_in(post).post(reverse("hardship:offline_sync"), facts)


def everything(model):
    with transaction.atomic(), sight.system("test"):
        return list(model.objects.order_by("pk"))


def known(post, number) -> dict:
    """What a browser that belongs to the post knows of a file."""
    items = page(post, "offline_list").json()["items"]
    return next(each for each in items if each["number"] == number)


def test_helper_finds_her_households_and_writes_down_a_visit(link, helper):
    assert "张测试" in page(helper, "helped").text
    household = page(helper, "household", link.pk).text
    assert "患重特大疾病" in household
    for hidden in ("349901", "24,000", "12,000", "6228"):
        assert hidden not in household

    new = reverse("hardship:new_helper_visit", args=[link.pk])
    assert come_in(helper).post(new, FACTS | {"uid": uuid4()}).status_code == 302

    (visit,) = everything(HelperVisit)
    assert "介绍岗位" in page(helper, "household", link.pk).text
    assert "药费" not in page(helper, "helper_visit", visit.uid).text
    asked = reverse("hardship:helper_visit_reveal", args=[visit.uid, "findings"])
    assert "药费仍是主要支出" in come_in(helper).post(asked, {"reason": "准备下次走访"}).text
    assert Entry.objects.filter(name="reveal_findings", record_id=visit.pk).count() == 1


def test_nobody_else_finds_the_household_of_a_helper(link, staff, neighbours, tree, made):
    worker = made(a_worker, tree["jinzhai_union"])

    for name in ("household", "new_helper_visit", "household_phone"):
        for post in (staff.county_operator, neighbours.county_operator, worker):
            assert page(post, name, link.pk).status_code == 404
    assert page(worker, "helped").status_code == 404
    assert "张测试" not in page(neighbours.county_operator, "coverage").text


def test_an_ended_link_opens_nothing_more(link, helper, staff, made):
    visit_page = reverse("hardship:new_helper_visit", args=[link.pk])
    come_in(helper).post(visit_page, FACTS | {"uid": uuid4()})
    (visit,) = everything(HelperVisit)
    made(make.actions.pair, link.file, by=staff.county_operator, on=TODAY, cadre=staff.chair.user)

    assert page(helper, "household", link.pk).status_code == 404
    assert page(helper, "helper_visit", visit.uid).status_code == 404
    assert page(staff.county_operator, "helper_visit", visit.uid).status_code == 200


def test_the_phone_is_shown_once_for_a_reason(link, helper, staff):
    with transaction.atomic(), sight.system("test"):
        person = link.file.applicant
        person.mobile = "13900000001"
        person.save()
    asked = reverse("hardship:household_phone", args=[link.pk])

    assert "13900000001" not in page(helper, "household", link.pk).text
    assert "13900000001" in come_in(helper).post(asked, {"reason": "约定走访时间"}).text
    assert Entry.objects.filter(name="reveal_mobile", actor_id=helper.user_id).count() == 1


def test_the_office_sees_who_was_not_visited_often_enough(link, staff, helper, made):
    bare = made(make.a_file_on_record, staff, name="陈测试")

    text = page(staff.county_operator, "coverage").text
    none = come_in(staff.county_operator).get(reverse("hardship:coverage"), {"coverage": "none"}).text

    assert "尚无帮扶联系人 1 户,今年走访不足 2 户" in text
    assert bare.number in none
    assert link.file.number not in none


def test_a_list_to_take_along_names_nobody(link, helper, waiting, staff):
    helped, first = known(helper, link.file.number), known(staff.chair, waiting.number)

    assert helped["name"] == "张**"
    assert set(helped) == {"kind", "number", "name", "union", "version", "due", "colleagues"}
    assert [label for _pk, label in first["colleagues"]].count("李经办(金寨县光伏产业工会 基层工会经办人)") == 1
    assert page(helper, "offline").text.count("张") == 0


def test_a_draft_sent_twice_is_one_visit(link, helper):
    seen = known(helper, link.file.number)["version"]
    draft = FACTS | {"uid": str(uuid4()), "kind": "help", "number": link.file.number, "seen": seen}

    first, second = sent(helper, **draft), sent(helper, **draft)
    other = sent(helper, **draft | {"findings": "另一番话另一番话"})

    assert (first.status_code, second.status_code, other.status_code) == (200, 200, 422)
    assert "同一编号" in other.json()["sentence"]
    assert len(everything(HelperVisit)) == 1


def test_a_draft_meets_what_happened_meanwhile_and_may_be_added(link, helper):
    seen = known(helper, link.file.number)["version"]
    come_in(helper).post(reverse("hardship:new_helper_visit", args=[link.pk]), FACTS | {"uid": uuid4()})
    draft = FACTS | {"uid": str(uuid4()), "kind": "help", "number": link.file.number, "seen": seen}

    conflict = sent(helper, **draft)
    added = sent(helper, **draft | {"seen": conflict.json()["version"]})

    assert conflict.status_code == 409
    assert conflict.json()["may_add"] is True
    assert ["已采取的帮扶措施", "介绍岗位"] in conflict.json()["now"]
    assert added.status_code == 200
    assert len(everything(HelperVisit)) == 2


def test_a_draft_for_a_household_that_another_helps_now_is_kept_by_nobody(link, helper, staff, made, neighbours):
    seen = known(helper, link.file.number)["version"]
    made(make.actions.pair, link.file, by=staff.county_operator, on=TODAY, cadre=staff.chair.user)
    draft = FACTS | {"uid": str(uuid4()), "kind": "help", "number": link.file.number, "seen": seen}

    mine, theirs = sent(helper, **draft), sent(neighbours.county_operator, **draft)

    assert (mine.status_code, mine.json()["may_add"]) == (409, False)
    assert (theirs.status_code, theirs.json()["now"]) == (409, [])
    assert sent(helper, **draft | {"seen": mine.json()["version"]}).status_code == 422
    assert everything(HelperVisit) == []


def test_a_first_visit_is_kept_once_and_moves_the_file(waiting, staff):
    item = known(staff.chair, waiting.number)
    draft = a_first_visit(item, staff)

    assert [sent(staff.chair, **draft).status_code for _ in range(2)] == [200, 200]
    assert sent(staff.chair, **draft | {"findings": "别的情况"}).status_code == 422

    (file,), (visit,) = everything(HardshipArchive), everything(HomeVisit)
    assert (file.state, f"{visit.uid}") == (FileState.VISITED, draft["uid"])


def a_first_visit(item, staff) -> dict:
    second = next(pk for pk, label in item["colleagues"] if label.startswith("李经办"))
    facts = {"visited_on": f"{make.MAY_12}", "second": second, "findings": "住房一间,情况属实"}
    return facts | {"uid": str(uuid4()), "kind": "first", "number": item["number"], "seen": item["version"]}


def test_a_first_visit_after_another_is_added_and_the_file_stays(waiting, staff, made):
    draft = a_first_visit(known(staff.chair, waiting.number), staff)
    seen = {"visited_on": make.MAY_12, "second": staff.chair.user, "findings": "先到一步"}
    made(make.actions.visit, waiting, by=staff.operator, on=make.MAY_12, **seen)

    conflict = sent(staff.chair, **draft)
    added = sent(staff.chair, **draft | {"seen": conflict.json()["version"]})

    assert (conflict.status_code, added.status_code) == (409, 200)
    (file,) = everything(HardshipArchive)
    assert (file.state, len(everything(HomeVisit))) == (FileState.VISITED, 2)


def test_a_draft_that_is_not_filled_in_says_which_answer_is_wrong(link, helper):
    answer = sent(helper, kind="help", number=link.file.number, uid=str(uuid4()), seen="", findings="短")

    assert answer.status_code == 422
    assert set(answer.json()["wrong"]) == {"visited_on", "way", "met", "findings"}


def test_the_worker_names_every_part_of_the_page(helper):
    answer = page(helper, "offline_worker")

    assert answer.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert "/hardship/offline/" in answer.text.replace("\\u002D", "-")
    drawn = page(helper, "offline").text
    for part in ("offline.js", "offline_send.js", "offline_store.js", "visits.css", "hardship.css"):
        assert part.split(".")[0] in drawn
        assert part.split(".")[0] in answer.text
