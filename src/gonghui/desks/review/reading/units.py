"""The words that count: measure words of Chinese, money and mass, and the unit a number leaves unsaid."""

import re

ACTORS_AND_PLACES = frozenset(("人", "名", "位", "户", "家", "所", "支", "座", "处", "场", "对", "间", "期")) | {
    "人次",
    "户次",
    "家次",
    "场次",
    "批次",
}
THINGS = """
    个 次 项 件 批 批次 组 班 份 篇 幅 部 本 册 套 台 辆 张 枚 封 宗 起 例 类 种 款 门 道 条 块 面 只 箱 袋 瓶 盒 桶 双
    顶 床 副 把 株 棵 亩 轮 回 节 堂 课时 学时 讲
    趟 台次 车次 件次 条次 项次 篇次 趟次 岗次 所次 校次 企次 人日 工日 人份
    页 餐 架次 例次 单 笔 队 分 小时 个小时 倍 粒 头 根 艘 架 栋 幢 集 首 曲 则 帧
"""
MONEY = ("元", "美元", "欧元", "港元", "日元", "英镑", "元人民币")
MASS = "吨 公斤 千克 斤 克 毫升 升 平方米 平方公里 公里 千米 米 公顷 立方米 千瓦时 度电 ㎡ 平米 平方 步 字 ‰"
UNIT_WORDS = (*ACTORS_AND_PLACES, *THINGS.split(), *MONEY, *MASS.split())

NOT_THE_UNIT = re.compile(
    r"""
    人[民均制造工间] | 次[性生要日] | 项目(?![,。;、]) | 部[门队委署] | 家[庭人属风] | 位[于居列置数] | 场[馆地所景]
  | 组[织建] | 个(?:别|性(?!能)|体(?!育)) | 班[组子] | 支部 | 处[理置于级分罚] | 台[账阶] | 条例 | 间[隔接]
  | 面[向对积临] | 对[于口接象标照应外] | 门[户类槛] | 期间 | 套餐 | 类型 | 分[类别级布析钟之为管工享支散解明公]
  | 升[至到为] | 起[来步] | 点[\d半] | 单[位元独] | 道路 | 本[级地市次科] | 头部 | 集[体团中] | 首[次批个届]
  | 米粉 | 节约 | 回复 | 则[要需是] | 字[号样] | 步[入伐骤]
    """,
    re.VERBOSE,
)
PERSONS = re.compile(
    r"""[^,。;、\d]{0,6}?(?:
        职工|会员|农民工|群众|党员|干部|劳动者|工人|学子|学生|工友|用户|粉丝|员工|市民|居民|女工|劳模|工匠|司机|骑手|快递员
      | 网友|选手|人员|师生|教师|青年)""",
    re.VERBOSE,
)
FOLLOWED = (
    (re.compile("家庭"), "户"),
    (PERSONS, "人"),
    (re.compile(r"[^,。;、\d]{0,4}?企业"), "家"),
    (re.compile(r"[^,。;、\d]{0,4}?岗位"), "个"),
)
CLICKS = re.compile("(?:点击|浏览|阅读|访问|播放|观看|点赞|转发|收听|下载)总?(?:量|数|次数)?[^,。;]{0,6}$")
HEADS = re.compile("(?:会员|职工|人员|用户|粉丝|参保|参赛|参与|参训|受益|服务)总?人?数?(?:总数|规模)?[^,。;]{0,4}$")
PURSE = re.compile(
    """资金|经费|款|金|补助|补贴|贷|费|投入|产值|效益|损失|额|价值|消费|捐|募集|筹集|赔付|让利|[￥¥]$""",
)


def unsaid_unit(before: str, after: str) -> str:
    """The unit word that a number leaves unsaid: 元 after 贷款, 人 before 职工; empty when it cannot be told."""
    for pattern, unit in FOLLOWED:
        if pattern.match(after):
            return unit
    if CLICKS.search(before):
        return "次"
    if PURSE.search(before[-14:]):
        return "元"
    return "人" if HEADS.search(before) else ""
