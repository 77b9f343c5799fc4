"""The counters of finance, as three persons go through them."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from gonghui.foundation.accounts.actions import system_post
from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.accounts.tests.people import a_post, come_in
from gonghui.foundation.funds import actions
from gonghui.foundation.funds.models import Payment, PaymentBatch
from gonghui.foundation.funds.rulebook import BatchState, PaymentState
from gonghui.foundation.journal.models import Entry

from .money import Finance, a_return, an_answer, rows_of

TODAY = timezone.localdate()


def page(client, name, *args, **data):
    return client.get(reverse(f"funds:{name}", args=args), data)


def send(client, name, *args, query="", **data):
    return client.post(reverse(f"funds:{name}", args=args) + query, data)


def a_file(content, name="回单.csv"):
    return SimpleUploadedFile(name, content)


def test_three_persons_take_a_batch_from_waiting_to_paid(finance):
    payments = [finance.a_payment() for _ in range(2)]
    maker, checker, authoriser = map(come_in, (finance.maker, finance.checker, finance.authoriser))

    offered = page(maker, "prepare", fund=finance.fund.pk).text
    send(maker, "prepare", query=f"?fund={finance.fund.pk}", payments=[p.pk for p in payments])
    batch = PaymentBatch.objects.get()
    send(checker, "check", batch.number, state_seen="draft", opinion="已核对")
    send(authoriser, "authorise", batch.number, state_seen="checked")
    actions.ensure_sent(batch.pk, by=system_post("payments"), on=TODAY)
    downloaded = page(maker, "bank_file", batch.number)
    content = a_return(*(an_answer(row, day=f"{TODAY:%Y-%m-%d}") for row in rows_of(batch)))
    send(maker, "import_return", batch.number, file=a_file(content))

    batch.refresh_from_db()
    assert offered.count('name="payments"') == 2
    assert downloaded.content.decode("gb18030").count("\r\n") == 3
    assert batch.state == BatchState.SETTLED
    assert set(Payment.objects.values_list("state", "paid_on")) == {(PaymentState.PAID, TODAY)}
    assert "成功 2 笔" in page(maker, "batch", batch.number).text


def test_prepare_takes_only_what_was_ticked(finance):
    wanted, left = finance.a_payment(), finance.a_payment()

    send(come_in(finance.maker), "prepare", query=f"?fund={finance.fund.pk}", payments=[wanted.pk])

    assert dict(Payment.objects.values_list("pk", "state")) == {wanted.pk: "batched", left.pk: "pending"}


def test_prepare_says_what_is_wrong(finance):
    own = a_post(finance.unit, Role.FINANCE_MAKER, user=finance.approver.user)
    payment = finance.a_payment()

    nothing = send(come_in(finance.maker), "prepare", query=f"?fund={finance.fund.pk}").text
    refused = send(come_in(own), "prepare", query=f"?fund={finance.fund.pk}", payments=[payment.pk]).text

    assert "请至少选择一笔" in nothing
    assert "本批次中的 1 笔(1)由您录入、审核或审批过" in refused


def test_a_batch_page_offers_each_role_its_own_step(finance):
    batch = finance.a_batch()

    offered = {}
    for role in ("maker", "checker", "authoriser"):
        text = page(come_in(getattr(finance, role)), "batch", batch.number).text
        offered[role] = [
            step for step in ("check", "authorise", "cancel") if reverse(f"funds:{step}", args=[batch.number]) in text
        ]

    assert offered == {"maker": ["cancel"], "checker": ["check", "cancel"], "authoriser": []}


def test_a_bad_return_is_refused_in_words(finance):
    batch = finance.a_sent_batch(1)

    answer = send(come_in(finance.maker), "import_return", batch.number, file=a_file(b"nothing"))

    assert "这不是银行回单" in answer.text


def test_the_bank_file_is_not_there_before_it_is_authorised(finance):
    batch = finance.a_batch()

    answer = page(come_in(finance.maker), "bank_file", batch.number)

    assert (answer.status_code, "银行文件要在授权付款之后生成" in answer.text) == (409, True)


@pytest.mark.parametrize("name", ["batch", "check", "authorise", "cancel", "bank_file", "totals_file", "import_return"])
def test_another_county_finds_nothing(finance, tree, name):
    batch = finance.a_sent_batch(1)
    stranger = Finance(tree, "huoshan")

    found = {page(come_in(post), name, batch.number).status_code for post in (stranger.maker, stranger.checker)}

    assert found == {404}


@pytest.mark.parametrize("name", ["batches", "payments"])
def test_lists_are_for_finance_and_audit_alone(finance, tree, name):
    auditor = a_post(tree["city"], Role.AUDITOR)

    assert page(come_in(auditor), name).status_code == 200
    assert page(come_in(finance.approver), name).status_code == 404


def test_a_card_is_shown_for_a_reason_and_written_down(finance):
    payment = finance.a_payment(card="6228480012345678911")
    client = come_in(finance.checker)

    seen = page(client, "payment", payment.uid).text
    revealed = send(client, "reveal", payment.uid, reason="核对银行退回的账号").text

    assert ("6228480012345678911" in seen, "**** 8911" in seen) == (False, True)
    assert "6228480012345678911" in revealed
    assert Entry.objects.of(payment).get(kind="reveal").body["reason"] == "核对银行退回的账号"


def test_an_auditor_is_not_offered_the_card(finance, tree):
    payment = finance.a_payment()

    client = come_in(a_post(tree["city"], Role.AUDITOR))

    assert page(client, "reveal", payment.uid).status_code == 404


def test_cancel_a_payment_by_page(finance):
    payment = finance.a_payment()

    send(come_in(finance.maker), "cancel_payment", payment.uid, reason="重复申报")

    payment.refresh_from_db()
    assert payment.state == PaymentState.CANCELLED


def test_pages_ask_the_same_number_of_questions_for_one_row_and_three(finance):
    client = come_in(finance.maker)

    asked = []
    for rows in (1, 2, 3):
        number = finance.a_batch(rows).number
        finance.a_payment()
        pages = (("batches",), ("payments",), ("batch", number), ("prepare",))
        asked.append([questions(client, name, *args) for name, *args in pages])

    assert asked[2] == asked[0]


def questions(client, name, *args) -> int:
    page(client, name, *args)
    with CaptureQueriesContext(connection) as asked:
        page(client, name, *args)
    return len(asked)
