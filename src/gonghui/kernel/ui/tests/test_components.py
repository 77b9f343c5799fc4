"""The components: what a template draws with."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.contrib.messages.constants import ERROR, SUCCESS
from django.contrib.messages.storage.base import Message
from django.core.paginator import Paginator
from django.template import Context, RequestContext, Template
from django.test import RequestFactory

from gonghui.kernel.ui import charts
from gonghui.kernel.ui.columns import Cell, Column
from gonghui.kernel.ui.fields import YuanField
from gonghui.kernel.ui.samples import Sample, SampleForm

MAY_3 = date(2021, 5, 3)


def drawn(source, **context) -> str:
    return Template("{% load ui_tags %}" + source).render(Context(context))


def test_icon_is_silent_unless_it_carries_a_label():
    silent, said = drawn('{% icon "home" %}'), drawn('{% icon "home" "首页" %}')

    assert 'aria-hidden="true"' in silent
    assert "icons.svg#home" in silent
    assert 'role="img" aria-label="首页"' in said


def test_tag_escapes_what_it_is_given():
    assert drawn("{% tag text %}", text="<b>") == '<span class="gh-tag gh-tag-grey">&lt;b&gt;</span>'


@pytest.mark.parametrize(
    ("fen", "yuan"), [(123400, "1,234.00"), (1, "0.01"), (0, "0.00"), (-550, "-5.50"), (None, "—")]
)
def test_money_shows_fen_as_yuan(fen, yuan):
    assert drawn("{{ fen|money }}", fen=fen) == yuan


def test_masked_shows_a_name_as_others_may_see_it():
    assert drawn('{{ name|masked:"name" }}', name="王小明") == "王**"
    assert drawn('{{ name|masked:"name" }}', name="") == "—"


def test_progress_never_goes_beyond_its_end():
    assert 'value="100" max="100"' in drawn('{% progress 130 "进度" %}')


@pytest.mark.parametrize(
    ("left", "due_on", "words"),
    [
        (8, MAY_3, "还有 8 个工作日"),
        (0, MAY_3, "今天到期"),
        (-2, MAY_3, "已超期 2 个工作日"),
        (5, None, "计时暂停,还剩 5 个工作日"),
        (None, None, "无时限"),
    ],
)
def test_due_says_how_long_is_left(left, due_on, words):
    assert words in drawn("{% due record on %}", record=Sample(left, due_on), on=MAY_3)


def test_due_turns_red_when_late():
    assert "gh-tag-red" in drawn("{% due record on %}", record=Sample(-1), on=MAY_3)


def test_cell_draws_chip_link_or_text_and_escapes_each():
    assert (
        drawn("{% cell c %}", c=Cell("状态", "<i>", tone="blue")) == '<span class="gh-tag gh-tag-blue">&lt;i&gt;</span>'
    )
    assert drawn("{% cell c %}", c=Cell("姓名", "王&李", href="/a")) == '<a href="/a">王&amp;李</a>'
    assert drawn("{% cell c %}", c=Cell("姓名", "<script>")) == "&lt;script&gt;"


def test_facts_offers_to_reveal_what_may_be_asked_for():
    shown = drawn("{% facts cells %}", cells=[Cell("手机", "134****3600", reveal="/reveal"), Cell("姓名", "郭霞")])

    assert shown.count('href="/reveal"') == 1
    assert "134****3600" in shown


def test_messages_tells_errors_at_once():
    said = [Message(ERROR, "超过上限"), Message(SUCCESS, "已办好")]

    shown = drawn("{% messages said %}", said=said)

    assert shown.count('role="alert"') == 1
    assert shown.count('role="status"') == 1


def test_field_ties_the_error_to_its_box():
    form = SampleForm({"name": ""})

    shown = drawn("{% field form.name %}", form=form)

    assert 'aria-describedby="id_name_error"' in shown
    assert 'id="id_name_error"' in shown
    assert 'aria-invalid="true"' in shown


def test_field_groups_choices_under_a_legend():
    shown = drawn("{% field form.housing %}", form=SampleForm())

    assert "<legend" in shown
    assert shown.count('class="form-check-input"') == 2
    assert shown.count('<label class="gh-choice" for="id_housing_') == 2


def test_pagination_keeps_what_was_asked_for():
    page = Paginator(range(60), 25).get_page(2)
    request = RequestFactory().get("/", {"q": "王", "page": "2"})

    shown = Template("{% load ui_tags %}{% pagination page %}").render(RequestContext(request, {"page": page}))

    assert "?q=%E7%8E%8B&amp;page=3" in shown
    assert "共 60 条,第 2 / 3 页" in shown


def test_yuan_field_gives_whole_fen():
    assert YuanField().clean("1234.56") == 123456
    assert YuanField().prepare_value(123456) == "1234.56"
    assert not YuanField().has_changed(123456, "1234.56")
    assert YuanField().has_changed(123456, "1234.57")


def test_column_follows_its_path_and_ends_where_it_ends():
    person = SimpleNamespace(unit=SimpleNamespace(name="金寨县总工会"), helper=None)

    assert Column("unit.name", "单位").text(person) == "金寨县总工会"
    assert Column("helper.name", "联系人").text(person) == "—"


def test_column_shows_money_in_yuan_and_exports_fen():
    grant = SimpleNamespace(amount=548880000)
    column = Column("amount", "金额", kind="money")

    assert column.text(grant) == "5,488,800.00"
    assert column.exported(grant) == 548880000


def test_column_head_offers_the_other_order():
    column = Column("due_on", "期限", sort="due_on")

    assert (column.head("due_on").sort, column.head("due_on").order) == ("-due_on", "ascending")
    assert (column.head("-due_on").sort, column.head("-due_on").order) == ("due_on", "descending")
    assert column.head("").order == ""


def test_line_chart_has_a_point_for_each_month_and_says_its_number():
    chart = charts.line_chart([("1月", 1830), ("2月", 2015)], "每月新增会员", unit="人")

    assert chart.count("<circle") == 2
    assert "<title>2月 2,015人</title>" in chart
    assert 'aria-label="每月新增会员"' in chart


def test_charts_survive_nothing_and_nought():
    for chart in (charts.line_chart([], "空"), charts.bar_chart([], "空"), charts.line_chart([("1月", 0)], "零")):
        assert chart.startswith("<svg")


def test_hexagon_map_escapes_names_and_links_areas():
    areas = [charts.Hexagon("<霍山>", "80.6%", 0, 0, "red", href="/list?county=1"), charts.Hexagon("舒城", "99%", 1, 1)]

    drawn_map = charts.hexagon_map(areas, "完成率")

    assert "&lt;霍山&gt;" in drawn_map
    assert drawn_map.count("<a href=") == 1
    assert drawn_map.count("<polygon") == 2
