"""The menu of an officer's pages: what stands where, and for whose post. The first group is the workbench itself."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from gonghui.desks.figures.rulebook import SEAL_READERS
from gonghui.desks.figures.views import ASKERS
from gonghui.desks.plan.rulebook import NUMBER_READERS
from gonghui.desks.plan.rulebook import READERS as PLAN_READERS
from gonghui.desks.staff.vacancies import WHO as WHO_SEAT
from gonghui.foundation.accounts.roles import ARRANGERS, FINANCE_ROLES, STAFF, Role
from gonghui.foundation.documents.blanks.rulebook import READERS as TEMPLATE_READERS
from gonghui.foundation.documents.exports.rulebook import APPROVERS
from gonghui.foundation.documents.facts.rulebook import FACT_READERS
from gonghui.foundation.funds.rulebook.limits import LIMIT_READERS
from gonghui.foundation.notices.rulebook import PUBLISHERS
from gonghui.programs.hardship.models import FileConflict
from gonghui.programs.hardship.models.helping import helps_somebody
from gonghui.programs.hardship.models.transfer import DECIDERS
from gonghui.programs.hardship.rulebook import SEEN_BY
from gonghui.programs.hardship.sheets.national import ASKERS as ASKERS_OF_FILES
from gonghui.programs.organising.models.joining import CHECKERS
from gonghui.programs.organising.rulebook import SEEN_BY as ORGANISERS
from gonghui.programs.organising.rulebook.people import THE_UNION

from .queues.asking import DISCREPANCIES, INQUIRIES
from .queues.figures import DIFFERENCES, MONTHS, RESTATEMENTS
from .queues.hardship import ARRIVALS, CHANGES, CONFLICTS, FILES, GRANTS, TRANSFERS
from .queues.money import BATCHES, LIMITS
from .queues.organising import APPLICATIONS, CHECKS, FOUNDINGS, ROSTERS
from .queues.papers import EXPORTS, FACTS, OBJECTIONS, TEMPLATES
from .queues.posts import CHAIRS, RESETS
from .queues.queue import Queue
from .queues.reviews import REVIEWS
from .queues.rights import ERASURES, REQUESTS
from .queues.seasons import CAMPAIGNS, PROJECTS, RELIEFS
from .queues.targets import PLANS, RECEIPTS, REVISIONS

EXPORTERS = (*ASKERS_OF_FILES, *APPROVERS, Role.DPO)
MONEY = (*FINANCE_ROLES, Role.AUDITOR)


@dataclass(frozen=True)
class Entry:
    """One line: its page, for which roles (empty: every post) and persons, and the queue that it counts."""

    title: Any
    name: str
    icon: str
    roles: Collection[str] = ()
    queue: Queue | None = None
    exact: bool = False
    holds: Callable[[Any], bool] | None = None

    def is_for(self, by) -> bool:
        return (not self.roles or by.role in self.roles) and (self.holds is None or self.holds(by))


UNIONS = (
    Entry(_("本工会"), "organising:union", "home-2", THE_UNION),
    Entry(_("建会"), "organising:foundings", "building-community", ORGANISERS, FOUNDINGS),
    Entry(_("会员"), "organising:members", "users-group", ORGANISERS),
    Entry(_("入会申请"), "organising:applications", "user-plus", ORGANISERS, APPLICATIONS),
    Entry(_("会员名册"), "organising:rosters", "list-check", ORGANISERS, ROSTERS),
    Entry(_("会籍核对"), "organising:checks", "user-search", CHECKERS, CHECKS),
)
BUSINESS = (
    Entry(_("困难职工档案"), "hardship:files", "heart-handshake", SEEN_BY, FILES),
    Entry(_("家庭变动"), "hardship:changes", "users", SEEN_BY, CHANGES),
    Entry(_("档案转出"), "hardship:transfers", "arrows-left-right", DECIDERS, TRANSFERS),
    Entry(_("档案转入"), "hardship:arrivals", "transfer-in", DECIDERS, ARRIVALS),
    Entry(_("档案冲突"), "hardship:conflicts", "alert-triangle", FileConflict.seen_by.roles, CONFLICTS),
    Entry(_("帮扶发放"), "hardship:grants", "coin-yuan", SEEN_BY, GRANTS),
    Entry(_("应急慰问"), "hardship:reliefs", "first-aid-kit", SEEN_BY, RELIEFS),
    Entry(_("四季送"), "hardship:campaigns", "calendar-event", SEEN_BY, CAMPAIGNS),
    Entry(_("帮扶项目"), "hardship:projects", "folder", SEEN_BY, PROJECTS),
    Entry(_("我帮扶的家庭"), "hardship:helped", "home-heart", holds=helps_somebody),
    Entry(_("资金发放"), "funds:batches", "building-bank", MONEY, BATCHES),
    Entry(_("资金台账"), "funds:ledger", "wallet", MONEY),
    Entry(_("受助回访"), "funds:rounds", "message-question", (Role.AUDITOR,), INQUIRIES),
    Entry(_("差异核查"), "funds:discrepancies", "zoom-question", (Role.AUDITOR,), DISCREPANCIES),
    Entry(_("发放限额"), "funds:limits", "calculator", LIMIT_READERS, LIMITS),
    Entry(_("回避"), "hardship:recusals", "hand-stop", SEEN_BY),
    Entry(_("公示与异议"), "notices:notices", "speakerphone", PUBLISHERS, OBJECTIONS),
    Entry(_("表样"), "documents:blanks", "file-text", TEMPLATE_READERS, TEMPLATES),
)
TARGETS = (
    Entry(_("工作目标"), "plan:plans", "target", NUMBER_READERS, PLANS),
    Entry(_("目标签收"), "plan:receipts", "checklist", PLAN_READERS, RECEIPTS),
    Entry(_("目标修订"), "plan:revisions", "edit", PLAN_READERS, REVISIONS),
    Entry(_("目标大屏"), "plan:board", "presentation", PLAN_READERS, exact=True),
)
PUBLIC = (
    Entry(_("指标数据"), "figures:overview", "chart-bar", ASKERS),
    Entry(_("月度封存"), "figures:months", "lock", SEAL_READERS, MONTHS),
    Entry(_("封存差异"), "figures:comparison", "zoom-question", SEAL_READERS, DIFFERENCES),
    Entry(_("更正"), "figures:restatements", "edit", SEAL_READERS, RESTATEMENTS),
    Entry(_("外部认定"), "documents:facts", "certificate", FACT_READERS, FACTS),
    Entry(_("年度述评"), "review:reviews", "report", ASKERS, REVIEWS),
    Entry(_("核对文章"), "review:reading", "file-search", ASKERS),
    Entry(_("公示栏"), "notices:board", "news", exact=True),
)
PERSONAL = (
    Entry(_("导出申请"), "documents:exports", "file-export", EXPORTERS, EXPORTS),
    Entry(_("个人信息请求"), "privacy:requests", "shield-lock", (Role.DPO,), REQUESTS),
    Entry(_("敏感信息查看记录"), "privacy:looks", "eye", (Role.DPO,)),
    Entry(_("到期匿名处理"), "privacy:erasures", "eraser", (Role.DPO, Role.CITY_APPROVER), ERASURES),
)
DESK = (
    Entry(_("人员与岗位"), "staff:posts", "users-group", ARRANGERS),
    Entry(_("岗位邀请"), "staff:invitations", "user-plus", ARRANGERS),
    Entry(_("主席待到岗"), "staff:chairs", "user-check", WHO_SEAT, CHAIRS),
    Entry(_("岗位交接"), "workbench:hand_overs", "arrows-exchange"),
    Entry(_("二次验证重置"), "staff:resets", "shield-lock", STAFF, RESETS),
)
GROUPS = (
    (_("组织建设"), UNIONS),
    (_("业务办理"), BUSINESS),
    (_("年度目标"), TARGETS),
    (_("统计与公开"), PUBLIC),
    (_("个人信息保护"), PERSONAL),
    (_("岗位"), DESK),
)
