"""What carries a number but counts nothing: quoted names, dates, clocks, document numbers, thresholds, set phrases."""

import re

from gonghui.desks.figures.numerals import narrow

BLANK = "\0"
_HAN = "[〇零一二两三四五六七八九十百千]"
_N = rf"(?:\d[\d,.]{{0,12}}|{_HAN}{{1,9}})[余多几]?"
_YEAR = "[二一][〇零○一二三四五六七八九]{3}"
_UNIT = "人|名|户|家|元|台|个"
_SPAN = """月|季度|年度|年头|工作日|自然日|交易日|星期|学期|昼夜|半月|日夜"""
QUOTED = re.compile(r"“[^“”]{1,80}”|‘[^‘’]{1,60}’|「[^「」]{1,60}」|『[^『』]{1,60}』|\"[^\"]{1,60}\"")
TITLED = re.compile(r"《[^《》]{1,120}》|〈[^〈〉]{1,80}〉|【[^【】]{1,40}】")
UNCOUNTED = re.compile(
    rf"""
    [〔［\[(](?:19|20)\d\d[〕］\])]\s?第?\d{{0,5}}号?                          # document numbers
    # years and dates
  | (?:{_YEAR}|(?<!\d)\d{{4}})[-—–~至到](?:\d{{4}}|{_YEAR})年?
  | (?<!\d)\d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}日?
  | (?<!\d)\d{{1,2}}[-—–~至到]\d{{1,2}}[月日年](?:份|底|初|末)?
  | {_YEAR}年
    # durations, ages, clocks
  | {_N}(?:周年|学年|年(?!轻|龄|人)|季度|月(?!饼)|日(?![常用])|号|岁|世纪|分钟|秒|天(?!然)|周(?!边|转)|学期)
  | {_N}个多?(?:{_SPAN}) | {_N}(?:点半|点钟|时(?!代|装|尚)(?:{_N}分)?)
  | (?<!\d)\d{{1,2}}[:：]\d{{2}} | (?<!\d)\d{{1,2}}点\d{{1,2}}分?
  | (?<![\d.])(?:24|8|48|72|12)个?小时
  | {_N}个?小时(?=内|以内|之内|外|以外|之外|值|不|全|开|在|热|服|制|工作|轮)
    # formulas, models, scores, telephone numbers
  | (?<!\d)\d{{1,4}}(?:[×xX*+＋](?:\d{{1,4}}|[A-Za-z]{{1,4}}))+(?:小时|天)?
  | (?<![A-Za-z])[A-Za-z]{{1,12}}-?\d[\d.]{{0,8}}版?
  | (?<!\d)\d[\d.]{{0,8}}(?:[A-Za-z]{{1,8}}|版本?|\+(?![万亿\s]*[\u4e00-\u9fa5]))
  | (?<!\d)0\d{{2,3}}[-—]?\d{{7,8}}(?!\d) | (?<!\d)1[3-9]\d{{9}}(?!\d) | (?<!\d)400-?\d{{3}}-?\d{{4}}
  | (?<!\d)\d{{1,4}}(?:[·对]\d{{1,4}})+ | (?<!\d)\d{{1,3}}[:：]\d{{1,3}}(?!\d)
    # thresholds: 25人以上企业, 每满25人
  | (?:{_N}万?|万)(?:{_UNIT})及?以上(?:的(?=[\u4e00-\u9fa5])|(?:非公|规模|中小|国有|民营|建会|大型|重点|已建)?
      (?=企业|单位|公司|用人单位|工会|项目|工程|工业|合同|采购|集体|群体|案件|纠纷|诉求|欠薪|事故|班组|车间))
  | [每满逢](?:{_N})万?(?:{_UNIT}|位|项|次|场|件)(?![^,。;]{{0,6}}\d)
    # set phrases and addresses
  | 无一[\u4e00-\u9fa5] | [三四五]位一体 | 一(?![十百千万])[\u4e00-\u9fa5]{{1,2}}一[\u4e00-\u9fa5] | 两位数
  | 千家万户 | 万家灯火 | 成百上千 | 成千上万 | [三四]方
  | (?<!\d)\d{{1,5}}(?:栋|幢|号楼|单元|弄)(?=\d{{1,4}}(?!\d|套|间|户|层|个|名|人))
    """,
    re.VERBOSE,
)


def blanked(text: str) -> str:
    """The text, half-width and position by position, with all that counts nothing replaced by blanks."""
    plain = narrow(text)
    for pattern in (TITLED, QUOTED, UNCOUNTED):
        plain = pattern.sub(_blank, plain)
    return plain


def _blank(match: re.Match) -> str:
    """Speech in quotation marks is read: it has a stop in it and is longer than a name."""
    said = match[0]
    is_speech = match.re is QUOTED and len(said) > 14 and re.search("[。!?;,]", said) and "+" not in said
    return said if is_speech else BLANK * len(said)
