"""Texts of the district's logs and notes: sentences put together by chance.

They are meant to be searched and compared, not to be admired. Fixed runs between two places that
chance fills are short, so that two texts seldom share the seventeen characters in a row that
similarity looks for.
"""

import json
from random import Random

WHEN = (
    "上周三 开学头一天 期中以后 去年冬天 清明前 一个雨天 周五放学后 早读的时候 午休时 家访回来的路上 "
    "第二遍读到这里 放寒假那晚 运动会前 听完一节课 改作业到很晚时 月考结束 春游回来 整理书架时 "
    "值日的傍晚 立夏那天 停电的晚上 教研活动后 排练间隙 交卷铃响过 送走最后一个孩子"
).split()
WHO = (
    "我 同桌的老师 组里的前辈 一个转学生 后排的男孩 小组长 语文课代表 门口的保安 几位家长 那个爱插话的孩子 "
    "两个女生 新来的同事 隔壁班主任 总迟到的他 我们组 扎辫子的孩子 不爱说话的她 校车司机 全班 几个毕业生"
).split()
WHERE = (
    "在走廊尽头 在操场边 在图书角 在黑板前 在办公室窗下 在实验台旁 在食堂排队时 在回家的车上 在花坛边 "
    "在空教室里 在台灯底下 在校门口 在楼梯转角 在菜地旁 在合唱队里 在阅览室 在大树下 在讲台旁"
).split()
DID = (
    "停下来想了很久 把问题重新问了一遍 画了一张草图 说出自己的困惑 抄下一个数字 讲起从前的一件小事 "
    "忽然笑了起来 和别人争了几句 试着换一种问法 把答案擦掉重写 只记住一个细节 翻回前面几页 提出相反的例子 "
    "把书借给别人 数了数举手的人 第一次完整说完一句话 承认自己没有读懂 找来旧作业对照 慢慢把话说清楚 "
    "留下一张纸条 把座位挪到一起 想起另一本书 给家里写了信 改了三处教案 一口气读到天黑"
).split()
THEME = (
    "等待 提问 倾听 练习的次数 孩子的沉默 课堂节奏 作业分量 分组方式 评语写法 教室布置 错题 家校来往 "
    "阅读时间 同伴互助 板书 起始课 复习办法 师生距离 公开课 乡土材料 实验安全 朗读 独立思考 好奇心 规矩 "
    "休息 表扬 批评 合作 备课 差异 想象 耐心 证据 比较 观察"
).split()
VIEW = (
    "比我想的要难 其实早有人讲清楚 值得再试一个学期 不该只看结果 和年龄大有关系 要从小处做起 常被我们忽略 "
    "说来容易 并没有唯一答案 因人而异 得先问问孩子 靠的是日积月累 可以做得更轻 经不起细问 原来可以这样理解 "
    "需要一点勇气 不必每次都成功 往往藏在细节里 离不开彼此信任 从来不是小事"
).split()
PLAN = (
    "每周留一节课 少布置一道题 先听完再开口 把名单换成座位图 每天记一行字 请孩子出题 和同事互相听课 "
    "把导入缩短 给家长写封短信 换掉两道例题 多等几秒 让孩子自己订正 把书放进教室 减少打断 只问一个问题 "
    "把实验搬到室外 读给孩子听 在期末再看一遍 把这一章讲给组里 留出五分钟安静"
).split()
DOUBT = (
    "书里的班级人少，我的班四十八人 例子多半来自城市 译文有些绕 有两章和现在的教材对不上 作者说得太肯定 "
    "数据旧了些 方法要的时间我们没有 这一节我读了两遍还是不服 结论似乎下得早 没有谈到普通孩子"
).split(" ")
MADE = (
    "{when}，{who}{where}{did}。",
    "{theme}这件事，{view}。",
    "读到第{page}页，{who}{did}。",
    "关于{theme}，书里讲得细，我却想起{when}{who}{where}{did}。",
    "我打算{plan}，{when}再看看变化。",
    "{doubt}，所以{theme}{view}。",
    "从前我以为{theme}{view}，现在觉得{theme2}{view2}。",
    "{who}问我{theme}和{theme2}哪个要紧，我{where}{did}。",
    "这一周我{plan}，结果{who}{did}。",
    "{topic}里谈{theme}的段落，{view}。",
    "{when}试了{count}次，{count2}次不成，{who}倒{did}。",
    "如果只能留下一条，我选{theme}：{plan}，{view}。",
)
TITLES = (
    "读《{book}》：{theme}与{theme2}",
    "{theme}，{view}——读《{book}》",
    "《{book}》读后：{plan}",
    "{when}读《{book}》",
    "从{theme}说起：《{book}》札记",
    "{plan}：《{book}》给我的提醒",
)
QUOTED = "{theme}之外还有{theme2}，{view}。"


def _filled(template: str, source: Random, book: str = "", topic: str = "") -> str:
    choice = source.choice
    return template.format(
        book=book,
        topic=topic,
        when=choice(WHEN),
        who=choice(WHO),
        where=choice(WHERE),
        did=choice(DID),
        theme=choice(THEME),
        theme2=choice(THEME),
        view=choice(VIEW),
        view2=choice(VIEW),
        plan=choice(PLAN),
        doubt=choice(DOUBT),
        page=source.randint(9, 400),
        count=source.randint(3, 12),
        count2=source.randint(1, 3),
    )


def title_of_log(source: Random, book: str) -> str:
    """Return the title of a log about a book."""
    return _filled(source.choice(TITLES), source, book)


def sentence(source: Random, topic: str = "") -> str:
    """Return one invented sentence."""
    return _filled(source.choice(MADE), source, topic=topic or "书")


def quotation(source: Random) -> str:
    """Return a sentence that pretends to stand in an invented book."""
    return _filled(QUOTED, source)


def body(source: Random, topic: str) -> str:
    """Return the JSON of a body of three to seven paragraphs, 250 to 900 characters."""
    paragraphs = [
        "".join(sentence(source, topic) for _ in range(source.randint(3, 5)))
        for _ in range(source.randint(3, 7))
    ]
    html = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    block = {"type": "paragraph", "value": html, "id": f"{source.getrandbits(128):032x}"}
    return json.dumps([block], ensure_ascii=False)
