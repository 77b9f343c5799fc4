"""The pages of notices and money in a real browser, at the desk and on the phone, each by axe."""

import pytest
from django.db import transaction
from django.utils import timezone

from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.accounts.tests.people import a_post, a_worker, come_in
from gonghui.foundation.funds import actions
from gonghui.foundation.notices import actions as notices
from gonghui.foundation.organisations import sight
from gonghui.foundation.organisations.tests.trees import a_tree

from .money import JUNE_2, Finance, a_return, an_answer, rows_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long]
SAYS = "他家在县城有两套住房,与公示不符。"


@pytest.fixture
def world(db):
    """A batch the bank has answered in part, payments that wait, a notice with an objection, a message."""
    with transaction.atomic(), sight.system("tests"):
        tree = a_tree()
        finance = Finance(tree)
        batch = finance.a_sent_batch(3)
        one, two, _three = rows_of(batch)
        content = a_return(an_answer(one), an_answer(two, result="失败", reason="户名不符"))
        actions.import_return(batch, content, file_name="回单.csv", is_part=True, by=finance.maker, on=JUNE_2)
        finance.a_payment()
        chair = a_post(tree["jinzhai_union"], Role.GRASSROOTS_CHAIR)
        fields = {"name": "王小明", "unit": "金寨县光伏产业工会", "category": "深度困难"}
        shown = {"unit": chair.unit, "subject_type": "aid_archive", "fields": fields, "by": chair}
        notice = notices.publish(chair, on=timezone.localdate(), **shown)
        objection = notices.object_to(notice, content=SAYS, on=timezone.localdate(), is_anonymous=True)
        worker = a_worker(tree["jinzhai_union"])
        notices.tell([worker.user], title="困难帮扶", text="您的申请 H-2021-0017 已批准建档。")
    papers = {"batch": batch, "row": one, "notice": notice, "objection": objection}
    return papers | {"finance": finance, "chair": chair, "worker": worker}


def come_to(tab, post):
    """Sign the tab in as the post."""
    tab.goto("/healthz")
    tab.context.add_cookies([{"name": "sessionid", "value": come_in(post).cookies["sessionid"].value, "url": tab.url}])


@pytest.mark.parametrize("device", ["page", "phone"])
def test_pages_of_money_have_no_fault(device, request, world, assert_accessible):
    tab, finance, batch, row = request.getfixturevalue(device), world["finance"], world["batch"], world["row"]
    come_to(tab, finance.maker)

    for path in (
        "",
        f"new?fund={finance.fund.pk}",
        "payments",
        f"payments/{row.uid}",
        f"payments/{row.uid}/reveals/card",
        batch.number,
        f"{batch.number}/bank-returns",
    ):
        assert tab.goto(f"/funds/{path}").status == 200
        assert_accessible(tab)


@pytest.mark.parametrize("device", ["page", "phone"])
def test_pages_of_notices_have_no_fault(device, request, world, assert_accessible):
    tab, number, objection = request.getfixturevalue(device), world["notice"].number, world["objection"].number
    come_to(tab, world["chair"])

    for path in ("", "desk", "messages", number, f"{number}/objection", f"{number}/record", f"{number}/voiding",
                 f"objections/{objection}", f"objections/{objection}/reveals/content"):  # fmt: skip
        assert tab.goto(f"/notices/{path}").status == 200
        assert_accessible(tab)


def test_a_visitor_objects_on_the_phone(phone, world, assert_accessible):
    phone.goto("/notices/")
    phone.get_by_role("link", name="困难职工建档").click()
    assert_accessible(phone)
    phone.get_by_role("link", name="提出异议").click()
    phone.get_by_label("异议内容").fill(SAYS)
    phone.get_by_label("匿名").check()
    phone.get_by_role("button", name="提交异议").click()

    phone.get_by_text("已收到您的异议").wait_for()
    assert_accessible(phone)


def test_three_persons_pay_a_batch_by_hand(page, live, world, assert_accessible):
    finance = world["finance"]
    come_to(page, finance.maker)
    page.goto(f"/funds/new?fund={finance.fund.pk}")
    page.get_by_role("button", name="制单").click()
    page.wait_for_url("**/funds/PC-*")
    number = page.url.rsplit("/", 1)[1]
    for post, step in ((finance.checker, "复核"), (finance.authoriser, "授权付款")):
        come_to(page, post)
        page.goto(f"/funds/{number}")
        page.get_by_role("link", name=step, exact=True).click()
        assert_accessible(page)
        page.get_by_role("button", name=step).click()
        page.wait_for_url(f"**/funds/{number}")

    assert "正在生成银行文件" in page.locator("main").inner_text()
