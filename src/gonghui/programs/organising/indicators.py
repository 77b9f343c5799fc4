"""The figures of organising: Y01 to Y03, and members in stock by set (A-R11, B-R4, B-R5, B-R7, X-R12, X-R13)."""

from django.utils.translation import gettext_lazy as _

from gonghui.foundation.members.models import Membership
from gonghui.kernel.indicators import Stock, declare, indicator

from .models import Founding


@indicator(
    "Y01",
    _("新增工会组织"),
    words=("新增工会组织", "新增工会", "新建工会组织", "新建工会"),
    unit_word="家",
    shown_in="家",
    on="established_on",
    cites="A-R11",
    meaning=_("时期内经上级工会批准成立的工会组织,以批复日期为准;联合建会计一家;换届、更名、换证不计。"),
)
def unions_established():
    """Unions approved by the upper union in the period; re-elections, renames and renewals never count."""
    return Founding.objects.established()


MEMBERS = {"unit_word": "人", "shown_in": "人", "on": "joined_on", "cites": "B-R7"}


@indicator(
    "Y02",
    _("新增工会会员"),
    words=("新增工会会员", "新增会员", "新发展会员"),
    meaning=_("时期内在本市首次入会的人,以批准入会日期为准,一人只计一次;市内转会不计。"),
    **MEMBERS,
)
def members_joined():
    """Different persons whose first membership in the municipality began in the period."""
    return Membership.objects.newcomers()


@indicator(
    "Y03",
    _("新增农民工会员"),
    words=("新增农民工会员", "新发展农民工会员", "农民工会员"),
    subset_of="Y02",
    meaning=_("新增工会会员中,入会时为农民工的人。农民工:农业户籍、从事非农工作。"),
    **MEMBERS,
)
def migrants_joined():
    """Of the members who joined, those who were rural migrant workers on joining: a subset of them."""
    return Membership.objects.newcomers().filter(joined_as_migrant=True)


def _members(day):
    """Memberships that held at the end of the period, active or retained."""
    return Membership.objects.on(day)


STOCK = {"unit_word": "人", "shown_in": "人"}
declare(
    Stock(
        "B.members",
        _("工会会员"),
        _members,
        cites="B-R1 X-R12",
        words=("现有工会会员", "会员总数"),
        meaning=_("期末在籍和保留会籍的会员。"),
        **STOCK,
    )
)
declare(
    Stock(
        "B.migrants",
        _("农民工会员(期末)"),
        lambda day: _members(day).filter(is_migrant_worker=True),
        cites="B-R6",
        subset_of="B.members",
        meaning=_("期末在籍和保留会籍的会员中,农民工会员。"),
        **STOCK,
    )
)
declare(
    Stock(
        "B.eight",
        _("八大群体会员"),
        lambda day: _members(day).exclude(groups=[]),
        cites="B-R4",
        subset_of="B.members",
        meaning=_("期末会员中属于八大群体(2018 年口径)任一群体的人;与新就业形态劳动者有重叠,两数不能相加。"),
        **STOCK,
    )
)
declare(
    Stock(
        "B.new_forms",
        _("新就业形态会员"),
        lambda day: _members(day).exclude(new_forms=[]),
        cites="B-R5",
        subset_of="B.members",
        meaning=_("期末会员中属于新就业形态四类(2021 年口径)的人;与八大群体有重叠,两数不能相加。"),
        **STOCK,
    )
)
