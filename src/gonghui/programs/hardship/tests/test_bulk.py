"""Fifty decided at once: what is laid out, what is taken out, each its own step, nothing twice (X-R1, reliability)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from gonghui.foundation.accounts.tests.people import come_in
from gonghui.foundation.journal.models import Entry
from gonghui.foundation.notices import actions as notices
from gonghui.programs.hardship import actions
from gonghui.programs.hardship.models import AidGrant, HardshipArchive
from gonghui.programs.hardship.rulebook import FileState, GrantState
from gonghui.programs.hardship.views.bulk import FileBulk

from . import factories

NAMES = ("张测一", "李测二", "王测三")


@pytest.fixture
def reviewed(staff, made):
    return [made(factories.a_reviewed_file, staff, name=name) for name in NAMES]


def a_file_with_its_own_card(staff, name):
    file = factories.a_file_on_record(staff, name=name)
    file.card_no = f"62284800123456{NAMES.index(name):05}"
    file.save()
    return file


def address(records, path="/hardship/bulk"):
    return f"{path}?" + "&".join(f"n={record.number}" for record in records)


def decide(client, records, step, *, path="/hardship/bulk", asked=None, opinion="同意"):
    numbers = [record.number for record in records]
    answers = {"n": numbers, "opinion": opinion} | {f"step_{number}": step for number in numbers}
    answer = client.post(address(asked or records, path), answers)
    return b"".join(answer.streaming_content).decode()


def states_of(records):
    found = {each.pk: each.state for each in type(records[0]).objects.filter(pk__in=[each.pk for each in records])}
    return [found[each.pk] for each in records]


def test_layout_shows_each_with_its_computation(staff, reviewed):
    page = come_in(staff.county_approver).get(address(reviewed)).content.decode()

    assert "一起办理 3 件" in page
    for file in reviewed:
        assert f"{file.number} {file.applicant_name}" in page
    assert page.count("批准建档:深度困难") == 3


def test_approve_together_puts_each_on_file(staff, reviewed, made):
    page = decide(come_in(staff.county_approver), reviewed, "approve")

    assert "办好 3 件,没有办 0 件" in page
    assert made(states_of, reviewed) == [FileState.ON_FILE] * 3
    assert Entry.objects.filter(name="approve", opinion="同意").count() == 3


def test_decide_together_leaves_what_was_taken_out(staff, reviewed, made):
    decide(come_in(staff.county_approver), reviewed[:2], "approve", asked=reviewed)

    assert made(states_of, reviewed) == [FileState.ON_FILE, FileState.ON_FILE, FileState.REVIEWED]


def test_deciding_again_does_nothing_twice(staff, reviewed, made):
    client = come_in(staff.county_approver)
    decide(client, reviewed, "approve")

    page = decide(client, reviewed, "approve")

    assert "办好 0 件,没有办 3 件" in page
    assert Entry.objects.filter(name="approve").count() == 3


def test_decide_together_says_why_one_is_refused(staff, reviewed, made):
    made(actions.send_back, reviewed[1], by=staff.county_approver, on=factories.MAY_26, items=["补充材料"])

    page = decide(come_in(staff.county_approver), reviewed, "approve")

    assert "办好 2 件,没有办 1 件" in page
    assert "现在的状态是“退回补正”" in page
    assert made(states_of, reviewed) == [FileState.ON_FILE, FileState.RETURNED, FileState.ON_FILE]


def test_decide_together_ignores_numbers_that_were_not_laid_out(staff, reviewed, made):
    page = decide(come_in(staff.county_approver), reviewed, "approve", asked=reviewed[:1])

    assert "办好 1 件,没有办 0 件" in page
    assert made(states_of, reviewed) == [FileState.ON_FILE, FileState.REVIEWED, FileState.REVIEWED]


def test_decide_together_ignores_other_steps(staff, reviewed, made):
    decide(come_in(staff.county_approver), reviewed, "reject")

    assert made(states_of, reviewed) == [FileState.REVIEWED] * 3


def test_review_together_keeps_the_level_of_each(staff, made):
    file = made(factories.a_publicised_file, staff)
    made(notices.close, file.notice, by=staff.chair, on=factories.MAY_24)
    made(lambda: HardshipArchive.objects.filter(pk=file.pk).update(archive_level="city"))

    decide(come_in(staff.county_reviewer), [file], "review")

    [now] = made(lambda: list(HardshipArchive.objects.filter(pk=file.pk)))
    assert (now.state, now.archive_level) == (FileState.REVIEWED, "city")


def test_layout_takes_out_what_stands_on_the_line(staff, made):
    file = made(factories.a_publicised_file, staff)
    made(notices.close, file.notice, by=staff.chair, on=factories.MAY_24)
    made(lambda: file.assessments.update(is_borderline=True))

    page = come_in(staff.county_reviewer).get(address([file])).content.decode()

    assert "处在标准线附近" in page
    assert "办理勾选的各件" not in page


def test_layout_takes_out_another_grade(staff, made):
    file = made(factories.a_reviewed_file, staff)
    proposal = {"grade": "relative_difficulty", "reason": "有隐性收入"}
    made(actions.propose_grade, file, by=staff.county_reviewer, on=factories.MAY_26, **proposal)

    page = come_in(staff.county_approver).get(address([file])).content.decode()

    assert "有人提出过改级" in page


def test_layout_takes_out_what_is_still_in_public(staff, made):
    file = made(factories.a_publicised_file, staff)
    until = timezone.localdate() + timedelta(days=3)
    made(lambda: type(file.notice).objects.filter(pk=file.notice.pk).update(ends_on=until))

    page = come_in(staff.county_reviewer).get(address([file])).content.decode()

    assert "期满次日起方可审核" in page


def test_layout_takes_out_what_waits_for_others(staff, reviewed):
    page = come_in(staff.county_reviewer).get(address(reviewed)).content.decode()

    assert "3 件不能一起办" in page
    assert "不由您办理" in page


def test_another_county_finds_nothing_to_decide(neighbours, reviewed):
    client = come_in(neighbours.county_approver)

    assert client.get(address(reviewed)).status_code == 404
    assert client.post(address(reviewed), {"n": reviewed[0].number}).status_code in (200, 404)


def test_grants_are_checked_and_granted_together(staff, made):
    files = [made(a_file_with_its_own_card, staff, name) for name in NAMES]
    project = made(factories.a_project, staff)
    grants = [made(factories.a_proposed_grant, staff, file, project=project) for file in files]
    path = "/hardship/grants/bulk"

    checked = decide(come_in(staff.county_reviewer), grants, "check", path=path)
    granted = decide(come_in(staff.county_approver), grants, "grant", path=path)

    assert "办好 3 件" in checked
    assert "办好 3 件" in granted
    assert made(states_of, grants) == [GrantState.GRANTED] * 3


def test_a_fault_half_way_leaves_the_done_ones_done(staff, reviewed, made, monkeypatch):
    taken = FileBulk.take

    def fails_at_the_second(self, record, name, opinion):
        if record.number == reviewed[1].number:
            raise RuntimeError("the machine is gone")
        taken(self, record, name, opinion)

    monkeypatch.setattr(FileBulk, "take", fails_at_the_second)
    client = come_in(staff.county_approver)

    with pytest.raises(RuntimeError):
        decide(client, reviewed, "approve")

    assert made(states_of, reviewed) == [FileState.ON_FILE, FileState.REVIEWED, FileState.REVIEWED]
    page = client.get(address(reviewed)).content.decode()
    assert "一起办理 2 件" in page
    assert "现在的状态是“在档”" in page


def test_two_files_of_one_household_are_laid_before_the_city(staff, neighbours, made):
    number = factories.a_number()
    made(factories.a_file_on_record, neighbours, name="张同名", id_no=number)
    second = made(factories.a_reviewed_file, staff, name="张同名", id_no=number)

    page = decide(come_in(staff.county_approver), [second], "approve")

    assert "已转市总工会权益保障部" in page
    city = come_in(staff.city_reviewer).get(f"/hardship/{second.number}").content.decode()
    assert "档案冲突" in city


def test_layout_asks_as_much_for_ten_as_for_three(staff, made, cost_of):
    files = [made(factories.a_reviewed_file, staff, name=f"张测{n}") for n in "一二三四五六七八九十"]
    client = come_in(staff.county_approver)
    client.get(address(files[:3]))

    three = cost_of(lambda: client.get(address(files[:3])))
    ten = cost_of(lambda: client.get(address(files)))

    assert three == ten


def test_list_offers_ticks_and_both_buttons(staff, reviewed):
    page = come_in(staff.county_approver).get("/hardship/?chosen=page&per=50").content.decode()

    assert page.count('form="chosen" name="n"') == 3
    assert page.count(" checked>") == 3
    assert "批量办理" in page
    assert "打印表格" in page


def test_auditor_ticks_nothing(staff, reviewed):
    page = come_in(factories.a_post(staff.county, "auditor")).get("/hardship/").content.decode()

    assert 'form="chosen"' not in page


def test_grants_in_a_list_are_known_by_their_number(staff, made):
    grant = made(factories.a_proposed_grant, staff, made(factories.a_file_on_record, staff))

    page = come_in(staff.county_reviewer).get("/hardship/grants/").content.decode()

    assert f'value="{grant.number}"' in page
    assert made(AidGrant.objects.count) == 1
