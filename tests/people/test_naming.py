"""Names in the order of pinyin and of strokes."""

import pytest

from people.naming import keys_of, spoken_in
from people.strokes import place_of
from search.pinyin import syllables


@pytest.mark.parametrize(
    "names",
    [
        # Whatever follows, one surname stands before the next, and with its like.
        ["李宁", "李一", "黎明", "林北"],
        # Surnames that are read as no dictionary's first reading: Ōu, Qiú, Shàn, Xiè, Zhā.
        ["区虚构", "仇虚构", "单虚构", "解虚构", "查虚构"],
    ],
)
def test_by_pinyin(names):
    mixed = [*names[2:], *names[:2]]
    assert sorted(mixed, key=lambda name: keys_of(name).pinyin) == names


def test_each_syllable_stands_before_its_character():
    assert keys_of("单 虚构").pinyin == "shan 单 xu 虚 gou 构"


@pytest.mark.parametrize("name", ["单虚构", "欧阳 虚构", "王", "Ada 王", "Ada Lovelace", "阿·虚构"])
def test_the_key_knows_how_a_name_is_read(name):
    assert spoken_in(keys_of(name).pinyin, name) == syllables(name, is_name=True)


@pytest.mark.parametrize("key", ["", "wang 王", "shan 单 xu 虚", "shan xu gou 单虚", "x 单 " * 100])
def test_the_key_of_another_name_says_nothing(key):
    assert spoken_in(key, "单虚构") == []


def test_by_strokes_and_then_by_their_order():
    names = ["张一", "丁一", "卜一", "王一", "王", "于一", "三一", "赵一"]
    assert sorted(names, key=lambda name: keys_of(name).strokes) == [
        "丁一",
        "卜一",
        "三一",
        "于一",
        "王",
        "王一",
        "张一",
        "赵一",
    ]


def test_a_reading_given_by_hand_goes_before_the_usual_one():
    assert keys_of("单虚构", reading="Dan xu gou").pinyin == "dan 单 xu 虚 gou 构"
    assert keys_of("单虚构", reading="danxugou").pinyin == "danxugou 单虚构"


def test_what_the_table_lacks_comes_last_and_nothing_fails():
    assert place_of("龘A") > place_of("赵")
    assert place_of("") == ""
    assert keys_of("").pinyin == ""
    assert len(keys_of("长" * 200).strokes) == 200
