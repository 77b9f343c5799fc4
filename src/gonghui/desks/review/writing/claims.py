"""What a year's review tells of: each claim by its code, what it is called, and whose work stands behind it.

A claim that a figure answers is called as the figure is; the others are gaps until their records are kept (N-R10).
"""

from dataclasses import dataclass

KEPT_BY = """
组织建设: Y01 新增工会组织 | Y02 新增工会会员 | Y03 新增农民工会员 | Y09 社会化工作者选聘
年度计划: Y04 三项建会目标超额完成 | Y14 救助目标任务超额完成
民主管理: Y05 职代会和厂务公开制度建制率 | Y06 县区互查
职工之家: Y07 职工之家共建、复核和评选 | Y08 非公企业工会主席履职考核
困难职工帮扶: Y10 救助深度困难职工 | Y11 救助相对困难职工 | Y12 救助意外致困职工 | Y13 一对一结对帮扶 |
    Y15 救助在档困难职工 | Y16 发放救助金 | Y17 困难职工档案数和使用帮扶资金数全省位次
技能竞赛: S01 市级一类技能竞赛 | S02 市级二类技能竞赛 | S03 各类二类技能竞赛 | S04 竞赛覆盖职工 |
    S05 列入省二类的竞赛 | S06 全省首次开展的竞赛 | S07 安全健康技能大赛参赛人数全省位次 |
    B10 婚纱技能大赛参赛企业团队 | B11 婚纱技能大赛参赛选手 | B12 海峡两岸职工焊接技能竞赛线上交流
工匠与创新: S08 皖西杰出工匠评选 | S09 入选安徽工匠 | S10 申报工匠绝活 | S11 获奖励的师徒 | S12 创新工作室 |
    S13 劳模创业示范基地 | S14 省级劳模创新工作室 | S15 长三角地区劳模创新工作室 | S16 全国示范性创新工作室 |
    B01 “10+N”目标 | B02 劳模重点创新项目 | B03 “12320”工程结对企业 | B07 劳模结对开展技术创新的企业 |
    B08 劳模创新示范平台 | B09 名师带高徒人数
评选表彰与劳模服务: R01 全国工会财务工作先进单位称号 | R02 全国“安康杯”竞赛优胜集体称号 |
    P03 全省职工演讲比赛获奖 | P04 全省职工征文活动获奖 | P05 选树市级劳动模范 | P06 选树先进工作者 |
    P07 选树先进集体 | S17 劳模中产业工人占比 | S18 两代表一委员中产业工人占比 | T15 获得贷款的劳模 |
    T16 劳模贷款金额 | T28 疗休养投入资金 | T29 参加疗休养的劳模和奖章获得者 | T30 一线职工疗休养批次 |
    T31 参加疗休养的一线职工
干部队伍: P01 学习研讨和报告会 | S19 培训工会干部 | S20 蹲点组 | S21 蹲点干部 | S22 走访基层单位 |
    S23 访谈一线职工 | S24 服务职工群众 | S26 研学讨论 | S27 选派干部驻村 | S28 选拔基层干部挂职
职工活动与学堂: P02 主题宣教活动 | S25 知识竞赛 | T01 送电影和劳模进园区活动 | T02 文明实践活动 |
    T03 劳模工匠宣讲 | T04 红色观影 | T37 职工读书活动 | T38 婚恋交友活动 | T39 参加婚恋交友活动的职工 |
    B05 劳模创新大讲堂 | B13 周末大学堂课程
就业服务: T05 收集用工需求的企业 | T06 发布岗位 | T07 网上招聘会 | T08 就业援助页面点击 |
    T09 争取创业就业补助资金 | T10 家政培训 | T11 革命老区技能培训
职工互助保障: T12 互助保障参保人数 | T13 互助保障赔付 | T14 参保人数和金额全省位次 |
    T26 获赠意外保障的新入会会员 | T27 赠送意外保障的价值
关爱服务: T17 注入职工发展基金 | T18 撬动其他渠道资金 | T21 享受免费早餐的环卫工人 | T22 领到物资的环卫工人 |
    T23 发放物资的价值 | T24 免费体检的农民工 | T25 免费体检的环卫工人
服务阵地: T19 新建市级户外驿站 | T20 环卫工人驿站 | T32 全国职工书屋 | T33 省职工书屋 | T34 省职工书吧 |
    T35 新建职工书屋 | T36 职工书屋示范点 | T40 女职工阳光家园 | T41 全国爱心托管班
宣传: B04 公众号劳模专栏 | B06 劳模事迹展播
劳动关系预警: B14 “五个不发生”责任书 | B15 联席会议和会商机制 | B16 信息员队伍 | B17 预警信息库
维权热线与法律援助: B18 免费维权日 | B19 “12351”热线回应率
"""
"""The name of a program, and after a colon its claims, each a code and a name."""


@dataclass(frozen=True)
class Claim:
    """A claim of a review: its code, what it is called, and the work whose records it needs."""

    code: str
    name: str
    work: str


def _read(kept_by: str) -> dict[str, Claim]:
    found, work = {}, ""
    for line in kept_by.strip().splitlines():
        if not line.startswith(" "):
            work, _colon, line = line.partition(": ")
        for each in filter(None, (part.strip() for part in line.split("|"))):
            code, name = each.split(" ", 1)
            found[code] = Claim(code, name, work)
    return found


CLAIMS = _read(KEPT_BY)
