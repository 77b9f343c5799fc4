"""The wording around a number in one form, by which a choice is remembered: 救助…困难职工 for any county and month."""

import re

from gonghui.desks.review.reading.claims import Claim
from gonghui.desks.review.reading.matching import plain_words

LEADING = re.compile(
    """(?:
        一年来|全年|今年|本年度?|年内|截至目前|目前|全[国省市县区]|各级工会|[省市县区]总工会|[省市县区]总|各级|共计?|总共|合计
      | 已|先后|成功|积极|分别|大力|开展了?|举办了?|组织了?|完成了?|实现|建成|打造|其中|有|的|了
    )+""",
    re.VERBOSE,
)
WHEN = re.compile(
    r"截[至止]到?|(?:19|20)\d\d年|\d{1,2}月\d{1,2}日|\d{1,2}月?(?:[-—–~至到]\d{1,2})?月(?:份|底|末|初)?"
    r"|[一二三四1-4前]{1,2}季度|[上下]半年|去年|今年|期间"
)
NO_WORD = re.compile(r"[^\u4e00-\u9fa5A-Za-z%]")
GAP = "…"
MOST = 60


def wording(claim: Claim) -> str:
    """The words before and after the number without place, time and what only leads in; at most 2 × 60 signs."""
    before, after = _plain(claim.before, claim.place)[-MOST:], _plain(claim.after, claim.place)[:MOST]
    return f"{before}{GAP}{after}" if before or after else GAP + _plain(claim.measure, claim.place)[:MOST]


def _plain(words: str, place: str) -> str:
    said = WHEN.sub("", words.replace(place, "") if place else words)
    return LEADING.sub("", NO_WORD.sub("", plain_words(said)), count=1)
