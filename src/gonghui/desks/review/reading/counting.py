"""Whether a number that stands in a sentence counts something, or only belongs to a phrase."""

import re

from gonghui.desks.figures.numerals import Number
from gonghui.desks.review.reading.units import ACTORS_AND_PLACES, NOT_THE_UNIT

DOING = re.compile(
    """(?:
        新建|建成|建立|建设|创建|组建|成立|设立|打造|培育|选树|评选|评出|表彰|命名|授予|荣获|获得|获评|获|夺得|举办|召开|组织
      | 开展|承办|出台|制定|印发|发布|推出|申报|入选|参加|参与|主办|协办|选送|改建|扩建|新增|增设|增加|配备|配置|选派
      | 选拔|选聘|聘请|聘任|招聘|推荐|推选|培养|救助|帮扶|慰问|资助|走访|办理|受理|调解|化解|投入|发放|赠送|捐赠|完成
      | 实现|共|累计|先后|分别|各|达|拥有|现有|派出
      | 抽调|引进|孵化|征集|收到|编印|拍摄|派驻|评为|产生|开设|开办|签订|解决|援助|遴选|输送|安排|有|设
    )了?(?:全[国省市县区])?(?:[国省市县区]级)?$""",
    re.VERBOSE,
)
SLOGAN = re.compile(
    """方面|层面|维度|坚持|坚决|意识|自信|维护|确保|必须|统一|结合|融合|抓手|转变|到位|环节|阶段|步骤|关键|重点|重大|原则
      |理念|精神|优势|引领|要求|方向|路径""",
    re.VERBOSE,
)
ABSTRACT = re.compile(
    """机制|制度|体系|工程|行动|计划|任务|目标|能力|举措|措施|实事|大事|好事|领域|问题|清单|主题|建设|作用|关系|大局|中心
      |纲要|规定|条例|责任|主线|政策|工作(?![室者站])|内容|专项""",
    re.VERBOSE,
)
LISTED = re.compile("[\u4e00-\u9fa5”》)]{2}(?<!坚持)(?<!做到)(?<!突出)(?<!抓好)(?<!这)(?<!那)(?<!每)(?<!分)$")
FRAMED = re.compile("(?:围绕|聚焦|紧扣|突出|坚持|锚定|把握|抓住|抓好|落实|按照|贯彻|瞄准|立足|从|分)[^,。;]{0,4}$")
ENUMERATED = re.compile(r".(?:一|大(?![队学楼厅型赛会桥道]))|个\d")
SUMMED = re.compile("时长|累计|服务|志愿|学习|培训|授课|讲授|录制")
RANKED = re.compile(
    """(?:
        居|列|排|位次|名次|全[省国市区县州]|系统|同类|同级|同行业|获|夺|得|成绩|总分|荣膺|跻身|进入|挺进|进|考核|考评|评比
      | 个人|团体|单项|项目|并列|位|由|从|保持|前移至|升至|升到|跃居|中部|全球|世界|长三角
    )[^,。;!?]{0,10}$""",
    re.VERBOSE,
)
AFTER_RANK = re.compile(
    r"$|甲|[^\w\u4e00-\u9fa5]|[和及与各并升跃]|提升|上升|前移|的?(?:好|优异|骄人)?(?:成绩|位次|名次|水平|佳绩|行列)",
)


def counts(number: Number, before: str, after: str) -> bool:
    """Whether the number is a claim, given the text of its sentence before it and after it."""
    if number.qualifier == "at_most" or re.search(r"[A-Za-z×·./_]$|[\dA-Za-z]\+$", before):
        return False
    if number.qualifier == "rank":
        return is_rank(number, before, after)
    if not number.unit_word:
        return False
    if number.unit_word not in ("%", "百分点") and NOT_THE_UNIT.match(number.unit_word + after):
        return False
    is_han = not number.written[0].isdigit()
    if number.unit_word.endswith("小时") and number.value < 100 and not SUMMED.search(before[-12:]):
        return False
    if is_han and number.unit_word == "%":
        return number.written != "十" and not re.match("[立效果功员本为长绩熟就品交都份型套群色才千批]", after)
    if SLOGAN.match(after):
        return False
    if is_han and (ENUMERATED.match(number.unit_word + after) or re.search("[数几]$", before)):
        return False
    if number.value <= 10 and ABSTRACT.match(after) and FRAMED.search(before):
        return False
    return not is_han or number.qualifier != "exact" or _is_spoken_count(number, before, after)


def is_rank(number: Number, before: str, after: str) -> bool:
    """A place among others: 居全省第六, 前三名; not a numbering (第一,…) and not a name (第二届)."""
    return number.value > 0 and bool(AFTER_RANK.match(after) and RANKED.search(before))


def _is_spoken_count(number: Number, before: str, after: str) -> bool:
    """Chinese numerals count when large, when they count people or places, or after a word of doing; slogans do not."""
    phrase = re.split(r"[^\u4e00-\u9fa5]|^[对在到为]", after)[0][:10]
    if re.fullmatch("[百千万亿]+", number.written):
        return False
    if number.value == 1:
        is_chosen = re.match("[^,。;]{0,14}?(?:入选|荣获|获评|当选|被评为|被授予)|获|被", after)
        is_actor = number.unit_word in ACTORS_AND_PLACES - {"支"} and DOING.search(before)
        return bool(is_actor or is_chosen)
    if number.value > 10:
        return not ABSTRACT.search(phrase[:4])
    if number.unit_word in ACTORS_AND_PLACES:
        return not SLOGAN.search(phrase)
    if LISTED.search(before) and re.match("$|[,。;、]", after):
        return True
    return bool(DOING.search(before)) and not SLOGAN.search(phrase) and not ABSTRACT.search(phrase)
