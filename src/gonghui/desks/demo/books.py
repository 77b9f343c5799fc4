"""What is done about money that was paid: asked of the paid, claimed back, compared with the bank (E-R13)."""

import csv
import io
from calendar import monthrange
from datetime import date, timedelta

from gonghui.foundation.accounts.models import Post
from gonghui.foundation.accounts.roles import FINANCE_ROLES, Role
from gonghui.foundation.funds import actions as funds
from gonghui.foundation.funds.actions import discrepancies, inquiring
from gonghui.foundation.funds.bank.order import yuan
from gonghui.foundation.funds.bank.statement import COLUMNS
from gonghui.foundation.funds.models import Discrepancy, Fund, Inquiry, Payment, Posting, Reconciliation, SampleRound
from gonghui.foundation.funds.rulebook.inquiries import Outcome
from gonghui.foundation.organisations.models import Unit
from gonghui.programs.hardship.models import AidGrant

from .lives import GOLDEN_STOCKADE

TOO_MUCH, CAME_BACK = 50_000, 30_000
"""Fen that a household was paid too much, and what of it has come back."""
WITHHELD = 10_000
"""Fen that one household says it did not receive."""
INTEREST = 12_345


class Books:
    """Finance and the auditors of the city."""

    def __init__(self):
        held = Post.objects.filter(role__in=(*FINANCE_ROLES, Role.AUDITOR)).select_related("user", "unit__area")
        posts = list(held.order_by("pk"))
        self.by = {post.role: post for post in posts}
        self.auditors = [post for post in posts if post.role == Role.AUDITOR]
        self.maker, self.checker = self.by[Role.FINANCE_MAKER], self.by[Role.FINANCE_CHECKER]

    # Asked of the paid

    def ask_the_paid(self, county: str, first: date, last: date, on: date) -> SampleRound | None:
        """A round is opened with its seed and drawn the day after; None where a small world paid nobody there."""
        unit = Unit.objects.get(short_name=county)
        paid = Payment.objects.filter(position__range=(unit.position, unit.last), paid_on__range=(first, last))
        if not paid.exists():
            return None
        sampled = inquiring.open_round(unit, by=self.auditors[0], on=on, starts_on=first, last_on=last)
        return inquiring.draw(sampled, by=self.auditors[0], on=on + timedelta(days=1))

    def hear_all(self, sampled: SampleRound, on: date) -> None:
        """All answer on the phone; one says less, which another auditor explains; the round is closed."""
        for place, inquiry in enumerate(sampled.inquiries.order_by("number")):
            self.call(inquiry, on, less=0 if place else WITHHELD)
        case = Discrepancy.objects.get(inquiry__round=sampled)
        discrepancies.look_into(case, by=self.auditors[1], on=on + timedelta(days=2))
        findings = "银行流水与回单一致,家人取现后留下一百元未告知本人。"
        told = "经查款项已全额到账,由您的家人取出,请与家人核对。"
        said = {"outcome": Outcome.EXPLAINED, "findings": findings, "told": told}
        discrepancies.conclude(case, by=self.auditors[1], on=on + timedelta(days=5), **said)
        discrepancies.confirm(case, by=self.auditors[0], on=on + timedelta(days=6), opinion="同意结论。")
        inquiring.close_round(sampled, by=self.auditors[0], on=on + timedelta(days=6))

    def hear_one(self, sampled: SampleRound, on: date) -> None:
        """One says that less has come: it waits for another auditor, the other calls for this one."""
        self.call(sampled.inquiries.order_by("number")[0], on, less=WITHHELD)

    def call(self, inquiry: Inquiry, on: date, *, less: int = 0) -> None:
        paid = inquiry.payment
        said = {"was_received": True, "amount": paid.amount - less, "received_on": paid.paid_on}
        inquiring.record_call(inquiry, by=self.auditors[0], on=on, remark="少收到一百元。" if less else "", **said)

    # Claimed back

    def claim_back(self, on: date) -> None:
        """A household was paid too much; most of it has come back (E-R13)."""
        if payment := self._paid_before(on):
            why = "复核发现就读年级登记有误,多发五百元。"
            claim = funds.recoveries.propose(payment, amount=TOO_MUCH, reason=why, by=self.maker, on=on)
            funds.recoveries.confirm(claim, by=self.checker, on=on + timedelta(days=1), opinion="情况属实。")
            back = on + timedelta(days=9)
            said = {"amount": CAME_BACK, "repaid_on": back, "paper": f"退款回单 {claim.number}"}
            funds.recoveries.take_back(claim, by=self.maker, on=back, **said)

    def leave_a_claim(self, before: date, now: date) -> None:
        """Another claim waits to be confirmed."""
        if payment := self._paid_before(before):
            why = "家庭同月另有同类救助,多发部分应退回。"
            funds.recoveries.propose(payment, amount=TOO_MUCH, reason=why, by=self.maker, on=now)

    def _paid_before(self, on) -> Payment | None:
        unit = Unit.objects.get(short_name=GOLDEN_STOCKADE)
        paid = Payment.objects.filter(position__range=(unit.position, unit.last), paid_on__lt=on, recoveries=None)
        of_grants = paid.filter(record_type=AidGrant._meta.label_lower, amount__gte=2 * TOO_MUCH)
        return of_grants.order_by("-paid_on", "pk").first()

    # Compared with the bank

    def reconcile(self, fund: Fund, month: date, *, interest: int = 0) -> None:
        """A month of the fund's account is taken in, its sheet made up by one and closed by another."""
        sheet = self.take_in(fund, month, interest=interest)
        day = sheet.begun_on + timedelta(days=1)
        funds.reconciling.make(sheet, by=self.maker, on=day, opinion="已逐笔勾对。")
        funds.reconciling.close(sheet, by=self.checker, on=day + timedelta(days=1), opinion="调节相符。")

    def take_in(self, fund: Fund, month: date, *, interest: int = 0) -> Reconciliation:
        """What the bank lists for a month: what the ledger has, and interest of which it does not know yet."""
        on = month.replace(day=monthrange(month.year, month.month)[1]) + timedelta(days=3)
        content = _statement(fund, month, interest)
        said = {"file_name": f"对账单{month:%Y%m}.csv", "by": self.maker, "on": on}
        return funds.statements.import_statement(fund, month, content, **said).reconciliation


def _statement(fund, month, interest) -> bytes:
    postings = list(Posting.objects.filter(fund=fund).at_the_bank().order_by("on", "pk"))
    last = month.replace(day=monthrange(month.year, month.month)[1])
    balance = sum(posting.cash for posting in postings if posting.on < month)
    moved = [(posting.on, f"代发 {posting.paper}", posting.cash) for posting in postings if month <= posting.on <= last]
    moved += [(last, "结息", interest)] if interest else []
    file = io.StringIO(newline="")
    rows = csv.writer(file)
    rows.writerow(COLUMNS)
    for number, (day, summary, fen) in enumerate(moved, start=1):
        balance += fen
        out, into = ("", yuan(fen)) if fen > 0 else (yuan(-fen), "")
        rows.writerow([day, summary, out, into, yuan(balance), f"{day:%Y%m%d}{number:04d}", ""])
    return file.getvalue().encode("gb18030")
