"""A dead worker's jobs are taken up again, and none is lost (R8)."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.management import call_command
from django.db import connection, connections
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

pytestmark = pytest.mark.django_db(transaction=True)
NAME = "notices.send"


def a_job() -> int:
    return app.configure_task(NAME, lock=NAME, queueing_lock=NAME).defer(timestamp=0)


def a_job_in_dead_hands() -> int:
    """A job that a worker has begun, who gave his last sign of life an hour ago."""
    job = a_job()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 hour') RETURNING id"
        )
        cursor.execute("SELECT id FROM procrastinate_fetch_job_v2(NULL, %s)", cursor.fetchone())
        assert cursor.fetchone() == (job,)
    return job


def sweep():
    """The command in a thread of its own: a browser of other tests may keep an event loop running in this one."""
    with ThreadPoolExecutor(1) as elsewhere:
        elsewhere.submit(_sweep).result()


def _sweep():
    try:
        call_command("jobs_sweep")
    finally:
        connections.close_all()


def states() -> dict[int, str]:
    return dict(ProcrastinateJob.objects.values_list("pk", "status"))


def test_jobs_sweep_queues_a_stalled_job_again(capsys):
    job = a_job_in_dead_hands()

    sweep()

    assert states() == {job: "todo"}
    assert "没有中断或失败" in capsys.readouterr().out


def test_jobs_sweep_gives_a_stalled_job_up_when_its_work_already_waits():
    stalled, waiting = a_job_in_dead_hands(), a_job()

    sweep()

    assert states() == {stalled: "aborted", waiting: "todo"}


def test_jobs_sweep_ends_with_1_when_a_job_has_failed(capsys):
    job = a_job_in_dead_hands()
    with connection.cursor() as cursor:
        cursor.execute("SELECT procrastinate_finish_job_v1(%s, 'failed', false)", [job])

    with pytest.raises(SystemExit) as ending:
        sweep()

    assert ending.value.code == 1
    assert f"notices.send #{job}" in capsys.readouterr().out
