"""勾对: which line of the bank and which posting of the ledger are the same money (E-R13)."""

from collections import Counter, defaultdict

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.organisations import sight
from gonghui.kernel.announcing import announce
from gonghui.kernel.refusals import NotEntitled, Refusal

from ..models import (
    BankLine,
    BankReturn,
    Match,
    MatchedLine,
    MatchedPosting,
    Payment,
    Posting,
    Reconciliation,
)
from ..rulebook import PostingKind, SheetState, the_reconciler


class NothingChosen(Refusal):
    sentence = _("请至少选择两项:银行流水与账面分录,或银行自己冲回的两笔流水。")


class NotEqual(Refusal):
    sentence = _("两边金额不等:银行 {bank:,.2f} 元,账面 {ledger:,.2f} 元,不能勾对。")


class MatchedBefore(Refusal):
    sentence = _("选中的项目里有的已经勾对过了,请刷新页面后再看。")


class SheetRestsOnIt(Refusal):
    sentence = _("{month:%Y-%m} 的余额调节表已经编制,不能取消勾对。需要更正的,请先由复核人退回。")


def unmatched_lines(fund):
    """Lines of the bank that stand in no match yet."""
    return BankLine.objects.filter(fund=fund, matched__isnull=True).order_by("on", "pk")


def unmatched_postings(fund):
    """Postings that moved money at the bank and stand in no match yet, with `cash` in fen."""
    return Posting.objects.filter(fund=fund, matched__isnull=True).at_the_bank().order_by("on", "pk")


@transaction.atomic
def match(fund, lines, postings, *, by, on) -> Match:
    """By hand: these lines and these postings are the same money.

    Raises NotEntitled, NothingChosen, NotEqual, MatchedBefore.
    """
    lines = list(BankLine.objects.filter(fund=fund, pk__in=lines))
    postings = list(Posting.objects.filter(fund=fund, pk__in=postings).at_the_bank())
    made = Match(unit=fund.unit, position=fund.unit.position, fund=fund, is_by_hand=True)
    if not the_reconciler(by, made):
        raise NotEntitled(step=_("勾对"), needs=the_reconciler)
    if len(lines) + len(postings) < 2:
        raise NothingChosen
    bank, ledger = sum(line.amount for line in lines), sum(posting.cash for posting in postings)
    if bank != ledger:
        raise NotEqual(bank=bank / 100, ledger=ledger / 100)
    try:
        with transaction.atomic():
            _keep([(made, lines, postings)], by, on)
    except IntegrityError as fault:
        raise MatchedBefore from fault
    facts = {"lines": [str(line) for line in lines], "postings": [posting.key for posting in postings]}
    announce("edit", made, by=by, on=on, name="match", title=_("人工勾对"), facts=facts)
    return made


@transaction.atomic
def unmatch(made, *, by, on) -> None:
    """A match is undone while no sheet rests on it. Raises NotEntitled, SheetRestsOnIt."""
    made = Match.objects.select_for_update().get(pk=made.pk)
    if not the_reconciler(by, made):
        raise NotEntitled(step=_("取消勾对"), needs=the_reconciler)
    days = [each.line.on for each in made.lines.select_related("line")]
    days += [each.posting.on for each in made.postings.select_related("posting")]
    made_up = Reconciliation.objects.filter(fund=made.fund, ends_on__gte=max(days)).exclude(state=SheetState.DRAFT)
    if sheet := made_up.order_by("ends_on").first():
        raise SheetRestsOnIt(month=sheet.ends_on)
    facts = {"postings": list(made.postings.values_list("posting__key", flat=True))}
    announce("edit", made, by=by, on=on, name="unmatch", title=_("取消勾对"), facts=facts)
    made.lines.all().delete()
    made.postings.all().delete()
    made.delete()


@transaction.atomic
def ensure_matched(fund, *, by, on) -> int:
    """Match what is plainly the same money, and leave the rest to people; how many matches. May run twice."""
    found = 0
    with sight.system("ledger"):
        for rule in (_what_was_there, _by_paper, _by_day_and_amount, _by_payees):
            groups = list(rule(list(unmatched_lines(fund)), list(unmatched_postings(fund))))
            own = {"unit": fund.unit, "position": fund.unit.position, "fund": fund, "is_by_hand": False}
            _keep([(Match(**own), lines, postings) for lines, postings in groups], by, on)
            found += len(groups)
    return found


def _keep(matches, by, on):
    for made, _lines, _postings in matches:
        made.matched_by, made.matched_on = by.user_id, on
    Match.objects.bulk_create(made for made, _lines, _postings in matches)
    MatchedLine.objects.bulk_create(MatchedLine(match=made, line=x) for made, lines, _p in matches for x in lines)
    MatchedPosting.objects.bulk_create(
        MatchedPosting(match=made, posting=x) for made, _l, found in matches for x in found
    )
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS funds_matchedline_adds_up, funds_matchedposting_adds_up IMMEDIATE")
        cursor.execute("SET CONSTRAINTS funds_matchedline_adds_up, funds_matchedposting_adds_up DEFERRED")


def _what_was_there(lines, postings):
    """What the account held before its first statement is all that was booked until then."""
    for line in lines:
        earlier = [posting for posting in postings if posting.on <= line.on]
        if line.seq == 0 and earlier and sum(posting.cash for posting in earlier) == line.amount:
            yield [line], earlier


def _by_paper(lines, postings):
    """Lines that name the paper of postings, on whatever day, once both come to the same sum."""
    booked = defaultdict(list)
    for posting in postings:
        booked[posting.paper].append(posting)
    for paper, those in booked.items():
        named = [line for line in lines if _names(line.summary, paper)]
        if named and sum(line.amount for line in named) == sum(posting.cash for posting in those):
            yield named, those


def _names(summary, paper) -> bool:
    """Whether a summary holds a paper's whole number: PC-2021-0001 is not in PC-2021-00012."""
    before, found, after = summary.partition(paper)
    return bool(found) and not after[:1].isdecimal() and not before[-1:].isalnum()


def _by_day_and_amount(lines, postings):
    """The only line and the only posting of an amount on a day."""
    at_bank, booked = defaultdict(list), defaultdict(list)
    for line in lines:
        at_bank[line.on, line.amount].append(line)
    for posting in postings:
        booked[posting.on, posting.cash].append(posting)
    for look, those in booked.items():
        if len(those) == len(at_bank[look]) == 1:
            yield at_bank[look], those


def _by_payees(lines, postings):
    """A batch that the bank lists payment by payment: each payee and sum of the posting's day, and no other."""
    left = [line for line in lines if line.amount < 0]
    for posting in postings:
        if posting.what != PostingKind.PAID or posting.record_type != BankReturn._meta.label_lower:
            continue
        wanted = Counter(_payees(posting))
        fitting = [line for line in left if line.on == posting.on and wanted[line.counterparty, -line.amount]]
        if Counter((line.counterparty, -line.amount) for line in fitting) == wanted:
            left = [line for line in left if line not in fitting]
            yield fitting, [posting]


def _payees(posting):
    paid = Payment.objects.filter(bank_return=posting.record_id, paid_on=posting.on)
    return paid.values_list("payee_name", "amount")
