"""The ledger: double entry in fen; every posting sums to 0, and no money is used that is not there (E-R10, E-R13).

Rows only grow. Balance and place of a line are written by the database under a lock of its account.
"""

from django.db import models
from django.db.models import OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.organisations.models import Scoped, ScopedQuerySet
from gonghui.foundation.organisations.sight import Sight

from ..rulebook import AT_THE_BANK, FROM_OUTSIDE, AccountKind, PostingKind
from .fund import MONEY_ROLES, Fund

NEVER_CHANGED = """
CREATE OR REPLACE FUNCTION funds_never_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - 'position' = to_jsonb(OLD) - 'position' THEN RETURN NEW; END IF;
  RAISE EXCEPTION 'rows of % are never changed', TG_TABLE_NAME
    USING ERRCODE = 'check_violation', CONSTRAINT = TG_TABLE_NAME || '_never_changed';
END $$
"""
"""A move of the unit in the tree rewrites its position, and nothing else may be written over."""


def kept_as_written(table: str) -> tuple[str, ...]:
    """The law that rows of a table are neither changed nor deleted, by whomever."""
    return (
        NEVER_CHANGED,
        f"DROP TRIGGER IF EXISTS never_changed ON {table}",
        f"CREATE TRIGGER never_changed BEFORE UPDATE OR DELETE ON {table}"
        " FOR EACH ROW EXECUTE FUNCTION funds_never_changed()",
    )


WRITE_BALANCE = """
CREATE OR REPLACE FUNCTION funds_line_balance() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path FROM CURRENT AS $$
DECLARE before bigint; place bigint; fund bigint;
BEGIN
  SELECT a.kind, a.fund_id INTO STRICT NEW.kind, fund FROM funds_account a WHERE a.id = NEW.account_id
    FOR NO KEY UPDATE;
  IF NOT EXISTS (SELECT FROM funds_posting p WHERE p.id = NEW.posting_id AND p.fund_id = fund) THEN
    RAISE EXCEPTION 'a line stands in a posting of its own fund'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'funds_line_within_its_fund';
  END IF;
  SELECT l.balance, l.seq INTO before, place FROM funds_line l WHERE l.account_id = NEW.account_id
    ORDER BY l.seq DESC LIMIT 1;
  NEW.balance := coalesce(before, 0) + NEW.amount;
  NEW.seq := coalesce(place, 0) + 1;
  RETURN NEW;
END $$
"""
BALANCES = """
CREATE OR REPLACE FUNCTION funds_posting_balances() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path FROM CURRENT AS $$
DECLARE wanted bigint; lines bigint; total bigint;
BEGIN
  IF TG_TABLE_NAME = 'funds_posting' THEN wanted := NEW.id; ELSE wanted := NEW.posting_id; END IF;
  SELECT count(*), coalesce(sum(l.amount), 0) INTO lines, total FROM funds_line l WHERE l.posting_id = wanted;
  IF lines < 2 OR total <> 0 THEN
    RAISE EXCEPTION 'posting % has % lines that sum to %', wanted, lines, total
      USING ERRCODE = 'check_violation', CONSTRAINT = 'funds_posting_balances';
  END IF;
  RETURN NULL;
END $$
"""


def balanced(table: str) -> tuple[str, ...]:
    """The law that a posting has two lines or more, which sum to 0; looked at when the transaction ends."""
    return (
        f"DROP TRIGGER IF EXISTS {table}_balances ON {table}",
        f"CREATE CONSTRAINT TRIGGER {table}_balances AFTER INSERT ON {table} DEFERRABLE INITIALLY DEFERRED"
        " FOR EACH ROW EXECUTE FUNCTION funds_posting_balances()",
    )


class AccountQuerySet(ScopedQuerySet):
    def with_balance(self):
        """Each account with its `balance` in fen, as its last line says."""
        last = Line.objects.filter(account=OuterRef("pk")).order_by("-seq").values("balance")[:1]
        return self.annotate(balance=Coalesce(Subquery(last), 0, output_field=models.BigIntegerField()))

    def balances(self) -> dict[str, int]:
        """Kind of account and fen, of the accounts of one fund."""
        return dict.fromkeys(AccountKind.values, 0) | dict(self.with_balance().values_list("kind", "balance"))


class Account(Scoped):
    """账户: where money of one fund stands: one account for each fund and kind."""

    fund = models.ForeignKey(Fund, models.PROTECT, related_name="accounts", verbose_name=_("资金"))
    kind = models.CharField(_("账户"), max_length=12, choices=AccountKind.choices)

    seen_by = Sight(roles=MONEY_ROLES)
    objects = AccountQuerySet.as_manager()
    laws = kept_as_written("funds_account")

    class Meta:
        verbose_name = _("账户")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["fund", "kind"], name="funds_account_one_of_a_kind")]

    def __str__(self):
        return f"{self.fund} {self.get_kind_display()}"


class PostingQuerySet(ScopedQuerySet):
    def at_the_bank(self):
        """Postings that put money into the fund's bank account or take it out, with `cash` in fen, signed."""
        cash = Sum("lines__amount", filter=Q(lines__kind__in=AT_THE_BANK))
        return self.annotate(cash=Coalesce(cash, 0, output_field=models.BigIntegerField())).exclude(cash=0)

    def of(self, record):
        """What was booked for a record."""
        return self.filter(record_type=record._meta.label_lower, record_id=record.pk)


class Posting(Scoped):
    """分录: one movement of money in a fund, on the day that counts (`on`); written once for ever under its key.

    `key` names what happened, as "batch:PC-2021-0001:prepared"; `paper` is the number people know it by.
    """

    Kind = PostingKind

    key = models.CharField(_("业务主键"), max_length=100)
    fund = models.ForeignKey(Fund, models.PROTECT, related_name="postings", verbose_name=_("资金"))
    on = models.DateField(_("业务日期"), db_index=True)
    what = models.CharField(_("摘要"), max_length=12, choices=PostingKind.choices)
    paper = models.CharField(_("凭据"), max_length=60)
    record_type = models.CharField(_("事项种类"), max_length=60)
    record_id = models.BigIntegerField(_("事项"))
    actor = models.BigIntegerField(_("经办人"))

    is_witnessed = True
    append_only = True
    seen_by = Sight(roles=MONEY_ROLES)
    objects = PostingQuerySet.as_manager()
    laws = (BALANCES, *kept_as_written("funds_posting"), *balanced("funds_posting"))

    class Meta:
        verbose_name = _("分录")
        ordering = ["pk"]
        indexes = [models.Index(fields=["record_type", "record_id"], name="funds_posting_of_record")]
        constraints = [
            models.UniqueConstraint(
                fields=["key"], name="funds_posting_once_for_ever", violation_error_message=_("这笔业务已经记账。")
            )
        ]

    def __str__(self):
        return f"{self.get_what_display()} {self.paper}"


class LineQuerySet(ScopedQuerySet):
    def between(self, since=None, until=None):
        """Lines whose posting counts from a day to a day, both included."""
        found = self.filter(posting__on__gte=since) if since else self
        return found.filter(posting__on__lte=until) if until else found

    def total(self) -> int:
        """Their sum in fen."""
        return self.aggregate(n=Sum("amount"))["n"] or 0


class Line(models.Model):
    """分录行: what a posting adds to one account (fen, signed), and the balance after it; `seq` has no gaps."""

    posting = models.ForeignKey(Posting, models.PROTECT, related_name="lines", verbose_name=_("分录"))
    account = models.ForeignKey(Account, models.PROTECT, related_name="lines", verbose_name=_("账户"))
    kind = models.CharField(_("账户类别"), max_length=12, choices=AccountKind.choices, editable=False)
    amount = models.BigIntegerField(_("金额(分)"))
    balance = models.BigIntegerField(_("余额(分)"), default=0, editable=False)
    seq = models.BigIntegerField(_("序号"), default=0, editable=False)

    append_only = True
    seen_by = Sight(through="account")
    objects = LineQuerySet.as_manager()
    laws = (
        WRITE_BALANCE,
        "DROP TRIGGER IF EXISTS balance ON funds_line",
        "CREATE TRIGGER balance BEFORE INSERT ON funds_line FOR EACH ROW EXECUTE FUNCTION funds_line_balance()",
        *kept_as_written("funds_line"),
        *balanced("funds_line"),
    )

    class Meta:
        verbose_name = _("分录行")
        ordering = ["account", "seq"]
        constraints = [
            models.UniqueConstraint(fields=["account", "seq"], name="funds_line_own_place"),
            models.UniqueConstraint(fields=["posting", "account"], name="funds_line_one_for_an_account"),
            models.CheckConstraint(
                condition=~Q(amount=0),
                name="funds_line_moves_something",
                violation_error_message=_("分录行的金额不能为零。"),
            ),
            models.CheckConstraint(
                condition=Q(balance__gte=0) | Q(kind__in=FROM_OUTSIDE),
                name="funds_line_never_below_zero",
                violation_error_message=_("这项资金没有这么多钱。"),
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.amount / 100:,.2f}"

    def money_in(self) -> int | None:
        """What it adds, in fen."""
        return self.amount if self.amount > 0 else None

    def money_out(self) -> int | None:
        """What it takes away, in fen."""
        return -self.amount if self.amount < 0 else None
