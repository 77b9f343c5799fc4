"""Amounts, rates and deadlines of hardship aid, each with the rule book's default (rules 1.5, E)."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from gonghui.foundation.policies.rules import Policy

VISIT_WITHIN = Policy("hardship.visit", 10, _("入户核查期限"), _("工作日"), "E-R7 (gk)")
COMPARE_WITHIN = Policy("hardship.compare", 5, _("信息比对期限"), _("工作日"), "E-R7 (gk)")
PUBLICISE_WITHIN = Policy("hardship.publicise", 5, _("张榜公示期限"), _("工作日"), "E-R7 (gk)")
REVIEW_WITHIN = Policy("hardship.review", 15, _("县级审核期限"), _("工作日"), "E-R7 (gk)")
APPROVE_WITHIN = Policy("hardship.approve", 10, _("批准建档期限"), _("工作日"), "E-R7 (gk)")
RESUBMIT_WITHIN = Policy("hardship.resubmit", 20, _("补正期限"), _("工作日"), "X-R5 (gk)")
CHECK_WITHIN = Policy("hardship.aid_check", 5, _("发放复核期限"), _("工作日"), "E-R9 (gk)")
GRANT_WITHIN = Policy("hardship.aid_grant", 5, _("发放批准期限"), _("工作日"), "E-R9 (gk)")
CHANGE_WITHIN = Policy("hardship.change", 10, _("家庭变动确认期限"), _("工作日"), "E-R6 (gk)")
PAY_WITHIN = Policy("hardship.aid_pay", 10, _("批准后发放期限"), _("工作日"), "1.9 (gk)")

DIBAO = Policy("hardship.dibao", 66500, _("城乡低保标准"), _("分/人月"), "E-R1 (gk)")
RESIDENT_INCOME = Policy(
    "hardship.resident_income", 2810300, _("上年度全省居民人均可支配收入"), _("分/人年"), "E-R1 (gk)"
)
COMPARATOR = Policy("hardship.comparator", "le", _("比较方式(le 不高于,lt 低于)"), "", "E-R1")
RELATIVE_TIMES = Policy("hardship.relative_times", 2, _("相对困难倍数"), _("倍低保"), "E-R1")
SUDDEN_PERCENT = Policy("hardship.sudden_percent", 80, _("意外致困支出占年收入"), "%", "E-R3 (other)")
BORDERLINE_PERCENT = Policy("hardship.borderline_percent", 5, _("临界幅度"), "%", "E-R1 (gk)")
MIGRANT_YEARS = Policy("hardship.migrant_labour_years", 1, _("农民工事实劳动关系"), _("年"), "E-R4")
LIVING_TIMES = Policy("hardship.living_times", 12, _("生活救助上限"), _("倍低保/户年"), "E-R9")
SCHOOL_TIMES = Policy("hardship.school_times", 10, _("子女助学上限"), _("倍低保/人年"), "E-R9")
ILLNESS_SHARE = Policy("hardship.illness_share", Decimal(1), _("医疗救助上限占自付合规费用"), "", "E-R9")
REVEALS_A_DAY = Policy("hardship.reveals_a_day", 20, _("每日查看敏感信息次数"), _("次"), "O.1 (gk)")

RECHECK_MONTHS = Policy("hardship.recheck_months", 12, _("动态复核周期"), _("月"), "E-R12 (gk)")
RECHECK_MONTHS_SUDDEN = Policy("hardship.recheck_months_sudden", 3, _("意外致困动态复核周期"), _("月"), "E-R12 (gk)")
RECHECK_NOTICE = Policy("hardship.recheck_notice", 14, _("动态复核提前提醒"), _("天"), "E-R12 (gk)")
EXIT_WITHIN = Policy("hardship.exit_decision", 10, _("退出提议决定期限"), _("工作日"), "E-R12 (gk)")
OBSERVED_MONTHS = Policy("hardship.observed_months", 6, _("脱困须连续达标"), _("个月"), "E-R12")
MONITORED_MONTHS = Policy("hardship.monitored_months", 24, _("脱困后继续监测"), _("个月"), "E-R12 (gk)")
