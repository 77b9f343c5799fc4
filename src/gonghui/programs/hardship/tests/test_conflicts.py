"""A person in the files of two counties: the city decides, each county is told its own part and no more (E-R6, T03)."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from gonghui.foundation.accounts.tests.people import come_in
from gonghui.foundation.notices.models import Message
from gonghui.foundation.organisations import sight
from gonghui.kernel.identifiers import born_on
from gonghui.kernel.refusals import NotEntitled, WrongState
from gonghui.programs.hardship import actions
from gonghui.programs.hardship.actions import changes, conflicts, kin
from gonghui.programs.hardship.models import FileConflict, HardshipArchive, HouseholdMember

from . import factories as make
from .factories import JUNE_1, MAY_26
from .test_changes import a_paper, confirmed

pytestmark = pytest.mark.django_db
WHY = "经核对户口簿,老人随女儿在霍山居住"


class Both:
    """An old mother: on file with her son in Jinzhai, named in the application of her daughter in Huoshan."""

    def __init__(self, here, there):
        self.here, self.there, self.number = here, there, make.a_number()
        self.first = make.a_file_on_record(here)
        self._add(self.first, is_active=True)
        self.second = make.a_reviewed_file(there, name="李女儿")
        self._add(self.second)
        with pytest.raises(actions.AnotherFile):
            self.approved()
        actions.report_conflict(self.second, on=MAY_26)
        self.conflict = FileConflict.objects.get()

    def _add(self, file, **traits):
        facts = {"name": "周婆婆", "relation": "parent", "identity": "retired", "id_no": self.number}
        HouseholdMember.objects.create(file=file, born_on=born_on(self.number), **facts, **traits)

    def approved(self):
        return actions.approve(self.second, by=self.there.county_approver, on=JUNE_1)

    def settled(self, verdict, **traits):
        facts = {"by": self.here.city_reviewer, "on": JUNE_1, "reason": WHY}
        return conflicts.settle(self.conflict, verdict=verdict, **facts | traits)


@pytest.fixture
def both(staff, neighbours, made):
    return made(Both, staff, neighbours)


@pytest.fixture
def everything_seen(db):
    with sight.system("test"):
        yield


def told(post):
    return [message.text for message in Message.objects.filter(user=post.user, title="家庭成员核对结果")]


def where_she_counts(both):
    return list(HouseholdMember.objects.filter(name="周婆婆", is_active=True).values_list("file", flat=True))


@pytest.mark.usefixtures("everything_seen")
def test_report_is_due_and_waits_for_the_citys_reviewer(both):
    actions.report_conflict(both.second, on=MAY_26)

    assert FileConflict.objects.get() == both.conflict
    assert (both.conflict.state, both.conflict.due_on is not None) == ("found", True)
    assert list(FileConflict.objects.waiting_for(both.here.city_reviewer)) == [both.conflict]
    assert list(FileConflict.objects.waiting_for(both.here.city_approver)) == []


@pytest.mark.usefixtures("everything_seen")
def test_she_moves_and_the_application_goes_on(both):
    persons = both.first.members.present().count()

    both.settled("moves")

    both.first.refresh_from_db()
    assert both.approved().state == "on_file"
    assert where_she_counts(both) == [both.second.pk]
    assert both.first.members.present().count() == persons - 1
    assert both.first.assessments.last().inputs["persons"] == persons - 1
    assert "可以继续办理" in told(both.there.county_reviewer)[0]
    assert f"起不再计入档案 {both.first.number}" in told(both.here.county_reviewer)[0]


@pytest.mark.usefixtures("everything_seen")
def test_nobody_moves_into_an_application_that_waits_no_more(both):
    actions.reject(both.second, by=both.there.county_reviewer, on=JUNE_1, reason="家庭收入超过标准")
    both.conflict.refresh_from_db()

    with pytest.raises(conflicts.WaitsNoMore):
        both.settled("moves")

    assert where_she_counts(both) == [both.first.pk]
    assert both.settled("stays").state == "settled"


@pytest.mark.usefixtures("everything_seen")
@pytest.mark.parametrize("verdict", ["stays", "wrong"])
def test_she_stays_and_the_application_is_to_be_mended(both, verdict):
    both.settled(verdict)

    with pytest.raises(conflicts.NotToCount, match=r"周\*"):
        both.approved()

    assert where_she_counts(both) == [both.first.pk]
    assert len(told(both.there.county_reviewer)) == 1


@pytest.mark.usefixtures("everything_seen")
@pytest.mark.parametrize("verdict", ["stays", "moves", "wrong"])
def test_no_county_learns_of_the_others_file(both, verdict):
    both.settled(verdict)

    for mine, other in ((both.here, both.second), (both.there, both.first)):
        said = "".join(told(mine.county_reviewer))
        county = str(other.unit.county())
        assert not any(secret in said for secret in (other.number, other.applicant_name, county, "另一份", WHY))


def test_the_counties_see_nothing_of_the_conflict(both, made):
    made(both.settled, "moves")
    address = both.conflict.get_absolute_url()

    for post in (both.here.county_reviewer, both.there.county_reviewer, both.there.county_approver):
        client = come_in(post)
        assert client.get(address).status_code in (403, 404)
        assert client.get(reverse("hardship:conflicts")).status_code in (403, 404)
        with sight.of(post):
            assert FileConflict.objects.count() == 0


@pytest.mark.usefixtures("everything_seen")
def test_settle_refuses_the_county_and_a_second_time(both):
    with pytest.raises(NotEntitled):
        both.settled("stays", by=both.here.county_reviewer)
    with pytest.raises(NotEntitled):
        both.settled("stays", by=both.here.city_approver)
    both.settled("stays")

    with pytest.raises(WrongState):
        both.settled("moves")


@pytest.mark.usefixtures("everything_seen")
@pytest.mark.parametrize("which", ["first", "second"])
def test_settle_refuses_kin_of_either_household(both, which):
    reviewer = both.here.city_reviewer
    kin.declare(getattr(both, which), by=reviewer, on=JUNE_1, relation="lineal")

    with pytest.raises(NotEntitled):
        both.settled("stays")


@pytest.mark.usefixtures("everything_seen")
def test_settle_refuses_without_a_reason(both):
    with pytest.raises(conflicts.ReasonMissing):
        both.settled("stays", reason=" 是 ")


@pytest.mark.usefixtures("everything_seen")
def test_settle_refuses_to_take_the_applicant_out_of_her_own_file(staff, neighbours):
    number = make.a_number()
    first, second = make.a_file_on_record(staff, id_no=number), make.a_reviewed_file(neighbours, id_no=number)
    actions.report_conflict(second, on=MAY_26)

    with pytest.raises(conflicts.ApplicantOfTheOther, match=first.number):
        conflicts.settle(FileConflict.objects.get(), by=staff.city_reviewer, on=JUNE_1, verdict="moves", reason=WHY)


@pytest.mark.usefixtures("everything_seen")
def test_settle_of_what_is_mended_already_ends_it(both):
    both.second.members.filter(name="周婆婆").delete()

    with pytest.raises(conflicts.NothingShared):
        both.settled("stays")
    both.settled("wrong")

    assert both.approved().state == "on_file"


@pytest.mark.usefixtures("everything_seen")
def test_another_person_of_the_same_file_is_a_conflict_anew(both):
    both.settled("stays")
    child = both.first.members.get(relation="child")
    facts = {"name": "张小测", "relation": "child", "identity": "student", "born_on": child.born_on}
    HouseholdMember.objects.create(file=both.second, id_no=child.id_no.open(), **facts)

    with pytest.raises(actions.AnotherFile):
        both.approved()
    actions.report_conflict(both.second, on=JUNE_1)

    assert FileConflict.objects.open().count() == 1


@pytest.mark.usefixtures("everything_seen")
def test_a_person_about_to_join_moves_too(staff, neighbours):
    first, second, number = make.a_file_on_record(staff), make.a_file_on_record(neighbours), make.a_number()
    facts = {"name": "周婆婆", "relation": "parent", "identity": "retired", "born_on": born_on(number)}
    HouseholdMember.objects.create(file=first, id_no=number, is_active=True, **facts)
    joining = changes.report(
        second, by=neighbours.chair, on=JUNE_1, kind="joining", happened_on=JUNE_1, paper=a_paper(),
        id_kind="resident", id_no=number, **facts,
    )  # fmt: skip
    with pytest.raises(actions.AnotherFile):
        confirmed(neighbours, joining)
    actions.report_conflict(second, on=JUNE_1, index=joining.number_index())

    conflicts.settle(FileConflict.objects.get(), by=staff.city_reviewer, on=JUNE_1, verdict="moves", reason=WHY)

    assert confirmed(neighbours, joining).state == "confirmed"


def test_the_city_decides_on_its_page(both, made):
    client = come_in(both.here.city_reviewer)

    listed = client.get(reverse("hardship:conflicts")).content.decode()
    record = client.get(both.conflict.get_absolute_url()).content.decode()
    on_file = client.get(both.first.get_absolute_url()).content.decode()
    answer = client.post(
        reverse("hardship:conflict_settle", args=[both.conflict.number]),
        {"state_seen": "found", "verdict": "moves", "reason": WHY},
    )

    assert both.conflict.number in listed
    assert both.conflict.number in on_file
    assert all(each in record for each in (both.first.number, both.second.number, "周*"))
    assert answer.status_code == 302
    assert made(lambda: HardshipArchive.objects.get(pk=both.first.pk).members.present().count()) == 2


@pytest.mark.usefixtures("everything_seen")
def test_the_database_keeps_a_decision_whole(both):
    with pytest.raises(IntegrityError, match="settled_has_reason"), transaction.atomic():
        connection.cursor().execute("UPDATE hardship_fileconflict SET state = 'settled'")
