import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import pinyin


@pytest.mark.parametrize(
    ("text", "full", "initials"),
    [
        ("教育学", "jiaoyuxue", "jyx"),
        ("教育學", "jiaoyuxue", "jyx"),
        ("音乐", "yinyue", "yy"),
        ("重庆", "chongqing", "cq"),
        ("银行行长", "yinhanghangzhang", "yhhz"),
        ("女儿", "nuer", "ne"),
        ("战略", "zhanlue", "zl"),
        ("Python编程", "pythonbiancheng", "pbc"),
        ("《给教师的建议》", "geijiaoshidejianyi", "gjsdjy"),
        ("单老师的一天", "shanlaoshideyitian", "slsdyt"),
        ("调查老师", "diaochalaoshi", "dcls"),
        ("？！", "", ""),
        ("", "", ""),
    ],
)
def test_readings(text, full, initials):
    assert pinyin.read(text) == pinyin.Reading(full, initials)


@pytest.mark.parametrize(
    ("name", "full"),
    [
        ("单雄信", "shanxiongxin"),
        ("仇英", "qiuying"),
        ("查良镛", "zhaliangyong"),
        ("曾国藩", "zengguofan"),
        ("解缙", "xiejin"),
        ("尉迟恭", "yuchigong"),
        ("区志强", "ouzhiqiang"),
        ("朴趾源", "piaozhiyuan"),
        ("令狐冲", "linghuchong"),
        ("任小艾", "renxiaoai"),
        ("于漪", "yuyi"),
    ],
)
def test_surnames(name, full):
    assert pinyin.read(name, is_name=True).full == full


@pytest.mark.parametrize(
    ("typed", "form"),
    [
        ("JiaoYuXue", "jiaoyuxue"),
        ("jiao yu'xue", "jiaoyuxue"),
        ("nv'er", "nuer"),
        ("ＪＹＸ", "jyx"),
    ],
)
def test_what_is_typed_takes_the_form_of_readings(typed, form):
    assert pinyin.typed(typed) == form


@given(st.text(max_size=20))
def test_any_text_has_a_plain_reading(text):
    reading = pinyin.read(text, is_name=True)
    assert (reading.full + reading.initials + "a").isascii()
    assert (reading.full + "a").isalnum()
    assert pinyin.typed(reading.full) == reading.full
