"""What gets into the vocabulary, and what never does."""

import pytest
from wagtail.models import PageViewRestriction

from people.choices import UnitKind
from people.models import Unit
from reading.models import Work
from search import dictionary, segmentation
from search.models import DictionaryWord, EntryKind, Stamp, VocabularyEntry, VocabularyNeighbour
from search.vocabulary import rebuild
from stories.models import StoryIndexPage

pytestmark = pytest.mark.django_db


def kinds():
    return dict(VocabularyEntry.objects.values_list("text", "kind"))


@pytest.fixture
def topic(make_page):
    """Make a page of a type that the search offers."""
    from home.models import TopicPage

    return lambda title, **fields: make_page(title, model=TopicPage, **fields)


def test_titles_words_and_names_are_gathered(topic):
    page = topic("书香校园里的教育学", summary="心理学与班级管理")
    Work.objects.create(title="给教师的建议", authors="[苏]苏霍姆林斯基 著、单中惠", kind="classic")
    Unit.add_root(name="济水第一小学", code="A1", kind=UnitKind.values[0])
    Unit.add_root(name="已撤并小学", code="A2", kind=UnitKind.values[0], is_active=False)
    assert rebuild() == VocabularyEntry.objects.count()
    found = kinds()
    assert found["书香校园里的教育学"] == EntryKind.TITLE
    assert found["教育学"] == found["心理学"] == EntryKind.WORD
    assert found["给教师的建议"] == EntryKind.BOOK
    assert found["苏霍姆林斯基"] == found["单中惠"] == EntryKind.PERSON
    assert found["济水第一小学"] == EntryKind.UNIT
    assert found["书房计划"] == found["2+N"] == EntryKind.TERM
    assert "已撤并小学" not in found
    assert "的" not in found
    assert VocabularyEntry.objects.get(text="单中惠").pinyin == "shanzhonghui"
    assert VocabularyEntry.objects.get(kind=EntryKind.TITLE, page_id=page.pk).letter == "s"


def test_nothing_that_is_not_public_is_gathered(topic):
    topic("草稿里的量子力学", live=False)
    page = topic("内部的天体物理学")
    PageViewRestriction.objects.create(
        page=page, restriction_type=PageViewRestriction.PASSWORD, password="x"
    )
    rebuild()
    assert not any("量子" in text or "天体" in text for text in kinds())


def test_a_second_rebuild_writes_nothing_and_a_later_one_only_what_changed(
    topic, django_assert_num_queries, django_assert_max_num_queries
):
    page = topic("书香校园里的教育学")
    rebuild()
    with django_assert_max_num_queries(30) as captured:
        rebuild()
    assert not any(query["sql"].startswith(("INSERT", "UPDATE", "DELETE")) for query in captured)
    page.title = "书香校园里的心理学"
    page.save()
    rebuild()
    assert "书香校园里的心理学" in kinds()
    assert not {"书香校园里的教育学", "教育学"} & kinds().keys()
    assert not VocabularyNeighbour.objects.filter(entry_id="教育学").exists()


def test_a_latin_word_must_stand_on_two_pages(topic):
    topic("Scratch编程入门", summary="Zhangsan")
    topic("Scratch编程提高")
    rebuild()
    assert "scratch" in kinds()
    assert "zhangsan" not in kinds()


def test_words_in_use_weigh_more(topic):
    for number in range(3):
        topic(f"教育学第{number}讲")
    topic("心理学第一讲")
    rebuild()
    weights = dict(VocabularyEntry.objects.values_list("text", "weight"))
    assert weights["教育学"] > weights["心理学"] > 0


def test_titles_that_are_too_long_or_say_nothing_are_left_out(topic):
    topic("长" * 41)
    topic("㍿" * 30)  # four characters each, once normalised
    topic("？！")
    rebuild()
    assert EntryKind.TITLE not in kinds().values()


def test_names_reach_the_segmenter(topic):
    before = Stamp.objects.filter(pk=dictionary.STAMP).values_list("number", flat=True).first() or 0
    Work.objects.create(title="给教师的建议", kind="classic")
    rebuild()
    assert Stamp.objects.get(pk=dictionary.STAMP).number > before
    dictionary.refresh()
    assert {"给教师的建议", "书房计划", "名师工作室"} <= segmentation.own_words()
    assert "2+n" not in segmentation.own_words()
    DictionaryWord.objects.all().delete()
    dictionary.refresh()
    assert "书房计划" not in segmentation.own_words()


def test_an_index_page_without_kind_is_no_content(make_page):
    make_page("师德风采栏目", model=StoryIndexPage)
    rebuild()
    assert "师德风采栏目" not in kinds()
