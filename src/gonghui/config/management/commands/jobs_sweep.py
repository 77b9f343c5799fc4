"""Takes up what dead workers left, and proves that no job was lost: `gonghui jobs_sweep`."""

from asgiref.sync import async_to_sync
from procrastinate.contrib.django import app

from gonghui.config.jobs import take_up_stalled
from gonghui.foundation.journal.proofs import Proof


class Command(Proof):
    help = "接续中断的后台任务并证明没有遗漏 takes up stalled jobs and proves that none has failed"
    proven = "没有中断或失败的后台任务。"

    def breaches(self):
        async_to_sync(take_up_stalled)(app.job_manager)
        for job in app.job_manager.list_jobs(status="failed"):
            yield {"what": "a job has failed for good", "where": f"{job.task_name} #{job.id}"}
