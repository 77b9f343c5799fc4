"""What a wording means is said once, remembered, applied, replaced and taken back; each refusal (contracts §3)."""

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from gonghui.desks.review import actions, checking
from gonghui.desks.review.models import Choice
from gonghui.desks.review.reading import wording
from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.accounts.tests.people import a_post, come_in
from gonghui.foundation.journal.models import Entry
from gonghui.foundation.organisations import sight
from gonghui.kernel.refusals import NotEntitled
from tests.world import NOW, the_post

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]
PAGE = "2021年,全市服务困难群众18户,慰问困难群众9户。"
KNOWN_PAGE = "2021年,全市各级工会共救助在档困难职工18户。"


@pytest.fixture(autouse=True)
def everything_seen(db):
    with sight.system("tests"):
        yield


@pytest.fixture
def clerk():
    return the_post(Role.CITY_REVIEWER)


def choose(clerk, text=PAGE, at=0, **said):
    claim = checking.check(text, clerk.unit, None, today=NOW).judged[at].claim
    told = {"unit": clerk.unit, "wording": wording(claim), "unit_word": claim.unit_word, "code": "Y15"}
    told |= {"reason": "", "is_plain": False, "by": clerk, "on": NOW} | said
    return actions.ensure_chosen(**told)


def judged(clerk, text=PAGE):
    return [(each.code, each.verdict) for each in checking.check(text, clerk.unit, None, today=NOW).judged]


def test_a_choice_with_a_reason_is_applied_when_the_same_wording_comes_again(clerk):
    choose(clerk, reason="这里的困难群众就是在档户", is_plain=True)

    assert judged(clerk) == [("Y15", "agrees"), (None, "no_record")]
    assert judged(clerk, "2021年上半年,金寨县共服务困难群众3户。")[0][0] == "Y15"


def test_a_choice_without_a_reason_does_not_stand_over_a_plain_wording(clerk):
    choose(clerk, KNOWN_PAGE, code="")

    assert judged(clerk, KNOWN_PAGE) == [("Y15", "agrees")]


def test_a_choice_with_a_reason_may_say_that_it_is_none_of_ours(clerk):
    choose(clerk, KNOWN_PAGE, code="", reason="这是民政部门的数", is_plain=True)

    assert judged(clerk, KNOWN_PAGE) == [(None, "no_record")]


def test_a_later_choice_replaces_an_earlier_one(clerk):
    choose(clerk, reason="就是在档户")
    choose(clerk, code="Y10", reason="只算深度困难")

    assert judged(clerk)[0][0] == "Y10"
    assert [choice.code for choice in Choice.objects.standing()] == ["Y10"]
    assert Choice.objects.count() == 2


def test_the_same_choice_twice_is_one(clerk):
    assert choose(clerk, reason="就是在档户") == choose(clerk, reason="就是在档户")
    assert Choice.objects.count() == 1


def test_a_choice_is_taken_back_and_the_wording_is_judged_by_itself_again(clerk):
    choice = choose(clerk, reason="就是在档户")

    actions.revoke(choice, reason="理解有误", by=clerk, on=NOW)

    assert judged(clerk)[0] == (None, "no_record")
    assert not Choice.objects.standing().exists()


def test_choices_are_written_in_the_journal(clerk):
    choice = choose(clerk, reason="就是在档户")
    actions.revoke(choice, reason="理解有误", by=clerk, on=NOW)

    with sight.system("tests"):
        assert list(Entry.objects.order_by("-pk").values_list("name", flat=True)[:2]) == ["revoke", "choose"]


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"code": "Z99"}, actions.NoSuchFigure),
        ({"is_plain": True}, actions.ReasonMissing),
        ({"is_plain": True, "reason": " 不对 "}, actions.ReasonMissing),
    ],
)
def test_choose_refuses(clerk, said, refusal):
    with pytest.raises(refusal):
        choose(clerk, **said)

    assert not Choice.objects.exists()


def test_choose_refuses_who_only_reads(clerk):
    with pytest.raises(NotEntitled):
        choose(clerk, by=the_post(Role.AUDITOR))


def test_choose_refuses_for_a_union_that_is_not_below(clerk):
    with pytest.raises(actions.OtherUnit):
        choose(clerk, by=the_post(Role.COUNTY_OPERATOR, "金寨县总工会"))


def test_revoke_refuses_without_a_reason_and_after_another_was_quicker(clerk):
    choice = choose(clerk, reason="就是在档户")

    with pytest.raises(actions.RevocationReasonMissing):
        actions.revoke(choice, reason="错", by=clerk, on=NOW)
    actions.revoke(choice, reason="理解有误", by=clerk, on=NOW)
    with pytest.raises(actions.ReplacedSince):
        actions.revoke(choice, reason="理解有误", by=clerk, on=NOW)


def test_revoke_refuses_who_only_reads(clerk):
    choice = choose(clerk, reason="就是在档户")

    with pytest.raises(NotEntitled):
        actions.revoke(choice, reason="理解有误", by=the_post(Role.AUDITOR), on=NOW)


def test_a_choice_is_seen_by_its_union_and_those_above_behind_both_walls(clerk):
    county = the_post(Role.COUNTY_OPERATOR, "金寨县总工会")
    choose(clerk, reason="就是在档户")
    choose(county, unit=county.unit, reason="就是在档户")

    seen = {}
    for post in (clerk, county, the_post(Role.COUNTY_OPERATOR, "霍山县总工会")):
        with sight.of(post):
            seen[post] = (Choice.objects.visible_to(post).count(), Choice.objects.count())

    assert list(seen.values()) == [(2, 2), (1, 1), (0, 0)]


def test_a_choice_is_never_changed(clerk):
    choice = choose(clerk, reason="就是在档户")

    with pytest.raises(DatabaseError), transaction.atomic():
        Choice.objects.filter(pk=choice.pk).update(code="Y10")


def test_a_county_does_not_read_by_the_choices_of_the_city(clerk):
    choose(clerk, reason="就是在档户")

    assert judged(the_post(Role.COUNTY_OPERATOR, "金寨县总工会"))[0] == (None, "no_record")


def test_verify_applies_a_choice_and_says_so(clerk, tmp_path, capsys):
    choose(clerk, reason="就是在档户")
    page = tmp_path / "page.txt"
    page.write_text(PAGE, encoding="utf-8")

    with pytest.raises(SystemExit):
        call_command("verify", str(page))

    told = capsys.readouterr()
    assert "Y15  全市服务困难群众18户(按已记住的选择)" in told.out
    assert "有 1 处按已记住的选择核对。" in told.err


# On the page


def read(client, address="/review/reading", **answers):
    return client.post(address, {"text": PAGE} | answers)


def test_the_page_offers_the_figures_in_the_unit_word_with_their_values(clerk):
    (mark, _other) = read(come_in(clerk), open="1").context["marks"]

    assert mark.is_plain
    assert ("Y15", "18户", "相符") in [(each.code, each.shown, str(each.verdict)) for each in mark.options]
    assert "Y16" not in [each.code for each in mark.options]


def test_the_page_remembers_a_choice_and_reads_again(clerk):
    client = come_in(clerk)
    mark = read(client, open="1").context["marks"][0]

    page = read(client, "/review/reading/choice", choose="1", wording=mark.wording, code="Y15", reason="就是在档户")

    assert [each.verdict for each in page.context["marks"]] == ["agrees", "no_record"]
    assert "已记住这一选择" in page.content.decode()
    assert "按已记住的选择" in page.content.decode()


def test_the_page_asks_for_the_reason_and_keeps_the_choice_open(clerk):
    client = come_in(clerk)
    mark = read(client, open="1").context["marks"][0]

    page = read(client, "/review/reading/choice", choose="1", wording=mark.wording, code="Y15", reason="")

    assert "改判须写明理由" in page.content.decode()
    assert page.context["marks"][0].options


@pytest.mark.parametrize(
    "said", [{"choose": "9", "wording": "x"}, {"choose": "1", "wording": "别的说法"}, {"choose": "x"}, {}]
)
def test_the_page_remembers_nothing_of_another_text(clerk, said):
    page = read(come_in(clerk), "/review/reading/choice", code="Y15", reason="就是在档户", **said)

    assert "没有记下" in page.content.decode()
    assert not Choice.objects.exists()


def test_an_auditor_is_offered_no_choice():
    client = come_in(the_post(Role.AUDITOR))

    assert not any(mark.may_choose for mark in read(client).context["marks"])
    assert read(client, "/review/reading/choice", choose="1", wording="x").status_code == 404


def test_choices_are_listed_and_taken_back_on_pages(clerk):
    client, choice = come_in(clerk), choose(clerk, reason="就是在档户")
    listed = client.get("/review/choices/").content.decode()

    asked = client.get(choice.get_absolute_url())
    refused = client.post(choice.get_absolute_url(), {"reason": "错"})
    done = client.post(choice.get_absolute_url(), {"reason": "理解有误"})

    assert "服务困难群众" in listed
    assert "Y15" in asked.content.decode()
    assert "请写明撤销的理由" in refused.content.decode()
    assert done.status_code == 302
    assert "服务困难群众" not in client.get("/review/choices/").content.decode()


def test_the_list_of_choices_costs_the_same_with_one_row_and_with_three(clerk):
    client = come_in(clerk)
    choose(clerk, reason="就是在档户")
    client.get("/review/choices/")

    with CaptureQueriesContext(connection) as one:
        client.get("/review/choices/")
    choose(clerk, at=1, reason="也是在档户")
    choose(clerk, KNOWN_PAGE, code="", reason="不是这项")
    with CaptureQueriesContext(connection) as three:
        client.get("/review/choices/")

    assert len(three) == len(one)


def test_a_county_cannot_take_back_what_the_city_said(clerk):
    choice = choose(clerk, reason="就是在档户")

    assert come_in(the_post(Role.COUNTY_OPERATOR, "金寨县总工会")).get(choice.get_absolute_url()).status_code == 404


def test_a_statistician_sees_and_takes_back_her_own(clerk):
    post = the_post(Role.STATISTICIAN)
    choose(clerk, reason="就是在档户")
    mine = choose(post, at=1, reason="也是在档户")

    with sight.of(post):
        assert list(Choice.objects.visible_to(post)) == [mine]


def test_a_person_of_another_city_role_finds_no_list():
    assert come_in(a_post(the_post(Role.CITY_REVIEWER).unit, Role.SYSADMIN)).get("/review/choices/").status_code == 404
