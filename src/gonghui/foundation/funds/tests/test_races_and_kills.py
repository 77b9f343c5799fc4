"""Four at once, and a worker killed in the middle: one result, nobody paid twice, nobody lost (T08, T11, R8)."""

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.funds import actions, jobs
from gonghui.foundation.funds.actions import batches
from gonghui.foundation.funds.bank import cupboard, order
from gonghui.foundation.funds.models import BankReturn, PaymentBatch
from gonghui.foundation.funds.rulebook import BatchState, PaymentState
from gonghui.foundation.journal.models import Entry
from gonghui.foundation.journal.sealing import faults
from gonghui.foundation.notices.tests.people import a_post
from gonghui.foundation.organisations import sight
from gonghui.foundation.organisations.tests.trees import a_tree
from gonghui.kernel.refusals import Refusal

from .money import JUNE_1, JUNE_2, Finance, a_return, an_answer, rows_of

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])

PROCESS = """
import os, signal, django
django.setup()
from django.conf import settings
from django.core.management import call_command
settings.MEDIA_ROOT, settings.JOURNAL_ANCHORS = os.environ["CUPBOARD"], os.devnull
from gonghui.foundation.funds import jobs
from gonghui.foundation.funds.actions import batches
from gonghui.foundation.funds.bank import cupboard

def die(*args, **kwargs):
    os.kill(os.getpid(), signal.SIGKILL)

{does}
"""
KILLS = [
    pytest.param("cupboard.os.replace = die", id="before the file has its name", marks=pytest.mark.long),
    pytest.param("cupboard._make_lasting = die", id="after the file has its name", marks=pytest.mark.long),
    pytest.param("batches.order.digest = die", id="between file and mark"),
    pytest.param("import gonghui.kernel.workflow as w; w.announce = die", id="after the rows are marked"),
]


@pytest.fixture
def finance():
    with transaction.atomic(), sight.system("tests"):
        return Finance(a_tree())


def in_sight(act):
    with transaction.atomic(), sight.system("tests"):
        return act()


def at_once(acts):
    """What each of several acts says, done at the same moment on connections of their own."""
    barrier = Barrier(len(acts))

    def one(act):
        try:
            barrier.wait()
            return in_sight(act)
        except Refusal as refusal:
            return str(refusal)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(one, acts))


def test_authorise_four_times_at_once_is_one_step_and_three_sentences(finance):
    batch = in_sight(lambda: actions.check(finance.a_batch(), by=finance.checker, on=JUNE_1))
    posts = in_sight(lambda: [a_post(finance.unit, Role.FINANCE_AUTHORISER) for _ in range(4)])

    said = at_once(
        [lambda p=p: actions.authorise(PaymentBatch.objects.get(pk=batch.pk), by=p, on=JUNE_1) for p in posts]
    )

    sentences = [each for each in said if isinstance(each, str)]
    assert len(sentences) == 3
    assert all("现在的状态是“正在生成银行文件”" in sentence for sentence in sentences)
    assert Entry.objects.filter(name="authorise").count() == 1
    assert ProcrastinateJob.objects.filter(task_name="funds.send_batch").count() == 1


def test_prepare_twice_at_once_puts_each_payment_in_one_batch(finance):
    payments = in_sight(lambda: [finance.a_payment() for _ in range(3)])

    said = at_once([lambda: actions.prepare(finance.unit, payments, finance.fund, by=finance.maker, on=JUNE_1)] * 4)

    assert sum(isinstance(each, str) for each in said) == 3
    assert in_sight(lambda: PaymentBatch.objects.get().payments.count()) == 3


def test_enter_four_times_at_once_is_one_payment(finance):
    facts = {"record": finance.approver, "card": "6228480012345678911", "payee_name": "王测试", "amount": 5000}

    entered = at_once([lambda: finance.a_payment(**facts).pk] * 4)

    assert len(set(entered)) == 1


def test_import_return_four_times_at_once_counts_once(finance):
    batch = in_sight(finance.a_sent_batch)
    content = in_sight(lambda: a_return(*map(an_answer, rows_of(batch))))

    def take_in():
        return actions.import_return(PaymentBatch.objects.get(pk=batch.pk), content, by=finance.maker, on=JUNE_2).pk

    said = at_once([take_in] * 4)

    assert sum("没有重复入账" in str(each) for each in said) == 3
    assert in_sight(BankReturn.objects.count) == 1


@pytest.mark.parametrize("sabotage", KILLS)
def test_a_worker_killed_while_sending_leaves_one_result(finance, sabotage, settings):
    batch = in_sight(finance.an_authorised_batch)

    killed = _a_process(f"{sabotage}\njobs.send_batch(batch_id={batch.pk})", settings.MEDIA_ROOT)
    in_sight(batch.refresh_from_db)
    after_kill = batch.state
    jobs.send_batch(batch_id=batch.pk)
    jobs.send_batch(batch_id=batch.pk)

    assert (killed, after_kill) == (-signal.SIGKILL, BatchState.AUTHORISED)
    in_sight(batch.refresh_from_db)
    rows = in_sight(lambda: rows_of(batch))
    assert (batch.state, [row.state for row in rows]) == (BatchState.SENT, [PaymentState.SENT] * 3)
    assert cupboard.take(batch.number, batches.FILE_NAME) == order.bank_file(rows)
    assert Entry.objects.filter(name="send").count() == 1


def _a_process(does, folder) -> int:
    """The exit code of a process of its own, over the same database and cupboard."""
    environment = {**os.environ, "CUPBOARD": str(folder), "DJANGO_SETTINGS_MODULE": "tests.settings"}
    command = [sys.executable, "-c", PROCESS.format(does=does)]
    return subprocess.run(command, env=environment, timeout=60, check=False).returncode


def test_a_worker_takes_the_job_that_authorise_has_queued(finance, settings):
    batch = in_sight(finance.an_authorised_batch)

    ended = _a_process("call_command('procrastinate', 'worker', '--one-shot')", settings.MEDIA_ROOT)

    in_sight(batch.refresh_from_db)
    states = dict(ProcrastinateJob.objects.filter(task_name="funds.send_batch").values_list("args__batch_id", "status"))
    assert (ended, states, batch.state) == (0, {batch.pk: "succeeded"}, BatchState.SENT)


def test_nothing_is_done_unannounced_and_a_change_behind_our_back_is_seen(finance, settings, tmp_path):
    settings.JOURNAL_ANCHORS = tmp_path / "anchors"
    batch = in_sight(finance.a_sent_batch)
    in_sight(
        lambda: actions.import_return(batch, a_return(*map(an_answer, rows_of(batch))), by=finance.maker, on=JUNE_2)
    )
    before = faults()

    with connections["owner"].cursor() as cursor:
        cursor.execute("UPDATE funds_payment SET purpose = purpose || '?' WHERE seq = 1")

    assert before == []
    assert [fault.what for fault in faults()] == ["a record is not as the journal last saw it"]
