"""All that the system does by itself, on one page.

A worker runs what stands here; each job may run twice, and does nothing the second time.
"""

from procrastinate.contrib.django import app

from gonghui.desks.figures import jobs as figures
from gonghui.desks.plan import jobs as plan
from gonghui.foundation.documents import jobs as documents
from gonghui.foundation.funds import jobs as funds
from gonghui.foundation.journal import jobs as journal
from gonghui.foundation.notices import jobs as notices
from gonghui.programs.hardship import jobs as hardship

from . import jobs

EVERY_MINUTE = "* * * * *"
EVERY_QUARTER = "*/15 * * * *"
AT_ONE_IN_THE_NIGHT = "0 17 * * *"  # 01:00 in Lu'an
EVERY_HOUR = "0 * * * *"

app.periodic(cron=EVERY_MINUTE)(jobs.sweep)  # jobs whose worker died are taken up again
app.periodic(cron=EVERY_MINUTE)(journal.seal)
app.periodic(cron=EVERY_MINUTE)(notices.send)
app.periodic(cron=EVERY_MINUTE)(funds.send_waiting)
app.periodic(cron=EVERY_MINUTE)(documents.produce_exports)
app.periodic(cron=EVERY_QUARTER)(documents.sweep)
app.periodic(cron=AT_ONE_IN_THE_NIGHT)(notices.close_passed)
app.periodic(cron=AT_ONE_IN_THE_NIGHT)(notices.take_down)
app.periodic(cron=AT_ONE_IN_THE_NIGHT)(hardship.remind_helpers)
app.periodic(cron=AT_ONE_IN_THE_NIGHT)(hardship.remind_rechecks)
app.periodic(cron=AT_ONE_IN_THE_NIGHT)(hardship.remind_seasons)
app.periodic(cron=AT_ONE_IN_THE_NIGHT)(funds.turn_to_phone)
app.periodic(cron=AT_ONE_IN_THE_NIGHT)(plan.remind)
app.periodic(cron=AT_ONE_IN_THE_NIGHT)(figures.compare)  # sealed months beside the records
app.periodic(cron=EVERY_HOUR)(jobs.backup)  # looks whether one is due: at two in the night, or oftener
