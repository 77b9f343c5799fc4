"""One household from the application on a phone to money on its card: every hand it goes through (E-R1 to E-R13)."""

import re
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from gonghui.foundation.accounts.actions import system_post
from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.accounts.tests.people import a_post, a_worker
from gonghui.foundation.funds import actions as funds
from gonghui.foundation.funds.models import Fund, Payment, PaymentBatch
from gonghui.foundation.funds.rulebook import Source
from gonghui.foundation.funds.tests.money import endow
from gonghui.foundation.members.actions import enrol, ensure_person
from gonghui.foundation.notices.models import PublicNotice
from gonghui.foundation.organisations import sight
from gonghui.foundation.organisations.tests.trees import a_tree
from gonghui.programs.hardship.models import AidGrant, AidProject, HardshipArchive
from gonghui.programs.hardship.rulebook import FileState, GrantState
from gonghui.programs.hardship.tests.factories import a_number, a_publicised_file

from .people import ON_A_DESK, ON_A_PHONE, Room

pytestmark = pytest.mark.django_db(transaction=True)
CARD = "6228480012345678911"
NAME = "郭测试"


@pytest.fixture
def cast():
    """The people of one county, a fund and a project of this year, and a member who has an account."""
    with transaction.atomic(), sight.system("test"):
        tree, today = a_tree(), timezone.localdate()
        union, county, city = tree["jinzhai_union"], tree["jinzhai"], tree["city"]
        people = {
            "worker": a_worker(union, NAME),
            "chair": a_post(union, Role.GRASSROOTS_CHAIR, "陈主席", title="主席"),
            "operator": a_post(union, Role.GRASSROOTS_OPERATOR, "李经办"),
            "county_operator": a_post(county, Role.COUNTY_OPERATOR, "孙经办", title="权益保障科"),
            "reviewer": a_post(county, Role.COUNTY_REVIEWER, "周审核", title="权益保障科"),
            "approver": a_post(county, Role.COUNTY_APPROVER, "吴审批", title="主席"),
            "maker": a_post(city, Role.FINANCE_MAKER, "贾制单", title="财务部"),
            "checker": a_post(city, Role.FINANCE_CHECKER, "秦复核", title="财务部"),
            "authoriser": a_post(city, Role.FINANCE_AUTHORISER, "孟授权", title="财务部"),
        }
        people["id_no"] = a_number()
        person = ensure_person(name=NAME, id_no=people["id_no"], unit=union, user=people["worker"].user)
        enrol(person, unit=union, on=today - timedelta(days=900), by=people["chair"])
        fund = Fund.objects.create(name="困难帮扶资金", year=today.year, unit=city, source=Source.DUES)
        endow(fund, people["maker"], people["checker"], on=today)
        AidProject.objects.create(unit=city, name="生活救助", year=today.year, kind="living_aid", fund=fund)
    return people


@pytest.fixture
def room(browser, live, assert_accessible):
    with Room(browser, live, assert_accessible) as room:
        yield room


def test_household_applies_on_the_phone_and_is_paid_to_its_card(room, cast):
    worker = room.seat(cast["worker"], ON_A_PHONE)

    number = applies(worker, cast["id_no"])
    is_found_out(room, cast, number)
    is_decided(room, cast, number)
    grant = is_granted(room, cast, number)
    is_paid(room, cast)

    worker.opens(f"/hardship/mine/{number}", "phone-paid").reads("已发放", "3,000.00", "在档")
    worker.opens("/notices/messages", "phone-messages").reads("银行已发放")
    with transaction.atomic(), sight.system("test"):
        assert HardshipArchive.objects.get(number=number).state == FileState.ON_FILE
        assert AidGrant.objects.get(number=grant).state == GrantState.PAID


def test_officer_works_on_a_phone(room, cast):
    """The desk pages at 390 px: list as cards, record, step, workbench."""
    with transaction.atomic(), sight.system("test"):
        file = a_publicised_file(StaffOf(cast))
    reviewer = room.seat(cast["reviewer"], ON_A_PHONE)

    reviewer.opens("/workbench/", "narrow-workbench")
    reviewer.opens("/hardship/", "narrow-list").reads(file.number)
    reviewer.opens(file.get_absolute_url(), "narrow-record")
    reviewer.opens(f"{file.get_absolute_url()}/review", "narrow-review")
    reviewer.opens("/hardship/grants/", "narrow-grants")
    reviewer.opens(f"{file.get_absolute_url()}/reveals/card_no", "narrow-reveal")
    reviewer.fills(reason="核对银行账号").presses("查看", "narrow-revealed").reads(CARD)


def test_worker_reads_in_large_type(room, cast):
    """长辈版 on each kind of page."""
    worker = room.seat(cast["worker"], ON_A_PHONE)
    worker.opens("/home/")
    worker.tab.get_by_role("button", name="长辈版").click()
    worker.tab.wait_for_selector("html.gh-large")

    worker.looks("large-home").opens("/hardship/mine", "large-about").opens("/hardship/new", "large-begin")
    worker.presses("开始填写", "large-work")
    worker.opens(worker.tab.url.replace("work", "income"), "large-income")
    worker.opens("/hardship/mine", "large-mine").follows("的申请", "large-case")
    worker.opens("/home/me", "large-me")


def test_officer_reads_english(room, cast):
    """What the house says is English to an English reader; names of people and unions stay."""
    with transaction.atomic(), sight.system("test"):
        file = a_publicised_file(StaffOf(cast))
    reviewer = room.seat(cast["reviewer"], ON_A_DESK).opens("/workbench/")
    reviewer.tab.get_by_role("button", name="EN").click()
    reviewer.tab.wait_for_selector("html[lang=en]")

    reviewer.looks("english-workbench").reads("Waiting for me", "County review")
    reviewer.opens(file.get_absolute_url(), "english-record").reads("Household members", "Public notice", "On record")
    reviewer.opens(f"{file.get_absolute_url()}/review", "english-review").reads("File level", "Opinion")


class StaffOf:
    """The cast as the factories know their people."""

    def __init__(self, cast):
        self.chair, self.operator, self.township = cast["chair"], cast["operator"], cast["county_operator"]


def applies(worker, id_no) -> str:
    worker.opens("/home/", "phone-home").follows("困难帮扶", "phone-about").follows("开始申请", "phone-begin")
    worker.reads(id_no[-4:]).presses("开始填写", "phone-work")
    number = re.search(r"H-\d{4}-\d{4}", worker.tab.url).group()
    worker.fills(work_status="在岗", main_cause="患重特大疾病")
    worker.tab.get_by_text("已保存").wait_for()
    worker.looks("phone-saved").presses("保存,下一步", "phone-household")
    worker.follows("添加家庭成员", "phone-member")
    spouse = a_number()
    worker.fills(relation="配偶", name="张测试", id_no=f"{spouse[:-1]}?", identity="务农", health="尿毒症")
    worker.presses("保存", "phone-wrong").reads("身份证号应为 18 位").fills(id_no=spouse).presses("保存")
    child = a_number(timezone.localdate().replace(day=1) - timedelta(days=8 * 365))
    worker.reads("张测试").follows("添加家庭成员").fills(relation="子女", name="郭小测", id_no=child, identity="学生")
    worker.presses("保存").reads("郭小测").follows("下一步", "phone-income")
    worker.fills(wage="3.5万").presses("保存,下一步").reads("不要按“万元”").looks("phone-wan")
    worker.fills(wage="44,000", cost_illness="24000", reimbursed="4000").presses("保存,下一步", "phone-card")
    worker.fills(account_name=NAME, card_no=CARD, bank_name="徽商银行金寨支行")
    worker.presses("保存,下一步", "phone-authority")
    agrees(worker)
    worker.presses("提交申请", "phone-case").reads("待入户核查", "两名工作人员会上门核查")
    return number


def agrees(worker):
    """To each on its own: the authority, what is sensitive, and as guardian of a child under fourteen."""
    worker.fills(cause_text="爱人每周透析三次,不能干活。", authority=True, sensitive=True)
    worker.presses("保存,下一步", "phone-consents").reads("我作为监护人,同意处理未满十四周岁子女的个人信息", "没有填对")
    worker.fills(guardian=True).presses("保存,下一步", "phone-check")


def is_found_out(room, cast, number):
    operator = room.seat(cast["operator"], ON_A_DESK)
    operator.opens("/workbench/", "desk-workbench").reads(NAME, "入户核查", "还有 10 个工作日")
    operator.opens(f"/hardship/{number}", "desk-submitted").follows("退回补正", "desk-return")
    operator.fills(items="请补交在读证明").presses("退回补正").reads("退回补正")
    worker = room.seat(cast["worker"], ON_A_PHONE)
    worker.opens(f"/hardship/mine/{number}", "phone-returned").reads("请补交在读证明")
    worker.opens(f"/hardship/{number}/application/check").presses("补正后再提交").reads("待入户核查")
    operator.opens(f"/hardship/{number}/visit", "desk-visit")
    operator.fills(second="陈主席(金寨县光伏产业工会 主席 基层工会主席)", findings="住房一间,爱人卧床。")
    operator.presses("入户核查", "desk-visited").reads("待信息比对")
    county = room.seat(cast["county_operator"], ON_A_DESK)
    county.opens(f"/hardship/{number}/comparison", "desk-compare")
    county.fills(sources=["civil_affairs", "bank"], result="clean").presses("信息比对", "desk-compared")
    county.reads("相对困难", "临界", "月人均(扣除刚性支出)", "666.66")
    chair = room.seat(cast["chair"], ON_A_DESK)
    chair.opens(f"/hardship/{number}/publication", "desk-publication").reads("郭*", "金寨县光伏产业工会")
    chair.presses("张榜公示", "desk-publicised").reads("公示与县级审核")


def is_decided(room, cast, number):
    reviewer = room.seat(cast["reviewer"], ON_A_DESK)
    reviewer.opens(f"/hardship/{number}/review", "desk-review").fills(level="县级", opinion="情况属实,临界,建议建档。")
    reviewer.presses("县级审核").reads("公示尚未结束")
    the_days_of_the_notice_go_by()
    reviewer.opens(f"/hardship/{number}/review").fills(level="县级", opinion="情况属实,临界,建议建档。")
    reviewer.presses("县级审核").reads("待批准建档")
    approver = room.seat(cast["approver"], ON_A_DESK)
    approver.opens("/workbench/").reads("批准建档").opens(f"/hardship/{number}/approval", "desk-approval")
    approver.fills(opinion="同意建档。").presses("批准建档", "desk-on-file").reads("在档")


def the_days_of_the_notice_go_by():
    """A server cannot be told that a week has passed; the notice's own dates are moved back instead."""
    with transaction.atomic(), sight.system("test"):
        last = timezone.localdate() - timedelta(days=1)
        PublicNotice.objects.update(starts_on=last - timedelta(days=6), ends_on=last)


def is_granted(room, cast, number) -> str:
    county = room.seat(cast["county_operator"], ON_A_DESK)
    county.opens("/hardship/", "desk-list").reads(number).opens(f"/hardship/{number}/grant", "desk-proposal")
    county.fills(project=f"{timezone.localdate().year} 生活救助").presses("看可发放多少", "desk-cap").reads("7,980.00")
    county.fills(amount="8000").presses("提交测算", "desk-above-cap").reads("超过尚可发放")
    county.fills(amount="3000").presses("提交测算", "desk-grant").reads("待复核", "3,000.00")
    grant = county.tab.url.rpartition("/")[2]
    reviewer = room.seat(cast["reviewer"], ON_A_DESK)
    reviewer.opens(f"/hardship/grants/{grant}/check", "desk-check").fills(opinion="同意。")
    reviewer.presses("复核测算").reads("待批准")
    approver = room.seat(cast["approver"], ON_A_DESK)
    approver.opens(f"/hardship/grants/{grant}/approval").fills(opinion="同意。").presses("批准发放", "desk-granted")
    approver.reads("待发放")
    return grant


def is_paid(room, cast):
    maker = room.seat(cast["maker"], ON_A_DESK)
    maker.opens("/workbench/", "desk-finance").opens("/funds/new")
    maker.follows("困难帮扶资金", "desk-prepare").presses("制单")
    batch = maker.tab.url.rpartition("/")[2]
    room.seat(cast["checker"], ON_A_DESK).opens(f"/funds/{batch}/check").presses("复核").reads("待授权")
    room.seat(cast["authoriser"], ON_A_DESK).opens(f"/funds/{batch}/authorisation").presses("授权付款")
    with transaction.atomic(), sight.system("test"):
        record = PaymentBatch.objects.get(number=batch)
        funds.ensure_sent(record.pk, by=system_post("payments"), on=timezone.localdate())
        content = the_bank_answers(record)
    maker.opens(f"/funds/{batch}/bank-returns")
    maker.tab.locator("input[type=file]").set_input_files(
        {"name": "return.csv", "mimeType": "text/csv", "buffer": content}
    )
    maker.presses("导入", "desk-batch").reads("已结清", "成功 1 笔")
    maker.opens("/funds/ledger", "desk-ledger").follows("困难帮扶资金", "desk-statement").reads(batch, "3,000.00")
    maker.opens("/funds/limits", "desk-limits").reads("生活救助:每户每年不超过 12 倍月低保标准")


def the_bank_answers(batch) -> bytes:
    """Every row of the batch paid today, as a bank writes it."""
    head = "批次号,序号,账号,户名,金额,处理结果,失败原因,交易日期\r\n"
    day = f"{timezone.localdate():%Y-%m-%d}"
    rows = [
        f"{batch.number},{row.seq},{row.card.open()},{row.payee_name},{row.amount / 100:.2f},成功,,{day}\r\n"
        for row in Payment.objects.filter(batch=batch).order_by("seq")
    ]
    return "".join([head, *rows]).encode("gb18030")
