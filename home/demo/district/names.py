"""Invented names. None is meant to be anybody's: each carries a character that says so."""

from collections.abc import Iterator
from itertools import product
from random import Random

SURNAMES = (
    "林周沈程苏何陆方宋叶许温石白顾简江柳云钟梁谢唐韩冯曹邓萧田董袁潘于蒋蔡余杜戴夏姜范谭廖邹熊"
)
# 虚拟示例假设构想试样: one of these stands in every given name.
SAYS_SO = "虚拟示例设构想试样"
GIVEN = (
    "禾山泉舟秋渔光白香晴明眠起露亭行远宁安和清文新田海川岚溪松竹梅兰菊荷星月辰旭阳春夏冬雪雨风"
    "霞虹笙歌书墨砚棋画琴茶"
)

PLACES = (
    "枕溪 听松 望岳 临川 抱朴 怀瑾 采薇 观澜 拾穗 揽月 含章 知津 鸣泉 见素 守拙 乘风 倚楼 问渠 归田 在野 "
    "闻莺 濯缨 撷芳 扶摇 栖霞 沐风 听雨 踏青 折柳 泊舟"
).split()


def people(source: Random) -> Iterator[str]:
    """Yield some 20,000 names in an order of ``source``, none twice."""
    names = [f"{a}{b}{c}" for a, b, c in product(SURNAMES, SAYS_SO, GIVEN)]
    source.shuffle(names)
    yield from names


def places() -> Iterator[str]:
    """Yield names of places, none twice."""
    yield from PLACES
    yield from (f"{place}{side}" for side in "东西南北" for place in PLACES)
