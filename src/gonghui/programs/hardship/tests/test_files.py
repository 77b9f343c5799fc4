"""A file from application to record: each step, and each no (E-R1 to E-R7, X-R1 to X-R8)."""

from datetime import date, timedelta

import pytest

from gonghui.foundation.accounts.models import Post
from gonghui.foundation.journal.models import Entry
from gonghui.foundation.notices import actions as notices
from gonghui.foundation.organisations import sight
from gonghui.foundation.organisations.tests.trees import a_tree
from gonghui.kernel.refusals import NotEntitled, WrongState
from gonghui.programs.hardship import actions
from gonghui.programs.hardship.actions import application, corrections, decision, verification
from gonghui.programs.hardship.models import HardshipArchive
from gonghui.programs.hardship.rulebook import FileState
from gonghui.programs.hardship.rulebook.grading import Grade

from . import factories as make
from .factories import MAY_10, MAY_12, MAY_14, MAY_17, MAY_24, MAY_26

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def everything_seen(db):
    with sight.system("test"):
        yield


@pytest.fixture
def staff():
    return make.Staff(a_tree())


def test_begin_gives_a_number_and_enters_the_applicant(staff):
    file = actions.begin(by=staff.chair, on=MAY_10, name="张测试", id_no=make.a_number())

    assert (file.state, file.number[:7]) == (FileState.DRAFT, "H-2021-")
    assert [member.relation for member in file.members.all()] == ["self"]
    assert str(file.members.get().id_no).startswith("*" * 14)


def test_begin_refuses_who_is_not_of_the_union(staff):
    with pytest.raises(NotEntitled):
        actions.begin(by=staff.county_reviewer, on=MAY_10, name="张测试", id_no=make.a_number())


def test_begin_refuses_a_second_application_on_hand(staff):
    number = make.a_number()
    actions.begin(by=staff.chair, on=MAY_10, name="张测试", id_no=number)

    with pytest.raises(application.OneAtATime):
        actions.begin(by=staff.chair, on=MAY_12, name="张测试", id_no=number)


def test_begin_opens_an_account_for_a_new_person_with_a_phone(staff):
    file = actions.begin(by=staff.chair, on=MAY_10, name="张测试", id_no=make.a_number(), mobile="19900000001")

    assert file.applicant_user.mobile.open() == "19900000001"
    assert [post.role for post in file.applicant_user.posts.all()] == ["worker"]


def test_begin_opens_no_account_into_a_known_persons_files(staff):
    number = make.a_number()
    make.a_file_on_record(make.Staff({unit_key(u): u for u in all_units()}, county="huoshan"), id_no=number)

    file = actions.begin(by=staff.chair, on=MAY_10, name="张测试", id_no=number, mobile="19900000002")

    assert file.applicant_user is None


@pytest.mark.parametrize(("county", "name"), [("huoshan", "张测试"), ("jinzhai", "李测试")])
def test_begin_learns_no_account_of_who_is_entered_elsewhere_or_by_another_name(staff, county, name):
    number = make.a_number()
    other = staff if county == "jinzhai" else make.Staff({unit_key(u): u for u in all_units()}, county=county)
    first = actions.begin(by=other.chair, on=MAY_10, name="张测试", id_no=number, mobile="19900000004")
    actions.withdraw(first, by=Post.objects.get(user=first.applicant_user), on=MAY_10)

    file = actions.begin(by=staff.chair, on=MAY_12, name=name, id_no=number)

    assert file.applicant_user is None


@pytest.mark.parametrize("name", ["李测试", "张测试"])
def test_begin_refuses_a_worker_who_gives_anothers_number(staff, name):
    number = make.a_number()
    actions.begin(by=staff.chair, on=MAY_10, name="张测试", id_no=number, mobile="19900000003")
    worker = make.a_post(staff.union, "worker", name)

    with pytest.raises(application.IdentityToCheck):
        actions.begin(by=worker, on=MAY_12, name=name, id_no=number)


def test_begin_lets_no_worker_take_the_name_of_another(staff):
    number = make.a_number()
    actions.begin(by=staff.chair, on=MAY_10, name="张测试", id_no=number)

    with pytest.raises(application.IdentityToCheck):
        actions.begin(by=make.a_post(staff.union, "worker", "李测试"), on=MAY_12, name="张测试", id_no=number)


def test_submit_starts_the_clock_of_the_visit(staff):
    file = actions.submit(make.a_draft(staff), by=staff.chair, on=MAY_10)

    assert (file.state, file.due_on) == (FileState.SUBMITTED, MAY_24)


def test_submit_names_what_is_missing(staff):
    file = actions.begin(by=staff.chair, on=MAY_10, name="张测试", id_no=make.a_number())

    with pytest.raises(actions.Incomplete) as refusal:
        actions.submit(file, by=staff.chair, on=MAY_10)

    assert "核查授权书" in str(refusal.value)
    file.refresh_from_db()
    assert file.state == FileState.DRAFT


def test_submit_refuses_a_stranger_as_holder_of_the_account(staff):
    file = make.a_draft(staff)
    file.account_name = "外人"
    file.save()

    with pytest.raises(actions.Incomplete) as refusal:
        actions.submit(file, by=staff.chair, on=MAY_10)

    assert "开户人须为家庭成员" in str(refusal.value)


@pytest.fixture
def submitted(staff):
    return actions.submit(make.a_draft(staff), by=staff.chair, on=MAY_10)


def visit(file, staff, **traits):
    facts = {"visited_on": MAY_12, "second": staff.chair.user, "findings": "情况属实"} | traits
    return actions.visit(file, by=staff.operator, on=MAY_12, **facts)


def test_visit_is_by_two(submitted, staff):
    assert visit(submitted, staff).state == FileState.VISITED


def test_visit_refuses_one_person_twice(submitted, staff):
    with pytest.raises(verification.NeedsTwo):
        visit(submitted, staff, second=staff.operator.user)


def test_visit_refuses_a_second_person_of_another_county(submitted, staff):
    from gonghui.foundation.organisations.models import Unit

    stranger = make.a_post(Unit.objects.get(short_name="霍山县竹木产业工会"), "grassroots_chair")

    with pytest.raises(verification.NeedsTwo):
        visit(submitted, staff, second=stranger.user)


def test_compare_computes_the_grade_with_its_clause(submitted, staff):
    visit(submitted, staff)

    actions.compare(submitted, by=staff.township, on=MAY_14, sources=["civil_affairs"], result="clean")

    assessment = submitted.assessments.get()
    assert (assessment.grade, assessment.clause[:4]) == (Grade.DEEP, "E-R1")
    assert assessment.inputs["per_head_month"] == 50_000  # (24,000 - 12,000) yuan / 12 months / 2 persons
    assert assessment.would_change


def test_compare_refuses_without_the_households_authority(submitted, staff):
    visit(submitted, staff)
    HardshipArchive.objects.filter(pk=submitted.pk).update(authorised_on=None)

    with pytest.raises(verification.NotAuthorised):
        actions.compare(submitted, by=staff.township, on=MAY_14, sources=["civil_affairs"], result="clean")


def test_compare_excludes_with_evidence(submitted, staff):
    visit(submitted, staff)
    found = {"sources": ["vehicles"], "result": "explained", "issue": "有非生计用车", "exclusions": ["非生计用小汽车"]}

    actions.compare(submitted, by=staff.township, on=MAY_14, **found)

    assert submitted.assessments.get().grade == ""
    assert "E-R5" in submitted.assessments.get().clause


def test_publicise_shows_masked_name_unit_and_class_only(staff):
    file = make.a_publicised_file(staff, name="张测试")

    shown = file.notice.published_fields
    assert set(shown) == {"name", "unit", "category"}
    assert shown["name"] == "张*"
    assert file.notice.ends_on == date(2021, 5, 21)


def test_review_waits_for_the_notice(staff):
    file = make.a_publicised_file(staff)

    with pytest.raises(decision.NoticeNotPassed):
        actions.review(file, by=staff.county_reviewer, on=date(2021, 5, 21), opinion="情况属实")


def test_review_waits_for_an_objection(staff):
    file = make.a_publicised_file(staff)
    notices.object_to(file.notice, content="该户在县城另有商铺出租,请核实。", on=MAY_17, is_anonymous=True)

    with pytest.raises(decision.NoticeNotPassed):
        actions.review(file, by=staff.county_reviewer, on=MAY_24, opinion="情况属实")


def test_review_settles_grade_and_level(staff):
    file = make.a_reviewed_file(staff, level="city")

    assert (file.state, file.grade, file.archive_level) == (FileState.REVIEWED, Grade.DEEP, "city")


def test_review_of_a_borderline_household_needs_a_reason(staff):
    with pytest.raises(decision.BorderlineNeedsReason):
        make.a_reviewed_file(staff, income=2_400_000, illness=800_000, opinion="")  # 666.66 beside 665 yuan

    file = HardshipArchive.objects.get()
    assert file.assessments.get().is_borderline


def test_review_refuses_where_no_clause_fits(staff):
    with pytest.raises(decision.GradeMissing):
        make.a_reviewed_file(staff, income=9_000_000, illness=0)


def test_another_grade_needs_a_reason_and_a_second_person(staff):
    file = make.a_publicised_file(staff, income=9_000_000, illness=0)
    reviewer, other = staff.county_reviewer, make.a_post(staff.county, "county_reviewer")

    with pytest.raises(decision.ReasonMissing):
        actions.propose_grade(file, by=reviewer, on=MAY_17, grade=Grade.RELATIVE, reason=" ")
    actions.propose_grade(file, by=reviewer, on=MAY_17, grade=Grade.RELATIVE, reason="主要劳动力上月因工致残")
    with pytest.raises(NotEntitled):
        actions.confirm_grade(file, by=other, on=MAY_17)
    actions.confirm_grade(file, by=staff.county_approver, on=MAY_17, opinion="属实")

    assert file.assessments.get().settled_grade == Grade.RELATIVE
    assert actions.review(file, by=reviewer, on=MAY_24, opinion="情况属实").grade == Grade.RELATIVE


def test_approve_puts_the_household_on_file(staff):
    file = make.a_file_on_record(staff)

    assert (file.state, file.filed_on, file.due_on) == (FileState.ON_FILE, MAY_26, None)
    assert all(member.is_active for member in file.members.all())


def test_approve_of_a_city_file_belongs_to_the_city(staff):
    file = make.a_reviewed_file(staff, level="city")

    with pytest.raises(NotEntitled):
        actions.approve(file, by=staff.county_approver, on=MAY_26)

    assert actions.approve(file, by=staff.city_approver, on=MAY_26).state == FileState.ON_FILE


def test_approve_refuses_who_reviewed(staff):
    file = make.a_reviewed_file(staff)
    both = make.a_post(staff.county, "county_approver")
    both.user = staff.county_reviewer.user

    with pytest.raises(decision.SamePerson):
        actions.approve(file, by=both, on=MAY_26)


def test_approve_refuses_a_person_in_two_active_files_and_says_nothing_of_the_other(staff):
    number = make.a_number()
    first = make.a_file_on_record(staff, id_no=number)
    elsewhere = make.Staff({unit_key(u): u for u in all_units()}, county="huoshan")
    second = make.a_reviewed_file(elsewhere, id_no=number)

    with pytest.raises(actions.AnotherFile) as refusal:
        actions.approve(second, by=elsewhere.county_approver, on=MAY_26)
    actions.report_conflict(second, on=MAY_26)

    assert first.number not in str(refusal.value)
    assert "金寨" not in str(refusal.value)
    second.refresh_from_db()
    assert second.state == FileState.REVIEWED
    with sight.of(elsewhere.county_approver):
        assert conflicts() == 0
    with sight.of(staff.city_reviewer):
        assert conflicts() == 1


def conflicts() -> int:
    from gonghui.programs.hardship.models import FileConflict

    return FileConflict.objects.count()


def all_units():
    from gonghui.foundation.organisations.models import Unit

    return Unit.objects.all()


def unit_key(unit):
    from gonghui.foundation.organisations.tests.trees import PLAN

    return next(key for key, name, *_ in PLAN if name == unit.name)


def test_send_back_stops_the_clock_and_resubmit_starts_it_again(submitted, staff):
    actions.send_back(submitted, by=staff.operator, on=MAY_14, items=["收入证明"])
    assert (submitted.state, submitted.days_left) == (FileState.RETURNED, 6)

    actions.resubmit(submitted, by=staff.chair, on=date(2021, 6, 7))

    assert (submitted.state, submitted.due_on) == (FileState.SUBMITTED, date(2021, 6, 16))  # 14 June is a holiday


def test_send_back_lists_what_is_missing(submitted, staff):
    with pytest.raises(corrections.NothingAsked):
        actions.send_back(submitted, by=staff.operator, on=MAY_12, items=[" "])


def test_resubmit_goes_back_to_where_it_was(staff):
    file = make.a_publicised_file(staff)
    actions.send_back(file, by=staff.county_reviewer, on=MAY_24, items=["病历"])

    actions.resubmit(file, by=staff.chair, on=MAY_26)

    assert file.state == FileState.PUBLICISED


def test_reject_needs_a_reason_and_ends_the_clock(submitted, staff):
    with pytest.raises(decision.ReasonMissing):
        actions.reject(submitted, by=staff.county_reviewer, on=MAY_12, reason="不行")

    actions.reject(submitted, by=staff.county_reviewer, on=MAY_12, reason="不符合条件:收入高于标准")

    assert (submitted.state, submitted.due_on) == (FileState.REJECTED, None)


def test_reject_of_a_returned_file_waits_for_the_applicants_days(submitted, staff):
    actions.send_back(submitted, by=staff.operator, on=MAY_12, items=["收入证明"])

    with pytest.raises(decision.StillHerTurn) as refusal:
        actions.reject(submitted, by=staff.county_reviewer, on=submitted.due_on, reason="逾期未补正")
    day_after = submitted.due_on + timedelta(days=1)
    actions.reject(submitted, by=staff.county_reviewer, on=day_after, reason="逾期未补正")

    assert "2021-06-09" in str(refusal.value)
    assert submitted.state == FileState.REJECTED


def test_withdraw_is_the_applicants_own_once_she_has_an_account(submitted, staff):
    worker = make.a_post(staff.union, "worker")
    HardshipArchive.objects.filter(pk=submitted.pk).update(applicant_user=worker.user)

    with pytest.raises(NotEntitled):
        actions.withdraw(submitted, by=staff.chair, on=MAY_12)

    assert actions.withdraw(submitted, by=worker, on=MAY_12).state == FileState.WITHDRAWN


def test_withdraw_is_done_by_the_union_for_who_applied_on_paper(submitted, staff):
    assert actions.withdraw(submitted, by=staff.chair, on=MAY_12, reason="本人要求").due_on is None


def test_correct_keeps_what_was_and_why(staff):
    file = make.a_file_on_record(staff)

    actions.correct(file, by=staff.county_operator, on=MAY_26, reason="银行换卡", card_no="6228480012345678929")

    entry = Entry.objects.of(file).last()
    assert (entry.name, entry.opinion) == ("correct", "银行换卡")
    assert entry.body == {"was": {"card_no": "**** 8911"}, "changed": ["card_no"]}
    assert file.card_no.open() == "6228480012345678929"


def test_correct_refuses_a_stranger_as_holder(staff):
    file = make.a_file_on_record(staff)

    with pytest.raises(corrections.HolderIsStranger):
        actions.correct(file, by=staff.county_operator, on=MAY_26, reason="换卡", account_name="外人")


def test_pair_names_one_helper_at_a_time(staff):
    file = make.a_file_on_record(staff)

    actions.pair(file, by=staff.county_operator, on=MAY_26, cadre=staff.township.user)
    actions.pair(file, by=staff.county_operator, on=date(2021, 6, 1), cadre=staff.chair.user)

    assert [link.cadre.name for link in file.pairs.filter(ends_on__isnull=True)] == ["陈主席"]


def test_a_step_out_of_turn_says_where_the_record_stands(submitted, staff):
    with pytest.raises(WrongState) as refusal:
        actions.approve(submitted, by=staff.county_approver, on=MAY_12)

    assert "待入户核查" in str(refusal.value)


def test_an_officer_decides_nothing_in_her_own_file(staff):
    file = make.a_publicised_file(staff)
    HardshipArchive.objects.filter(pk=file.pk).update(applicant_user=staff.county_reviewer.user)

    with pytest.raises(NotEntitled, match="不是申请人本人"):
        actions.review(file, by=staff.county_reviewer, on=MAY_24, opinion="情况属实,同意")

    assert not HardshipArchive.objects.waiting_for(staff.county_reviewer, MAY_24).exists()


def test_visit_refuses_the_applicant_as_second(submitted, staff):
    HardshipArchive.objects.filter(pk=submitted.pk).update(applicant_user=staff.operator.user)

    with pytest.raises(verification.NeedsTwo):
        actions.visit(submitted, by=staff.chair, on=MAY_12, visited_on=MAY_12, second=staff.operator.user, findings="")


def a_mended_file(staff, file, **changes):
    """The file sent back by the county and resubmitted by the union, with another wage."""
    actions.send_back(file, by=staff.county_reviewer, on=MAY_24, items=["收入证明"])
    file.lines.filter(kind="wage").update(**changes)
    return actions.resubmit(file, by=staff.chair, on=MAY_26)


def test_resubmit_with_other_figures_is_computed_and_reviewed_again(staff):
    file = a_mended_file(staff, make.a_reviewed_file(staff), amount=2_500_000)

    assert (file.state, file.grade) == (FileState.PUBLICISED, "")
    assert file.assessments.last().inputs["income"] == 2_500_000


def test_resubmit_with_another_grade_is_publicised_again(staff):
    file = a_mended_file(staff, make.a_publicised_file(staff), amount=4_000_000)
    first = file.notice

    assert (file.state, file.assessments.last().grade) == (FileState.COMPARED, Grade.RELATIVE)
    actions.publicise(file, by=staff.chair, on=MAY_26)

    first.refresh_from_db()
    assert (first.state, file.notice.published_fields["category"]) == ("voided", "相对困难")


def test_a_file_whose_notice_was_voided_finds_its_way_to_another(staff):
    file = make.a_publicised_file(staff)
    notices.void(file.notice, by=staff.chair, on=MAY_17, reason="单位名称有误")

    with pytest.raises(decision.NoticeNotPassed, match="重新公示"):
        actions.review(file, by=staff.county_reviewer, on=MAY_26, opinion="情况属实,同意")

    assert a_mended_file(staff, file, amount=2_400_000).state == FileState.COMPARED


@pytest.mark.parametrize("end", ["withdraw", "reject"])
def test_a_file_that_ends_takes_its_notice_off_the_board(staff, end):
    file = make.a_publicised_file(staff)
    by = staff.chair if end == "withdraw" else staff.county_reviewer

    getattr(actions, end)(file, by=by, on=MAY_17, reason="家庭情况已经好转")

    file.notice.refresh_from_db()
    assert (file.notice.state, file.notice.is_public) == ("voided", False)


def test_pair_refuses_the_applicant_herself(staff):
    file = make.a_file_on_record(staff)
    HardshipArchive.objects.filter(pk=file.pk).update(applicant_user=staff.operator.user)

    with pytest.raises(corrections.OwnHelper):
        actions.pair(file, by=staff.county_operator, on=MAY_26, cadre=staff.operator.user)
