"""Surnames that are read otherwise than their characters, and where one stands in a text."""

import re

# As dictionaries of Chinese give them, without tones; ü is written u.
SURNAMES = {
    "单": "shan", "仇": "qiu", "查": "zha", "曾": "zeng", "解": "xie", "区": "ou", "朴": "piao",
    "盖": "ge", "缪": "miao", "召": "shao", "翟": "zhai", "乐": "yue", "种": "chong", "折": "she",
    "黑": "he", "秘": "bi", "员": "yun", "繁": "po", "句": "gou", "逄": "pang", "覃": "qin",
    "祭": "zhai", "冼": "xian", "尉迟": "yu chi", "万俟": "mo qi", "单于": "chan yu",
    "长孙": "zhang sun", "令狐": "ling hu", "澹台": "tan tai", "鲜于": "xian yu",
}  # fmt: skip
# Who is called so is meant as a person: 单老师, 查校长.
_TITLES = "老师|校长|主任|园长|教师|同学|同志|先生|女士|教授|院士"
ADDRESSED = re.compile(
    rf"(?<![\u3400-\u9fff])([{''.join(name for name in SURNAMES if len(name) == 1)}])(?={_TITLES})"
)
