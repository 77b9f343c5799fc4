"""Handing out: a line on the spot, a roster by workbook, the receipt, and a reversal of what was wrong (E-R16)."""

import hashlib
import io
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.documents import actions as documents
from gonghui.foundation.journal.digests import digest_of
from gonghui.foundation.members.models import Person
from gonghui.foundation.organisations import sight
from gonghui.kernel.announcing import announce
from gonghui.kernel.encryption import blind_index
from gonghui.kernel.refusals import NotEntitled, Refusal, WrongState

from ..models import CampaignItem, CampaignSite, Distribution, DistributionRoster
from ..rulebook.campaigns import CampaignState, who_gives_out

Kind, Receipt = Distribution.Kind, Distribution.Receipt


class NotRunning(Refusal):
    sentence = _("“{campaign}”现在是“{state}”,启动以后才能登记发放。")


class WrongDay(Refusal):
    sentence = _("发放日期须在 {first} 至今天之间。")


class ItemElsewhere(Refusal):
    sentence = _("“{item}”不是这个活动的物品。")


class StockEmpty(Refusal):
    sentence = _("“{item}”采购 {bought}{word},已发 {given}{word},只剩 {left}{word},不够这次的 {asked}{word}。")


class HadAlready(Refusal):
    sentence = _("{name}在这个点位已经领过“{what}”({day});一次多领的请写在数量里。")


class TouchedTwice(Refusal):
    sentence = _("刚才已经登记过这一笔,没有重复登记。")


class PaperMissing(Refusal):
    sentence = _("按人数登记的,请拍下有签名的领取单。")


class ReasonMissing(Refusal):
    sentence = _("请写明更正理由(至少 4 个字)。")


class ReversedAlready(Refusal):
    sentence = _("这一笔已经更正过,没有重复更正。")


class NotYours(Refusal):
    sentence = _("这一笔不是发给您的,不能由您确认。")


class SameRoster(Refusal):
    sentence = _("这份名册已于 {on} 导入({rows} 行),没有重复登记。")


@transaction.atomic
def give_out(site, *, by, on, given_on, once, paper=None, id_no: str = "", **facts: Any) -> Distribution:
    """One line on the spot: goods or a service, to a person or to a crew by its signed list.

    Facts: item, service, kind, name, employer, quantity, heads. `paper` is the photo of the signature. Raises
    NotEntitled, NotRunning, WrongDay, ItemElsewhere, PaperMissing, TouchedTwice, HadAlready, StockEmpty.
    """
    site = _ready(site, by, on, given_on)
    line = Distribution(site=site, given_on=given_on, once=once, entered_by=by.user_id, **facts)
    if Distribution.objects.filter(once=once).exists():
        raise TouchedTwice
    if line.kind == Kind.CREW and paper is None:
        raise PaperMissing
    _complete(line, site, id_no)
    require_stock(line.item, line.quantity, site)
    _require_first(line)
    if paper is not None:
        line.receipt, line.received_on = Receipt.SIGNED, on
    try:
        with transaction.atomic():
            line.save()
    except IntegrityError:  # somebody else was quicker by a moment
        raise TouchedTwice from None
    if paper is not None:
        documents.attach(line, paper, kind="signature", by=by, on=on)
    told = {"what": line.what, "quantity": line.quantity, "heads": line.heads, "value": line.value}
    announce("step", line, by=by, on=on, name="give_out", title=_("登记发放"), facts=told)
    return line


def _ready(site, by, on, given_on):
    """The site, if something may be written down for it on a day. Raises NotEntitled, NotRunning, WrongDay."""
    site = CampaignSite.objects.select_related("campaign", "unit").get(pk=site.pk)
    if not who_gives_out(by, site):
        raise NotEntitled(step=_("登记发放"), needs=who_gives_out)
    campaign = site.campaign
    if campaign.state != CampaignState.RUNNING:
        raise NotRunning(campaign=campaign, state=campaign.get_state_display())
    if not campaign.opens_on <= given_on <= on:
        raise WrongDay(first=campaign.opens_on)
    return site


def _complete(line, site, id_no):
    """What follows from the line: unit, price, value, and by which key the person is known."""
    line.unit, line.position = site.unit, site.position
    line.unit_price = line.item.unit_price if line.item else 0
    line.value = line.unit_price * line.quantity
    if line.kind == Kind.CREW:
        return
    line.heads = 1
    if id_no:
        line.id_no = id_no
        with sight.system("campaigns"):
            line.recipient_user_id = (
                Person.objects.filter(id_index=blind_index(id_no)).values_list("user_id", flat=True).first()
            )
    line.person_key = person_key(line.name, line.employer, id_no)


def person_key(name: str, employer: str, id_no: str) -> str:
    """By what a person is known at a site: her number, or her name and employer where none was given."""
    return blind_index(id_no or f"{name.strip()}\x1f{employer.strip()}")


def require_stock(item, asked: int, site) -> None:
    """The item, locked, has so many left. Raises ItemElsewhere, StockEmpty."""
    if item is None:
        return
    if item.campaign_id not in (site.campaign_id, site.campaign.part_of_id):
        raise ItemElsewhere(item=item)
    item = CampaignItem.objects.select_for_update().get(pk=item.pk)
    with sight.system("campaigns"):
        given = item.distributions.aggregate(n=Sum("quantity", default=0))["n"]
    if given + asked > item.quantity:
        left = item.quantity - given
        told = {"bought": item.quantity, "given": given, "left": left, "asked": asked, "word": item.unit_word}
        raise StockEmpty(item=item, **told)


def had_before(site, item, service):
    """The lines that stand for persons at a site, of one item or service."""
    return Distribution.objects.alive().of_persons().filter(site=site, item=item, service=service)


def _require_first(line):
    if line.kind == Kind.PERSON:
        before = had_before(line.site, line.item, line.service).filter(person_key=line.person_key).first()
        if before:
            raise HadAlready(name=before.masked_name, what=line.what, day=before.given_on)


@transaction.atomic
def reverse(line, *, by, on, reason: str) -> Distribution:
    """A wrong line is taken back by one of the opposite sign, dated today; the first stays to be read (X-R4).

    Raises NotEntitled, ReasonMissing, ReversedAlready, WrongState.
    """
    line = Distribution.objects.select_for_update(of=("self",)).select_related("site__campaign").get(pk=line.pk)
    if not who_gives_out(by, line):
        raise NotEntitled(step=_("更正发放"), needs=who_gives_out)
    if line.is_reversed or line.reversal_of_id:
        raise ReversedAlready
    campaign = line.site.campaign
    if campaign.state != CampaignState.RUNNING:
        raise WrongState(step=_("更正发放"), record=campaign, state=campaign.get_state_display())
    if len(reason.strip()) < 4:
        raise ReasonMissing
    line.is_reversed = True
    line.save(update_fields=["is_reversed"])
    back = Distribution.objects.create(
        unit=line.unit, position=line.position, site=line.site, given_on=on, item=line.item, service=line.service,
        kind=line.kind, name=line.name, employer=line.employer, person_key=line.person_key, quantity=-line.quantity,
        heads=-line.heads, unit_price=line.unit_price, value=-line.value, reversal_of=line, reason=reason.strip(),
        entered_by=by.user_id,
    )  # fmt: skip
    announce("edit", line, by=by, on=on, name="reversed", title=_("发放已更正"), facts={"reversal": back.pk})
    told = {"of": line.pk, "opinion": reason.strip(), "quantity": back.quantity}
    announce("step", back, by=by, on=on, name="reverse", title=_("更正发放"), facts=told)
    return back


@transaction.atomic
def confirm_receipt(line, *, by, on) -> Distribution:
    """The worker says on her own phone that she has it; said again, it stays as it is. Raises NotYours."""
    line.refresh_from_db(from_queryset=Distribution.objects.select_for_update())
    if line.recipient_user_id != by.user_id or line.is_reversed or line.reversal_of_id:
        raise NotYours
    if not line.receipt:
        line.receipt, line.received_on = Receipt.PHONE, on
        line.save(update_fields=["receipt", "received_on"])
        announce("step", line, by=by, on=on, name="confirm_receipt", title=_("本人确认收到"))
    return line


@transaction.atomic
def take_in_roster(site, rows, *, item, service: str, content: bytes, file_name: str, by, on) -> DistributionRoster:
    """All recipients of a workbook, or none: one action, one journal entry, the file kept as it came.

    `rows` are read and checked: name, employer, id_no, quantity, given_on, is_signed. Raises NotEntitled, NotRunning,
    WrongDay, SameRoster, StockEmpty, HadAlready.
    """
    site = _ready(site, by, on, max(row["given_on"] for row in rows))
    _ready(site, by, on, min(row["given_on"] for row in rows))
    sha256 = hashlib.sha256(content).hexdigest()
    CampaignSite.objects.select_for_update().get(pk=site.pk)
    if earlier := DistributionRoster.objects.filter(site=site, sha256=sha256).first():
        raise SameRoster(on=earlier.imported_on, rows=earlier.rows)
    require_stock(item, sum(row["quantity"] for row in rows), site)
    roster = DistributionRoster.objects.create(
        unit=site.unit, position=site.position, site=site, sha256=sha256, file_name=file_name[-100:], rows=len(rows),
        imported_by=by.user_id, imported_on=on,
    )  # fmt: skip
    lines = [_line_of(row, site, roster, item, service, by, on) for row in rows]
    _require_first_of_all(lines, site, item, service)
    _know_accounts(lines)
    Distribution.objects.bulk_create(lines, batch_size=1000)
    _keep_as_evidence(roster, lines, content, file_name, by=by, on=on)
    return roster


def _line_of(row, site, roster, item, service, by, on) -> Distribution:
    line = Distribution(
        site=site, roster=roster, item=item, service=service, given_on=row["given_on"], name=row["name"],
        employer=row["employer"] or site.host, quantity=row["quantity"], entered_by=by.user_id,
    )  # fmt: skip
    line.unit, line.position = site.unit, site.position
    line.unit_price = item.unit_price if item else 0
    line.value = line.unit_price * line.quantity
    if row["id_no"]:
        line.id_no = row["id_no"]
    line.person_key = person_key(line.name, line.employer, row["id_no"] or "")
    if row["is_signed"]:
        line.receipt, line.received_on = Receipt.SIGNED, row["given_on"]
    return line


def _require_first_of_all(lines, site, item, service):
    keys = [line.person_key for line in lines]
    if before := had_before(site, item, service).filter(person_key__in=keys).order_by("pk").first():
        raise HadAlready(name=before.masked_name, what=before.what, day=before.given_on)


def _know_accounts(lines):
    """Who of them has an account, asked once for all: they may confirm on their phones."""
    keys = {line.person_key for line in lines if line.id_no}
    with sight.system("campaigns"):
        users = dict(Person.objects.filter(id_index__in=keys).values_list("id_index", "user_id"))
    for line in lines:
        line.recipient_user_id = users.get(line.person_key)


def _keep_as_evidence(roster, lines, content, file_name, *, by, on):
    upload = io.BytesIO(content)
    upload.name = file_name
    documents.attach(roster, upload, kind="roster", by=by, on=on)
    digests = {Distribution._meta.label_lower: {str(line.pk): digest_of(line) for line in lines}}
    facts = {"rows": roster.rows, "sha256": roster.sha256, "value": sum(line.value for line in lines)}
    told = {"name": "roster", "title": _("导入发放名册"), "facts": facts | {"digests": digests}}
    announce("import", roster, by=by, on=on, **told)
