"""A file goes to another county: each step, each no, and who sees what before and after (X-R1, X-R2)."""

from datetime import date, timedelta

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from gonghui.foundation.accounts.tests.people import come_in
from gonghui.foundation.documents import actions as documents
from gonghui.foundation.documents.models import Document
from gonghui.foundation.documents.tests.files import a_picture
from gonghui.foundation.notices.models import Message
from gonghui.foundation.organisations.models import Assignment
from gonghui.kernel.refusals import NotEntitled, WrongState
from gonghui.programs.hardship import actions
from gonghui.programs.hardship.actions import aid, transferring
from gonghui.programs.hardship.indicators import FILES
from gonghui.programs.hardship.models import AidGrant, Arrival, HardshipArchive, Transfer
from gonghui.programs.hardship.rulebook import FileState

from . import factories as make
from . import lives
from .factories import JUNE_1

pytestmark = pytest.mark.django_db
JULY_1 = date(2021, 7, 1)
WHY = {"reason": "moved", "grounds": "全家迁往霍山县居住"}


def text_of(answer) -> str:
    return answer.content.decode()


def propose(staff, neighbours, file, **facts):
    asked = {"to_unit": neighbours.union, **WHY} | facts
    return transferring.propose_transfer(file, by=staff.county_operator, on=JUNE_1, **asked)


def an_agreed_transfer(staff, neighbours, file):
    return transferring.agree(propose(staff, neighbours, file), by=staff.county_reviewer, on=JUNE_1)


def the_arrival(transfer):
    return Arrival.objects.get(transfer_id=transfer.pk)


def a_file_that_went(staff, neighbours, how=make.a_file_on_record, on=JUNE_1, **traits):
    """Gives the file, now of the neighbours' union."""
    file = how(staff, **traits)
    transfer = an_agreed_transfer(staff, neighbours, file)
    transferring.accept(the_arrival(transfer), by=neighbours.county_reviewer, on=on)
    file.refresh_from_db()
    return file


def paid(grant, on=JUNE_1):
    day = {"paid_on": on, "grade_when_paid": "deep_difficulty", "level_when_paid": "county"}
    AidGrant.objects.filter(pk=grant.pk).update(state="paid", **day)


def a_paper(file, by):
    upload = SimpleUploadedFile("收入证明.png", a_picture("PNG"))
    return documents.attach(file, upload, kind="income", by=by, on=JUNE_1)


# Steps and noes


def test_propose_transfer_waits_for_the_countys_own_reviewer(staff, neighbours, made):
    file = made(make.a_file_on_record, staff)

    transfer = made(propose, staff, neighbours, file)

    assert (transfer.state, transfer.due_on) == ("proposed", date(2021, 6, 8))
    assert not made(Arrival.objects.exists)


@pytest.mark.parametrize("who", ["chair", "township", "county_reviewer", "county_approver"])
def test_propose_transfer_is_for_the_countys_operator(staff, neighbours, made, who):
    file = made(make.a_file_on_record, staff)

    with pytest.raises(NotEntitled):
        made(
            lambda: transferring.propose_transfer(
                file, by=getattr(staff, who), on=JUNE_1, to_unit=neighbours.union, **WHY
            )
        )


def test_propose_transfer_refuses_the_same_county(staff, neighbours, made):
    file = made(make.a_file_on_record, staff)

    for unit in (staff.county, staff.union, staff.city):
        with pytest.raises(transferring.SameCounty):
            made(propose, staff, neighbours, file, to_unit=unit)


@pytest.mark.parametrize("how", [make.a_draft, lives.a_cancelled_file])
def test_propose_transfer_refuses_what_is_not_under_way(staff, neighbours, made, how):
    file = made(how, staff)

    with pytest.raises(transferring.MayNotMove):
        made(propose, staff, neighbours, file)


def test_propose_transfer_twice_is_refused(staff, neighbours, made):
    file = made(make.a_file_on_record, staff)
    first = made(propose, staff, neighbours, file)

    with pytest.raises(transferring.AlreadyMoving, match=first.number):
        made(propose, staff, neighbours, file)
    with pytest.raises(IntegrityError), transaction.atomic():
        made(lambda: Transfer.objects.create(**_copy(first)))


def _copy(transfer) -> dict:
    names = ("begun_on", "unit_id", "file_id", "to_unit_id", "reason", "grounds", "proposed_by", "state")
    return {name: getattr(transfer, name) for name in names} | {"number": "ZY-2"}


@pytest.mark.parametrize("step", ["propose", "agree", "accept"])
def test_no_file_moves_while_a_grant_is_open(staff, neighbours, made, step):
    file = made(make.a_file_on_record, staff)
    transfer = arrival = None
    if step != "propose":
        transfer = made(propose, staff, neighbours, file)
    if step == "accept":
        made(transferring.agree, transfer, by=staff.county_reviewer, on=JUNE_1)
        arrival = made(the_arrival, transfer)
    grant = made(make.a_proposed_grant, staff, file)

    with pytest.raises(transferring.GrantsOpen, match=grant.number):
        made(
            {
                "propose": lambda: propose(staff, neighbours, file),
                "agree": lambda: transferring.agree(transfer, by=staff.county_reviewer, on=JUNE_1),
                "accept": lambda: transferring.accept(arrival, by=neighbours.county_reviewer, on=JUNE_1),
            }[step]
        )

    assert made(lambda: HardshipArchive.objects.get(pk=file.pk).unit) == staff.union


def also(post, unit, role):
    """Another post of the same person."""
    return make.Post.objects.create(user=post.user, unit=unit, role=role, starts_on=make.LONG_AGO)


def test_agree_refuses_who_proposed_and_so_does_the_database(staff, neighbours, made):
    transfer = made(propose, staff, neighbours, made(make.a_file_on_record, staff))
    both = also(staff.county_operator, staff.county, "county_reviewer")

    with pytest.raises(transferring.OwnTransfer):
        made(transferring.agree, transfer, by=both, on=JUNE_1)
    with pytest.raises(IntegrityError), transaction.atomic():
        made(lambda: Transfer.objects.update(agreed_by=both.user_id))


@pytest.mark.parametrize("hand", ["county_operator", "county_reviewer"])
def test_accept_refuses_a_hand_of_the_other_side_and_so_does_the_database(staff, neighbours, made, hand):
    transfer = made(an_agreed_transfer, staff, neighbours, made(make.a_file_on_record, staff))
    both = also(getattr(staff, hand), neighbours.county, "county_reviewer")

    with pytest.raises(transferring.OwnTransfer):
        made(lambda: transferring.accept(the_arrival(transfer), by=both, on=JUNE_1))
    with pytest.raises(IntegrityError), transaction.atomic():
        made(lambda: Transfer.objects.update(accepted_by=both.user_id))


def test_accept_is_for_the_receiving_county_alone(staff, neighbours, made):
    arrival = made(lambda: the_arrival(an_agreed_transfer(staff, neighbours, make.a_file_on_record(staff))))

    for by in (staff.county_reviewer, neighbours.county_operator, neighbours.county_approver):
        with pytest.raises(NotEntitled):
            made(transferring.accept, arrival, by=by, on=JUNE_1)


def test_decline_leaves_the_file_and_tells_why(staff, neighbours, made):
    file = made(make.a_file_on_record, staff)
    transfer = made(an_agreed_transfer, staff, neighbours, file)

    made(
        lambda: transferring.decline(the_arrival(transfer), by=neighbours.county_reviewer, on=JUNE_1, reason="查无此户")
    )

    transfer, file = made(lambda: (Transfer.objects.get(), HardshipArchive.objects.get(pk=file.pk)))
    assert (transfer.state, transfer.answer, file.unit) == ("declined", "查无此户", staff.union)
    assert made(lambda: Message.objects.filter(user=staff.county_operator.user, record_id=transfer.pk).exists())


def test_refused_or_withdrawn_the_other_county_never_hears_of_it(staff, neighbours, made):
    file = made(make.a_file_on_record, staff)
    first = made(propose, staff, neighbours, file)
    made(transferring.refuse, first, by=staff.county_reviewer, on=JUNE_1, reason="仍在本县工作")
    second = made(propose, staff, neighbours, file)
    made(transferring.withdraw, second, by=staff.county_operator, on=JUNE_1)

    assert not made(Arrival.objects.exists)
    with pytest.raises(WrongState):
        made(transferring.agree, second, by=staff.county_reviewer, on=JUNE_1)


# What moves, and what stays


def test_accept_moves_the_file_with_papers_and_notice(staff, neighbours, made):
    file = made(make.a_file_on_record, staff)
    made(a_paper, file, staff.chair)
    made(actions.pair, file, by=staff.county_operator, on=JUNE_1, cadre=staff.county_reviewer.user)
    transfer = made(an_agreed_transfer, staff, neighbours, file)

    made(lambda: transferring.accept(the_arrival(transfer), by=neighbours.county_reviewer, on=JUNE_1))

    file = made(lambda: HardshipArchive.objects.select_related("notice").get(pk=file.pk))
    assert (file.unit, file.position, file.state) == (neighbours.union, neighbours.union.position, FileState.ON_FILE)
    assert file.notice.unit_id == neighbours.union.pk
    assert made(lambda: Document.objects.of(file).get().position) == neighbours.union.position
    assert made(lambda: file.pairs.get().ends_on) == JUNE_1
    assert made(lambda: Transfer.objects.get().state) == "accepted"


def test_an_application_under_way_keeps_its_state_and_day(staff, neighbours, made):
    file = made(a_file_that_went, staff, neighbours, make.a_publicised_file)

    assert (file.state, file.unit, file.due_on) == (FileState.PUBLICISED, neighbours.union, date(2021, 6, 7))
    with_others = come_in(neighbours.county_reviewer).get(f"{file.get_absolute_url()}/review")
    assert with_others.status_code == 200


def test_aid_given_before_stays_with_who_gave_it_and_counts_in_the_cap(staff, neighbours, made):
    file = made(make.a_file_on_record, staff)
    made(lambda: paid(make.a_proposed_grant(staff, file, amount=300_000)))
    transfer = made(an_agreed_transfer, staff, neighbours, file)
    made(lambda: transferring.accept(the_arrival(transfer), by=neighbours.county_reviewer, on=JUNE_1))

    browser = come_in(neighbours.county_operator)
    shown = text_of(browser.get(file.get_absolute_url()))
    cap = made(lambda: aid.cap_of(HardshipArchive.objects.get(pk=file.pk), make.a_project(neighbours), None, JUNE_1))

    assert made(lambda: AidGrant.objects.get().unit) == staff.union
    assert "转入前其他县区发放的救助金" in shown
    assert "3,000.00" in shown
    assert "金寨县总工会" in shown
    number = made(lambda: AidGrant.objects.get().number)
    assert number not in shown
    assert browser.get(f"/hardship/grants/{number}").status_code == 404
    assert cap.ceiling == 12 * 66_500 - 300_000


def test_files_on_record_count_where_they_are(staff, neighbours, made):
    made(a_file_that_went, staff, neighbours)

    def count(unit):
        return made(lambda: FILES.records(JULY_1).within(unit).count())

    assert (count(staff.county), count(neighbours.county)) == (0, 1)


# Who learns what


def test_the_receiving_county_learns_nothing_before_it_is_agreed(staff, neighbours, made):
    file = made(make.a_file_on_record, staff, name="郭测试")
    transfer = made(propose, staff, neighbours, file)
    browser = come_in(neighbours.county_reviewer)

    assert browser.get(transfer.get_absolute_url()).status_code == 404
    assert "没有转入的档案" in text_of(browser.get("/hardship/arrivals/"))
    assert browser.get(file.get_absolute_url()).status_code == 404


def test_the_receiving_county_sees_a_family_name_until_it_accepts(staff, neighbours, made):
    file = made(make.a_file_on_record, staff, name="郭测试")
    arrival = made(lambda: the_arrival(an_agreed_transfer(staff, neighbours, file)))
    browser = come_in(neighbours.county_reviewer)

    shown = text_of(browser.get(arrival.get_absolute_url()))
    before = browser.get(file.get_absolute_url())
    answer = browser.post(f"{arrival.get_absolute_url()}/acceptance", {"state_seen": "waiting", "opinion": "同意接收"})
    again = browser.post(f"{arrival.get_absolute_url()}/acceptance", {"state_seen": "waiting"}, follow=True)

    assert "郭**" in shown
    assert "郭测试" not in shown
    assert (before.status_code, answer.status_code) == (404, 302)
    assert browser.get(file.get_absolute_url()).status_code == 200
    assert "已经办过了,没有重复办理" in text_of(again)


def test_the_old_county_reads_for_a_year_and_does_nothing(staff, neighbours, made):
    today = timezone.localdate()
    file = made(make.a_file_on_record, staff)
    paper = made(a_paper, file, staff.chair)
    transfer = made(an_agreed_transfer, staff, neighbours, file)
    made(lambda: transferring.accept(the_arrival(transfer), by=neighbours.county_reviewer, on=today))

    for post in (staff.chair, staff.county_operator, staff.county_reviewer):
        browser = come_in(post)
        page = browser.get(file.get_absolute_url())
        assert page.status_code == 200
        assert "/reveals/" not in text_of(page)
        assert f"{file.get_absolute_url()}/correction" not in text_of(page)
        for closed in ("/reveals/card_no", "/correction", "/papers/new", "/recheck", "/transfer", "/helper"):
            assert browser.get(file.get_absolute_url() + closed).status_code == 404
        assert browser.get(paper.get_absolute_url()).status_code == 200
    assert not made(lambda: HardshipArchive.objects.waiting_for(staff.county_operator, today + timedelta(400)).exists())


def test_the_old_county_finds_nothing_after_the_year(staff, neighbours, made):
    file = made(make.a_file_on_record, staff)
    paper = made(a_paper, file, staff.chair)
    transfer = made(an_agreed_transfer, staff, neighbours, file)
    made(lambda: transferring.accept(the_arrival(transfer), by=neighbours.county_reviewer, on=timezone.localdate()))
    made(lambda: Assignment.objects.update(ends_on=timezone.localdate() - timedelta(days=1)))

    browser = come_in(staff.county_operator)

    assert browser.get(file.get_absolute_url()).status_code == 404
    assert browser.get(paper.get_absolute_url()).status_code == 404


def test_readers_are_those_who_held_a_post_there_that_day(staff, neighbours, made):
    today = timezone.localdate()
    file = made(make.a_file_on_record, staff)
    gone = made(make.a_post, staff.county, "county_operator")
    made(lambda: make.Post.objects.filter(pk=gone.pk).update(ends_on=today - timedelta(days=1)))
    transfer = made(an_agreed_transfer, staff, neighbours, file)

    made(lambda: transferring.accept(the_arrival(transfer), by=neighbours.county_reviewer, on=today))

    readers = set(made(lambda: list(Assignment.objects.values_list("user_id", flat=True))))
    hands = (staff.chair, staff.operator, staff.township)
    offices = (staff.county_operator, staff.county_reviewer, staff.county_approver)
    assert readers == {post.user_id for post in (*hands, *offices)}


# Pages


def test_a_transfer_goes_by_pages_from_county_to_county(staff, neighbours, made):
    file = made(make.a_file_on_record, staff)
    operator, reviewer = come_in(staff.county_operator), come_in(staff.county_reviewer)

    proposed = operator.post(
        f"{file.get_absolute_url()}/transfer", {"to_unit": "霍山县竹木产业工会", **WHY}, follow=True
    )
    transfer = made(Transfer.objects.get)
    agreed = reviewer.post(f"{transfer.get_absolute_url()}/agreement", {"state_seen": "proposed"})

    assert "待本县审核" in text_of(proposed)
    assert agreed.status_code == 302
    shown = text_of(come_in(neighbours.county_reviewer).get("/workbench/"))
    assert f"{made(the_arrival, transfer).get_absolute_url()}/acceptance" in shown
    assert "档案正在转往霍山县竹木产业工会" in text_of(operator.get(file.get_absolute_url()))


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("没有这个工会", "没有找到这个工会"),
        ("山", "有多个工会符合"),
        ("金寨县光伏产业工会", "没有找到这个工会"),
    ],
)
def test_proposal_finds_the_union_by_name(staff, neighbours, made, typed, sentence):
    file = made(make.a_file_on_record, staff)

    answer = come_in(staff.county_operator).post(f"{file.get_absolute_url()}/transfer", {"to_unit": typed, **WHY})

    assert sentence in text_of(answer)
    assert not made(Transfer.objects.exists)


@pytest.mark.parametrize("page", ["/hardship/transfers/", "/hardship/arrivals/"])
def test_lists_cost_the_same_for_one_and_three_rows(staff, neighbours, made, cost_of, page):
    made(lambda: an_agreed_transfer(staff, neighbours, make.a_file_on_record(staff)))
    browser = come_in(staff.city_reviewer)
    browser.get(page)
    one = cost_of(lambda: browser.get(page))
    for name in ("李测试", "钱测试"):
        made(lambda name=name: an_agreed_transfer(staff, neighbours, make.a_file_on_record(staff, name=name)))

    assert cost_of(lambda: browser.get(page)) == one


@pytest.mark.parametrize("role", ["grassroots_chair", "grassroots_operator", "township_reviewer", "worker"])
def test_lists_are_for_the_offices_of_counties_and_city(staff, made, role):
    post = made(make.a_post, staff.union, role)

    assert come_in(post).get("/hardship/transfers/").status_code == 404


def test_whatever_of_a_file_has_a_unit_of_its_own_is_known_to_move_or_to_stay():
    moves = {"hardship.householdchange"}
    stays = {"hardship.aidgrant", "hardship.relief", "hardship.recusal", "hardship.fileconflict", "hardship.transfer"}

    of_a_file = {
        model._meta.label_lower
        for model in apps.get_models()
        if hasattr(model, "seen_by")
        for field in model._meta.concrete_fields
        if field.related_model is HardshipArchive and "unit" in {each.name for each in model._meta.concrete_fields}
    }

    assert of_a_file == moves | stays
