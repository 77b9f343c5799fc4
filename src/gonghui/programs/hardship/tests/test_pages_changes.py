"""Pages of household changes: on the phone, at the union's desk, at the office that confirms (E-R6, E-R13, X-R1)."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from gonghui.foundation.accounts.models import User
from gonghui.foundation.accounts.tests.people import come_in
from gonghui.foundation.documents.models import Document
from gonghui.programs.hardship.models import FileConflict, HardshipArchive, HouseholdChange
from gonghui.programs.hardship.rulebook.changes import ChangeKind

from . import factories as make
from .test_changes import PDF, a_birth, a_report, spouse_of

pytestmark = pytest.mark.django_db


def text_of(answer) -> str:
    return answer.content.decode()


@pytest.fixture
def file(staff, made):
    return made(make.a_file_on_record, staff)


@pytest.fixture
def worker(staff, file, made):
    """The applicant with her account."""

    def enter():
        post = make.a_post(staff.union, "worker", "张测试")
        HardshipArchive.objects.filter(pk=file.pk).update(applicant_user=post.user)
        return post

    return made(enter)


def a_paper():
    return SimpleUploadedFile("证明.pdf", PDF, "application/pdf")


def report(post, file, kind, **answers):
    url = reverse("hardship:report_change", args=[file.number, kind])
    return come_in(post).post(url, {"happened_on": "2021-06-01", "paper": a_paper(), **answers})


NEWBORN = {"name": "张新生", "relation": "child", "identity": "infant", "id_kind": "register", "born_on": "2021-05-26"}


def test_worker_reports_a_birth_on_her_phone(file, worker, made):
    case = text_of(come_in(worker).get(reverse("hardship:mine", args=[file.number])))

    answer = report(worker, file, "birth", **NEWBORN)

    change = made(lambda: HouseholdChange.objects.get())
    assert "家庭有变动" in case
    assert answer["Location"] == change.get_absolute_url()
    assert "待确认" in text_of(come_in(worker).get(answer["Location"]))
    assert made(lambda: Document.objects.of(change).count()) == 1


@pytest.mark.parametrize("kind", list(ChangeKind))
def test_every_kind_asks_the_union_and_nobody_else(staff, neighbours, file, kind):
    address = reverse("hardship:report_change", args=[file.number, kind])

    assert "证明材料" in text_of(come_in(staff.operator).get(address))
    assert come_in(neighbours.operator).get(address).status_code == 404
    assert come_in(staff.county_reviewer).get(address).status_code == 404


def test_report_of_an_unknown_kind_is_not_found(staff, file):
    assert come_in(staff.operator).get(f"/hardship/{file.number}/changes/new/wealth").status_code == 404


def test_report_asks_for_the_paper(staff, file, made):
    answer = report(staff.operator, file, "birth", **NEWBORN | {"paper": ""})

    assert "gh-error" in text_of(answer)
    assert made(HouseholdChange.objects.count) == 0


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"id_kind": "passport", "id_no": ""}, "请填写证件号码:5 至 17 位字母和数字"),
        ({"id_kind": "birth", "id_no": "123"}, "1 个字母加 9 位数字"),
        ({"born_on": ""}, "请填写出生日期"),
        ({"born_on": "2999-01-01"}, "出生日期不能在将来"),
        ({"happened_on": "2999-01-01"}, "发生日期不能在将来"),
    ],
)
def test_report_says_what_is_wrong(staff, file, answers, sentence):
    assert sentence in text_of(report(staff.operator, file, "birth", **NEWBORN | answers))


def test_report_sent_twice_is_one_change_and_a_sentence(staff, file, made):
    report(staff.operator, file, "birth", **NEWBORN)

    again = report(staff.operator, file, "birth", **NEWBORN)

    assert "正在等待确认" in text_of(again)
    assert made(HouseholdChange.objects.count) == 1


def test_report_of_a_case_that_is_not_on_file_goes_back_with_a_sentence(staff, made):
    file = made(make.a_reviewed_file, staff)

    answer = come_in(staff.operator).get(reverse("hardship:change_kinds", args=[file.number]))

    assert answer["Location"] == file.get_absolute_url()


def confirm(post, change, seen="reported"):
    return come_in(post).post(reverse("hardship:change_confirm", args=[change.number]), {"state_seen": seen})


def test_change_waits_at_the_county_and_is_confirmed_once(staff, file, made):
    change = made(a_birth, staff, file)
    home = text_of(come_in(staff.county_operator).get("/workbench/"))

    confirm(staff.county_operator, change)
    again = confirm(staff.county_operator, change)

    assert f'href="/hardship/changes/{change.number}/confirmation"' in home
    assert made(file.persons) == 3
    assert "没有重复办理" in text_of(again.client.get(again["Location"]))


def test_reporter_sees_no_button_to_confirm(staff, file, made):
    change = made(a_birth, staff, file)
    made(lambda: HouseholdChange.objects.update(reported_by=staff.county_operator.user_id))

    assert "confirmation" not in text_of(come_in(staff.county_operator).get(change.get_absolute_url()))
    assert "confirmation" in text_of(come_in(staff.township).get(change.get_absolute_url()))


def test_neighbours_find_no_change(staff, neighbours, file, made):
    change = made(a_birth, staff, file)
    pages = ["change", "change_confirm", "change_refuse", "change_paper", "change_withdraw"]
    client = come_in(neighbours.county_operator)

    found = [client.get(reverse(f"hardship:{page}", args=[change.number])) for page in pages]

    assert [answer.status_code for answer in found] == [404] * 5
    assert change.number not in text_of(come_in(neighbours.county_operator).get(reverse("hardship:changes")))


def test_confirm_of_a_member_known_elsewhere_is_told_to_the_city_alone(staff, neighbours, file, made):
    other = made(make.a_file_on_record, neighbours, name="王邻居")
    number = made(lambda: other.own_line().id_no.open())
    facts = {"name": "王邻居", "relation": "spouse", "identity": "employed", "id_kind": "resident", "id_no": number}
    change = made(a_report, staff, file, "marriage", born_on=make.MAY_10, **facts)

    answer = confirm(staff.county_operator, change)

    assert "市总工会核对" in text_of(answer)
    assert "霍山" not in text_of(answer)
    assert made(lambda: FileConflict.objects.get().other_file_id) == other.pk


def test_card_is_shown_masked_and_revealed_with_a_reason(staff, file, made):
    spouse = made(spouse_of, file)
    facts = {"member": spouse, "card_no": "6217000012345678903", "bank_name": "建设银行金寨支行"}
    change = made(a_report, staff, file, "card", **facts)

    page = text_of(come_in(staff.county_operator).get(change.get_absolute_url()))
    address = reverse("hardship:change_reveal", args=[change.number, "card_no"])
    revealed = come_in(staff.county_operator).post(address, {"reason": "与银行卡照片核对"})

    assert "6217000012345678903" not in page
    assert "6217000012345678903" in text_of(revealed)


def test_file_shows_changes_who_left_and_that_the_holder_is_gone(staff, file, made):
    spouse = made(spouse_of, file)
    change = made(a_report, staff, file, "death", member=made(file.own_line), successor=spouse)
    confirm(staff.county_operator, change)

    page = text_of(come_in(staff.county_operator).get(f"/hardship/{file.number}"))

    assert change.number in page
    assert "已不在这户家庭中" in page
    assert "已离开家庭的成员" in page


def test_list_costs_the_same_for_one_and_for_three(staff, file, made, cost_of):
    client = come_in(staff.county_operator)
    made(a_birth, staff, file, name="张新一")
    client.get(reverse("hardship:changes"))
    one = cost_of(lambda: client.get(reverse("hardship:changes")))
    made(a_birth, staff, file, name="张新二")
    made(a_birth, staff, file, name="张新三")

    assert cost_of(lambda: client.get(reverse("hardship:changes"))) == one


def test_officer_declares_that_she_is_kin_and_the_file_is_gone(staff, file, made):
    client = come_in(staff.county_operator)

    answer = client.post(reverse("hardship:declare_recusal", args=[file.number]), {"relation": "lineal"})

    assert client.get(f"/hardship/{file.number}").status_code == 404
    shown = text_of(client.get(answer["Location"]))
    assert file.number in shown
    assert "张测试" not in shown


def test_reviewer_orders_and_lifts(staff, file, made):
    client = come_in(staff.county_reviewer)
    answers = {"officer": staff.county_operator.pk, "relation": "spouse", "note": "家庭声明的亲属"}

    client.post(reverse("hardship:order_recusal", args=[file.number]), answers)
    barred = come_in(staff.county_operator).get(f"/hardship/{file.number}").status_code
    recusal = made(lambda: file.recusals.get())
    client.post(reverse("hardship:lift_recusal", args=[recusal.pk]), {"reason": "不是亲属,同名"})

    assert (barred, come_in(staff.county_operator).get(f"/hardship/{file.number}").status_code) == (404, 200)


def test_no_reveal_and_no_grant_for_kin(staff, file, made):
    grant = made(make.a_proposed_grant, staff, file)
    made(lambda: file.recusals.create(
        officer=User.objects.get(pk=staff.county_reviewer.user_id), relation="spouse", source="order",
        declared_on=make.MAY_26, declared_by=1, unit=staff.union,
    ))  # fmt: skip
    client = come_in(staff.county_reviewer)

    pages = [reverse("hardship:reveal", args=[file.number, "card_no"]), grant.get_absolute_url()]

    assert [client.get(page).status_code for page in pages] == [404, 404]
