"""What the bank says of a fund's account, and how it is held against the ledger, month by month (E-R13)."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.organisations.models import Scoped, ScopedQuerySet
from gonghui.foundation.organisations.sight import Sight
from gonghui.kernel.archetypes.case import Case

from ..rulebook import SheetState
from .fund import MONEY_ROLES, Fund
from .ledger import Posting, kept_as_written

S = SheetState

MATCH_ADDS_UP = """
CREATE OR REPLACE FUNCTION funds_match_adds_up() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path FROM CURRENT AS $$
DECLARE touched record; bank numeric; ledger numeric; strangers bigint; howmany bigint;
BEGIN
  IF TG_OP = 'DELETE' THEN touched := OLD; ELSE touched := NEW; END IF;
  SELECT coalesce(sum(l.amount), 0), count(*), count(*) FILTER (WHERE l.fund_id <> m.fund_id)
    INTO bank, howmany, strangers FROM funds_matchedline x JOIN funds_bankline l ON l.id = x.line_id
    JOIN funds_match m ON m.id = x.match_id WHERE x.match_id = touched.match_id;
  SELECT coalesce(sum(l.amount), 0), strangers + count(*) FILTER (WHERE p.fund_id <> m.fund_id)
    INTO ledger, strangers FROM funds_matchedposting x JOIN funds_posting p ON p.id = x.posting_id
    JOIN funds_match m ON m.id = x.match_id
    JOIN funds_line l ON l.posting_id = p.id AND l.kind IN ('available', 'reserved')
    WHERE x.match_id = touched.match_id;
  IF bank <> ledger OR strangers > 0 THEN
    RAISE EXCEPTION 'match % has % at the bank and % in the ledger', touched.match_id, bank, ledger
      USING ERRCODE = 'check_violation', CONSTRAINT = 'funds_match_adds_up';
  END IF;
  RETURN NULL;
END $$
"""


def adding_up(table: str) -> tuple[str, ...]:
    """The law that both sides of a match have the same sum; looked at when the transaction ends."""
    return (
        f"DROP TRIGGER IF EXISTS {table}_adds_up ON {table}",
        f"CREATE CONSTRAINT TRIGGER {table}_adds_up AFTER INSERT OR DELETE ON {table} DEFERRABLE INITIALLY DEFERRED"
        " FOR EACH ROW EXECUTE FUNCTION funds_match_adds_up()",
    )


class BankStatement(Scoped):
    """银行对账单: what the bank says moved on a fund's account in a month; kept as it came, never changed."""

    fund = models.ForeignKey(Fund, models.PROTECT, related_name="statements", verbose_name=_("资金"))
    month = models.DateField(_("月份"))
    first_balance = models.BigIntegerField(_("月初余额(分)"))
    last_balance = models.BigIntegerField(_("月末余额(分)"))
    rows = models.IntegerField(_("行数"))
    sha256 = models.CharField(_("文件摘要"), max_length=64, unique=True)
    file_name = models.CharField(_("文件名"), max_length=100, blank=True)
    imported_by = models.BigIntegerField(_("导入人"))
    imported_on = models.DateField(_("导入日期"))

    is_witnessed = True
    append_only = True
    seen_by = Sight(roles=MONEY_ROLES)
    objects = ScopedQuerySet.as_manager()
    laws = kept_as_written("funds_bankstatement")

    class Meta:
        verbose_name = _("银行对账单")
        ordering = ["month", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["fund", "month"],
                name="funds_statement_one_a_month",
                violation_error_message=_("这项资金这个月的对账单已经导入。"),
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="funds_statement_of_a_month"),
        ]

    def __str__(self):
        return f"{self.fund} {self.month:%Y-%m}"


class BankLine(models.Model):
    """银行流水: one line of a statement; `amount` in fen, signed: above zero what came in. Seq 0 is what was there
    before the first month that is reconciled."""

    statement = models.ForeignKey(BankStatement, models.PROTECT, related_name="lines", verbose_name=_("对账单"))
    fund = models.ForeignKey(Fund, models.PROTECT, related_name="+", verbose_name=_("资金"))
    seq = models.IntegerField(_("序号"))
    on = models.DateField(_("交易日期"))
    summary = models.CharField(_("摘要"), max_length=100, blank=True)
    amount = models.BigIntegerField(_("金额(分)"))
    balance = models.BigIntegerField(_("余额(分)"))
    flow_no = models.CharField(_("流水号"), max_length=40, null=True)  # noqa: DJ001  none where the bank gave none
    counterparty = models.CharField(_("对方户名"), max_length=100, blank=True)

    append_only = True
    seen_by = Sight(through="statement")
    objects = ScopedQuerySet.as_manager()
    laws = kept_as_written("funds_bankline")

    class Meta:
        verbose_name = _("银行流水")
        ordering = ["statement__month", "seq"]
        constraints = [
            models.UniqueConstraint(fields=["statement", "seq"], name="funds_bankline_own_place"),
            models.UniqueConstraint(
                fields=["fund", "flow_no"],
                name="funds_bankline_each_flow_once",
                violation_error_message=_("这笔银行流水已经导入。"),
            ),
            models.CheckConstraint(condition=~Q(amount=0), name="funds_bankline_moves_something"),
        ]

    def __str__(self):
        return f"{self.on} {self.amount / 100:,.2f}"


class Reconciliation(Case, Scoped):
    """余额调节表: a month of a fund's account, bank against ledger, with what one side has and the other has not.

    Amounts in fen. `items` are the outstanding ones as they were when it was made up; `booked_to` is the last posting
    that the ledger then had.
    """

    State = SheetState

    state = models.CharField(_("状态"), max_length=20, choices=S.choices, default=S.DRAFT, editable=False)
    fund = models.ForeignKey(Fund, models.PROTECT, related_name="reconciliations", verbose_name=_("资金"))
    statement = models.OneToOneField(BankStatement, models.PROTECT, verbose_name=_("对账单"))
    ends_on = models.DateField(_("截止日期"))
    ledger_balance = models.BigIntegerField(_("账面余额"), null=True)
    bank_balance = models.BigIntegerField(_("对账单余额"), null=True)
    ledger_only_in = models.BigIntegerField(_("我方已收银行未收"), default=0)
    ledger_only_out = models.BigIntegerField(_("我方已付银行未付"), default=0)
    bank_only_in = models.BigIntegerField(_("银行已收我方未收"), default=0)
    bank_only_out = models.BigIntegerField(_("银行已付我方未付"), default=0)
    items = models.JSONField(_("未达账项"), default=list)
    booked_to = models.BigIntegerField(null=True, editable=False)
    made_by = models.BigIntegerField(_("编制人"), null=True, editable=False)
    closed_by = models.BigIntegerField(_("复核人"), null=True, editable=False)
    closed_on = models.DateField(_("对账日期"), null=True, editable=False)

    is_witnessed = True
    seen_by = Sight(roles=MONEY_ROLES)
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("余额调节表")
        ordering = ["-ends_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=S.DRAFT)
                | Q(
                    ledger_balance=F("bank_balance")
                    + F("ledger_only_in")
                    - F("ledger_only_out")
                    - F("bank_only_in")
                    + F("bank_only_out")
                ),
                name="funds_reconciliation_adds_up",
                violation_error_message=_("调节后的余额不相等。"),
            ),
            models.CheckConstraint(
                condition=Q(state=S.DRAFT)
                | Q(ledger_balance__isnull=False, bank_balance__isnull=False, made_by__isnull=False),
                name="funds_reconciliation_made_by_somebody",
                violation_error_message=_("余额调节表必须有编制人。"),
            ),
            models.CheckConstraint(
                condition=Q(closed_by__isnull=True) | ~Q(closed_by=F("made_by")),
                name="funds_reconciliation_two_persons",
                violation_error_message=_("编制与复核必须是两个人。"),
            ),
            models.CheckConstraint(
                condition=~Q(state=S.CLOSED) | Q(closed_by__isnull=False, closed_on__isnull=False),
                name="funds_reconciliation_closed_by_somebody",
                violation_error_message=_("已对账的必须有复核人。"),
            ),
        ]

    def get_absolute_url(self):
        return reverse("funds:reconciliation", args=[self.number])

    def adjusted_bank(self) -> int | None:
        """The same, reckoned from the bank's side."""
        return None if self.bank_balance is None else self.bank_balance + self.ledger_only_in - self.ledger_only_out

    def adjusted(self) -> int | None:
        """The balance that both sides come to, reckoned from the ledger's, in fen; None before it is made up."""
        return None if self.ledger_balance is None else self.ledger_balance + self.bank_only_in - self.bank_only_out


class Match(Scoped):
    """勾对: lines of the bank and postings of the ledger that are the same money; both sides have one sum."""

    fund = models.ForeignKey(Fund, models.PROTECT, related_name="+", verbose_name=_("资金"))
    is_by_hand = models.BooleanField(_("人工勾对"))
    matched_by = models.BigIntegerField(_("勾对人"))
    matched_on = models.DateField(_("勾对日期"))

    may_be_deleted = True  # while no sheet that rests on it is made up
    seen_by = Sight(roles=MONEY_ROLES)
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("勾对")
        ordering = ["pk"]

    def __str__(self):
        return f"{self.fund} {self.matched_on}"


class MatchedLine(models.Model):
    """勾对的银行流水: each line of the bank stands in one match."""

    match = models.ForeignKey(Match, models.CASCADE, related_name="lines", verbose_name=_("勾对"))
    line = models.OneToOneField(BankLine, models.PROTECT, related_name="matched", verbose_name=_("银行流水"))

    may_be_deleted = True  # with its match
    seen_by = Sight(through="match")
    objects = ScopedQuerySet.as_manager()
    laws = (MATCH_ADDS_UP, *adding_up("funds_matchedline"))

    class Meta:
        verbose_name = _("勾对的银行流水")

    def __str__(self):
        return str(self.line)


class MatchedPosting(models.Model):
    """勾对的分录: each posting stands in one match."""

    match = models.ForeignKey(Match, models.CASCADE, related_name="postings", verbose_name=_("勾对"))
    posting = models.OneToOneField(Posting, models.PROTECT, related_name="matched", verbose_name=_("分录"))

    may_be_deleted = True  # with its match
    seen_by = Sight(through="match")
    objects = ScopedQuerySet.as_manager()
    laws = adding_up("funds_matchedposting")

    class Meta:
        verbose_name = _("勾对的分录")

    def __str__(self):
        return str(self.posting)
