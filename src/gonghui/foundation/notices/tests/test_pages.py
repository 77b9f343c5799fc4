"""The board without an account, the desk of who publishes, and one's own messages."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.accounts.tests.people import a_post, a_worker, come_in
from gonghui.foundation.journal.models import Entry
from gonghui.foundation.notices import actions
from gonghui.foundation.notices.models import Message, Objection
from gonghui.foundation.notices.rulebook import NoticeState
from gonghui.foundation.organisations import sight

from .test_notices import MAY_14, a_notice

SAYS = "他家在县城有两套住房,与公示不符。"
TODAY = timezone.localdate()


@pytest.fixture
def chair(tree):
    return a_post(tree["jinzhai_union"], Role.GRASSROOTS_CHAIR)


@pytest.fixture
def operator(tree):
    return a_post(tree["jinzhai_union"], Role.GRASSROOTS_OPERATOR)


@pytest.fixture
def visitor():
    """Somebody who has not signed in, and sees what is public only."""

    class Visitor(Client):
        def generic(self, *args, **kwargs):
            with sight._settings(("", "", ""), "default"):
                return super().generic(*args, **kwargs)

    return Visitor()


def page(client, name, *args, **data):
    return client.get(reverse(f"notices:{name}", args=args), data)


def send(client, to, *args, **data):
    return client.post(reverse(f"notices:{to}", args=args), data)


def test_anybody_reads_the_board_and_one_notice(visitor, chair):
    notice = a_notice(chair, on=TODAY)

    board, one = page(visitor, "board"), page(visitor, "notice", notice.number)

    assert (board.status_code, one.status_code) == (200, 200)
    assert "王*" in board.text
    assert "深度困难" in one.text
    assert reverse("notices:object_to", args=[notice.number]) in one.text
    assert "王小明" not in board.text + one.text


def test_the_board_does_not_show_what_is_voided(visitor, chair):
    notice = actions.void(a_notice(chair, on=TODAY), by=chair, on=TODAY, reason="名单有误")

    assert notice.number not in page(visitor, "board").text
    assert page(visitor, "notice", notice.number).status_code == 404


def test_a_notice_past_its_end_takes_no_objection(visitor, chair):
    notice = a_notice(chair)

    assert "提出异议</a>" not in page(visitor, "notice", notice.number).text
    answer = send(visitor, "object_to", notice.number, content=SAYS, source="anonymous")
    assert "公示期(2020-05-14 至 2020-05-20)以外不受理异议" in answer.text


def test_a_visitor_objects_without_a_name_and_gets_a_number(visitor, chair):
    notice = a_notice(chair, on=TODAY)

    answer = send(visitor, "object_to", notice.number, content=SAYS, source="anonymous", name="李某人")

    objection = Objection.objects.get()
    assert objection.number in answer.text
    assert (objection.source, bool(objection.name)) == ("anonymous", False)


def test_a_visitor_who_signs_is_asked_for_name_and_contact(visitor, chair):
    notice = a_notice(chair, on=TODAY)

    answer = send(visitor, "object_to", notice.number, content=SAYS, source="named")

    assert "请填写姓名和联系方式" in answer.text
    assert not Objection.objects.exists()


def test_the_desk_shows_own_notices_and_their_steps(tree, chair):
    own, foreign = a_notice(chair), a_notice(a_post(tree["huoshan_union"], Role.GRASSROOTS_CHAIR))
    client = come_in(chair)

    listed, record = page(client, "notices").text, page(client, "record", own.number).text

    assert (own.number in listed, foreign.number in listed) == (True, False)
    assert reverse("notices:close", args=[own.number]) in record
    assert page(client, "record", foreign.number).status_code == 404


def test_close_by_page(chair):
    notice = a_notice(chair)

    answer = send(come_in(chair), "close", notice.number, state_seen="running")

    notice.refresh_from_db()
    assert (answer.status_code, notice.state) == (302, NoticeState.ENDED)


def test_close_by_page_says_how_long_it_still_runs(chair):
    notice = a_notice(chair, on=TODAY)

    answer = send(come_in(chair), "close", notice.number, state_seen="running")

    assert f"公示到 {notice.ends_on} 才结束" in answer.text


def test_an_objection_is_read_for_a_reason_and_decided(chair, operator):
    notice = a_notice(chair)
    objection = actions.object_to(notice, content=SAYS, is_anonymous=True, on=MAY_14)
    client = come_in(operator)

    seen = page(client, "objection", objection.number).text
    revealed = send(client, "reveal", objection.number, "content", reason="核实异议内容").text
    decided = send(client, "dismiss", objection.number, reply="经核实只有一套住房", state_seen="received")

    objection.refresh_from_db()
    assert (SAYS in seen, SAYS in revealed) == (False, True)
    assert (decided.status_code, objection.state, objection.reply.open()) == (302, "dismissed", "经核实只有一套住房")
    assert Entry.objects.of(objection).filter(kind="reveal").count() == 1


def test_who_published_finds_no_page_to_decide(chair):
    objection = actions.object_to(a_notice(chair), content=SAYS, is_anonymous=True, on=MAY_14)

    assert page(come_in(chair), "uphold", objection.number).status_code == 404


def test_a_reveal_opens_nothing_but_what_is_listed(chair, operator):
    objection = actions.object_to(a_notice(chair), content=SAYS, is_anonymous=True, on=MAY_14)

    assert page(come_in(operator), "reveal", objection.number, "number").status_code == 404


def test_a_county_finds_nothing_of_another(tree, chair):
    objection = actions.object_to(a_notice(chair), content=SAYS, is_anonymous=True, on=MAY_14)
    client = come_in(a_post(tree["huoshan"], Role.COUNTY_REVIEWER))

    found = [page(client, name, objection.number).status_code for name in ("objection", "uphold", "dismiss")]

    assert found == [404, 404, 404]


def test_lists_ask_the_same_number_of_questions_for_one_row_and_three(tree, chair):
    worker = a_worker(tree["jinzhai_union"])
    desk, phone = come_in(chair), come_in(worker)

    asked = []
    for unit in (tree["city"], tree["jinzhai"], tree["huoshan"]):
        a_notice(chair, about=unit)
        actions.tell([worker.user], title="通知", text="内容")
        asked.append((questions(desk, "notices"), questions(phone, "messages"), questions(phone, "board")))

    assert asked[2] == asked[0]


def questions(client, name) -> int:
    page(client, name)
    with CaptureQueriesContext(connection) as asked:
        page(client, name)
    return len(asked)


def test_a_worker_reads_her_messages_and_they_count_as_read(tree):
    worker, other = a_worker(tree["jinzhai_union"]), a_worker(tree["jinzhai_union"])
    (mine,) = actions.tell([worker.user], title="困难帮扶", text="您的申请已批准建档。", path="/hardship/mine")
    (foreign,) = actions.tell([other.user], title="困难帮扶", text="内容")
    client = come_in(worker)

    listed = page(client, "messages").text
    opened = page(client, "message", mine.pk).text

    assert ("未读" in listed, "/hardship/mine" in opened) == (True, True)
    assert page(client, "message", foreign.pk).status_code == 404
    assert list(Message.objects.unread().values_list("pk", flat=True)) == [foreign.pk]


def test_all_messages_at_once_count_as_read(tree):
    worker = a_worker(tree["jinzhai_union"])
    actions.tell([worker.user, worker.user], title="通知", text="内容")

    send(come_in(worker), "read_all")

    assert not Message.objects.unread().exists()


@pytest.mark.parametrize("address", ["/notices/%00", "/hardship/%00", "/funds/%00"])
def test_an_address_with_nul_is_not_found(visitor, chair, address):
    assert visitor.get(address).status_code == 404
    assert come_in(chair).get(address).status_code == 404
