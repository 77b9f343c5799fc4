"""Matching and verdicts on single sentences: other wordings, other scopes, contradictions, plans."""

import pytest

from gonghui.desks.review.reading import KnownFigure, exit_code, judge, read_page, to_json

KNOWN = (
    KnownFigure("Y10", "救助深度困难职工", "户", "flow", ("深度困难职工", "深度困难")),
    KnownFigure("Y11", "救助相对困难职工", "户", "flow", ("相对困难职工", "相对困难")),
    KnownFigure("Y13", "结对帮扶率", "%", "rate", ("结对帮扶",)),
    KnownFigure("Y15", "救助在档困难职工", "户", "flow", ("在档困难职工", "困难职工")),
    KnownFigure("Y16", "发放救助金", "元", "flow", ("救助金",)),
    KnownFigure("S07", "参赛职工数全省位次", "位", "recorded", ("参赛职工数", "参赛人数")),
)
RECORDS = {"Y10": 262, "Y11": 378, "Y13": 100, "Y15": 852, "Y16": 5488800, "S07": 6}


def of_the_year(records, **counties):
    """What is computed of the page's own year: of the whole by code, of counties by their name."""

    def computed(asked):
        own = [each for each in asked if each.year is None and each.when is None]
        given = {each: counties[each.place][each.code] for each in own if each.place}
        return given | {each: records[each.code] for each in own if not each.place and each.code in records}

    return computed


def verdicts(text, *, places=(), **more):
    judged = judge(read_page(text, places), KNOWN, of_the_year(RECORDS, **more), places=places)
    return [(each.code, each.verdict) for each in judged]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("救助在档困难职工852户,发放救助金548.88万元。", [("Y15", "agrees"), ("Y16", "agrees")]),
        ("帮扶深度困难职工家庭262户。", [("Y10", "agrees")]),
        ("为852户在档困难职工发放救助资金548.88万元。", [("Y15", "agrees"), ("Y16", "agrees")]),
        ("发放帮扶资金超过500万元,惠及困难职工850余户。", [("Y16", "agrees"), ("Y15", "agrees")]),
        ("深度困难职工262户、相对困难职工380户得到救助。", [("Y10", "agrees"), ("Y11", "differs")]),
        ("救助困难职工852户,发放资金近550万元。", [("Y15", "agrees"), ("Y16", "agrees")]),
        ("困难职工结对帮扶率达100%。", [("Y13", "agrees")]),
        ("参赛职工数居全省第六。", [("S07", "agrees")]),
        ("参赛人数位居全省前五。", [("S07", "differs")]),
    ],
)
def test_judge_knows_a_figure_in_other_words(text, expected):
    assert verdicts(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "慰问困难职工320户。",
        "大病救助困难职工20户。",
        "累计救助困难职工9000户。",
        "近三年救助困难职工2600户。",
        "金寨县救助困难职工120户。",
        "全市现有困难职工档案1200户。",
        "救助困难职工852人次。",
        "全省工会救助困难职工5万户。",
        "芜湖市总工会救助困难职工90户。",
        "年末在册困难职工852户。",
        "为852户困难职工家庭安装宽带。",
        "较上年多救助困难职工52户。",
        "人均发放救助金3600元。",
        "春节期间救助困难职工30户。",
    ],
)
def test_judge_finds_no_record_for_another_scope_year_or_action(text):
    assert verdicts(text) == [(None, "no_record")]


def test_judge_asks_for_a_county_where_its_value_can_be_computed():
    asked = verdicts("金寨县救助困难职工120户。", places=["金寨县"], 金寨县={"Y15": 120})

    assert asked == [("Y15", "agrees")]


def test_judge_takes_a_county_page_for_the_county_itself():
    text = "金寨县总工会2021年工作总结\n金寨县总工会救助困难职工852户。"

    assert verdicts(text) == [("Y15", "agrees")]


def test_judge_lists_the_candidates_of_an_ambiguous_claim():
    twins = (KnownFigure("A", "走访企业", "家"), KnownFigure("B", "走访企业", "家"))

    (claim,) = to_json(judge(read_page("走访企业30家。"), twins, of_the_year({"A": 30, "B": 31})))["claims"]

    assert (claim["verdict"], claim["code"], claim["candidates"]) == ("ambiguous", None, ["A", "B"])


def test_judge_keeps_the_code_when_no_record_stands_behind_the_figure():
    (each,) = judge(read_page("发放救助金30万元。"), KNOWN, of_the_year({}))

    assert (each.code, each.computed, each.verdict) == ("Y16", None, "no_record")


def test_judge_lists_what_is_planned_as_a_plan():
    text = "2021年工作总结\n发放救助金548.88万元。\n2022年,市总工会将救助困难职工900户。发放救助金600万元。"

    assert [verdict for _, verdict in verdicts(text)] == ["agrees", "plan", "plan"]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("新建职工书屋40家。\n全市新建职工书屋45家。", [2, 1]),
        ("选树市级工匠30名。\n先后选树市级工匠28名。", [2, 1]),
        ("新建职工书屋40家。\n新建职工书屋40余家。", [None, None]),
        ("新建市级职工书屋40家。\n新建省级职工书屋4家。", [None, None]),
        ("参加职工500余人。\n参加职工300人。", [None, None]),
        ("第一季度举办知识讲座3场。\n第二季度举办知识讲座5场。", [None, None]),
        ("金寨县新增会员300人。\n霍山县新增会员200人。", [None, None]),
        ("2020年新增会员300人。\n2021年新增会员200人。", [None, None]),
        ("产业工人占比超过60%。\n产业工人占比超过20%。", [None, None]),
        ("结对帮扶35家非公企业实现转化。\n结对帮扶40家非公企业开展创新。", [None, None]),
    ],
)
def test_judge_finds_a_contradiction_only_where_one_measure_is_meant(text, lines):
    assert [each.partner_line for each in judge(read_page(text), (), of_the_year({}))] == lines


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("救助困难职工852户。", 0),
        ("明年将救助困难职工900户。", 0),
        ("救助困难职工851户。", 1),
        ("新建职工书屋40家。新建职工书屋45家。", 1),
        ("新建职工书屋40家。", 3),
        ("救助困难职工852户,新建职工书屋40家。", 3),
    ],
)
def test_exit_code_tells_the_worst_verdict(text, code):
    assert exit_code(judge(read_page(text), KNOWN, of_the_year(RECORDS))) == code


def test_to_json_writes_whole_numbers_as_integers():
    answer = to_json(judge(read_page("参保人数5.9万人,参保率96.5%。"), KNOWN, of_the_year(RECORDS)))

    assert [repr(claim["number"]) for claim in answer["claims"]] == ["59000", "96.5"]
    assert set(answer["claims"][0]) == {
        "text", "line", "number", "qualifier", "unit_word", "code", "computed", "verdict", "candidates", "partner_line",
    }  # fmt: skip
    assert answer["summary"]["no_record"] == 2
