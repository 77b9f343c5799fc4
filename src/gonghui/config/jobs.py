"""Jobs about jobs: what a dead worker left in hand is taken up again."""

from procrastinate.contrib.django import app
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Status

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
