"""Jobs about jobs, and the nightly backup: what a dead worker left in hand is taken up again."""

from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Status

from .keeping import backing_up

SILENT = 60  # seconds without a sign of life before a worker counts as dead


@app.task(name="jobs.sweep", pass_context=True)
async def sweep(context, timestamp: int = 0):
    """Queue again every job that was in the hands of a worker who gives no sign of life; handlers may run twice."""
    await take_up_stalled(context.app.job_manager)


async def take_up_stalled(jobs) -> int:
    """Queue stalled jobs again; how many. One whose work already waits in another job is given up for that other."""
    stalled = list(await jobs.get_stalled_jobs(seconds_since_heartbeat=SILENT))
    for job in stalled:
        try:
            await jobs.retry_job(job)
        except UniqueViolation:
            await jobs.finish_job(job, Status.ABORTED, delete_job=False)
    return len(stalled)


@app.task(name="keeping.backup", queueing_lock="keeping.backup", lock="keeping.backup")
def backup(timestamp: int = 0):
    """Write a backup when it is due and a folder for it is configured, and thin out the old ones."""
    at, target = timezone.now(), backing_up.folder_by_environment()
    if target and backing_up.is_due(at):
        backing_up.backup(target, at=at, days=backing_up.days_by_environment())
