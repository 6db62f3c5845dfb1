"""Invented books, and how often each is read."""

from dataclasses import dataclass
from itertools import accumulate, product
from random import Random

from reading.models import Edition, Work, WorkKind

MARK = "（虚构）"
# Topics by kind: each with its classification (中图法) and what it is about.
FIELDS = {
    WorkKind.CLASSIC: [
        ("G40-09", "教育学", "课堂 童年 乡村教师 成长 对话 自由 习惯 兴趣".split()),
        ("G44", "教育心理", "思维 记忆 情感 注意 游戏 倾听".split()),
    ],
    WorkKind.MONOGRAPH: [
        ("G633.3", "语文", "整本书阅读 识字 作文 古诗 朗读 文本细读".split()),
        ("G633.6", "数学", "几何 概念 运算 数感 问题解决 统计".split()),
        ("G633.4", "英语", "绘本 语音 写作 课堂对话 词汇".split()),
        ("G633.7", "物理", "实验 测量 力与运动 光学 科学史".split()),
        ("G633.5", "历史", "史料 时间线 乡土史 口述 地图".split()),
        ("G633.9", "体育", "体能 球类 游戏 规则 合作".split()),
        ("G633.95", "艺术", "合唱 素描 剪纸 戏剧 节奏".split()),
    ],
    WorkKind.GENERAL: [
        ("I267", "散文", "河流 菜园 老屋 节气 远行 手艺".split()),
        ("I247", "小说", "渡口 雪夜 邻居 车站 灯火".split()),
        ("K20", "历史", "驿路 城墙 茶馆 运河 账本".split()),
        ("N49", "科普", "鸟类 星空 土壤 蘑菇 潮汐".split()),
        ("B84", "心理", "专注 情绪 睡眠 勇气 独处".split()),
    ],
}
OPENINGS = (
    "慢下来的 看得见的 重新发现 走近 一间教室里的 写给老师的 细读 寻常日子里的 窗外的 十二堂 "
    "未完成的 理解 记录 从头说起的 夜航中的 边走边问的 田野上的 留白的 第三种 三十年来的"
).split()
ENDINGS = "札记 十讲 手记 之道 漫谈 二十问 与我们 讲义 笔谈 小史".split()
AUTHORS = "佚山 拟泉 示远 例安 设川 构岚 试松 样竹 想溪 虚舟 拟禾 示棠".split()
PUBLISHERS = "示例出版社 虚构书局 拟江人民出版社 样本教育出版社".split()


@dataclass(frozen=True)
class Book:
    """What records and logs need to know of a work."""

    pk: int
    title: str
    kind: str
    pages: int
    topic: str


def make_works(count: int, source: Random) -> list[Book]:
    """Add invented works until the catalogue holds ``count``; return all of them."""
    missing = count - Work.objects.count()
    titles = _titles(source)
    for _ in range(missing):
        title, kind, clc, subject, topic = next(titles)
        work = Work(
            title=f"{title}{MARK}",
            authors=source.choice(AUTHORS),
            kind=kind,
            is_classic=kind == WorkKind.CLASSIC,
            clc=clc,
            subject=subject,
            description=f"一本编出来的书，谈{subject}里的{topic}，供演示用。",
        )
        work.editions = [
            Edition(
                publisher=source.choice(PUBLISHERS),
                year=source.randint(1985, 2024),
                pages=source.randint(12, 60) * 8,
            )
        ]
        work.save()
    return [
        Book(
            work.pk,
            work.title.removesuffix(MARK),
            work.kind,
            next((e.pages for e in work.editions.all() if e.pages), 240),
            work.subject,
        )
        for work in Work.objects.approved().prefetch_related("editions").order_by("pk")
    ]


def _titles(source: Random):
    found = [
        (f"{opening}{topic}{ending}", kind, clc, subject, topic)
        for kind, fields in FIELDS.items()
        for clc, subject, topics in fields
        for opening, topic, ending in product(OPENINGS, topics, ENDINGS)
    ]
    source.shuffle(found)
    yield from found


def popularity(books: list[Book]) -> list[float]:
    """Return running sums of weights: the n-th book is read in proportion to 1 / (n + 12).

    The most read one of 1,200 so gets some 1.8 % of all records, a few thousand.
    """
    return list(accumulate(1 / (rank + 12) for rank in range(len(books))))
