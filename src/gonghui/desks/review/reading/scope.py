"""Of which year, which place and which intention a sentence speaks."""

import re

from gonghui.desks.review.reading.lines import Paragraph

YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*年?(?!\d|\s*号)")
REPORT = re.compile("总结|回顾|回眸|综述|完成情况|纪实|盘点|巡礼|亮点")
INTENT_HEAD = re.compile(
    "打算|下一步|下步|下一?阶段|今后|明年|来年|展望|工作(?:计划|思路|安排|要点)[)）]?$",
)
NEXT = re.compile("下一步|下阶段|明年|来年|下一年|今后|未来[一二三四五几\\d]|接下来")
INTENT = re.compile(
    "努力(?:实现|达到|使)|(?:^|[,;:]|年|月|前|底|总工会|市总|县总|区总|工会|我[市县省区]|还|并|全[市县省区]|正|期间)计划(?=[在于到至年再新建培开举办投组发用完实将选打推安])"
    "|(?<![虚模草])拟(?!定|合|人)|预计|力争|即将|(?<!不)打算|有望|争取(?:在|到|实现|达到|年|完成|于|新)"
    "|(?:目标|任务)(?:是|为)(?!了)|目标定为"
    "|(?:还|也|都|总数|总量|均|力度|今年|明年|年|月|底|期间|总工会|市总|工会|我们|数|率|额|活动)?将(?=继续|在|于|全[面力]|再|新|进一步|组织|举办|开展|投入|建[设成立]|培[训育养]|完成|实现|达到|打造|推出|选树|评选|为|向|达|超|突破|持续|陆续|创建|力争|重点|带动|覆盖|惠及)"
)
WISH = re.compile("[,;。:]?(?:要|确保|须|必须)")
PAST_SPANS = re.compile(
    "今年|本年|去年同期|往年|累计(?=[^,。;]*$)|历年|(?<!今年)以来|近[两二三四五六七八九十\\d]+年|[两二三四五六七八九十\\d]+年来|[两三四五六七八九十\\d]+年间|“?十[二三四]五”?(?:时期|期间)"
    "|本月|上月|当月|本周|本季度?(?=[,共发救])|当日|当天|今日|(?:元旦|春节|两节|国庆|五一|端午|中秋|暑期?|高温)[^,。;]{0,8}(?:期间|前后|前夕|之际)"
)
LAST_YEAR = re.compile("去年(?!同期)|上年(?!同期)|上一年")
COMPARED = re.compile("(?:较|比|同比|与)(?:去年|上年|上一年|20\\d\\d年|上半年|上季度|上月)(?:同期|末|底)?(?:相比)?")
PLACE = re.compile(
    "(?:^|[,。;:、()!?]|其中|在|由|以|如|为|对|向|至|全国)"
    "([\u4e00-\u9fa5]{1,3}?(?:县(?![区级域城])|区(?![域间块级属直])|镇(?!级)|乡(?![镇村级])|街道|市(?![场民级政容直区县总属])|市(?=总工会)))"
)
ABOVE = re.compile(
    "(?:^|[,。;:])((?:全|我)[省国]|省总工会|全国总工会)(?=各级|工会|职工|共|总|累计|已|发放|救助|帮扶|新|困难)"
)
OURS = re.compile("全[市县区]|(?<![一-龥])[市县区]总(?:工会)?")
COMMON = re.compile(
    "(?:.*[是对在由以如为向至其中一二三四五六七八九十全各本该我外两个到超都股上组织通过市县区共的和与及等级跨]"
    "|.*(?:工业园|开发|贫困|示范|工业|产业))(?:县|区|镇|乡|街道|市)$"
    "|.*[片社园小地景城校厂矿山老库新灾牧辖郊门夜菜](?:区|镇|乡|街道)$|(?:夜|菜|门|城|都|超|老|新|小)市$|(?:山|小|老|新)县$"
)


FEDERATION = re.compile("([\u4e00-\u9fa5]{2,6}?[县区市州])总工会")


def page_year(found: list[Paragraph]) -> int | None:
    """The year a page reports: named in its title, else the one named most often."""
    titles = [int(year) for p in found[:4] if p.kind == "heading" for year in YEAR.findall(p.text)]
    if titles:
        return min(titles)
    years = [int(year) for p in found for year in re.findall(r"(?<!\d)((?:19|20)\d\d)年", p.text)]
    return max(sorted(set(years)), key=years.count) if years else None


def opens_plan(paragraph: Paragraph, year: int | None) -> bool:
    """Whether a heading opens a part on what is to come."""
    if paragraph.kind != "heading" or REPORT.search(paragraph.text):
        return False
    years = [int(found) for found in YEAR.findall(paragraph.text)]
    is_later = bool(year and years and min(years) > year)
    return is_later or bool(INTENT_HEAD.search(paragraph.text))


def intends(sentence: str, year: int | None) -> bool:
    """Whether a sentence speaks of what is planned, not of what was done."""
    if INTENT.search(sentence):
        return True
    return turns_ahead(sentence, year) or bool(NEXT.search(sentence) and WISH.search(sentence))


def turns_ahead(sentence: str, year: int | None) -> bool:
    """Whether a sentence opens with the time to come; what follows it in the paragraph is planned too."""
    opening = re.split("[,:]", sentence)[0][:20]
    later = [int(found) for found in re.findall(r"(?<!\d)(20\d\d)年", opening) if year and int(found) > year]
    if opening.startswith("下半年") and re.search("再|力争|计划|要|拟|将|继续|确保", sentence):
        return True
    return bool(NEXT.search(opening)) or (bool(later) and not re.search("截至|截止|月\\d|日", opening))


def other_year(said: str, year: int | None) -> int | None:
    """The year named before a number, when it is another than the page's; comparisons (较2020年) name none."""
    named = [int(found) for found in re.findall(r"(?<!\d)((?:19|20)\d\d)年", without_comparisons(said))]
    if not named and year and LAST_YEAR.search(without_comparisons(said)):
        return year - 1
    return named[-1] if named and named[-1] != year else None


def without_comparisons(said: str) -> str:
    """The words but for what a number is only compared with: 较去年同期, 比2020年."""
    return COMPARED.sub("", said)


def home(found: list[Paragraph]) -> str:
    """The place whose federation publishes the page: 金寨县 of 金寨县总工会; empty when none is named at its head."""
    if title := title_home(found):
        return title
    named = [name for p in found for name in FEDERATION.findall(p.text)]
    most = max(dict.fromkeys(named), key=named.count, default="")
    return named[0] if named and found[0].kind == "heading" else most if named.count(most) > 1 else ""


def title_home(found: list[Paragraph]) -> str:
    """The place whose federation a title names."""
    return next((name for p in found[:4] if p.kind == "heading" for name in FEDERATION.findall(p.text)), "")


def span(said: str, year: int | None = None) -> str:
    """Another stretch of time than the page's year that the words before a number name last: 累计, 近三年, 春节期间."""
    said = without_comparisons(said).replace(f"{year}年以来", "")
    named = [match[0] for match in PAST_SPANS.finditer(said)]
    return named[-1] if named and named[-1] not in ("今年", "本年") else ""


def place(said: str, known: tuple[str, ...] = ()) -> str:
    """The county, town or other city last spoken of, or 全省; empty for the whole. ``known`` names are looked for
    anywhere."""
    named = [(match.end(), match[1]) for match in PLACE.finditer(said) if not COMMON.match(match[1])]
    named += [(match.end(), match[1]) for match in ABOVE.finditer(said)]
    named += [(at + len(name), name) for name in known if (at := said.rfind(name)) >= 0]
    named += [(match.end(), "") for match in OURS.finditer(said)]
    return max(named, key=lambda each: (each[0], len(each[1])))[1] if named else ""
