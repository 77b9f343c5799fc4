"""A real city from an empty database: `init`, `unions`, `policies` (contracts §1, X-R16)."""

import os
import signal
import subprocess
import sys
import time
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from gonghui.config.installation import asking, founding, unions
from gonghui.config.sentences import CannotRun
from gonghui.desks.demo.models import World
from gonghui.desks.staff.models import Invitation
from gonghui.foundation.accounts.models import Post, User
from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.accounts.tests.people import a_post
from gonghui.foundation.organisations.models import Affiliation, Area, Unit
from gonghui.foundation.organisations.tests.trees import a_tree
from gonghui.foundation.policies.models import Edition
from gonghui.foundation.policies.rules import registry

pytestmark = pytest.mark.django_db
HEAD = "行政区划代码,名称,按县区下达目标,工会全称,工会简称\n"
GOOD = (
    "341500,六安市,,六安市总工会,\n"
    "341502,金安区,,六安市金安区总工会,金安区总工会\n"
    "341502001,中市街道,,,\n"
    "341502104,毛坦厂镇,,金安区毛坦厂镇总工会,毛坦厂镇总工会\n"
    "341502400,六安经济开发区,是,,经开区总工会\n"
    "341524,金寨县,,,金寨县总工会\n"
)
ADMINISTRATOR = {"admin_name": "汤子昂", "admin_mobile": "19900000001", "no_input": True}


@pytest.fixture
def table(tmp_path):
    return a_file(tmp_path, GOOD)


def a_file(tmp_path, text, name="areas.csv", encoding="utf-8-sig", head=HEAD):
    path = tmp_path / name
    path.write_text(head + text, encoding=encoding)
    return str(path)


def nothing_is_there():
    return not (Unit.objects.exists() or User.objects.exists() or Area.objects.exists() or Invitation.objects.exists())


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_init_founds_areas_unions_and_invites_the_administrator(tmp_path, encoding, capsys):
    call_command("init", areas=a_file(tmp_path, GOOD, encoding=encoding), **ADMINISTRATOR)

    units = {unit.short_name: unit for unit in Unit.objects.all()}
    assert {name: unit.level for name, unit in units.items()} == {
        "六安市总工会": "L2", "金安区总工会": "L3", "金寨县总工会": "L3", "经开区总工会": "L3", "毛坦厂镇总工会": "L4",
    }  # fmt: skip
    assert {str(unit.parent) for name, unit in units.items() if unit.level == "L3"} == {"六安市总工会"}
    assert units["毛坦厂镇总工会"].parent == units["金安区总工会"]
    assert units["金安区总工会"].holds(units["毛坦厂镇总工会"].position)
    assert not units["金寨县总工会"].holds(units["毛坦厂镇总工会"].position)
    assert Affiliation.objects.count() == 4
    zone = Area.objects.get(code="341502400")
    assert (zone.is_virtual_county, zone.parent.code) == (True, "341502")
    told = capsys.readouterr().out
    link = told.partition("/staff/join/")[2].split()[0]
    assert "汤子昂" in Client().get(f"/staff/join/{link}").content.decode()
    assert "privacy.answer" in told
    assert "19900000001" not in told


def test_init_refuses_a_database_that_holds_anything(table):
    call_command("init", areas=table, **ADMINISTRATOR)

    with pytest.raises(CommandError, match="已有数据") as refused:
        call_command("init", areas=table, **ADMINISTRATOR)

    assert refused.value.returncode == 2
    assert Unit.objects.filter(level="L2").count() == 1


def test_init_refuses_a_demo(table):
    World.objects.create(seed=1, scale=1)

    with pytest.raises(CommandError, match="演示数据"):
        call_command("init", areas=table, **ADMINISTRATOR)

    assert nothing_is_there()


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("3415,六安,,,\n", ("第 8 行“行政区划代码”（A8）", "不是区划代码")),
        ("340100,合肥市,,,\n", ("第 8 行“行政区划代码”（A8）", "有两个市")),
        ("340102,瑶海区,,,\n", ("第 8 行“行政区划代码”（A8）", "不属于 341500")),
        ("341525100,衡山镇,,,\n", ("第 8 行“行政区划代码”（A8）", "请加上 341525 的一行")),
        ("341524,金寨县,,,\n", ("第 8 行“行政区划代码”（A8）", "重复")),
        ("341525,,,,\n", ("第 8 行“名称”（B8）", "必须填写")),
        ("341525,霍山县,是,,\n", ("第 8 行“按县区下达目标”（C8）", "只有开发区")),
        ("341525,霍山县,也许,,\n", ("第 8 行“按县区下达目标”（C8）", "看不出是或否")),
        ("341525,霍山县,,六安市总工会,\n", ("第 8 行“工会全称”（D8）", "重复")),
    ],
)
def test_init_names_row_and_column_of_each_fault_and_founds_nothing(tmp_path, row, words):
    with pytest.raises(CommandError) as refused:
        call_command("init", areas=a_file(tmp_path, GOOD + row), **ADMINISTRATOR)

    assert [word for word in words if word not in str(refused.value)] == []
    assert refused.value.returncode == 2
    assert nothing_is_there()


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"areas": ""}, "缺少 --areas"),
        ({"areas": "/nowhere/areas.csv"}, "没有文件"),
        ({"admin_name": ""}, "缺少 --admin-name"),
        ({"admin_mobile": "123"}, "手机号应为 11 位"),
        ({"admin_name": "A1"}, "姓名应为"),
    ],
)
def test_init_says_what_is_missing(table, changed, words):
    with pytest.raises(CommandError, match=words):
        call_command("init", **{"areas": table} | ADMINISTRATOR | changed)

    assert nothing_is_there()


def test_init_leaves_nothing_when_a_step_fails(table, monkeypatch):
    def fail(*args, **kwargs):
        raise CannotRun("断了", "broken")

    monkeypatch.setattr(founding, "invite_administrator", fail)

    with pytest.raises(CommandError, match="断了"):
        call_command("init", areas=table, **ADMINISTRATOR)

    assert nothing_is_there()


def test_invite_again_gives_a_new_code_until_the_administrator_has_come(table, capsys):
    with pytest.raises(CommandError, match="还没有初始化"):
        call_command("init", invite_again=True)
    call_command("init", areas=table, **ADMINISTRATOR)
    old = capsys.readouterr().out.partition("/staff/join/")[2].split()[0]

    call_command("init", invite_again=True)
    new = capsys.readouterr().out.partition("/staff/join/")[2].split()[0]

    assert Client().get(f"/staff/join/{old}").status_code == 409
    assert Client().get(f"/staff/join/{new}").status_code == 200
    a_post(Unit.objects.get(level="L2"), Role.SYSADMIN)
    with pytest.raises(CommandError, match="已有系统管理员"):
        call_command("init", invite_again=True)


def test_installation_keeps_no_seat_for_itself(table):
    call_command("init", areas=table, **ADMINISTRATOR)

    assert not Post.objects.exclude(role=Role.SYSTEM).exists()
    assert set(User.objects.values_list("is_active", flat=True)) == {False}


def test_asker_asks_until_the_answer_is_right(tmp_path, capsys):
    path = a_file(tmp_path, GOOD)
    said = iter(["/nowhere", path, "是"])
    asker = asking.Asker(may_ask=True, answer=lambda question: next(said))

    assert str(asker.text("", "文件", "--areas", asking.a_file)) == path
    assert asker.agrees("建立")
    assert "没有文件" in capsys.readouterr().out


def test_template_is_a_table_that_init_takes(tmp_path):
    path = str(tmp_path / "areas.xlsx")
    call_command("init", template=path)

    call_command("init", areas=path, **ADMINISTRATOR)

    assert Unit.objects.filter(level="L3").count() == 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.long
def test_killed_init_leaves_an_empty_database_or_a_founded_one(tmp_path):
    """`kill -9` at ten moments: each time either nothing is there, or the city whole."""
    rows = "".join(f"3415{n:02d},第{n}县,,,\n" for n in range(1, 90))
    path, outcomes = a_file(tmp_path, "341500,六安市,,,\n" + rows), []
    command = [sys.executable, "-m", "gonghui.config.commands", "init", "--areas", path, "--no-input"]
    command += ["--admin-name", "汤子昂", "--admin-mobile", "19900000001"]
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    for moment in range(10):
        process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(1.2 + moment * 0.35)
        process.send_signal(signal.SIGKILL)
        process.wait()
        founded = Unit.objects.count()
        outcomes.append(founded)
        assert (founded, Invitation.objects.count()) in ((0, 0), (90, 1)), outcomes
        if founded:
            break


# Unions below the counties

UNION_HEAD = ",".join(column.title for column in unions.COLUMNS) + "\n"
A_CODE = "91341500MA2N0001XH"


def test_unions_founds_towns_and_unions_and_may_run_twice(tmp_path, table, capsys):
    call_command("init", areas=table, **ADMINISTRATOR)
    rows = (
        f"百川纺织工会委员会,百川纺织工会,基层工会,中市街道总工会,341502001,2015-06-01,百川纺织有限公司,{A_CODE},企业,是\n"
        "中市街道总工会,,乡镇街道工会,六安市金安区总工会,341502001,,,,,\n"
    )
    file = a_file(tmp_path, rows, name="unions.csv", head=UNION_HEAD)

    call_command("unions", file)
    call_command("unions", file)

    union = Unit.objects.get(short_name="百川纺织工会")
    assert [unit.level for unit in union.above()] == ["L2", "L3", "L4", "L5"]
    assert (union.employer.credit_code, union.established_on) == (A_CODE, date(2015, 6, 1))
    assert "已建立 0 个工会,原有 2 个未动" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("甲工会,,基层工会,乙总工会,341502001,,,,,\n", "第 2 行“上级工会全称”（D2）"),
        ("甲工会,,基层工会,六安市金安区总工会,349999001,,,,,\n", "第 2 行“行政区划代码”（E2）"),
        ("甲工会,,居委会,六安市金安区总工会,341502001,,,,,\n", "第 2 行“层级”（C2）"),
        ("甲工会,,基层工会,六安市金安区总工会,341502001,,甲公司,,,\n", "第 2 行“用人单位名称”（G2）"),
    ],
)
def test_unions_names_row_and_column_and_founds_nothing(tmp_path, table, row, words):
    call_command("init", areas=table, **ADMINISTRATOR)
    before = Unit.objects.count()

    with pytest.raises(CommandError) as refused:
        call_command("unions", a_file(tmp_path, row, name="unions.csv", head=UNION_HEAD))

    assert words in str(refused.value)
    assert Unit.objects.count() == before


# Policies


def test_policies_are_listed_and_entered_with_their_paper(capsys):
    a_tree()
    call_command("policies", "staff.invitation_days", value="10", source="六工办〔2026〕3 号")

    call_command("policies")

    lines = capsys.readouterr().out.splitlines()
    assert any(line.startswith("✓ staff.invitation_days") and ":10 日" in line for line in lines)
    assert any(line.startswith("! staff.enrolment_hours") for line in lines)
    assert registry["staff.invitation_days"].on(timezone.localdate()) == 10


@pytest.mark.parametrize(
    ("name", "facts", "words"),
    [
        ("staff.nothing", {"source": "文件"}, "没有“staff.nothing”"),
        ("staff.invitation_days", {"source": "文件", "value": "一周"}, "不能作为"),
        ("staff.invitation_days", {"value": "9"}, "--source"),
    ],
)
def test_policies_refuses_what_it_does_not_know(name, facts, words):
    a_tree()

    with pytest.raises(CommandError, match=words):
        call_command("policies", name, **facts)

    assert not Edition.objects.exists()
