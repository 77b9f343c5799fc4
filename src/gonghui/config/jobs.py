"""Jobs about jobs: what a dead worker left in hand is taken up again."""

from procrastinate.contrib.django import app

SILENT = 60  # seconds without a sign of life before a worker counts as dead


@app.task(name="jobs.sweep", pass_context=True)
async def sweep(context, timestamp: int = 0):
    """Queue again every job that was in the hands of a worker who gives no sign of life; handlers may run twice."""
    jobs = context.app.job_manager
    for job in await jobs.get_stalled_jobs(seconds_since_heartbeat=SILENT):
        await jobs.retry_job(job)
