"""Files, grants, payments and returns in any order people may think of: what must hold, holds after every step (R5).

Each run is a fresh county inside a transaction that is undone. A refusal is an answer like another; a fault is none.
"""

import itertools
import os
from contextlib import ExitStack
from datetime import timedelta
from typing import ClassVar

import pytest
from django.db import connection, transaction
from django.db.models import Count, Sum
from hypothesis import HealthCheck, Phase, settings, strategies
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from gonghui.foundation.accounts.actions import system_post
from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.funds import actions as funds
from gonghui.foundation.funds.actions import recoveries
from gonghui.foundation.funds.models import Account, Fund, Payment, PaymentBatch, Recovery
from gonghui.foundation.funds.rulebook import BatchState, PaymentState
from gonghui.foundation.funds.tests.money import a_return, an_answer, rows_of
from gonghui.foundation.organisations import sight
from gonghui.foundation.organisations.tests.trees import a_tree
from gonghui.kernel.refusals import Refusal
from gonghui.programs.hardship import actions
from gonghui.programs.hardship.actions import aid
from gonghui.programs.hardship.models import AidGrant, HardshipArchive, HouseholdMember
from gonghui.programs.hardship.rulebook import FileState, GrantState

from .factories import JUNE_1, Staff, a_file_on_record, a_post, a_project

pytestmark = pytest.mark.django_db(databases=["default", "owner"])
SENDERS = ("6228480012345678911", "6228480012345678929", "6228480012345678937")
AMOUNTS = strategies.sampled_from([50_000, 300_000, 798_000])
IN_WORDS = "情况属实,同意办理"
STEPS = 40
EXAMPLES = 150
"""Runs of 40 steps: more than five thousand in all."""


class Money(RuleBasedStateMachine):
    """One county at work: its households, its grants, its finance and the bank."""

    files, grants, batches = Bundle("files"), Bundle("grants"), Bundle("batches")
    reached: ClassVar[set[str]] = set()
    steps: ClassVar[int] = 0

    def __init__(self):
        super().__init__()
        self.house = ExitStack()
        self.house.enter_context(_undone())
        self.house.enter_context(sight.system("tests"))
        self.numbers = itertools.count(1)
        self.today = JUNE_1
        self.returns: dict[str, bytes] = {}
        self.done = -1

    def teardown(self):
        Money.reached |= set(Payment.objects.order_by().values_list("state", flat=True).distinct())
        Money.reached |= {f"grant {state}" for state in AidGrant.objects.values_list("state", flat=True)}
        Money.steps += self.done
        self.house.close()

    @initialize()
    def a_county(self):
        tree = a_tree()
        self.staff = Staff(tree)
        self.project, self.other = a_project(self.staff), a_project(self.staff, kind="medical_aid")
        roles = (Role.FINANCE_MAKER, Role.FINANCE_CHECKER, Role.FINANCE_AUTHORISER)
        self.maker, self.checker, self.authoriser = (a_post(self.staff.county, role) for role in roles)

    def tried(self, act, *records, **facts):
        """The result of an action, or None where it is refused; then everything is as it was."""
        for record in records:
            record.refresh_from_db()
        try:
            with transaction.atomic():
                return act(*records, **facts, on=self.today)
        except Refusal:
            return None

    @rule()
    def a_day_passes(self):
        self.today += timedelta(days=1)

    @rule(target=files, card=strategies.sampled_from(SENDERS))
    def a_household_comes_on_file(self, card):
        file = a_file_on_record(self.staff, name=f"张{'一二三四五六七八九十'[next(self.numbers) % 10]}")
        HardshipArchive.objects.filter(pk=file.pk).update(card_no=None)
        file.card_no = card
        file.save()
        return file

    @rule(file=files)
    def it_is_proposed_to_cancel_a_file(self, file):
        self.tried(actions.propose_exit, file, by=self.staff.county_operator, reason="departure", grounds=IN_WORDS)

    @rule(file=files)
    def a_file_is_cancelled(self, file):
        self.tried(actions.cancel, file, by=self.staff.county_reviewer)

    @rule(target=grants, file=files, amount=AMOUNTS, is_medical=strategies.booleans())
    def a_grant_is_proposed(self, file, amount, is_medical):
        project = self.other if is_medical else self.project
        facts = {"by": self.staff.county_operator, "project": project, "amount": amount}
        grant = self.tried(aid.propose, file, **facts)
        return multiple(grant) if grant else multiple()

    @rule(grant=grants)
    def a_grant_is_checked(self, grant):
        self.tried(aid.check, grant, by=self.staff.county_reviewer, acknowledged=IN_WORDS)

    @rule(grant=grants, by_whom=strategies.sampled_from(["county_approver", "county_reviewer"]))
    def a_grant_is_granted(self, grant, by_whom):
        self.tried(aid.grant, grant, by=getattr(self.staff, by_whom), acknowledged=IN_WORDS)

    @rule(target=grants, file=files, amount=AMOUNTS)
    def a_household_is_granted_aid(self, file, amount):
        facts = {"by": self.staff.county_operator, "project": self.project, "amount": amount}
        grant = self.tried(aid.propose, file, **facts)
        if grant is None:
            return multiple()
        self.a_grant_is_checked(grant)
        self.a_grant_is_granted(grant, "county_approver")
        return grant

    @rule(grant=grants, way=strategies.sampled_from(["send_back", "refuse", "withdraw"]))
    def a_grant_goes_another_way(self, grant, way):
        ways = {
            "send_back": (self.staff.county_reviewer, {"items": ["请核对金额"]}),
            "refuse": (self.staff.county_reviewer, {"reason": IN_WORDS}),
            "withdraw": (self.staff.county_operator, {"reason": IN_WORDS}),
        }
        by, facts = ways[way]
        self.tried(getattr(aid, way), grant, by=by, **facts)

    @rule(file=files)
    def a_new_grant_is_sent_back(self, file):
        facts = {"by": self.staff.county_operator, "project": self.project, "amount": 50_000}
        if grant := self.tried(aid.propose, file, **facts):
            self.a_grant_goes_another_way(grant, "send_back")

    @rule(grant=grants, amount=AMOUNTS)
    def a_grant_is_mended(self, grant, amount):
        self.tried(aid.resubmit, grant, by=self.staff.county_operator, amount=amount)

    @rule(grant=grants, card=strategies.sampled_from(SENDERS))
    def a_bounced_grant_is_paid_again(self, grant, card):
        grant.file.refresh_from_db()
        self.tried(actions.correct, grant.file, by=self.staff.county_operator, reason=IN_WORDS, card_no=card)
        self.tried(aid.reissue, grant, by=self.staff.county_operator, acknowledged=IN_WORDS)

    @rule(place=strategies.integers(0, 20))
    def a_payment_is_given_up(self, place):
        waiting = list(Payment.objects.pending().order_by("pk"))
        if waiting:
            payment = waiting[place % len(waiting)]
            self.tried(funds.cancel_payment, payment, by=self.maker, reason=IN_WORDS)

    @rule(target=batches, most=strategies.integers(1, 4))
    def payments_are_batched(self, most):
        fund = Fund.objects.order_by("pk").first()
        waiting = list(Payment.objects.pending().filter(fund=fund).order_by("pk")[:most])
        try:
            with transaction.atomic():
                batch = funds.prepare(self.staff.county, waiting, fund, by=self.maker, on=self.today)
        except Refusal:
            return multiple()
        return batch

    @rule(batch=batches, step=strategies.sampled_from(["check", "authorise", "send", "send_back", "cancel"]))
    def a_batch_takes_a_step(self, batch, step):
        if step == "send":
            funds.ensure_sent(batch.pk, by=system_post("payments"), on=self.today)
        elif step in ("check", "authorise"):
            by = self.checker if step == "check" else self.authoriser
            self.tried(getattr(funds, step), batch, by=by)
        else:
            self.tried(getattr(funds, step), batch, by=self.checker, opinion=IN_WORDS)

    @rule(batch=batches)
    def a_batch_goes_to_the_bank(self, batch):
        for step in ("check", "authorise", "send"):
            self.a_batch_takes_a_step(batch, step)

    @rule(batch=batches, fates=strategies.lists(strategies.booleans(), min_size=4, max_size=4))
    def the_bank_answers(self, batch, fates):
        rows = rows_of(batch)
        day = str(self.today)
        lines = [
            an_answer(row, day=day) if is_paid else an_answer(row, result="失败", reason="账号不存在", day="")
            for row, is_paid in zip(rows, fates, strict=False)
        ]
        content = a_return(*lines)
        if self.tried(funds.import_return, batch, content=content, by=self.maker):
            self.returns[batch.number] = content

    @rule(batch=batches)
    def the_bank_sends_all_back(self, batch):
        self.the_bank_answers(batch, [False] * 4)

    @rule(batch=batches, way=strategies.sampled_from(["again", "turned", "cut", "bom", "amount", "other"]))
    def an_old_answer_comes_again(self, batch, way):
        if batch.number not in self.returns:
            return
        before = self.everything()
        batch.refresh_from_db()

        with pytest.raises(Refusal), transaction.atomic():
            funds.import_return(batch, _altered(self.returns[batch.number], way), by=self.maker, on=self.today)

        assert self.everything() == before

    @rule(place=strategies.integers(0, 20), amount=strategies.sampled_from([100, 30_000]))
    def too_much_was_paid(self, place, amount):
        paid = list(Payment.objects.filter(state=PaymentState.PAID).order_by("pk"))
        if paid:
            facts = {"amount": amount, "reason": IN_WORDS, "by": self.maker}
            claim = self.tried(recoveries.propose, paid[place % len(paid)], **facts)
            if claim:
                self.tried(recoveries.confirm, claim, by=self.checker)

    # What must hold

    def everything(self) -> tuple:
        payments = Payment.objects.order_by("pk").values_list(
            "pk", "state", "amount", "paid_on", "batch", "bank_return"
        )
        grants = AidGrant.objects.order_by("pk").values_list("pk", "state", "paid_on")
        return (
            tuple(payments),
            tuple(grants),
            tuple(Account.objects.order_by("pk").with_balance().values_list("balance")),
        )

    @invariant()
    def the_ledger_is_what_payments_say(self):
        for fund in Fund.objects.order_by("pk"):
            of = Payment.objects.filter(fund=fund)
            claimed = _sum(Recovery.objects.filter(payment__fund=fund, confirmed_by__isnull=False))
            balances = Account.objects.filter(fund=fund).balances()
            spent = _sum(of.filter(state=PaymentState.PAID)) - claimed
            reserved = _sum(of.filter(state__in=(PaymentState.BATCHED, PaymentState.SENT)))
            assert (balances["spent"], balances["reserved"], balances["receivable"]) == (spent, reserved, claimed)
            assert sum(balances.values()) == 0
            assert balances["available"] >= 0

    @invariant()
    def a_grant_and_its_payments_agree(self):
        alive = dict(
            Payment.objects.exclude(state__in=(PaymentState.RETURNED, PaymentState.CANCELLED))
            .values_list("record_id")
            .annotate(Count("pk"))
        )
        assert all(count == 1 for count in alive.values())
        for grant in AidGrant.objects.order_by("pk"):
            states = set(Payment.objects.of(grant).values_list("state", flat=True))
            assert (grant.state == GrantState.PAID) == (PaymentState.PAID in states)
            assert (grant.state in (GrantState.GRANTED, GrantState.PAID)) == (grant.pk in alive)

    @invariant()
    def nobody_gets_more_than_the_cap(self):
        for living in (
            AidGrant.objects.counting().filter(project__kind="living_aid").values("file").annotate(n=Sum("amount"))
        ):
            assert living["n"] <= 12 * 66_500

    @invariant()
    def hands_are_clean(self):
        for batch in PaymentBatch.objects.order_by("pk"):
            hands = [batch.made_by, batch.checked_by, batch.authorised_by]
            named = [hand for hand in hands if hand]
            assert len(named) == len(set(named))
            assert not set(named) & set(batch.hands)
            assert batch.state not in (BatchState.SENT, BatchState.SETTLED) or all(hands)

    @invariant()
    def nobody_counts_in_two_files(self):
        twice = (
            HouseholdMember.objects.filter(is_active=True).values("id_index").annotate(n=Count("pk")).filter(n__gt=1)
        )
        assert not twice
        gone = HouseholdMember.objects.filter(is_active=True).exclude(
            file__state__in=(FileState.ON_FILE, FileState.OBSERVING)
        )
        assert not gone.exists()

    @invariant()
    def what_commit_would_look_at_holds(self):
        connection.check_constraints()
        self.done += 1


class _undone(ExitStack):
    """A transaction that is undone whatever happens."""

    def __enter__(self):
        super().__enter__()
        self.inside = self.enter_context(transaction.atomic())
        return self

    def __exit__(self, *fault):
        transaction.set_rollback(True)
        return super().__exit__(*fault)


def _sum(records) -> int:
    return records.aggregate(n=Sum("amount"))["n"] or 0


def _altered(content: bytes, way: str) -> bytes:
    """A return as it may come a second time."""
    head, *rows = content.decode("gb18030").split("\r\n")[:-1]
    ways = {
        "again": rows,
        "turned": rows[::-1],
        "cut": [*rows[:-1], rows[-1][: len(rows[-1]) // 2]],
        "bom": rows,
        "amount": [rows[0].replace(".", "1.", 1), *rows[1:]],
        "other": [row.replace("PC-", "PC-9", 1) for row in rows],
    }
    text = "".join(f"{row}\r\n" for row in (head, *ways[way]))
    return text.encode("utf-8-sig" if way == "bom" else "gb18030")


def run(examples: int):
    """So many runs of up to 40 steps, from a fixed seed unless another is drawn outside."""
    how = settings(
        max_examples=examples,
        stateful_step_count=STEPS,
        deadline=None,
        derandomize=not os.environ.get("GONGHUI_RANDOM"),
        database=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Money, settings=how)


def test_money_in_any_order(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path

    run(examples=4)


@pytest.mark.long
def test_money_in_any_order_for_five_thousand_steps(tmp_path, settings, capsys):
    settings.MEDIA_ROOT = tmp_path

    Money.reached.clear()
    Money.steps = 0
    run(examples=EXAMPLES)

    with capsys.disabled():
        print(f"\n{Money.steps} steps, reached: {', '.join(sorted(Money.reached))}")
    assert Money.steps >= 5000
    assert set(PaymentState) | {f"grant {state}" for state in GrantState} <= Money.reached
