"""The offline visit page in a real browser: written without a network, sent once, nothing lost (O.4)."""

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.accounts.tests.people import a_post, come_in
from gonghui.foundation.organisations import sight
from gonghui.foundation.organisations.tests.trees import a_tree
from gonghui.programs.hardship.actions import helping
from gonghui.programs.hardship.models import HardshipArchive, HelperVisit, HomeVisit, PairLink

from . import factories as make

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long]
TODAY = timezone.localdate()
OFFLINE = "/hardship/offline/"
STARTED = "[data-offline][data-started='1']"
LOOK_INTO = """async () => {
  const opened = await new Promise((done) => {
    const ask = indexedDB.open("gh-kept"); ask.onsuccess = () => done(ask.result); });
  const rows = {};
  for (const store of opened.objectStoreNames) {
    rows[store] = await new Promise((done) => {
      const ask = opened.transaction(store).objectStore(store).getAll(); ask.onsuccess = () => done(ask.result); });
  }
  const keys = rows.keys.map((row) => row.key.extractable);
  const readable = [...rows.drafts, ...rows.lists].map((row) => new TextDecoder().decode(row.sealed));
  opened.close();
  return { keys, readable, drafts: rows.drafts.length, lists: rows.lists.length };
}"""


@pytest.fixture
def world(db):
    """A chair who helps one household and has two files waiting for their first visit."""
    with transaction.atomic(), sight.system("tests"):
        staff = make.Staff(a_tree())
        helped = make.a_file_on_record(staff, name="张帮扶")
        make.actions.pair(helped, by=staff.county_operator, on=TODAY, cadre=staff.chair.user)
        first = make.actions.submit(make.a_draft(staff, name="陈初访"), by=staff.operator, on=make.MAY_10)
        return {"staff": staff, "helped": helped, "first": first, "link": PairLink.objects.get()}


def come_to(tab, post):
    tab.goto("/healthz")
    tab.context.add_cookies([{"name": "sessionid", "value": come_in(post).cookies["sessionid"].value, "url": tab.url}])


def open_once(tab, post):
    """Open the page while there is a network, until the browser can do without."""
    come_to(tab, post)
    tab.goto(OFFLINE)
    tab.wait_for_selector(STARTED)
    tab.wait_for_selector("[data-offline][data-ready='1']", state="attached")


def write_help(tab, file, findings="药费仍是主要支出"):
    row(tab, file).get_by_role("button", name="写走访").click()
    form = tab.locator("[data-form=help]")
    form.get_by_label("入户", exact=True).check()
    form.get_by_label("见到谁").select_option("both")
    form.get_by_label("走访情况").fill(findings)
    form.get_by_role("button", name="写好了").click()


def write_first(tab, file):
    row(tab, file).get_by_role("button", name="写走访").click()
    form = tab.locator("[data-form=first]")
    form.get_by_label("入户日期").fill(f"{TODAY}")
    form.get_by_label("同行核查人").select_option(index=1)
    form.get_by_label("核查情况").fill("住房一间,情况属实")
    form.get_by_role("button", name="写好了").click()


def row(tab, file):
    return tab.locator("[data-households] li", has_text=file.number)


def drafts(tab):
    return tab.locator("[data-drafts] > li")


def everything(model):
    with transaction.atomic(), sight.system("tests"):
        return list(model.objects.order_by("pk"))


def test_two_visits_written_offline_outlive_the_page_and_are_kept_once(phone, world, assert_accessible):
    open_once(phone, world["staff"].chair)
    phone.context.set_offline(True)
    write_help(phone, world["helped"])
    write_first(phone, world["first"])
    drafts(phone).nth(1).wait_for()
    assert_accessible(phone)
    kept = phone.evaluate(LOOK_INTO)
    assert kept["keys"] == [False]
    assert kept["drafts"] == 2
    assert not any("药费" in text or "住房" in text or "张" in text for text in kept["readable"])

    again = phone.context.new_page()
    phone.close()
    again.goto(OFFLINE)
    again.wait_for_selector(STARTED)
    assert drafts(again).count() == 2
    assert (len(everything(HelperVisit)), len(everything(HomeVisit))) == (0, 1)  # that of the file on record

    again.context.set_offline(False)
    again.get_by_role("button", name="上传", exact=True).dblclick()
    again.get_by_text("已上传 2 份").wait_for()
    again.reload()
    again.wait_for_selector(STARTED)

    assert drafts(again).count() == 0
    assert (len(everything(HelperVisit)), len(everything(HomeVisit))) == (1, 2)
    assert everything(HelperVisit)[0].findings.open() == "药费仍是主要支出"
    assert {file.state for file in everything(HardshipArchive)} == {"on_file", "visited"}
    assert again.evaluate(LOOK_INTO)["drafts"] == 0


def test_what_others_did_meanwhile_stands_beside_and_she_decides(phone, world, assert_accessible):
    open_once(phone, world["staff"].chair)
    phone.context.set_offline(True)
    write_help(phone, world["helped"], "第一份草稿内容")
    by_desk(world)
    phone.context.set_offline(False)
    phone.get_by_role("group").filter(has_text="现在的情况").wait_for()
    assert_accessible(phone)
    panel = phone.locator(".gh-offline-conflict")
    assert "第一份草稿内容" in panel.locator("[data-mine]").inner_text()
    assert "送去药品" in panel.locator("[data-now]").inner_text()
    assert len(everything(HelperVisit)) == 1

    panel.get_by_role("button", name="作为补充提交").click()
    phone.get_by_text("已上传 1 份").wait_for()

    assert [visit.findings.open() for visit in everything(HelperVisit)] == ["在办公室登记", "第一份草稿内容"]


def by_desk(world):
    """The same helper writes a visit down at her desk meanwhile."""
    chair = world["staff"].chair
    seen = {"visited_on": TODAY, "way": "phone", "met": "applicant", "findings": "在办公室登记", "measures": "送去药品"}
    with transaction.atomic(), sight.of(chair):
        helping.call_on(world["helped"], by=chair, on=TODAY, needs="", next_on=None, **seen)


def test_a_draft_of_a_household_that_was_handed_on_stays_until_she_drops_it(phone, world):
    open_once(phone, world["staff"].chair)
    phone.context.set_offline(True)
    write_help(phone, world["helped"])
    with transaction.atomic(), sight.system("tests"):
        staff = world["staff"]
        make.actions.pair(world["helped"], by=staff.county_operator, on=TODAY, cadre=staff.operator.user)
    phone.context.set_offline(False)
    panel = phone.locator(".gh-offline-conflict")
    panel.wait_for()

    assert not panel.get_by_role("button", name="作为补充提交").is_visible()
    assert "结束" in panel.locator("[data-now]").inner_text()
    phone.once("dialog", lambda dialog: dialog.dismiss())
    panel.get_by_role("button", name="删除草稿").click()
    assert drafts(phone).count() == 1
    phone.once("dialog", lambda dialog: dialog.accept())
    panel.get_by_role("button", name="删除草稿").click()
    drafts(phone).wait_for(state="detached")
    assert everything(HelperVisit) == []


def test_an_expired_session_keeps_drafts_and_signing_out_removes_them(phone, world):
    chair = world["staff"].chair
    open_once(phone, chair)
    phone.context.set_offline(True)
    write_help(phone, world["helped"])
    drafts(phone).wait_for()
    phone.context.clear_cookies(name="sessionid")
    phone.context.set_offline(False)
    phone.get_by_text("登录已过期").wait_for()
    assert phone.get_by_role("link", name="重新登录").get_attribute("href").endswith(f"?next={OFFLINE}")

    come_to(phone, chair)
    phone.goto(reverse("accounts_mine"))
    phone.once("dialog", lambda dialog: dialog.dismiss())
    phone.locator("main form[data-sign-out] button").click()
    assert phone.evaluate(LOOK_INTO)["drafts"] == 1
    phone.once("dialog", lambda dialog: dialog.accept())
    phone.locator("main form[data-sign-out] button").click()
    phone.wait_for_url("**/accounts/sign-in*")

    assert phone.evaluate("indexedDB.databases().then((all) => all.map((each) => each.name))") == []
    assert phone.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 0


def test_another_person_on_the_device_reads_nothing_of_it(phone, world):
    open_once(phone, world["staff"].chair)
    phone.context.set_offline(True)
    write_help(phone, world["helped"])
    drafts(phone).wait_for()
    with transaction.atomic(), sight.system("tests"):
        other = a_post(world["staff"].city, Role.STATISTICIAN)
    phone.context.clear_cookies(name="sessionid")
    phone.context.set_offline(False)
    come_to(phone, other)
    phone.goto(OFFLINE)
    phone.get_by_text("另一位使用者的 1 份草稿").wait_for()

    assert drafts(phone).count() == 0
    assert everything(HelperVisit) == []


@pytest.mark.parametrize("device", ["page", "phone"])
def test_pages_of_helpers_have_no_fault(device, request, world, assert_accessible):
    by_desk(world)
    tab, (visit,), link = request.getfixturevalue(device), everything(HelperVisit), world["link"]
    come_to(tab, world["staff"].chair)

    for path in ("", "coverage", f"{link.pk}", f"{link.pk}/visits/new", f"visits/{visit.uid}",
                 f"visits/{visit.uid}/reveals/findings", f"{link.pk}/visits/{visit.uid}/correction"):  # fmt: skip
        assert tab.goto(f"/hardship/helping/{path}").status == 200
        assert_accessible(tab)
