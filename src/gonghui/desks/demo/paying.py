"""The months' payments: batches by maker, checker and authoriser, the bank's file, its answer, sums paid again."""

import csv
import io
from itertools import groupby

from django.db import transaction

from gonghui.foundation.accounts.actions import system_post
from gonghui.foundation.accounts.models import Post
from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.funds import actions as funds
from gonghui.foundation.funds.bank.answer import COLUMNS, FAILED, PAID
from gonghui.foundation.funds.bank.order import yuan
from gonghui.foundation.funds.models import Fund, Payment, PaymentBatch
from gonghui.foundation.organisations import sight
from gonghui.programs.hardship import actions
from gonghui.programs.hardship.actions import aid as aids
from gonghui.programs.hardship.models import AidGrant

from .households import Household
from .schedule import PayRun

REASON = "账号户名不符"
CORRECTION = "银行退回,经与本人核对后更正账号。"


class Office:
    """The finance office of the city, and the households whose card the bank does not know, by number of grant."""

    def __init__(self, wrong: dict[str, Household]):
        posts = Post.objects.filter(role__in=(Role.FINANCE_MAKER, Role.FINANCE_CHECKER, Role.FINANCE_AUTHORISER))
        held = {post.role: post for post in posts.select_related("user", "unit__area")}
        self.maker, self.checker = held[Role.FINANCE_MAKER], held[Role.FINANCE_CHECKER]
        self.authoriser, self.city = held[Role.FINANCE_AUTHORISER], held[Role.FINANCE_MAKER].unit
        self.wrong = wrong

    def pay(self, run: PayRun, fund: Fund) -> int:
        """Pay what was granted for a fund up to the run's day; how many payments the bank answered for."""
        with transaction.atomic(), sight.system("demo"):
            waiting = list(Payment.objects.pending().filter(fund=fund, entered_on__lte=run.prepared).order_by("pk"))
            if not waiting:
                return 0
            batch = funds.prepare(self.city, waiting, fund, by=self.maker, on=run.prepared)
            funds.check(batch, by=self.checker, on=run.prepared, opinion="与审批表核对一致。")
            funds.authorise(batch, by=self.authoriser, on=run.authorised, opinion="同意付款。")
            funds.ensure_sent(batch.pk, by=system_post("payments"), on=run.authorised)
            batch.refresh_from_db()
            answer = self._answer(batch, run)
            funds.import_return(batch, answer, file_name="回单.csv", by=self.maker, on=run.returned)
        return len(waiting)

    def begin_a_batch(self, on) -> None:
        """What the maker did today: half of what waits for one fund stands in a batch that is to be checked."""
        with transaction.atomic(), sight.system("demo"):
            waiting = Payment.objects.pending().order_by("fund", "pk").select_related("fund")
            by_fund = [list(group) for _fund, group in groupby(waiting, key=lambda payment: payment.fund)]
            most = max(by_fund, key=len, default=[])
            if most:
                funds.prepare(self.city, most[: len(most) // 2 or 1], most[0].fund, by=self.maker, on=on)

    def _answer(self, batch: PaymentBatch, run: PayRun) -> bytes:
        """What the bank would answer: every sum paid on the day, but those to a card it does not know."""
        file = io.StringIO(newline="")
        rows = csv.writer(file)
        rows.writerow(COLUMNS)
        for payment in batch.payments.order_by("seq"):
            is_paid = payment.instalment > 1 or payment.remark not in self.wrong
            result = (PAID, "") if is_paid else (FAILED, REASON)
            sum_of = yuan(payment.amount)
            rows.writerow(
                [batch.number, payment.seq, payment.card.open(), payment.payee_name, sum_of, *result, run.returned]
            )
        return file.getvalue().encode("gb18030")

    def pay_again(self, by: Post, grant: AidGrant, card: str, on) -> None:
        """After the bank sent a sum back the county corrects the card, and the sum waits to be paid again (E-R13)."""
        with transaction.atomic(), sight.system("demo"):
            actions.correct(grant.file, by=by, on=on, reason=CORRECTION, card_no=card)
            aids.reissue(grant, by=by, on=on, note=CORRECTION)
