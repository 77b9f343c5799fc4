"""An application in parts: by the worker on her phone and by her union, saved while typing, closed once submitted."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from gonghui.foundation.accounts.tests.people import a_worker, come_in
from gonghui.foundation.documents.tests.files import a_picture
from gonghui.foundation.journal.models import Entry
from gonghui.programs.hardship.models import HardshipArchive
from gonghui.programs.hardship.rulebook import FileState

from . import factories as make

pytestmark = pytest.mark.django_db
AUTOSAVE = {"HTTP_X_AUTOSAVE": "1"}


def text_of(answer) -> str:
    return answer.content.decode()


@pytest.fixture
def worker(staff):
    return a_worker(staff.union, "郭测试")


@pytest.fixture
def phone(worker):
    return come_in(worker)


@pytest.fixture
def draft(phone, made):
    phone.post("/hardship/new", {"name": "郭测试", "id_no": make.a_number()})
    return made(lambda: HardshipArchive.objects.get())


@pytest.fixture
def now(made, draft):
    """The file as it stands in the database."""
    return lambda: made(lambda: HardshipArchive.objects.select_related("unit").get(pk=draft.pk))


def part(file, name, *more) -> str:
    return reverse(f"hardship:{name}", args=[file.number, *more])


def test_begin_makes_a_draft_of_her_own_and_opens_the_first_part(phone, worker, made):
    answer = phone.post("/hardship/new", {"name": "郭测试", "id_no": make.a_number()})

    file = made(lambda: HardshipArchive.objects.get())
    assert (file.applicant_user_id, file.unit_id, file.state) == (worker.user_id, worker.unit_id, FileState.DRAFT)
    assert answer["Location"] == part(file, "part_work")


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        ("34990119800304123", "身份证号应为 18 位"),
        ("349901198002301234", "第 7 至 14 位不是存在的日期"),
        ("349901198003041230", "末位校验码不符"),
    ],
)
def test_begin_says_what_is_wrong_with_a_number(phone, made, number, sentence):
    answer = phone.post("/hardship/new", {"name": "郭测试", "id_no": number})

    assert sentence in text_of(answer)
    assert made(lambda: HardshipArchive.objects.exists()) is False


def test_begin_again_says_that_one_is_under_way(phone, draft, made):
    number = made(lambda: draft.own_line().id_no.open())

    answer = phone.post("/hardship/new", {"name": "郭测试", "id_no": number})

    assert f"您已有一份正在办理的申请({draft.number})" in text_of(answer)
    assert made(lambda: HardshipArchive.objects.count()) == 1


def test_chair_enters_an_application_for_a_worker(staff, made):
    browser = come_in(staff.chair)

    answer = browser.post("/hardship/new", {"name": "郭测试", "id_no": make.a_number(), "mobile": "19900000001"})

    file = made(lambda: HardshipArchive.objects.get())
    assert (file.applicant_user.name, file.entered_by) == ("郭测试", staff.chair.user_id)
    assert "代录申请" in text_of(browser.get("/hardship/"))
    assert browser.get(answer["Location"]).status_code == 200


def test_chair_submits_what_she_has_entered(staff, made):
    file = made(make.a_draft, staff)
    browser = come_in(staff.chair)
    page = text_of(browser.get(part(file, "part_check")))

    browser.post(part(file, "submit"), {"state_seen": "draft"})

    assert f'action="{part(file, "submit")}"' in page
    submitted = made(lambda: HardshipArchive.objects.get(pk=file.pk))
    assert (submitted.state, submitted.submitted_by) == (FileState.SUBMITTED, staff.chair.user_id)


def test_union_withdraws_for_who_applied_on_paper_and_for_nobody_else(staff, worker, made):
    on_paper = made(make.a_draft, staff)
    own = made(make.actions.begin, by=worker, on=make.MAY_10, name="郭测试", id_no=make.a_number())
    browser = come_in(staff.chair)

    browser.post(part(on_paper, "withdraw"), {"state_seen": "draft", "reason": "家庭不再需要"})

    assert made(lambda: HardshipArchive.objects.get(pk=on_paper.pk).state) == FileState.WITHDRAWN
    assert browser.post(part(own, "withdraw"), {"state_seen": "draft"}).status_code == 404


def test_begin_is_not_for_offices_above(staff):
    assert come_in(staff.county_operator).get("/hardship/new").status_code == 404


@pytest.mark.parametrize("name", ["work", "household", "income", "card", "authority", "check"])
def test_part_opens_on_the_phone_and_on_the_desk(phone, staff, draft, name):
    address = part(draft, f"part_{name}")

    assert "gh-hero" in text_of(phone.get(address))
    assert "gh-desk" in text_of(come_in(staff.chair).get(address))


@pytest.mark.parametrize("name", ["work", "household", "income", "card", "authority", "check"])
def test_part_is_found_by_nobody_else(staff, neighbours, draft, name):
    address = part(draft, f"part_{name}")

    for stranger in (a_worker(staff.union), neighbours.chair, staff.county_operator):
        assert come_in(stranger).get(address).status_code == 404
        assert come_in(stranger).post(address, {"work_status": "employed"}).status_code in (404, 405)


def test_typing_saves_what_is_valid_and_says_what_is_not(phone, draft, now):
    typed = {"work_status": "laid_off", "main_cause": "", "labour_since": "gestern"}

    answer = phone.post(part(draft, "part_work"), typed, **AUTOSAVE)

    assert set(answer.json()["wrong"]) == {"main_cause", "labour_since"}
    assert (now().work_status, now().main_cause) == ("laid_off", "")


def test_typing_keeps_health_and_story_out_of_the_journal(phone, draft, now):
    phone.post(part(draft, "part_authority"), {"cause_text": "爱人尿毒症,每周透析"}, **AUTOSAVE)
    phone.post(
        part(draft, "part_authority"),
        {"cause_text": "爱人尿毒症,三次透析", "authority": "on", "sensitive": "on", "guardian": "on"},
    )

    assert now().cause_text.open() == "爱人尿毒症,三次透析"
    assert now().authorised_on is not None
    assert "透析" not in str(list(Entry.objects.of(draft).values()))


def test_typing_after_submission_changes_nothing(phone, staff, draft, now, made):
    made(lambda: HardshipArchive.objects.filter(pk=draft.pk).update(state=FileState.SUBMITTED))

    answer = phone.post(part(draft, "part_work"), {"work_status": "retired"}, **AUTOSAVE)

    assert answer.status_code == 302
    assert now().work_status == ""


def a_member(**changes):
    kept = {"relation": "child", "name": "郭小测", "identity": "student", "health": "健康", "school": "金寨一中"}
    return {**kept, "id_no": make.a_number(), **changes}


def test_member_is_added_mended_and_taken_out(phone, draft, made):
    phone.post(part(draft, "new_member"), a_member())
    child = made(lambda: draft.members.get(relation="child"))

    phone.post(part(draft, "member", child.pk), a_member(id_no="", school="金寨二中"))

    mended = made(lambda: draft.members.get(relation="child"))
    assert (mended.school, mended.id_no.open(), mended.health.open()) == ("金寨二中", child.id_no.open(), "健康")
    phone.post(part(draft, "removal", child.pk))
    again = phone.post(part(draft, "removal", child.pk))
    assert made(lambda: draft.members.count()) == 1
    assert "可能已经删除" in text_of(phone.get(again["Location"]))


def test_member_twice_is_one_member_and_a_sentence(phone, draft, made):
    typed = a_member()
    phone.post(part(draft, "new_member"), typed)

    again = phone.post(part(draft, "new_member"), typed)

    assert "在本档案中已填写" in text_of(again)
    assert made(lambda: draft.members.count()) == 2


def test_member_number_changed_while_typing_changes_birth_and_index(phone, draft, made):
    phone.post(part(draft, "new_member"), a_member())
    child = made(lambda: draft.members.get(relation="child"))
    number = make.a_number(make.date(2011, 2, 3))

    phone.post(part(draft, "member", child.pk), a_member(id_no=number), **AUTOSAVE)

    mended = made(lambda: draft.members.get(relation="child"))
    assert (mended.id_no.open(), mended.born_on) == (number, make.date(2011, 2, 3))
    assert mended.id_index != child.id_index


def test_applicant_cannot_be_taken_out(phone, draft, made):
    own = made(draft.own_line)

    answer = phone.post(part(draft, "removal", own.pk))

    assert "申请人本人不能删除" in text_of(answer)
    assert made(lambda: draft.members.count()) == 1


def test_member_of_another_file_is_not_found(phone, staff, draft, made):
    other = made(make.a_draft, staff)
    stranger = made(lambda: other.members.first().pk)

    phone.post(part(draft, "removal", stranger))

    assert phone.get(part(draft, "member", stranger)).status_code == 404
    assert made(lambda: other.members.filter(pk=stranger).exists())


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("3.5万", "不要按“万元”"),
        ("3.5", "全年不足 100 元"),
        ("-200", "金额不能为负数"),
        ("1200.505", "最多两位小数"),
        ("三千", "请填写数字"),
        ("99999999999", "金额过大"),
        ("", "请填写家庭全年收入"),
    ],
)
def test_income_says_what_is_wrong_with_an_amount(phone, draft, made, typed, sentence):
    answer = phone.post(part(draft, "part_income"), {"wage": typed})

    assert sentence in text_of(answer)
    assert made(lambda: draft.lines.count()) == 0


@pytest.mark.parametrize(
    ("typed", "fen"), [("36000", 3_600_000), ("36,000.5", 3_600_050), ("３６０００元", 3_600_000), ("0", 0)]
)
def test_income_is_typed_in_yuan_and_kept_in_fen(phone, draft, made, typed, fen):
    phone.post(part(draft, "part_income"), {"wage": typed})

    assert made(lambda: draft.lines.get(kind="wage").amount) == fen


def test_income_reimbursed_stands_with_its_cost_and_not_above_it(phone, draft, made):
    refused = phone.post(part(draft, "part_income"), {"wage": "0", "cost_illness": "300", "reimbursed": "400"})
    phone.post(part(draft, "part_income"), {"wage": "0", "cost_illness": "300", "reimbursed": "100"})
    phone.post(part(draft, "part_income"), {"wage": "0", "cost_illness": "300", "reimbursed": "120"})

    assert "不能大于看病总费用" in text_of(refused)
    assert made(lambda: draft.lines.get(kind="cost_illness").borne) == 18_000


def test_income_emptied_while_typing_is_unknown_again(phone, draft, made):
    phone.post(part(draft, "part_income"), {"wage": "36000", "transfer": "5000"})

    phone.post(part(draft, "part_income"), {"wage": "36000", "transfer": ""}, **AUTOSAVE)

    assert made(lambda: list(draft.lines.values_list("kind", flat=True))) == ["wage"]


def test_card_belongs_to_a_member_and_is_kept_when_left_empty(phone, draft, now):
    card = {"card_no": "6228480012345678911", "bank_name": "徽商银行", "branch_code": ""}
    stranger = phone.post(part(draft, "part_card"), {"account_name": "外人", **card})
    phone.post(part(draft, "part_card"), {"account_name": "郭测试", **card})
    shown = text_of(phone.get(part(draft, "part_card")))

    phone.post(part(draft, "part_card"), {"account_name": "郭测试", **card, "card_no": "", "bank_name": "工商银行"})

    assert "gh-error" in text_of(stranger)
    assert "**** 8911" in shown
    assert card["card_no"] not in shown
    assert (now().card_no.open(), now().bank_name) == (card["card_no"], "工商银行")


def test_check_names_what_is_missing_and_submission_says_so_too(phone, draft, now):
    page = text_of(phone.get(part(draft, "part_check")))

    answer = phone.post(part(draft, "my_submit"), {"state_seen": "draft"})

    assert "<li>收款银行卡</li>" in page
    assert "还缺以下内容" in text_of(answer)
    assert now().state == FileState.DRAFT


@pytest.fixture
def complete(phone, draft):
    phone.post(part(draft, "part_work"), {"work_status": "employed", "main_cause": "illness"})
    phone.post(part(draft, "part_income"), {"wage": "24000", "cost_illness": "12000"})
    card = {"account_name": "郭测试", "card_no": "6228480012345678911", "bank_name": "徽商银行"}
    phone.post(part(draft, "part_card"), card)
    phone.post(
        part(draft, "part_authority"), {"cause_text": "住院", "authority": "on", "sensitive": "on", "guardian": "on"}
    )
    return draft


def test_submit_twice_is_one_submission_and_a_sentence(phone, complete, now):
    first = phone.post(part(complete, "my_submit"), {"state_seen": "draft"})
    again = phone.post(part(complete, "my_submit"), {"state_seen": "draft"})

    assert first["Location"] == again["Location"] == f"/hardship/mine/{complete.number}"
    assert "没有重复办理" in text_of(phone.get(again["Location"]))
    assert now().state == FileState.SUBMITTED
    assert Entry.objects.of(complete).filter(name="submit").count() == 1


def test_case_says_what_is_next_and_how_long(phone, complete):
    phone.post(part(complete, "my_submit"), {"state_seen": "draft"})

    shown = text_of(phone.get(f"/hardship/mine/{complete.number}"))

    assert "两名工作人员会上门核查" in shown
    assert "还有 10 个工作日" in shown


def test_returned_case_says_what_was_asked_and_is_mended(phone, staff, complete, now):
    phone.post(part(complete, "my_submit"), {"state_seen": "draft"})
    back = {"state_seen": "submitted", "items": "请补交在读证明", "opinion": "孩子的"}
    come_in(staff.chair).post(part(complete, "send_back"), back)
    shown = text_of(phone.get(f"/hardship/mine/{complete.number}"))

    phone.post(part(complete, "my_resubmit"), {"state_seen": "returned"})

    assert "<li>请补交在读证明</li>" in shown
    assert "去补正" in shown
    assert now().state == FileState.SUBMITTED


def test_withdraw_is_hers_alone(phone, staff, complete, now):
    phone.post(part(complete, "my_submit"), {"state_seen": "draft"})
    foreign = come_in(staff.chair).post(part(complete, "my_withdraw"), {"state_seen": "submitted"})

    phone.post(part(complete, "my_withdraw"), {"state_seen": "submitted", "reason": "情况好转"})

    assert foreign.status_code == 404
    assert now().state == FileState.WITHDRAWN
    assert "可以重新申请" in text_of(phone.get(f"/hardship/mine/{complete.number}"))


def test_mine_lists_her_own_files_alone(phone, staff, draft, made):
    other = made(make.a_draft, staff)

    shown = text_of(phone.get("/hardship/mine"))

    assert draft.number in shown
    assert other.number not in shown
    assert "开始申请" not in shown


def test_paper_is_attached_by_the_applicant(phone, draft):
    paper = SimpleUploadedFile("工资条.png", a_picture("PNG"), "image/png")

    answer = phone.post(part(draft, "new_paper"), {"kind": "income", "file": paper, "note": "三个月"})

    assert answer.status_code == 302
    assert "工资条.png" in text_of(phone.get(f"/hardship/mine/{draft.number}"))
