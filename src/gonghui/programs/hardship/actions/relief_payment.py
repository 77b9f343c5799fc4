"""What the bank's return does to reliefs: one action over the set, in SQL, with one journal entry (E-R13)."""

from django.db import connection
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.accounts.actions import system_post
from gonghui.foundation.funds.models import Payment, PaymentBatch
from gonghui.foundation.journal.digests import digest_of
from gonghui.foundation.organisations import sight
from gonghui.kernel.announcing import announce, announced

from ..models import Relief
from .relief import bounce

SETTLE = """
UPDATE hardship_relief r SET
  state = CASE WHEN p.state = 'paid' THEN 'paid' ELSE 'bounced' END,
  due_on = NULL,
  paid_on = p.paid_on,
  bounce_reason = CASE WHEN p.state = 'paid' THEN '' ELSE left(p.return_reason, 100) END
FROM funds_payment p
WHERE p.bank_return_id = %s AND p.record_type = 'hardship.relief' AND p.record_id = r.id
  AND p.instalment = r.instalment AND r.state = 'granted' AND p.state IN ('paid', 'returned')
RETURNING r.id
"""


def listen():
    """Hear of bank returns and of payments that finance gives up."""
    announced.connect(settle, sender=PaymentBatch, dispatch_uid="hardship.settle_reliefs")
    announced.connect(bounce_cancelled, sender=Payment, dispatch_uid="hardship.bounce_cancelled_reliefs")


def settle(sender, *, kind, name, record, by, on, facts, **unused):
    """Reliefs that a bank return has paid or returned take its date; a return without any leaves no entry."""
    if (kind, name) != ("import", "bank_return"):
        return
    with sight.system("payments"), connection.cursor() as cursor:
        cursor.execute(SETTLE, [facts["bank_return"]])
        ids = [row[0] for row in cursor.fetchall()]
        if not ids:
            return
        settled = Relief.objects.filter(pk__in=ids).order_by("pk")
        digests = {Relief._meta.label_lower: {str(relief.pk): digest_of(relief) for relief in settled}}
        facts = {"reliefs": ids, "digests": digests}
        announce("import", record, by=by, on=on, name="settle_reliefs", title=_("更新应急慰问发放结果"), facts=facts)


def bounce_cancelled(sender, *, name, record, on, facts, **unused):
    """A relief whose payment finance has given up waits for its office again, as after a return by the bank."""
    if name == "cancel_payment" and record.record_type == Relief._meta.label_lower:
        with sight.system("payments"):
            relief = Relief.objects.get(pk=record.record_id)
            bounce(relief, by=system_post("payments"), on=on, reason=facts["opinion"])
