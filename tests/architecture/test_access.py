"""Who may open which page: every page declares, the matrix is golden, and the pages answer as it says (R1)."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import NoReverseMatch, reverse

from gonghui.config import access
from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.accounts.tests.people import a_post, come_in
from gonghui.foundation.documents.tests.files import a_pdf
from gonghui.foundation.organisations import sight
from gonghui.foundation.organisations.models import Unit
from gonghui.foundation.organisations.tests.trees import LONG_AGO, a_tree
from gonghui.programs.hardship.actions import changes, transferring
from gonghui.programs.hardship.models import AidGrant, HardshipArchive, HouseholdChange, Relief, Transfer
from gonghui.programs.hardship.tests import factories as hardship
from gonghui.programs.hardship.tests import seasons

ROLES = [
    Role.WORKER,
    Role.GRASSROOTS_OPERATOR,
    Role.GRASSROOTS_CHAIR,
    Role.TOWNSHIP_REVIEWER,
    Role.COUNTY_OPERATOR,
    Role.COUNTY_REVIEWER,
    Role.COUNTY_APPROVER,
    Role.CITY_APPROVER,
    Role.FINANCE_MAKER,
    Role.AUDITOR,
    Role.STATISTICIAN,
    Role.DPO,
    Role.SYSADMIN,
]
WHERE = {"own": "jinzhai_union", "below": "city", "above": "branch", "sibling": "huoshan", "merged": "gone"}
"""Where the post stands so that a file of a union of 金寨 stands in that relation to it; own is its union's post."""


def test_every_page_declares_who_sees_it():
    assert access.undeclared() == []


def test_access_verify_is_content(capsys):
    call_command("access_verify")

    assert "一致" in capsys.readouterr().out


def test_access_verify_ends_with_1_when_a_cell_has_changed(monkeypatch):
    lines = access.matrix()
    monkeypatch.setattr(access, "matrix", lambda: [*lines[:-1], lines[-1].replace("404", "open", 1) + "!"])

    with pytest.raises(SystemExit) as ending:
        call_command("access_verify")

    assert ending.value.code == 1


@pytest.fixture
def records(db):
    """One record of each kind, of a union of 金寨, by its kind; and the tree around them."""
    with sight.system("test"):
        tree = a_tree()
        tree["gone"] = a_unit("古碑镇总工会", tree["jinzhai"], "L4", 2500, ended_on=LONG_AGO)
        tree["branch"] = a_unit("光伏二车间分会", tree["jinzhai_union"], "L6", 2111)
        staff = seasons.Offices(tree)
        file, other = (hardship.a_file_on_record(staff, name=name) for name in ("张测试", "李测试"))
        somebody = a_post(tree["jinzhai_union"], Role.WORKER).user
        HardshipArchive.objects.filter(pk=file.pk).update(applicant_user=somebody)
        grant = hardship.a_proposed_grant(staff, file)
        on = hardship.JUNE_1
        card = {"member": other.own_line(), "card_no": "6228480012345678929", "bank_name": "徽商银行"}
        paper = SimpleUploadedFile("卡.pdf", a_pdf(), "application/pdf")
        change = changes.report(other, by=staff.chair, on=on, kind="card", happened_on=on, paper=paper, **card)
        why = {"to_unit": tree["huoshan_union"], "reason": "moved", "grounds": "全家迁往霍山县居住"}
        transfer = transferring.propose_transfer(other, by=staff.county_operator, on=on, **why)
        kinds = (file, grant, change, transfer, seasons.a_proposed_relief(staff))
        member = file.members.last().pk
    return {"tree": tree, "member": member, **{type(record): record.number for record in kinds}}


KINDS = (HardshipArchive, AidGrant)
MORE_KINDS = (HouseholdChange, Transfer, Relief)
SAID = {"hardship:report_change": "card", "hardship:change_reveal": "card_no", "hardship:relief_reveal": "id_no"}
"""What the address of a page names beside the record; elsewhere a field of the file."""


def a_unit(name, parent, level, position, **more) -> Unit:
    """One more unit under a parent of the small tree, itself outside the parent's post."""
    facts = {"name": name, "short_name": name, "level": level, "area": parent.area, "established_on": LONG_AGO}
    return Unit.objects.create(parent=parent, position=position, last=position, **facts, **more)


def record_pages(kinds=KINDS):
    """The pages of one record of these kinds."""
    for name, view in access.pages():
        is_page = isinstance(view, type) and issubclass(view, access.Page) and hasattr(view, "key")
        if name.startswith("hardship:") and is_page and view.queryset is not None and view.queryset.model in kinds:
            yield name, view


def address(name, view, records) -> str:
    number = records[view.queryset.model]
    said = SAID.get(name, "cause_text")
    for more in ([], [said], ["members.id_no", records["member"]], [records["member"]]):
        try:
            return reverse(name, args=[number, *more])
        except NoReverseMatch:
            continue
    raise AssertionError(f"no address for {name}")


@pytest.mark.parametrize("role", ROLES)
def test_record_pages_answer_as_the_matrix_says(role, records):
    assert wrong_answers(role, records, KINDS) == []


@pytest.mark.long
@pytest.mark.parametrize("role", ROLES)
def test_the_other_record_pages_answer_as_the_matrix_says(role, records):
    assert wrong_answers(role, records, MORE_KINDS) == []


def wrong_answers(role, records, kinds) -> list:
    """Pages that answer otherwise than the matrix says to a post of this role, in each relation."""
    cells = [line.split("\t") for line in access.matrix()]
    expected = {(name, role_of_line): verdicts for name, _, _, _, role_of_line, *verdicts in cells}
    wrong = []
    for relation, key in WHERE.items():
        client = come_in(a_post(records["tree"][key], role))
        for n, (name, view) in enumerate(record_pages(kinds)):
            verdict = expected[(name, str(role))][access.RELATIONS.index(relation)]
            answer = client.get(address(name, view, records), headers={"HX-Request": "true"} if n % 10 == 0 else {})
            if (answer.status_code == 404) != (verdict == "404"):
                wrong.append((name, relation, verdict, answer.status_code))
    return wrong


def test_strangers_are_sent_to_sign_in(records, client):
    for name, view in record_pages():
        answer = client.get(address(name, view, records))

        assert answer.status_code == 302, name
        assert "/accounts/" in answer.url
