"""The pages of organising: who finds which, what each shows, what each does, at a fixed cost (A, B, X-R2)."""

from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.accounts.tests.people import a_post, a_worker, come_in
from gonghui.foundation.journal.models import Entry
from gonghui.foundation.members.actions import ensure_person
from gonghui.foundation.members.models import Membership
from gonghui.foundation.organisations import sight
from gonghui.programs.organising.actions import founding, links
from gonghui.programs.organising.models import Candidate, Founding, JoinApplication, MembershipCheck, Roster
from gonghui.programs.organising.rulebook.elections import Duty

from . import factories as make
from .factories import MAY_20
from .test_roster_files import a_row, a_text

pytestmark = pytest.mark.django_db


def seen(how):
    with transaction.atomic(), sight.system("tests"):
        return how()


def text_of(answer) -> str:
    return answer.content.decode()


def post(by, name, args=(), /, **answers):
    return come_in(by).post(reverse(f"organising:{name}", args=args), answers, follow=True)


# Unions


def test_a_lead_is_entered_and_goes_the_whole_way_on_pages(staff):
    firm = make.a_firm()
    lead = {"parent": staff.town.pk, "kind": "single", "form": "committee", "short_name": "测试茶业工会"}
    lead |= {"employers": f"{firm.name}\uff0c{firm.credit_code}\uff0c60", "name": f"{firm.name}工会委员会"}
    assert "摸排线索" in text_of(post(staff.township, "find", **lead))
    number = seen(Founding.objects.get).number

    def step(by, name, state, /, **answers):
        return text_of(post(by, f"founding_{name}", [number], state_seen=state, **answers))

    assert "筹建请示" in step(staff.township, "apply", "clue", members="60", women="20", term_years="5")
    assert "金寨县总工组" in step(staff.county_reviewer, "approve_preparation", "prep_applied", opinion="同意")
    today = timezone.localdate().isoformat()
    numbers = {name: str(value) for name, value in make.NUMBERS.items()} | {"held_on": today}
    assert "还不能报批" in step(staff.township, "elect", "prep_approved", **numbers)
    for each in make.STOOD:
        stood = {name: str(getattr(each, name)) for name in ("name", "organ", "duty", "votes_for", "mobile")}
        step(staff.township, "nominate", "elected", **stood | {"votes_against": "0", "votes_abstained": "0"})
    assert "还不能报批" not in text_of(come_in(staff.township).get(reverse("organising:founding", args=[number])))
    assert "报批" in step(staff.township, "submit_result", "elected")
    answer = step(staff.county_approver, "establish", "result_submitted", opinion="同意成立")

    assert "任期届满" in answer
    assert "陈测试" in answer
    assert seen(Founding.objects.get).union.parent == staff.town


def test_a_lead_says_at_the_line_what_is_wrong(staff):
    lead = {"parent": staff.town.pk, "kind": "single", "form": "committee", "short_name": "简称"}
    wrong = {"六安某有限公司": "第 1 行应写", "六安某有限公司,91340000000000000X,5": "六安某有限公司:统一社会信用代码"}
    for employers, sentence in wrong.items():
        told = text_of(post(staff.township, "find", employers=employers, name="六安某工会委员会", **lead))
        assert sentence in told


def test_the_page_refuses_an_unsound_election_in_words(staff):
    elected = seen(lambda: make.an_elected(staff, numbers={"present": 39, "issued": 39, "returned": 39, "valid": 39}))

    answer = post(staff.township, "founding_submit_result", [elected.number], state_seen="elected")

    assert "不足应到会的三分之二" in text_of(answer)


def test_a_candidate_is_struck_out_on_the_page(staff):
    elected = seen(lambda: make.an_elected(staff))
    wrong = seen(lambda: Candidate.objects.filter(duty=Duty.MEMBER).last())

    post(staff.township, "founding_strike", [elected.number, wrong.pk], state_seen="elected")

    assert seen(lambda: Candidate.objects.get(pk=wrong.pk)).is_struck


def test_a_stale_page_approves_nothing(staff):
    submitted = seen(lambda: make.a_submitted(staff))

    answer = post(staff.county_approver, "founding_establish", [submitted.number], state_seen="elected")

    assert "情况有了变化" in text_of(answer)
    assert seen(Founding.objects.get).state == "result_submitted"


def test_the_approval_is_a_word_document(staff):
    established = seen(lambda: make.an_established(staff))
    browser = come_in(staff.county_approver)

    for kind in ("preparation", "approval"):
        answer = browser.get(reverse("organising:founding_paper", args=[established.number, kind]))
        assert answer.content[:2] == b"PK"
    assert Entry.objects.filter(name="print_sheets", record_id=established.pk).count() == 2
    assert browser.get(reverse("organising:founding_paper", args=[established.number, "other"])).status_code == 404


def test_a_returned_request_says_what_is_missing(staff):
    request = seen(lambda: make.a_request(staff))
    post(staff.county_reviewer, "founding_send_back", [request.number], state_seen="prep_applied", items="营业执照")

    answer = come_in(staff.township).get(reverse("organising:founding", args=[request.number]))

    assert "营业执照" in text_of(answer)


def test_a_preparing_worker_applies_on_her_phone(staff, tree):
    worker = a_worker(tree["city"], "孙筹备")
    lead = seen(lambda: make.a_lead(staff, preparer=worker.user))

    answer = post(worker, "founding_apply", [lead.number], state_seen="clue", members="60", women="9", term_years="3")

    assert "筹建请示" in text_of(answer)
    assert "gh-phone" in text_of(answer)
    other = a_worker(tree["city"], "李他人")
    assert come_in(other).get(reverse("organising:founding", args=[lead.number])).status_code == 404


def test_foundings_of_another_county_are_not_found(staff, neighbours):
    lead = seen(lambda: make.a_lead(staff))

    for by in (neighbours.township, neighbours.county_approver, staff.chair):
        assert come_in(by).get(reverse("organising:founding", args=[lead.number])).status_code == 404
    assert lead.number not in text_of(come_in(neighbours.county_operator).get(reverse("organising:foundings")))
    assert lead.number in text_of(come_in(staff.county_operator).get(reverse("organising:foundings")))


def test_the_next_office_finds_it_on_its_workbench(staff):
    submitted = seen(lambda: make.a_submitted(staff))

    assert submitted.name in text_of(come_in(staff.county_approver).get(reverse("workbench:home")))
    assert submitted.name not in text_of(come_in(staff.county_reviewer).get(reverse("workbench:home")))


def test_the_chair_has_a_page_of_her_union(staff):
    established = seen(lambda: make.an_established(staff))
    chair = a_post(established.union, Role.GRASSROOTS_CHAIR, "陈测试")

    answer = text_of(come_in(chair).get(reverse("organising:union")))

    assert established.approval_number in answer
    assert "钱测试" in answer


def test_foundings_cost_as_much_for_three_as_for_one(staff, cost_of):
    browser, page = come_in(staff.county_operator), reverse("organising:foundings")
    seen(lambda: make.a_lead(staff))
    browser.get(page)
    one = cost_of(lambda: browser.get(page))
    for n in range(2):
        seen(lambda n=n: make.a_lead(staff, firms=[make.a_firm(f"六安第{n}有限公司")]))

    assert cost_of(lambda: browser.get(page)) == one


# Members


def test_members_are_listed_with_masked_numbers(staff):
    id_no = make.a_number()
    seen(lambda: make.a_member(staff, "郑测试", id_no, mobile="19900000044", groups=["courier"]))

    answer = text_of(come_in(staff.chair).get(reverse("organising:members")))

    assert all(word in answer for word in ("郑测试", id_no[-4:], "199****0044", "快递员"))
    assert id_no not in answer


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"q": "郑"}, True),
        ({"q": "zcs"}, True),
        ({"q": "zhengceshi"}, True),
        ({"q": "王"}, False),
        ({"group": "courier"}, True),
        ({"group": "care_worker"}, False),
        ({"new_form": "express"}, True),
        ({"state": "active"}, True),
        ({"state": "left"}, False),
    ],
)
def test_members_are_narrowed(staff, asked, found):
    seen(lambda: make.a_member(staff, "郑测试", groups=["courier"], new_forms=["express"]))

    answer = come_in(staff.county_operator).get(reverse("organising:members"), asked)

    assert ("郑测试" in text_of(answer).partition("<tbody>")[2]) is found


def test_a_search_by_number_is_exact_and_written_down(staff, neighbours):
    id_no = make.a_number()
    seen(lambda: make.a_member(staff, "郑测试", id_no))

    def search(by):
        answer = come_in(by).post(reverse("organising:member_by_number"), {"id_no": id_no})
        assert (answer.status_code, id_no in text_of(answer)) == (200, False)
        return "郑测试" in text_of(answer)

    assert (search(staff.chair), search(neighbours.chair)) == (True, False)
    assert Entry.objects.filter(name="search_number").count() == 2


def test_no_address_finds_anybody_by_her_number(staff):
    id_no = make.a_number()
    seen(lambda: make.a_member(staff, "郑测试", id_no))
    client = come_in(staff.chair)

    for page in ("members", "member_by_number"):
        told = text_of(client.get(reverse(f"organising:{page}"), {"q": id_no, "id_no": id_no}))
        assert "郑测试" not in told.partition("<main")[2]
    assert not Entry.objects.filter(name="search_number").exists()


def test_a_search_by_number_beyond_the_quota_is_refused(staff, monkeypatch):
    monkeypatch.setattr("gonghui.programs.organising.actions.memberships.searches_today", lambda by, on: 30)

    answer = come_in(staff.chair).post(reverse("organising:member_by_number"), {"id_no": make.a_number()})

    assert "30 次的上限" in text_of(answer)


def test_a_number_is_shown_once_for_a_reason(staff):
    id_no = make.a_number()
    member = seen(lambda: make.a_member(staff, "郑测试", id_no))

    answer = post(staff.chair, "member_reveal", [member.pk, "id_no"], reason="核对入会申请书")

    assert id_no in text_of(answer)
    assert Entry.objects.filter(name="reveal_id_no").count() == 1
    assert come_in(staff.chair).get(reverse("organising:member_reveal", args=[member.pk, "name"])).status_code == 404


def test_a_member_of_another_union_is_not_found(staff, neighbours):
    member = seen(lambda: make.a_member(staff))

    assert come_in(neighbours.chair).get(member.get_absolute_url()).status_code == 404
    assert come_in(staff.township).get(member.get_absolute_url()).status_code == 200


def test_the_chair_retains_and_lets_go(staff):
    member = seen(lambda: make.a_member(staff))

    post(staff.chair, "member_retain", [member.pk], state_seen="active", reason="退休保留会籍")
    today = timezone.localdate().isoformat()
    answers = {"left_on": today, "end_reason": "left", "reason": "本人书面退会"}
    answer = post(staff.chair, "member_leave", [member.pk], state_seen="retained", **answers)

    assert "已离会" in text_of(answer)


def test_members_cost_as_much_for_three_as_for_one(staff, cost_of):
    browser, page = come_in(staff.chair), reverse("organising:members")
    seen(lambda: make.a_member(staff, "郑一测"))
    browser.get(page)
    one = cost_of(lambda: browser.get(page))
    for n in range(2):
        seen(lambda n=n: make.a_member(staff, f"郑{n}测"))

    assert cost_of(lambda: browser.get(page)) == one


# Joining


def test_who_scans_the_code_applies_without_an_account(staff):
    token = links.token_of(staff.union, on=timezone.localdate())
    page, browser = reverse("organising:join", args=[token]), Client()
    assert "告知内容" in text_of(browser.get(page))
    said = {"name": "郑扫码", "id_no": make.a_number(), "mobile": "19900000033", "household_type": "rural"}
    said |= {"employment": "contract"}

    assert "没有填对" in text_of(browser.post(page, said))
    answer = browser.post(page, said | {"agrees": "on"}, follow=True)

    assert "申请已提交" in text_of(answer)
    asked = seen(JoinApplication.objects.get)
    assert (asked.unit, asked.way, asked.confirm_way) == (staff.union, "scanned", "phone")


def test_what_is_known_is_not_asked_again(staff):
    worker, id_no = a_worker(staff.union, "郑已知"), make.a_number()
    seen(lambda: ensure_person(name="郑已知", id_no=id_no, unit=staff.union, user=worker.user))
    page = reverse("organising:join", args=[links.token_of(staff.union, on=timezone.localdate())])
    browser = come_in(worker)

    asked = text_of(browser.get(page))
    browser.post(page, {"mobile": "19900000034", "employment": "contract", "agrees": "on"})

    assert id_no[-4:] in asked
    assert 'name="id_no"' not in asked
    application = seen(JoinApplication.objects.get)
    assert (application.name, application.user, application.id_no.open()) == ("郑已知", worker.user, id_no)
    assert "申请加入" in text_of(browser.get(reverse("organising:mine")))
    browser.post(reverse("organising:my_withdraw", args=[application.number]), {"state_seen": "applied"})
    assert seen(JoinApplication.objects.get).state == "withdrawn"


def test_an_old_code_says_so(staff):
    token = links.token_of(staff.union, on=MAY_20)

    answer = Client().get(reverse("organising:join", args=[token]))

    assert answer.status_code == 409
    assert "已过期" in text_of(answer)


def test_the_code_can_be_printed(staff):
    answer = text_of(come_in(staff.chair).get(reverse("organising:code")))

    assert "data:image/svg+xml" in answer
    assert "/organising/join/" in answer


def test_the_union_enters_one_person_and_the_chair_admits_her(staff):
    said = {"name": "郑代录", "id_no": make.a_number(), "mobile": "19900000035", "household_type": "urban"}
    post(staff.operator, "enter", **said | {"employment": "contract", "confirm_way": "signed"})
    number = seen(JoinApplication.objects.get).number

    assert "郑代录" in text_of(come_in(staff.chair).get(reverse("workbench:home")))
    answer = post(staff.chair, "application_admit", [number], state_seen="applied")

    assert "已入会" in text_of(answer)
    assert seen(Membership.objects.get).unit == staff.union


def test_the_chair_is_told_only_that_it_is_looked_into(staff, neighbours):
    id_no = make.a_number()
    seen(lambda: make.a_member(neighbours, id_no=id_no))
    asked = seen(lambda: make.an_application(staff.union, by=staff.operator, id_no=id_no))

    answer = text_of(post(staff.chair, "application_admit", [asked.number], state_seen="applied"))

    assert "已提交核对" in answer
    assert "霍山" not in answer
    check = seen(MembershipCheck.objects.get)
    for by in (staff.chair, staff.county_operator, neighbours.county_operator):
        assert come_in(by).get(check.get_absolute_url()).status_code == 404
    assert "霍山县竹木产业工会" in text_of(come_in(staff.city_operator).get(check.get_absolute_url()))
    post(staff.city_operator, "check_move", [check.number], state_seen="waiting", opinion="劳动合同已转")
    assert seen(lambda: Membership.objects.standing().get()).unit == staff.union


# Rosters


def send(by, content, name="名册.csv"):
    file = SimpleUploadedFile(name, content)
    return come_in(by).post(reverse("organising:roster_upload"), {"file": file}, follow=True)


def test_a_roster_is_sent_read_and_taken_in(staff):
    answer = text_of(send(staff.chair, a_text(a_row("郑一新"), a_row("郑二新")).encode()))
    assert all(word in answer for word in ("待确认", "新入会 2 人", "郑一新"))

    done = post(staff.chair, "roster_confirm", [seen(Roster.objects.get).number], state_seen="uploaded")

    assert "已入册" in text_of(done)
    assert seen(Membership.objects.count) == 2


def test_a_faulty_roster_comes_back_marked(staff):
    answer = text_of(send(staff.operator, a_text(a_row(id_no="123")).encode()))
    roster = seen(Roster.objects.get)

    marked = come_in(staff.operator).get(reverse("organising:roster_marked", args=[roster.number]))

    assert "错误 1 处" in answer
    cells = openpyxl.load_workbook(BytesIO(marked.content)).active
    assert "身份证号应为 18 位" in " ".join(str(cell.value) for row in cells for cell in row)


def test_a_file_that_is_no_roster_is_refused_at_its_field(staff):
    assert "这是 PDF 文件" in text_of(send(staff.chair, b"%PDF-1.4", "名册.csv"))
    assert seen(Roster.objects.count) == 0


def test_who_is_missing_is_listed_with_a_way_to_let_her_go(staff):
    one = a_row("郑一新")
    send(staff.chair, a_text(one, a_row("郑二新")).encode())
    post(staff.chair, "roster_confirm", [seen(Roster.objects.get).number], state_seen="uploaded")

    answer = text_of(send(staff.chair, a_text(one).encode()))

    member = seen(lambda: Membership.objects.get(person__name="郑二新"))
    assert "名册中没有 1 人" in answer
    assert member.get_absolute_url() in answer


def test_the_template_has_lists_to_choose_from(staff):
    answer = come_in(staff.chair).get(reverse("organising:roster_template"))

    book = openpyxl.load_workbook(BytesIO(answer.content))
    assert [cell.value for cell in book.active[1]][:3] == ["姓名*", "身份证号*", "手机号"]
    assert len(book.active.data_validations.dataValidation) >= 4


def test_rosters_are_the_unions_to_send_and_the_offices_to_read(staff, neighbours):
    send(staff.chair, a_text(a_row()).encode())
    page = seen(Roster.objects.get).get_absolute_url()

    assert come_in(staff.county_operator).get(page).status_code == 200
    assert come_in(neighbours.chair).get(page).status_code == 404
    assert come_in(staff.township).get(reverse("organising:roster_upload")).status_code == 404


def test_the_leader_opens_the_number_and_sees_members_masked(staff):
    seen(lambda: make.a_member(staff, "郑测试"))
    page = reverse("figures:records", args=["Y02"])

    answer = text_of(come_in(staff.county_approver).get(page, {"period": "2021"}))

    assert "郑**" in answer
    assert "郑测试" not in answer


def test_a_withdrawn_lead_is_closed_with_its_reason(staff):
    lead = seen(lambda: make.a_lead(staff))

    answer = post(staff.township, "founding_drop", [lead.number], state_seen="clue", reason="企业已注销")

    assert "不予通过" in text_of(answer)
    assert seen(lambda: founding.FoundingEmployer.objects.filter(is_open=True).count()) == 0
