"""What is held of a person, why, for how long, and who looked (O.1, B-R11): as she reads it, in plain words."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gonghui.desks.staff.models import Invitation
from gonghui.foundation.accounts.models import User
from gonghui.foundation.funds.models import Payment
from gonghui.foundation.journal.models import Entry, Kind
from gonghui.foundation.members.models import Consent, Membership, Person
from gonghui.programs.hardship.models import AidGrant, HardshipArchive, HouseholdMember
from gonghui.programs.organising.models import JoinApplication

from .rulebook import KEEP_AID, KEEP_APPLICATIONS, KEEP_JOURNAL, KEEP_VOUCHERS

LOOKS = (Kind.READ, Kind.REVEAL)
LATEST = 50
SINCE = timedelta(days=3 * 365)


@dataclass(frozen=True)
class Rule:
    """One line of the rules: a kind of data, what of it is sensitive, what it is for, on what ground, how long."""

    title: Any
    what: Any
    apart: Any
    purpose: Any
    ground: Any
    kept: Any


def rules(on) -> list[Rule]:
    """What this installation keeps of persons, for everybody to read."""
    return [*_of_members(), *_of_staff(on), *_of_aid(on), *_of_all(on)]


def _of_members() -> list[Rule]:
    return [
        Rule(
            _("会籍"),
            _("姓名、所在工会、入会日期、手机号、身份证号"),
            _("身份证号、手机号加密保存,页面只显示末几位"),
            _("会员服务、登录"),
            _("工会法、工会章程;本人申请入会"),
            _("会籍存续期间"),
        ),
        Rule(
            _("入会申请"),
            _("姓名、身份证号、手机号、户籍、用工形式、岗位、所属群体、入会方式"),
            _("身份证号、手机号加密保存,页面只显示末几位"),
            _("审批入会、核对是否重复入会、登记会籍"),
            _("工会法、工会章程;本人申请入会"),
            _("批准的,会籍存续期间;未批准或撤回的作为办理记录保存,本人可以要求删除"),
        ),
    ]


def _of_staff(on) -> list[Rule]:
    return [
        Rule(
            _("岗位邀请和工作账户"),
            _("姓名、手机号、所任岗位和起止日期、用户名"),
            _("手机号加密保存;邀请码、密码只存摘要,二次验证密钥加密保存"),
            _("开通工作账户、安排岗位"),
            _("履行工会工作职责所必需;本人接受邀请"),
            _("任职期间;此后与操作日志一同保存,不少于 {years} 年").format(years=KEEP_JOURNAL.on(on)),
        ),
    ]


def _of_aid(on) -> list[Rule]:
    years = {"years": KEEP_AID.on(on), "nothing": KEEP_APPLICATIONS.on(on)}
    return [
        Rule(
            _("困难职工档案"),
            _("家庭成员、收入支出、健康、致困原因、入户核查与比对结果、银行卡号、证明材料"),
            _("证件号码、银行卡号、健康和核查情况逐项加密;每次查看写明理由、留下记录;公示只有姓氏、工会和类别"),
            _("认定困难类别、发放救助金、走访帮扶"),
            _("本人申请和单独同意;未满十四周岁的由监护人同意"),
            _("退出帮扶后 {years} 年;未建档的申请 {nothing} 年;到期作匿名处理").format(**years),
        ),
        Rule(
            _("救助金发放"),
            _("金额、日期、户名、银行卡号、银行回单"),
            _("银行卡号加密保存,财务只见户名和末四位"),
            _("付款、对账、审计"),
            _("会计法"),
            _("会计凭证 {years} 年").format(years=KEEP_VOUCHERS.on(on)),
        ),
    ]


def _of_all(on) -> list[Rule]:
    return [
        Rule(
            _("操作日志"),
            _("谁在什么时候、以什么岗位办理或查看了哪份记录"),
            _("只增不改,定时封存;其中不写号码"),
            _("查明责任,供本人查阅"),
            _("网络安全法"),
            _("不少于 {years} 年").format(years=KEEP_JOURNAL.on(on)),
        ),
    ]


@dataclass(frozen=True)
class Held:
    """One thing that is held of this person, with the page on which she reads all of it."""

    title: Any
    text: str
    url: str = ""


def held_of(by, on) -> list[Held]:
    """What is held of the person behind a post, as her own sight opens it."""
    person = Person.objects.visible_to(by).filter(user=by.user_id).first()
    members = Membership.objects.filter(person__user=by.user_id).select_related("unit").order_by("joined_on")
    found = [Held(_("身份"), f"{person.name} {person.id_no}")] if person else []
    found += [Held(_("会籍"), f"{row.unit} {row.joined_on:%Y-%m-%d} {row.get_state_display()}") for row in members]
    found += [
        Held(_("入会申请"), f"{asked.number} {asked.unit} {asked.get_state_display()}", reverse("organising:mine"))
        for asked in _applications(by).select_related("unit").order_by("pk")
    ]
    found += [
        Held(_("岗位邀请"), f"{asked.number} {asked.post_name} {asked.get_standing_display()}")
        for asked in _invitations(by).as_of(on).select_related("unit").order_by("pk")
    ]
    for file in _files(by).order_by("begun_on"):
        text = f"{file.number} {file.get_state_display()} {file.begun_on:%Y-%m-%d}"
        found.append(Held(_("困难帮扶申请或档案"), text, file_url(file)))
    grants = AidGrant.objects.visible_to(by).filter(file__applicant_user=by.user_id).select_related("project")
    for grant in grants.order_by("pk"):
        text = f"{grant.number} {grant.project} {grant.amount / 100:,.2f} {grant.get_state_display()}"
        found.append(Held(_("救助金"), text))
    return found


def file_url(file) -> str:
    """Her own page of a file."""
    return file.get_absolute_url()


def _files(by):
    return HardshipArchive.objects.filter(applicant_user=by.user_id)


def _applications(by):
    return JoinApplication.objects.visible_to(by).filter(user=by.user_id)


def _invitations(by):
    """Those she has taken up, and those that were sent to her phone."""
    phones = User.objects.filter(pk=by.user_id, mobile_index__isnull=False).values("mobile_index")
    return Invitation.objects.filter(Q(post__user=by.user_id) | Q(mobile_index__in=phones))


def looks_at(by, on) -> list[Entry]:
    """Who of others has read or revealed what is held of this person, newest first, at most 50."""
    about = Q(pk__in=())
    for model, ids in _records_of(by):
        about |= Q(record_type=model._meta.label_lower, record_id__in=ids)
    found = Entry.objects.filter(about, kind__in=LOOKS, on__gte=on - SINCE).exclude(actor_id=by.user_id)
    return list(found.order_by("-pk")[:LATEST])


def _records_of(by):
    files = list(_files(by).values_list("pk", flat=True))
    yield HardshipArchive, files
    yield HouseholdMember, list(HouseholdMember.objects.filter(file__in=files).values_list("pk", flat=True))
    grants = list(AidGrant.objects.filter(file__in=files).values_list("pk", flat=True))
    yield AidGrant, grants
    yield (
        Payment,
        list(
            Payment.objects.filter(record_type="hardship.aidgrant", record_id__in=grants).values_list("pk", flat=True)
        ),
    )
    yield JoinApplication, list(_applications(by).values_list("pk", flat=True))
    yield Invitation, list(_invitations(by).values_list("pk", flat=True))
    yield Person, list(Person.objects.filter(user=by.user_id).values_list("pk", flat=True))


def consents_of(by) -> list[Consent]:
    """What this person has agreed to, newest first."""
    return list(Consent.objects.visible_to(by).filter(user=by.user_id).select_related("text").order_by("-pk"))
