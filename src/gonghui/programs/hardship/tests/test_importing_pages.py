"""The pages of imports: who sends, what is told, what is given back marked, who confirms (E-R6, X-R1, R12)."""

from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import reverse

from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.accounts.tests.people import come_in
from gonghui.foundation.journal.models import Entry
from gonghui.foundation.organisations import sight
from gonghui.programs.hardship.models import FileImport, HardshipArchive

from . import factories as make
from .books import a_child, a_household, a_workbook, some_aid

pytestmark = pytest.mark.django_db
IMPORTS = "/hardship/imports/"


@pytest.fixture(autouse=True)
def papers(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "papers"


def text_of(answer) -> str:
    return answer.content.decode()


def send(post, content, name="档案.xlsx"):
    return come_in(post).post(f"{IMPORTS}new", {"file": SimpleUploadedFile(name, content)}, follow=True)


def seen(how):
    with transaction.atomic(), sight.system("tests"):
        return how()


def the_import():
    return seen(FileImport.objects.get)


def test_template_holds_the_lists_and_the_unions_of_the_county(staff, neighbours):
    answer = come_in(staff.county_operator).get(f"{IMPORTS}template")

    book = openpyxl.load_workbook(BytesIO(answer.content))
    lists = " ".join(rule.formula1 for name in book.sheetnames for rule in book[name].data_validations.dataValidation)
    assert book.sheetnames[:3] == ["档案", "家庭成员", "本年度已发放"]
    assert all(word in lists for word in (staff.union.name, "尿毒症", "政府廉租房", "社保待遇未落实"))
    assert neighbours.union.name not in lists
    assert len(book["档案"].data_validations.dataValidation) > 15


def test_send_shows_what_was_found_and_waits_for_another(staff, tmp_path):
    answer = send(staff.county_operator, a_workbook(tmp_path, [a_household(staff.union)], [a_child()], [some_aid()]))

    assert "待确认" in text_of(answer)
    assert the_import().new == 1
    assert "确认导入" not in text_of(answer)


def test_confirm_takes_the_files_in(staff, tmp_path):
    send(staff.county_operator, a_workbook(tmp_path, [a_household(staff.union)]))
    browser = come_in(staff.county_approver)
    page = reverse("hardship:import_confirm", args=[the_import().number])

    answer = browser.post(page, {"state_seen": "uploaded", "opinion": "与纸质档案核对无误"}, follow=True)

    assert "导入的档案" in text_of(answer)
    assert the_import().state == "confirmed"
    file = browser.get(reverse("hardship:files"), {"q": "zcs"})
    assert "深度困难" in text_of(file)


def test_the_approver_finds_it_on_the_workbench(staff, tmp_path):
    send(staff.county_operator, a_workbook(tmp_path, [a_household(staff.union)]))

    answer = come_in(staff.county_approver).get(reverse("workbench:home"))

    assert "档案.xlsx" in text_of(answer)


def test_faults_are_told_and_given_back_marked(staff, tmp_path):
    content = a_workbook(tmp_path, [a_household(staff.union, grade="特困", id_no="123")], [a_child(key="9")])

    answer = send(staff.county_operator, content)
    marked = come_in(staff.county_operator).get(reverse("hardship:import_marked", args=[the_import().number]))

    book = openpyxl.load_workbook(BytesIO(marked.content))
    assert "错误 2 处" in text_of(answer)
    assert "没有“特困”这一项" in text_of(answer)
    assert book["档案"]["D2"].fill.fgColor.rgb == "FFFFC7CE"
    assert len(book["档案"].data_validations.dataValidation) > 15
    assert Entry.objects.of(the_import()).filter(name="marked_copy").exists()


def test_the_same_workbook_again_is_answered_with_a_sentence(staff, tmp_path):
    content = a_workbook(tmp_path, [a_household(staff.union)])
    send(staff.county_operator, content)
    page = reverse("hardship:import_confirm", args=[the_import().number])
    come_in(staff.county_approver).post(page, {"state_seen": "uploaded"})

    answer = send(staff.county_operator, content)

    assert "1 户都已在档,内容一致,不用导入" in text_of(answer)
    assert seen(FileImport.objects.count) == 1


@pytest.mark.parametrize("post", ["chair", "operator", "township"])
def test_imports_are_not_there_for_others(staff, tmp_path, post):
    send(staff.county_operator, a_workbook(tmp_path, [a_household(staff.union)]))
    browser = come_in(getattr(staff, post))

    assert browser.get(IMPORTS).status_code == 404
    assert browser.get(the_import().get_absolute_url()).status_code == 404


def test_an_import_is_not_there_for_the_next_county(staff, neighbours, tmp_path):
    send(staff.county_operator, a_workbook(tmp_path, [a_household(staff.union)]))
    number = the_import().number

    for post in (neighbours.county_operator, neighbours.county_approver):
        assert number not in text_of(come_in(post).get(IMPORTS))
        assert come_in(post).get(reverse("hardship:import", args=[number])).status_code == 404
        assert come_in(post).get(reverse("hardship:import_marked", args=[number])).status_code == 404


def test_withdraw_by_who_sent_it(staff, tmp_path):
    send(staff.county_operator, a_workbook(tmp_path, [a_household(staff.union)]))
    page = reverse("hardship:import_withdraw", args=[the_import().number])

    answer = come_in(staff.county_operator).post(page, {"state_seen": "uploaded"}, follow=True)

    assert "已撤回" in text_of(answer)
    assert seen(HardshipArchive.objects.count) == 0


def test_details_are_filled_in_and_shown_masked(staff, made):
    file = made(make.a_file_on_record, staff)
    page = reverse("hardship:details", args=[file.number])
    browser = come_in(staff.county_operator)

    browser.post(
        page,
        {
            "health": "尿毒症",
            "housing": "low_rent",
            "is_single_parent": "unknown",
            "can_help_itself": "true",
            "nobody_employed": "false",
            "other_causes": ["schooling"],
        },
    )
    answer = browser.get(file.get_absolute_url())

    assert "政府廉租房" in text_of(answer)
    assert "尿毒症" not in text_of(answer)
    details = made(lambda: HardshipArchive.objects.get(pk=file.pk).details)
    assert (details.health.open(), details.can_help_itself, details.is_single_parent) == ("尿毒症", True, None)
    assert "尿毒症" not in str(made(lambda: list(Entry.objects.values_list("body", flat=True))))


def test_details_of_a_member_are_filled_in_for_the_national_form(staff, made):
    file = made(make.a_file_on_record, staff)
    child = made(lambda: file.members.get(relation="child"))
    page = reverse("hardship:member_details", args=[file.number, child.pk])
    browser = come_in(staff.county_operator)

    listed = text_of(browser.get(reverse("hardship:details", args=[file.number])))
    wrong = browser.post(page, {"entry_year": "21", "school_years": "30", "monthly_income": "-1"})
    answer = browser.post(page, {"entry_year": "2021", "school_years": "3", "monthly_income": "120.5"})
    again = text_of(browser.get(page))

    details = made(lambda: HardshipArchive.objects.get(pk=file.pk).members.get(pk=child.pk).details)
    assert page in listed
    assert set(wrong.context["form"].errors) == {"entry_year", "school_years", "monthly_income"}
    assert (answer.status_code, details.entry_year, details.monthly_income.open()) == (302, 2021, "120.50")
    assert ("120.5" in again, "不修改请留空" in again) == (False, True)
    assert "120.5" not in str(made(lambda: list(Entry.objects.values_list("body", flat=True))))


def test_details_of_a_member_of_another_file_are_not_found(staff, neighbours, made):
    file, other = made(make.a_file_on_record, staff), made(make.a_file_on_record, staff, name="李测试")
    strange = made(lambda: other.members.get(relation="child"))

    for post, number in ((staff.county_operator, file.number), (neighbours.county_operator, other.number)):
        assert come_in(post).get(reverse("hardship:member_details", args=[number, strange.pk])).status_code == 404


def test_details_are_revealed_for_a_reason(staff, made):
    file = made(make.a_file_on_record, staff)
    browser = come_in(staff.county_operator)
    browser.post(reverse("hardship:details", args=[file.number]), {"health": "尿毒症"})
    page = reverse("hardship:reveal", args=[file.number, "details.health"])

    answer = browser.post(page, {"reason": "核对上报数据"})

    assert "尿毒症" in text_of(answer)


def test_details_of_a_household_on_file_are_never_shown_in_the_form(staff, made):
    file = made(make.a_file_on_record, staff)
    page = reverse("hardship:details", args=[file.number])
    browser = come_in(staff.county_operator)
    browser.post(page, {"health": "尿毒症", "address": "测试路一号"})

    shown = text_of(browser.get(page))
    browser.post(page, {"health": "", "address": "", "industry": "机械"})

    assert "测试路一号" not in shown
    assert '<option value="尿毒症" selected' not in shown
    details = made(lambda: HardshipArchive.objects.get(pk=file.pk).details)
    assert (details.health.open(), details.address.open(), details.industry) == ("尿毒症", "测试路一号", "机械")


def test_details_allow_three_other_causes(staff, made):
    file = made(make.a_draft, staff)

    answer = come_in(staff.chair).post(
        reverse("hardship:details", args=[file.number]),
        {"other_causes": ["schooling", "illness", "disaster", "accident"]},
    )

    assert "最多选三项" in text_of(answer)


def test_details_are_not_there_for_others(staff, neighbours, made):
    file = made(make.a_file_on_record, staff)
    page = reverse("hardship:details", args=[file.number])

    for post in (neighbours.county_operator, staff.county_reviewer, staff.county_approver):
        assert come_in(post).get(page).status_code == 404


def test_list_costs_the_same_for_one_and_three_rows(staff, tmp_path, cost_of):
    send(staff.county_operator, a_workbook(tmp_path, [a_household(staff.union)]))
    browser = come_in(staff.county_operator)
    one = cost_of(lambda: browser.get(IMPORTS))
    for _n in range(2):
        send(staff.county_operator, a_workbook(tmp_path, [a_household(staff.union)]))

    assert cost_of(lambda: browser.get(IMPORTS)) == one


def test_city_officers_send_for_unions_of_the_city_itself(staff, tree, tmp_path):
    operator = make.a_post(tree["city"], Role.CITY_OPERATOR)

    answer = send(operator, a_workbook(tmp_path, [a_household(staff.union)]))

    assert "待确认" in text_of(answer)
