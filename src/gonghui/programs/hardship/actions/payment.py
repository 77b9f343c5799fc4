"""What the bank's return does to grants: one action over the set, in SQL, with one journal entry (E-R13, E-R14)."""

from django.db import connection
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.accounts.actions import system_post
from gonghui.foundation.funds.models import Payment, PaymentBatch
from gonghui.foundation.journal.digests import digest_of
from gonghui.foundation.organisations import sight
from gonghui.kernel.announcing import announce, announced

from ..models import AidGrant
from ..rulebook import AID

SETTLE = """
UPDATE hardship_aidgrant g SET
  state = CASE WHEN p.state = 'paid' THEN 'paid' ELSE 'bounced' END,
  due_on = NULL,
  paid_on = p.paid_on,
  bounce_reason = CASE WHEN p.state = 'paid' THEN '' ELSE left(p.return_reason, 100) END,
  grade_when_paid = CASE WHEN p.state = 'paid' THEN f.grade ELSE '' END,
  level_when_paid = CASE WHEN p.state = 'paid' THEN f.archive_level ELSE '' END
FROM funds_payment p, hardship_hardshiparchive f
WHERE p.bank_return_id = %s AND p.record_type = 'hardship.aidgrant' AND p.record_id = g.id
  AND p.instalment = g.instalment AND f.id = g.file_id AND g.state = 'granted' AND p.state IN ('paid', 'returned')
RETURNING g.id
"""
def listen():
    """Hear of bank returns."""
    announced.connect(settle, sender=PaymentBatch, dispatch_uid="hardship.settle")
    announced.connect(bounce_cancelled, sender=Payment, dispatch_uid="hardship.bounce_cancelled")


def settle(sender, *, kind, name, record, by, on, facts, **unused):
    """Grants that a bank return has paid or returned take its date and the grade and level of that day."""
    if (kind, name) != ("import", "bank_return"):
        return
    with sight.system("payments"), connection.cursor() as cursor:
        cursor.execute(SETTLE, [facts["bank_return"]])
        ids = [row[0] for row in cursor.fetchall()]
        settled = list(AidGrant.objects.filter(pk__in=ids).order_by("pk"))
        digests = {AidGrant._meta.label_lower: {str(grant.pk): digest_of(grant) for grant in settled}}
        facts = {"grants": ids, "digests": digests}
        announce("import", record, by=by, on=on, name="settle_grants", title=_("更新救助金发放结果"), facts=facts)


def bounce_cancelled(sender, *, name, record, on, facts, **unused):
    """A grant whose payment finance has given up waits for its county again, as after a return by the bank."""
    if name == "cancel_payment" and record.record_type == AidGrant._meta.label_lower:
        with sight.system("payments"):
            grant = AidGrant.objects.get(pk=record.record_id)
            bounce(grant, by=system_post("payments"), on=on, reason=facts["opinion"])


@AID.action
def bounce(grant, *, by, on, reason: str):
    """The money did not go out; the county puts the account right and has it paid again (E-R13)."""
    grant.bounce_reason = reason[:100]
    return {"opinion": reason}
