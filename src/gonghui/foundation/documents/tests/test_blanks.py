"""Templates of forms: what may stand in one, who makes one count, which is in force, what is printed (X-R1, X-R4)."""

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from docx import Document as Word
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from gonghui.foundation.accounts.models import Post, User
from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.accounts.tests.people import come_in
from gonghui.foundation.documents.blanks import actions, drawing, examining, printing, sentences
from gonghui.foundation.documents.blanks.drawing import Each, Layout, Line, Row, Table
from gonghui.foundation.documents.blanks.registry import Blank, Field, registered, rows
from gonghui.foundation.documents.models import FormTemplate
from gonghui.foundation.journal.models import Entry
from gonghui.foundation.organisations import sight
from gonghui.foundation.organisations.tests.trees import LONG_AGO, a_tree
from gonghui.kernel.refusals import NotEntitled

TODAY = timezone.localdate()
LAYOUT = Layout(
    "测试表",
    (
        Line("编号:{{ 编号 }}", "right"),
        Table((40, 120), (Row(("姓名", "{{ 姓名 }}")), Row(("意见", "{{ 意见 }}\n{{ 打印人 }}"), 20))),
        Table((20, 140), (Each("人", "成员", ("序号", "姓名"), ("{{ 人.序号 }}", "{{ 人.姓名 }}")),)),
    ),
)
FIELDS = (
    Field("编号", "编号", "X-1"),
    Field("姓名", "姓名", "张测试"),
    Field("意见", "意见", "同意"),
    Field("成员", "成员", within=(Field("姓名", "姓名", "张小测"),)),
)


@pytest.fixture
def blank(monkeypatch):
    made = Blank("test.form", "测试表", FIELDS, LAYOUT)
    monkeypatch.setitem(registered, made.kind, made)
    drawing.shipped.cache_clear()
    return made


@pytest.fixture
def cast(db):
    return Cast()


class Cast:
    """Officers of the city and of two counties."""

    def __init__(self):
        self.tree = tree = a_tree()
        self.city = self._post(tree["city"], Role.CITY_OPERATOR, "钱测试")
        self.city_second = self._post(tree["city"], Role.CITY_REVIEWER, "郑测试")
        self.county = self._post(tree["jinzhai"], Role.COUNTY_OPERATOR, "王测试")
        self.county_second = self._post(tree["jinzhai"], Role.COUNTY_REVIEWER, "周测试")
        self.neighbour = self._post(tree["huoshan"], Role.COUNTY_OPERATOR, "赵测试")
        self.chair = self._post(tree["jinzhai_union"], Role.GRASSROOTS_CHAIR, "陈测试")

    def _post(self, unit, role, name):
        user = User.objects.create_user(name, username=f"{role}-{unit.pk}")
        return Post.objects.create(user=user, unit=unit, role=role, starts_on=LONG_AGO)


def a_word(*texts, table=(), change=None) -> bytes:
    word = Word()
    for text in texts:
        word.add_paragraph(text)
    if table:
        grid = word.add_table(rows=0, cols=len(table[0]))
        for row in table:
            for cell, text in zip(grid.add_row().cells, row, strict=True):
                cell.text = text
    if change:
        change(word)
    made = io.BytesIO()
    word.save(made)
    return made.getvalue()


def text_of(content: bytes) -> str:
    word = Word(io.BytesIO(content))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in word.paragraphs] + cells)


def upload(blank, by, content, *, starts_on=TODAY, note="按新文件调整"):
    file = SimpleUploadedFile("表样.docx", content)
    with sight.of(by):
        return actions.upload(blank, file, starts_on=starts_on, note=note, by=by, on=TODAY)


def confirmed(blank, by, second, content, **more):
    template = upload(blank, by, content, **more)
    with sight.of(second):
        return actions.confirm(template, by=second, on=TODAY)


def an_order(name="张测试", *, of=None, unit=None):
    values = {"编号": "H-1", "姓名": name, "意见": "同意", "成员": rows([{"姓名": "甲"}, {"姓名": "乙"}])}
    return printing.Order(values, (of,), unit.position)


def prints(blank, orders, by, *, html=False, reason="归入档案"):
    with sight.of(by):
        return printing.print_out(blank, orders, by=by, on=TODAY, reason=reason, html=html)


def test_shipped_template_is_the_same_bytes_each_time(blank):
    assert drawing.drawn(LAYOUT) == drawing.drawn(LAYOUT)


def test_prove_shows_the_form_filled_with_samples(blank):
    shown = examining.prove(drawing.drawn(LAYOUT), blank).sheets[0].html

    assert '<h2 class="gh-sheet-title">测试表</h2>' in shown
    assert shown.count("张小测") == 2


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (a_word("正文", "{{ 姓明 }}"), "第 2 段:没有“姓明”这个字段,是不是“姓名”?"),
        (a_word("{{ 完全不同 }}"), "第 1 段:没有“完全不同”这个字段。"),
        (
            a_word(table=[("甲", "乙"), ("丙", "{{ 姓名称 }}")]),
            "第 1 个表格第 2 行第 2 格:没有“姓名称”这个字段,是不是“姓名”?",
        ),
        (a_word("{% for 人 in 成员 %}{{ 人.名字 }}{% endfor %}"), "没有“人.名字”这个字段,是不是“姓名”?"),
        (a_word("{{ 姓名 }"), "没有写完整"),
        (a_word("{{ 姓 名 }}"), "没有写完整"),
        (a_word("｛｛ 姓名 ｝｝"), "花括号用半角"),
        (a_word("{{ 成员 }}"), "是一个列表"),
        (a_word("{% for 人 in 姓名 %}{% endfor %}"), "不是对列表的循环"),
        (a_word("{% for 人 in 成员 %}"), "没有结束"),
        (a_word("{% endfor %}"), "没有对应的开头"),
        (a_word("甲 {% if 姓名 %}", "{% endif %}"), "不在一处"),
        (a_word("{{ 姓名 * 9999999 }}"), "不能用在表样里"),
        (a_word("{{ 姓名.__class__ }}"), "没有“姓名.__class__”这个字段"),
        (a_word("{{ ''.__class__.__mro__ }}"), "没有“__mro__”这个字段"),
        (a_word("{% for 人 in range(999999999) %}{% endfor %}"), "不能用在表样里"),
        (a_word("{% set 甲 = 1 %}"), "不能用在表样里"),
        (a_word("{% include 'x' %}"), "不能用在表样里"),
        (a_word("{{ 姓名|tojson }}"), "不能用在表样里"),
        (a_word("{{ cycler }}"), "没有“cycler”这个字段"),
    ],
)
def test_prove_names_what_is_wrong_and_where(blank, content, sentence):
    with pytest.raises(sentences.WrongTags) as refused:
        examining.prove(content, blank)

    assert sentence in str(refused.value)


def test_prove_names_the_foot_where_only_the_printer_may_stand(blank):
    def foot(word):
        word.sections[0].footer.paragraphs[0].text = "{{ 打印人 }} {{ 姓名 }}"

    with pytest.raises(sentences.WrongTags, match="页脚第 1 段:没有“姓名”这个字段"):
        examining.prove(a_word("正文", change=foot), blank)


def linked(word):
    word.part.relate_to("https://example.org/", "http://schemas.openxmlformats.org/x", is_external=True)


def with_field(code):
    def change(word):
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), code)
        word.paragraphs[0]._p.append(field)

    return change


def with_element(name):
    return lambda word: word.paragraphs[0]._p.append(OxmlElement(name))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (a_word("甲", change=linked), "超链接"),
        (a_word("甲", change=with_element("w:hyperlink")), "超链接"),
        (a_word("甲", change=with_field(' INCLUDEPICTURE "http://example.org/a.png" ')), "域"),
        (a_word("甲", change=with_field(" DATE ")), "域"),
        (a_word("甲", change=with_element("w:object")), "嵌有"),
        (a_word("甲", change=with_element("w:ins")), "修订"),
        (b"PK no archive", "不是 Word 文档"),
    ],
)
def test_prove_refuses_what_acts_or_fetches(blank, content, sentence):
    with pytest.raises(sentences.UnfitDocument, match=sentence):
        examining.prove(content, blank)


def test_prove_takes_page_numbers(blank):
    examining.prove(a_word("{{ 姓名 }}", change=with_field(" PAGE \\* MERGEFORMAT ")), blank)


def test_loops_that_stand_alone_take_their_row_with_them(blank):
    table = [("{% for 人 in 成员 %}", ""), ("{{ 人.序号 }}", "{{ 人.姓名 }}"), ("{% endfor %}", "")]

    shown = examining.prove(a_word(table=table), blank).sheets[0].html

    assert shown.count("<tr>") == 2


def test_conditions_that_stand_alone_take_their_paragraph_with_them(blank):
    shown = examining.prove(a_word("{% if 姓名 %}", "有", "{% else %}", "无", "{% endif %}"), blank).sheets[0].html

    assert shown == "<p>有</p>"


def test_values_are_text_for_ever(blank, cast):
    evil = "<w:p/>&{{ 编号 }}{% raw %}\x0b\ue000"

    printed = prints(blank, [an_order(evil, of=cast.county, unit=cast.tree["jinzhai"])], cast.county, html=True)

    assert "&lt;w:p/&gt;&amp;{{ 编号 }}{% raw %}" in printed.sheets[0].html
    assert "<w:p/>&{{ 编号 }}{% raw %}" in text_of(printed.document)


def test_upload_waits_for_another_person(blank, cast):
    template = upload(blank, cast.city, a_word("{{ 姓名 }}"))

    assert (template.state, template.is_shared) == (FormTemplate.State.UPLOADED, True)
    with pytest.raises(NotEntitled), sight.of(cast.city):
        actions.confirm(template, by=cast.city, on=TODAY)


@pytest.mark.parametrize("who", ["chair"])
def test_upload_is_for_city_and_counties(blank, cast, who):
    with pytest.raises(NotEntitled):
        upload(blank, getattr(cast, who), a_word("{{ 姓名 }}"))


def test_upload_refuses_a_day_that_is_past(blank, cast):
    with pytest.raises(actions.BegunAlready):
        upload(blank, cast.city, a_word("{{ 姓名 }}"), starts_on=TODAY - timedelta(days=1))


def test_upload_refuses_and_keeps_nothing(blank, cast):
    with pytest.raises(sentences.WrongTags):
        upload(blank, cast.city, a_word("{{ 没有 }}"))

    assert not FormTemplate.objects.exists()


def test_upload_refuses_what_is_too_large(blank, cast):
    with pytest.raises(actions.TooLarge):
        upload(blank, cast.city, b"x" * (actions.MOST + 1))


def test_city_template_counts_in_every_county_once_confirmed(blank, cast):
    position = cast.tree["jinzhai_union"].position
    template = upload(blank, cast.city, a_word("市 {{ 姓名 }}"))

    before = printing.in_force(blank, [position], TODAY)[0].number
    with sight.of(cast.city_second):
        actions.confirm(template, by=cast.city_second, on=TODAY)

    assert before == printing.SHIPPED
    assert printing.in_force(blank, [position], TODAY)[0].number == template.number


def test_county_template_counts_before_the_city_and_nowhere_else(blank, cast):
    city = confirmed(blank, cast.city, cast.city_second, a_word("市 {{ 姓名 }}"))
    county = confirmed(blank, cast.county, cast.county_second, a_word("县 {{ 姓名 }}"))
    positions = [cast.tree["jinzhai_union"].position, cast.tree["huoshan"].position]

    found = printing.in_force(blank, positions, TODAY)

    assert [each.number for each in found] == [county.number, city.number]


def test_later_edition_counts_from_its_day(blank, cast):
    first = confirmed(blank, cast.city, cast.city_second, a_word("一 {{ 姓名 }}"))
    tomorrow = TODAY + timedelta(days=1)
    second = confirmed(blank, cast.city, cast.city_second, a_word("二 {{ 姓名 }}"), starts_on=tomorrow)
    position = cast.tree["city"].position

    days = [printing.in_force(blank, [position], day)[0].number for day in (TODAY, tomorrow)]

    assert days == [first.number, second.number]


def test_withdrawn_template_counts_no_more(blank, cast):
    template = confirmed(blank, cast.city, cast.city_second, a_word("市 {{ 姓名 }}"))

    with sight.of(cast.city):
        actions.withdraw(template, by=cast.city, on=TODAY, reason="格式有误")

    assert printing.in_force(blank, [cast.tree["city"].position], TODAY)[0].number == printing.SHIPPED


def test_print_out_fills_each_sheet_and_signs_the_foot(blank, cast):
    orders = [an_order(name, of=cast.county, unit=cast.tree["jinzhai"]) for name in ("张一", "李二", "王三")]

    printed = prints(blank, orders, cast.county)

    word = Word(io.BytesIO(printed.document))
    assert [name in text_of(printed.document) for name in ("张一", "李二", "王三")] == [True] * 3
    assert "王测试" in word.sections[0].footer.paragraphs[-1].text
    breaks = [each for each in word.paragraphs if each.paragraph_format.page_break_before]
    assert len(breaks) == 2


def test_print_out_keeps_the_digest_though_the_template_changes(blank, cast):
    order = an_order(of=cast.county, unit=cast.tree["jinzhai"])
    prints(blank, [order], cast.county)
    confirmed(blank, cast.county, cast.county_second, a_word("新 {{ 姓名 }}"))
    prints(blank, [order], cast.county)

    one, two = Entry.objects.filter(name=printing.PRINT).order_by("pk")
    assert (one.body["template"], one.body["sha256"]["text"]) != (two.body["template"], two.body["sha256"]["text"])
    assert one.body["template"] == printing.SHIPPED


def test_print_out_of_two_counties_with_two_templates_is_no_single_document(blank, cast):
    confirmed(blank, cast.county, cast.county_second, a_word("县 {{ 姓名 }}"))
    orders = [an_order(of=cast.city, unit=cast.tree[name]) for name in ("jinzhai", "huoshan")]

    with pytest.raises(printing.SeveralTemplates):
        prints(blank, orders, cast.city)

    assert [sheet.html.startswith("<p>县") for sheet in prints(blank, orders, cast.city, html=True).sheets] == [
        True,
        False,
    ]


def test_print_out_refuses_without_a_reason_and_above_the_day(blank, cast, monkeypatch):
    order = an_order(of=cast.county, unit=cast.tree["jinzhai"])
    with pytest.raises(printing.ReasonMissing):
        prints(blank, [order], cast.county, reason=" ")
    prints(blank, [order], cast.county)

    with pytest.raises(printing.SheetsSpent, match="已打印含敏感信息的表 1 份"):
        prints(blank, [order] * 300, cast.county)


def test_pages_show_forms_fields_and_preview(blank, cast):
    template = upload(blank, cast.city, a_word("样张 {{ 姓名 }}"))
    client = come_in(cast.county)

    kinds = client.get("/documents/forms/").content.decode()
    fields = client.get("/documents/forms/test.form/").content.decode()
    preview = client.get(f"/documents/templates/{template.number}").content.decode()

    assert "测试表" in kinds
    assert "<code>成员 › 姓名</code>" in fields
    assert "<p>样张 张测试</p>" in preview


def test_pages_of_a_county_template_are_not_found_next_door(blank, cast):
    template = upload(blank, cast.county, a_word("{{ 姓名 }}"))
    client = come_in(cast.neighbour)

    assert client.get(f"/documents/templates/{template.number}").status_code == 404
    assert client.get(f"/documents/templates/{template.number}/file").status_code == 404
    assert template.number not in client.get("/documents/forms/test.form/").content.decode()


def test_a_city_officer_edits_a_template_and_another_confirms_it(blank, cast):
    client = come_in(cast.city)
    word = Word(io.BytesIO(client.get("/documents/forms/test.form/file").content))
    word.add_paragraph("本市补充说明:{{ 编号 }}")
    edited = io.BytesIO()
    word.save(edited)
    facts = {"file": SimpleUploadedFile("表.docx", edited.getvalue()), "starts_on": TODAY, "note": "加说明"}

    answer = client.post("/documents/forms/test.form/new", facts)
    number = answer["Location"].rpartition("/")[2]
    done = come_in(cast.city_second).post(
        f"{answer['Location']}/confirmation", {"state_seen": "uploaded", "opinion": ""}
    )

    assert done.status_code == 302
    taken = client.get("/documents/forms/test.form/file").content
    assert "本市补充说明" in text_of(taken)
    assert number in client.get("/documents/forms/").content.decode()


def test_upload_page_says_what_is_wrong(blank, cast):
    facts = {"file": SimpleUploadedFile("表.docx", a_word("{{ 姓明 }}")), "starts_on": TODAY, "note": "改"}

    page = come_in(cast.city).post("/documents/forms/test.form/new", facts).content.decode()

    assert "没有“姓明”这个字段" in page
