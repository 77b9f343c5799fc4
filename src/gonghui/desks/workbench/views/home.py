"""工作台: what waits for me, with the days left; what I sent, and where it is now."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from gonghui.foundation.accounts.roles import STAFF
from gonghui.foundation.funds.models import PaymentBatch
from gonghui.foundation.funds.views.shown import BATCH_TONES
from gonghui.foundation.notices.models import Message
from gonghui.kernel.pages import Declares, Page
from gonghui.kernel.workdays import NoCalendar
from gonghui.programs.hardship.models import AidGrant
from gonghui.programs.hardship.views.shown import FILE_TONES, GRANT_TONES

from .. import keeping, queues

SOON = 3
"""Working days."""


def _days_left(record, on) -> int | None:
    """Working days left; -1 for what is late in a year whose days are not entered yet."""
    try:
        return record.workdays_left(on)
    except NoCalendar:
        return -1 if record.is_overdue(on) else None


class Home(Page, TemplateView):
    declares = Declares("post", by=tuple(STAFF), cites="X-R6")
    template_name = "workbench/home.html"
    title = _("工作台")

    def get_context_data(self, **kwargs):
        waiting = [(queue, queue.tasks(self.by, self.today)) for queue in queues.open_to(self.by)]
        tasks = [task for _queue, found in waiting for task in found]
        left = [_days_left(task.record, self.today) for task in tasks]
        full = [queue for queue, found in waiting if len(found) == queues.MOST]
        return super().get_context_data(
            waiting=waiting,
            late=sum(days is not None and days < 0 for days in left) + self._late_beyond(full),
            soon=sum(days is not None and 0 <= days <= SOON for days in left),
            total=len(tasks) + sum(queue.count(self.by, self.today) - queues.MOST for queue in full),
            unbatched=queues.unbatched(self.by),
            sent=[self._sent(record) for record in queues.sent_by(self.by)],
            unkept=keeping.sentences(self.by, at=timezone.now()),
            news=Message.objects.visible_to(self.by).unread()[:5],
            **kwargs,
        )

    def _late_beyond(self, full) -> int:
        """What is late in the long queues beyond the lines shown, of which the latest come first."""
        return sum(max(queue.count_late(self.by, self.today) - queues.MOST, 0) for queue in full)

    def _sent(self, record) -> tuple:
        if isinstance(record, PaymentBatch):
            return record, str(record.fund), BATCH_TONES[record.state]
        tones = GRANT_TONES if isinstance(record, AidGrant) else FILE_TONES
        return record, record.file.applicant_name, tones[record.state]
