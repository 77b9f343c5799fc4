"""Steps on a page: taken once, refused in words, never on a stale page."""

from datetime import date

import pytest
from django.http import Http404

from gonghui.kernel.pages import RecordPage, StepPage
from gonghui.kernel.ui.columns import Column, Section

from .world import WORKFLOW, SampleCase, State, a_post, a_request, approve, said

TODAY = date(2021, 5, 3)


def a_step_page(case):
    class Approval(StepPage):
        workflow = WORKFLOW
        action = approve
        record = case
        today = TODAY

    return Approval


def submit(case, by=None, **posted):
    request = a_request("/", by or a_post(), posted={"state_seen": "reviewed", **posted})
    return request, a_step_page(case).as_view()(request)


def test_step_page_declares_what_the_rule_book_says():
    declared = a_step_page(SampleCase()).declares

    assert (declared.sight, declared.by.name, declared.cites) == ("post", "an approver", "E-R7")


def test_step_page_asks_and_remembers_the_state_it_saw():
    html = a_step_page(SampleCase()).as_view()(a_request(by=a_post())).content.decode()

    assert '<input type="hidden" name="state_seen" value="reviewed">' in html
    assert "依据:E-R7" in html
    assert '<textarea name="opinion"' in html


def test_step_is_taken_and_leads_back_to_the_record():
    case = SampleCase()

    request, response = submit(case, opinion="同意")

    assert (case.state, case.approved_on, case.opinion) == (State.ON_FILE, TODAY, "同意")
    assert (response.status_code, response["Location"]) == (302, "/files/H-2021-0017/")
    assert said(request) == ["“批准建档”已办好。"]


def test_step_refused_keeps_what_was_written():
    case = SampleCase()

    _, response = submit(case, opinion="超过上限")

    html = response.content.decode()
    assert case.state == State.REVIEWED
    assert "金额超过上限 6000 元。" in html
    assert ">\n超过上限</textarea>" in html


def test_step_on_a_stale_page_is_not_taken():
    case = SampleCase()

    _, response = submit(case, state_seen="submitted", opinion="同意")

    assert case.state == State.REVIEWED
    assert "您打开页面之后,情况有了变化" in response.content.decode()
    assert 'value="reviewed"' in response.content.decode()


def test_step_taken_already_says_so():
    case = SampleCase(State.ON_FILE)

    request, response = submit(case)

    assert response.status_code == 302
    assert said(request) == ["“批准建档”已经办过了,没有重复办理。"]


def test_step_that_does_not_start_here_says_where_the_record_is():
    case = SampleCase(State.ON_FILE)
    case.get_state_display = lambda: "已退回"
    case.state = "returned"
    request = a_request(by=a_post())

    response = a_step_page(case).as_view()(request)

    assert response.status_code == 302
    assert said(request) == ["“批准建档”现在不能办理:目前的状态是“已退回”。"]


@pytest.mark.parametrize("posted", [None, {"state_seen": "reviewed"}])
def test_step_of_others_is_not_found(posted):
    with pytest.raises(Http404):
        a_step_page(SampleCase()).as_view()(a_request(by=a_post("worker"), posted=posted))


def test_record_page_offers_only_the_steps_that_are_open():
    class File(RecordPage):
        declares = a_step_page(SampleCase()).declares
        workflow = WORKFLOW
        sections = (Section("基本信息", (Column("number", "编号"),)),)
        state = Column("state", "状态", kind="state", tones={State.REVIEWED: "blue"})
        record = SampleCase()

        def url_of(self, name, *args):
            return f"/files/H-2021-0017/{name}"

    html = File.as_view()(a_request(by=a_post())).content.decode()
    File.record = SampleCase(State.ON_FILE)
    later = File.as_view()(a_request(by=a_post())).content.decode()

    assert 'href="/files/H-2021-0017/approve">批准建档</a>' in html
    assert '<span class="gh-tag gh-tag-blue">已复核</span>' in html
    assert "批准建档" not in later
