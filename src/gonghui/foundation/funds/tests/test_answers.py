"""What the bank answers: once, whole, and never guessed (O.3)."""

import pytest
from django.db import ProgrammingError, transaction

from gonghui.foundation.accounts.actions import system_post
from gonghui.foundation.funds import actions
from gonghui.foundation.funds.actions import answers
from gonghui.foundation.funds.bank import answer, cupboard
from gonghui.foundation.funds.models import BankReturn, Payment, PaymentBatch
from gonghui.foundation.funds.rulebook import BatchState, PaymentState
from gonghui.foundation.journal.models import Entry
from gonghui.kernel.announcing import announced
from gonghui.kernel.refusals import NotEntitled, Refusal, WrongState

from .money import HEAD, JUNE_2, JUNE_3, a_return, an_answer, rows_of


@pytest.fixture
def batch(finance):
    return finance.a_sent_batch(3)


def take_in(finance, batch, content, on=JUNE_2, **more):
    return actions.import_return(batch, content, by=finance.maker, on=on, **more)


def standing(batch):
    return list(batch.payments.order_by("seq").values_list("state", "paid_on", "return_reason"))


NOTHING_DONE = [(PaymentState.SENT, None, "")] * 3


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8", "utf-8-sig"])
def test_import_return_pays_and_returns_row_by_row(finance, batch, encoding):
    one, two, three = rows_of(batch)
    content = a_return(
        an_answer(three),
        an_answer(one, day="20210601"),
        an_answer(two, result="失败", reason="户名不符", day=""),
        encoding=encoding,
    )

    bank_return = take_in(finance, batch, content, file_name="回单.csv")

    assert standing(batch) == [
        (PaymentState.PAID, JUNE_2.replace(day=1), ""),
        (PaymentState.RETURNED, None, "户名不符"),
        (PaymentState.PAID, JUNE_2, ""),
    ]
    assert (bank_return.rows, bank_return.paid, bank_return.failed) == (3, 2, 1)
    batch.refresh_from_db()
    assert batch.state == BatchState.SETTLED


def test_import_return_keeps_the_file_as_it_came(finance, batch):
    content = a_return(*map(an_answer, rows_of(batch)))

    bank_return = take_in(finance, batch, content)

    assert cupboard.take(batch.number, f"return-{bank_return.sha256}") == content


def test_import_return_refuses_a_file_with_nul(finance, batch):
    rows = rows_of(batch)
    content = a_return(an_answer(rows[0], result="失败", reason="户名\0不符", day=""))

    with pytest.raises(answer.NotAnAnswer):
        take_in(finance, batch, content)


def test_import_return_takes_the_rest_another_day(finance, batch):
    one, two, three = rows_of(batch)

    take_in(finance, batch, a_return(an_answer(two)), is_part=True)
    batch.refresh_from_db()
    half = (batch.state, [state for state, _on, _why in standing(batch)])
    take_in(finance, batch, a_return(an_answer(one), an_answer(two), an_answer(three)), on=JUNE_3)

    assert half == (BatchState.SENT, [PaymentState.SENT, PaymentState.PAID, PaymentState.SENT])
    assert list(BankReturn.objects.values_list("rows", flat=True)) == [1, 2]


def test_import_return_refuses_a_file_that_lacks_rows_unless_it_says_so(finance, batch):
    one, two, _three = rows_of(batch)
    content = a_return(an_answer(one), an_answer(two))

    with pytest.raises(answers.RowsMissing, match=r"少了 1 笔\(序号 3\)"):
        take_in(finance, batch, content)

    assert standing(batch) == NOTHING_DONE
    assert take_in(finance, batch, content, is_part=True).rows == 2


def test_import_return_refuses_a_day_before_the_batch_was_authorised(finance):
    batch = actions.check(finance.a_batch(1), by=finance.checker, on=JUNE_2)
    actions.authorise(batch, by=finance.authoriser, on=JUNE_3)
    actions.ensure_sent(batch.pk, by=system_post("payments"), on=JUNE_3)

    with pytest.raises(answers.AnswerFaulty, match="早于授权日期"):
        take_in(finance, batch, a_return(*map(an_answer, rows_of(batch))), on=JUNE_3)


def test_import_return_three_times_changes_nothing(finance, batch):
    content = a_return(*map(an_answer, rows_of(batch)))
    take_in(finance, batch, content)
    before, entries = standing(batch), Entry.objects.count()

    for _replay in range(3):
        with pytest.raises(answers.AlreadyImported, match="2021-06-02"):
            take_in(finance, batch, content, on=JUNE_3)

    assert (standing(batch), Entry.objects.count(), BankReturn.objects.count()) == (before, entries, 1)


AGAIN = {
    "the same": lambda rows: a_return(*rows),
    "turned round": lambda rows: a_return(*rows[::-1]),
    "cut in a row": lambda rows: a_return(*rows)[:-12],
    "cut after a row": lambda rows: a_return(*rows[:-1]),
    "with a byte order mark": lambda rows: a_return(*rows, encoding="utf-8-sig"),
    "of another batch": lambda rows: a_return(*(row.replace("PC-", "PC-9", 1) for row in rows)),
    "with another amount": lambda rows: a_return(rows[0].replace(".51,", ".50,"), *rows[1:]),
}


@pytest.mark.parametrize("way", AGAIN)
@pytest.mark.parametrize("is_settled", [True, False], ids=["after it was settled", "while a row is open"])
def test_import_return_that_comes_again_otherwise_changes_nothing(finance, batch, way, is_settled):
    rows = list(map(an_answer, rows_of(batch)))
    known = rows if is_settled else rows[:-1]
    take_in(finance, batch, a_return(*known), is_part=not is_settled)
    batch.refresh_from_db()
    before, entries = standing(batch), Entry.objects.count()

    for _replay in range(3):
        with pytest.raises(Refusal) as refusal:
            take_in(finance, batch, AGAIN[way](known), on=JUNE_3, is_part=not is_settled)
        assert str(refusal.value)

    assert (standing(batch), Entry.objects.count(), BankReturn.objects.count()) == (before, entries, 1)


def test_import_return_of_known_rows_in_another_file_changes_nothing(finance, batch):
    one, two, _three = rows_of(batch)
    take_in(finance, batch, a_return(an_answer(one), an_answer(two)), is_part=True)

    with pytest.raises(answers.NothingNew, match="2 笔"):
        take_in(finance, batch, a_return(an_answer(two), an_answer(one)))


def test_import_return_announces_once_which_return_it_was(finance, batch):
    heard = []

    def hear(sender, kind, name, record, facts, **unused):
        if name in ("bank_return", "settle"):
            heard.append((kind, name, record.pk, facts.get("bank_return")))

    announced.connect(hear, sender=PaymentBatch)
    bank_return = take_in(finance, batch, a_return(*map(an_answer, rows_of(batch))))
    announced.disconnect(hear, sender=PaymentBatch)

    assert heard == [("import", "bank_return", batch.pk, bank_return.pk), ("step", "settle", batch.pk, None)]
    assert Payment.objects.answered_by(bank_return).count() == 3


BAD_ROWS = {
    "another batch": ({"批次号": "PC-2020-0001"}, "不是本批次"),
    "another account": ({"账号": "6228480099999999999"}, "账号与本批次不符"),
    "another name": ({"户名": "张三丰"}, "户名与本批次不符"),
    "another amount": ({"金额": "9999.00"}, "金额与本批次不符,应为 1000.52"),
    "three decimals": ({"金额": "1000.520"}, "最多两位小数"),
    "no amount": ({"金额": ""}, "最多两位小数"),
    "unknown row": ({"序号": 9}, "没有这个序号"),
    "row in words": ({"序号": "二"}, "不是整数"),
    "row again": ({"序号": 1, "same": 0}, "序号重复"),
    "no such day": ({"交易日期": "2021-06-31"}, "不是存在的日期"),
    "cut day": ({"交易日期": "2021-06-0"}, "不是存在的日期"),
    "no day": ({"交易日期": ""}, "不是存在的日期"),
    "day to come": ({"交易日期": "2021-06-03"}, "早于授权日期或在将来"),
    "day before": ({"交易日期": "2021-05-31"}, "早于授权日期或在将来"),
    "unknown result": ({"处理结果": "处理中"}, "不是“成功”或“失败”"),
}


@pytest.mark.parametrize(("change", "said"), BAD_ROWS.values(), ids=BAD_ROWS)
def test_import_return_refuses_the_whole_file_for_one_bad_row(finance, batch, change, said):
    one, two, three = rows_of(batch)
    bad = an_answer(one) if "same" in change else an_answer(two, **change)

    with pytest.raises(answers.AnswerFaulty, match="第 3 行") as refusal:
        take_in(finance, batch, a_return(an_answer(one), bad, an_answer(three)))

    assert said in str(refusal.value)
    assert (standing(batch), BankReturn.objects.count()) == (NOTHING_DONE, 0)


BAD_FILES = {
    "empty": (b"", "首行各列不符"),
    "header only": (a_return(), "没有数据行"),
    "other header": (a_return(head=HEAD.replace("账号", "卡号")), "首行各列不符"),
    "a workbook": (b"PK\x03\x04" + bytes(range(256)), "文字编码"),
    "half a character": (a_return()[:-2] + "失败".encode("gb18030")[:3], "文字编码"),
    "open quotes": (a_return('"PC-2021-0001,1'), "引号"),
    "huge": (b"1" * (answer.LARGEST + 1), "5 MB"),
}


@pytest.mark.parametrize(("content", "said"), BAD_FILES.values(), ids=BAD_FILES)
def test_import_return_refuses_what_is_no_answer(finance, batch, content, said):
    with pytest.raises(answer.NotAnAnswer, match=said):
        take_in(finance, batch, content)

    assert standing(batch) == NOTHING_DONE


@pytest.mark.parametrize("cut", [3, 12, 15, 25])
def test_import_return_refuses_a_file_cut_short(finance, batch, cut):
    content = a_return(*map(an_answer, rows_of(batch)))[:-cut]

    with pytest.raises((answers.AnswerFaulty, answer.NotAnAnswer)):
        take_in(finance, batch, content)

    assert standing(batch) == NOTHING_DONE


def test_import_return_refuses_to_turn_a_paid_row_into_a_returned_one(finance, batch):
    one = rows_of(batch)[0]
    take_in(finance, batch, a_return(an_answer(one)), is_part=True)

    with pytest.raises(answers.AnswerFaulty, match="以前的回单已记为“已付款”"):
        take_in(finance, batch, a_return(an_answer(one, result="失败", reason="账户冻结")))


def test_import_return_lists_ten_faults_and_counts_all(finance):
    batch = finance.a_sent_batch(12)

    with pytest.raises(answers.AnswerFaulty, match="有 12 处不符") as refusal:
        take_in(finance, batch, a_return(*(an_answer(row, 金额="1.00") for row in rows_of(batch))))

    assert str(refusal.value).count("第 ") == 10


def test_import_return_refuses_before_the_file_was_sent(finance):
    batch = finance.an_authorised_batch(1)

    with pytest.raises(WrongState):
        take_in(finance, batch, a_return(*map(an_answer, rows_of(batch))))


def test_import_return_refuses_the_authoriser(finance, batch):
    with pytest.raises(NotEntitled):
        actions.import_return(batch, a_return(*map(an_answer, rows_of(batch))), by=finance.authoriser, on=JUNE_2)


def test_a_return_is_never_changed(finance, batch):
    bank_return = take_in(finance, batch, a_return(*map(an_answer, rows_of(batch))))

    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        BankReturn.objects.filter(pk=bank_return.pk).update(paid=0)
