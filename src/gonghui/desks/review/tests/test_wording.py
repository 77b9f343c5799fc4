"""The wording of a review: what may stand in braces, what may not be typed, and how a value is put into words."""

import csv
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as some

from gonghui.desks.figures import numerals
from gonghui.desks.review.reading.units import UNIT_WORDS
from gonghui.desks.review.writing import outline, wording
from gonghui.desks.review.writing.claims import CLAIMS
from gonghui.desks.review.writing.grammar import STEPS, Asked, NotAForm, pieces
from gonghui.desks.review.writing.numbers import put

CLAIMED = Path(__file__).parents[5] / "tests" / "figures-2021.tsv"


def a_figure(unit_word="人", shown_in=""):
    return SimpleNamespace(unit_word=unit_word, shown_in=shown_in)


def asked(written) -> Asked:
    (piece,) = pieces(written)
    return piece


def faults_of(line, title="小结"):
    return [(each.paragraph, each.word) for each in wording.faults([{"title": title, "paragraphs": [line]}])]


# The grammar


@pytest.mark.parametrize(
    ("written", "code", "scale", "step", "word"),
    [
        ("{Y16}", "Y16", "", 0, ""),
        ("{E.season.summer_cooling.value}", "E.season.summer_cooling.value", "", 0, ""),
        ("{Y02|万}", "Y02", "万", 0, ""),
        ("{P01:十}", "P01", "", 10, ""),
        ("{S04:十万多}", "S04", "", 100000, "多"),
        ("{S17:超十}", "S17", "", 10, "over"),
        ("{Y05:五以上}", "Y05", "", 5, "at_least"),
        ("{Y17:前}", "Y17", "", 0, "top"),
    ],
)
def test_pieces_read_each_form(written, code, scale, step, word):
    assert asked(written) == Asked(written, code, scale, Decimal(step), word)


@pytest.mark.parametrize(
    "line",
    [
        "{}", "{Y16:more}", "{Y16|亿万}", "{y16}", "{Y16 }", "{Y16|万:十}", "{Y05:超五以上}", "{Y16:七}", "{16}",
        "全年{Y16", "全年Y16}", "{{Y16}}", "{年度}", "{P01:五}", "{P01:五多}", "{% if %}", "{Y16:}",
    ],
)  # fmt: skip
def test_pieces_refuse_every_other_form(line):
    with pytest.raises(NotAForm):
        list(pieces(line))


def test_pieces_keep_the_words_between():
    assert ["".join(p if isinstance(p, str) else p.written for p in pieces(line)) for line in SAMPLES] == SAMPLES


SAMPLES = ["{年}，{单位}救助{Y15}，发放{Y16}。", "没有括号的一句。", "{Y15}{Y16}", ""]


# What a value is put into


@pytest.mark.parametrize(
    ("written", "value", "unit_word", "shown_in", "shown"),
    [
        ("{Y16}", 5488800.0, "元", "万元", "548.88万元"),
        ("{Y15}", 852, "户", "户", "852户"),
        ("{T12|万}", 59012, "人", "", "5.9万人"),
        ("{P01:十}", 43, "次", "", "40余次"),
        ("{P01:十}", 40, "次", "", "40次"),
        ("{P01:十}", 48, "次", "", "近50次"),
        ("{S04:十万多}", 213456, "名", "", "20多万名"),
        ("{T13:十万}", 3486000, "元", "万元", "近350万元"),
        ("{T08:万}", 123456, "次", "", "12余万次"),
        ("{S17:超十}", 61.5, "%", "%", "超过60%"),
        ("{S17:超十}", 60, "%", "%", "达60%"),
        ("{Y05:五以上}", 96.2, "%", "%", "95%以上"),
        ("{Y05:五以上}", 95, "%", "%", "95%以上"),
        ("{S17:超十}", 7, "%", "%", "7%"),
        ("{Y17:前}", 3, "位", "", "前三名"),
        ("{S07}", 6, "位", "", "第六"),
    ],
)
def test_put_derives_the_word_from_the_value(written, value, unit_word, shown_in, shown):
    assert put(asked(written), a_figure(unit_word, shown_in), value) == shown


@given(
    value=some.integers(1, 10**9),
    step=some.sampled_from(sorted({*STEPS} - {"五"})),
    word=some.sampled_from(["", "多"]),
    over=some.sampled_from(["", "超"]),
)
def test_put_writes_what_the_reading_bears_out(value, step, word, over):
    shown = put(asked(f"{{Y01:{over}{step}{'' if over else word}}}"), a_figure("人"), value)

    number = numerals.read(shown, UNIT_WORDS)

    assert numerals.agrees(number.qualifier, number.value, number.grain, value), shown


@given(value=some.integers(1, 10**9), step=some.sampled_from(sorted(STEPS)))
def test_put_at_least_is_never_more_than_the_value(value, step):
    number = numerals.read(put(asked(f"{{Y01:{step}以上}}"), a_figure("人"), value), UNIT_WORDS)

    assert numerals.agrees(number.qualifier, number.value, number.grain, value)


# What may not be typed


@pytest.mark.parametrize(
    "line",
    [
        "全年新增工会组织470家。", "新增工会会员３１９９７人", "发放救助金五百四十八万元", "一、新增四百七十家",
        "- 新增470家",
        "# 新增470家", "占比超过60%", "参赛人数居全省第六", "培训两千余人", "“470家”工会组织", "新增 470 家",
        "下一年计划新增470家", "惠及八成职工", "组建3支队伍、{Y15}",
    ],
)  # fmt: skip
def test_faults_find_a_typed_number(line):
    assert [paragraph for paragraph, _word in faults_of(line)] == [1]


@pytest.mark.parametrize(
    "line",
    [
        "2021年12月，“42101”重点工作和“10+N”目标有序推进。", "第二届评选和十九届六中全会精神", "一线职工第一时间到位",
        "“12351”热线7×24小时开通", "办好“十件实事”，建设“两项工程”", "各级工会共救助{Y15}，发放{Y16}。",
        "〔2021〕15号文件", "{年}，{单位}坚持一对一帮扶。",
    ],
)  # fmt: skip
def test_faults_let_years_dates_and_names_stand(line):
    assert faults_of(line) == []


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("近{Y16}", "近{Y16}"),
        ("超过{Y15}", "超过{Y15}"),
        ("1{Y15}", "1{Y15}"),
        ("第{Y17}", "第{Y17}"),
        ("约 {Y15}", "约{Y15}"),
        ("{Y15}余", "{Y15}余"),
        ("{Y15}以上", "{Y15}以上"),
        ("{Y16}万", "{Y16}万"),
        ("{Y15}0", "{Y15}0"),
    ],
)
def test_faults_find_what_would_change_a_number(line, word):
    assert faults_of(line) == [(1, word)]


@pytest.mark.parametrize("line", ["{Q99}", "{Y17|万}", "{Y17:十}", "{Y15:前}", "{Y15:more}"])
def test_faults_name_unknown_codes_and_forms(line):
    assert faults_of(f"全年{line}。") == [(1, line)]


def test_faults_name_section_paragraph_and_word():
    sections = [{"title": "小结", "paragraphs": []}, {"title": "工作", "paragraphs": ["甲。", "新增470家。"]}]

    assert [str(each) for each in wording.faults(sections)] == [
        "第 2 节第 2 段:“新增470家”是写上去的数字。请改用括号里的指标编号,让数字出自记录。"
    ]


def test_faults_find_claims_in_a_heading():
    assert faults_of("甲。", title="新增{Y15}") == [(0, "{Y15}")]
    assert faults_of("甲。", title="新增工会470家") == [(0, "新增工会470家")]


# The outline


def test_the_outline_is_sound():
    assert wording.faults(outline.sections()) == []


def test_the_outline_has_every_claim_once():
    lines = [line.removeprefix("# ") for section in outline.sections() for line in section["paragraphs"]]
    codes = [piece.code for line in lines for piece in pieces(line) if isinstance(piece, Asked)]

    with CLAIMED.open(encoding="utf-8") as rows:
        wanted = {row["id"] for row in csv.DictReader(rows, delimiter="\t")}
    assert len(codes) == len(set(codes))
    assert set(codes) - wanted == {"E.city"}
    assert wanted - set(codes) == set()
    assert set(CLAIMS) == wanted


# What a number is hidden behind


@pytest.mark.parametrize(
    "line",
    [
        "救助职工852\ufe0f户。",
        "救助职工8\u200b52户。",
        "{Y15}\u2060余户。",
        "近\u200b{Y15}。",
        "救助职工⑧⑤②户。",
        "救助职工捌佰伍拾贰户。",
        "救助职工８５２戶。",
        "发放救助金548.88萬元。",
        "救助困难职工(852)户。",
        "救助职工<852>户。",
        "{Y15}有余。",
        "{Y15}左右。",
        "约莫{Y15}。",
        "{Y16}的两倍。",
    ],
)
def test_a_number_in_disguise_is_a_typed_number(line):
    assert faults_of(line)


def test_brackets_and_signs_that_count_nothing_are_words():
    assert faults_of("会员(含农民工)的“10+N”目标、①学习、②宣讲，发放《工会法》，“12351”热线。") == []
