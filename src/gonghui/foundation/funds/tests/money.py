"""Finance of one county, payments and bank returns for tests; every person and card is invented."""

from datetime import date

from gonghui.foundation.accounts.actions import system_post
from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.funds import actions
from gonghui.foundation.funds.actions.guard import Benefit
from gonghui.foundation.funds.models import Fund, Payment
from gonghui.foundation.funds.rulebook.limits import Cause
from gonghui.foundation.notices.tests.people import a_post
from gonghui.kernel.encryption import blind_index
from gonghui.kernel.periods import Period

JUNE_1 = date(2021, 6, 1)
JUNE_2 = date(2021, 6, 2)
JUNE_3 = date(2021, 6, 3)
YEAR = Period.year(2021)
HEAD = "批次号,序号,账号,户名,金额,处理结果,失败原因,交易日期"
NAMES = ("王测试", "李·买买提", "㼆𬎆")


class Finance:
    """The people who pay for a county, its fund, and who grants the aid."""

    def __init__(self, tree, county="jinzhai"):
        self.unit, self.union = tree[county], tree[f"{county}_union"]
        self.maker = a_post(self.unit, Role.FINANCE_MAKER)
        self.checker = a_post(self.unit, Role.FINANCE_CHECKER)
        self.authoriser = a_post(self.unit, Role.FINANCE_AUTHORISER)
        self.approver = a_post(self.unit, Role.COUNTY_APPROVER)
        self.fund = Fund.objects.create(source="dues", year=2021, unit=self.unit, name="帮扶资金")
        endow(self.fund, self.maker, self.checker)
        self.granted = 0

    def a_payment(self, **traits) -> Payment:
        """A payment for a record of its own; here the records are the posts of the approver, which have ids enough."""
        self.granted += 1
        record = traits.pop("record", None) or a_post(self.union, Role.WORKER)
        card = f"62284800123456{self.granted:05d}"
        facts = {"payee_name": NAMES[self.granted % 3], "card": card, "purpose": "生活救助"}
        amount = traits.pop("amount", 100_050 + self.granted)
        facts["benefits"] = [a_benefit(f"person of {record._meta.label_lower} {record.pk}", amount=amount)]
        facts |= {
            "unit": self.union,
            "fund": self.fund,
            "hands": [self.approver.user_id, None],
            "bank_name": "徽商银行",
            "by": self.approver,
            "on": JUNE_1,
        }
        return actions.ensure_payment(record, **facts | traits)

    def a_batch(self, rows=3, on=JUNE_1):
        payments = [self.a_payment() for _ in range(rows)]
        return actions.prepare(self.unit, payments, self.fund, by=self.maker, on=on)

    def an_authorised_batch(self, rows=3):
        batch = actions.check(self.a_batch(rows), by=self.checker, on=JUNE_1)
        return actions.authorise(batch, by=self.authoriser, on=JUNE_1)

    def a_sent_batch(self, rows=3):
        return self._sent(self.an_authorised_batch(rows))

    def sent(self, *payments):
        """The batch of these payments, on its way to the bank."""
        batch = actions.prepare(self.unit, payments, self.fund, by=self.maker, on=JUNE_1)
        actions.check(batch, by=self.checker, on=JUNE_1)
        return self._sent(actions.authorise(batch, by=self.authoriser, on=JUNE_1))

    def _sent(self, batch):
        actions.ensure_sent(batch.pk, by=system_post("payments"), on=JUNE_1)
        batch.refresh_from_db()
        return batch


def a_benefit(person, *others, amount, cause=Cause.OTHER, period=YEAR, **traits) -> Benefit:
    """What an invented person, in a household with others, receives."""
    person, *others = map(blind_index, (person, *others))
    return Benefit(person, (person, *others), cause, period, amount, **traits)


def endow(fund, maker, checker, amount=100_000_000, on=JUNE_1, paper="拨款〔2021〕1 号"):
    """Money, in fen, comes into a fund by two persons."""
    receipt = actions.receipts.enter_receipt(fund, amount=amount, received_on=on, paper=paper, by=maker, on=on)
    return actions.receipts.confirm(receipt, by=checker, on=on)


def an_answer(payment, *, result="成功", reason="", day="2021-06-02", **other) -> str:
    """One row as the bank writes it; `other` columns may be replaced by name."""
    row = {"批次号": payment.batch.number, "序号": payment.seq, "账号": payment.card.open(), "户名": payment.payee_name}
    row |= {"金额": f"{payment.amount / 100:.2f}", "处理结果": result, "失败原因": reason, "交易日期": day}
    return ",".join(str(cell) for cell in (row | other).values())


def a_return(*rows, encoding="gb18030", head=HEAD) -> bytes:
    return "".join(f"{row}\r\n" for row in (head, *rows)).encode(encoding)


def rows_of(batch) -> list[Payment]:
    return list(batch.payments.select_related("batch").order_by("seq"))
