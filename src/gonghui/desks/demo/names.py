"""Names for invented people, drawn from common surnames and characters."""

import random

SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程苏魏吕丁任卢"
    "姚沈姜崔钟谭陆汪范廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷钱汤陶"
)
WOMEN = (
    "丽 敏 静 秀英 桂兰 玉梅 红霞 春燕 晓琴 雪莲 文娟 海燕 翠萍 淑芳 慧 玲 艳 凤琴 素云 月娥 小芹 佳怡 思雨 梦婷 "
    "雅琪"
)
MEN = (
    "伟 强 磊 军 建国 志明 永福 大勇 国庆 长根 家旺 学文 光明 德胜 正平 海涛 俊 宏 斌 新民 传宝 子涵 浩然 宇轩 "
    "一鸣"
)


def a_name(draw: random.Random, is_woman: bool, surname: str = "") -> str:
    """A surname, the given one or a drawn one, and a given name."""
    return (surname or draw.choice(SURNAMES)) + draw.choice((WOMEN if is_woman else MEN).split())
