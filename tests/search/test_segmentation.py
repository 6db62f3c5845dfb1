"""The segmenter: one dictionary, the district's words on top, safe between threads."""

import threading

import pytest
import rjieba

from search import segmentation


@pytest.fixture(autouse=True, params=[False, True], ids=["rjieba", "light"])
def _as_it_was(request, words_file):
    segmentation.warm_up(light_from=words_file.parent if request.param else None)
    yield
    segmentation.set_words(())
    segmentation.warm_up()


def test_without_the_file_of_words_rjieba_cuts(tmp_path):
    segmentation.warm_up(light_from=tmp_path)
    assert segmentation._jieba() is rjieba


def test_without_own_words_the_dictionary_decides():
    assert segmentation.words("书房计划读书会") == ["书房", "计划", "读书会"]
    assert segmentation.words_with_parts("教育学") == ["教育", "教育学"]


def test_an_own_word_is_one_word_and_keeps_its_parts():
    before = segmentation.words_with_parts("书房计划读书会")
    segmentation.set_words(["书房计划"])
    assert segmentation.words("书房计划读书会") == ["书房计划", "读书会"]
    after = segmentation.words_with_parts("书房计划读书会")
    assert "书房计划" in after
    # What an older index holds is still asked for, and what an older query asks is still there.
    assert set(before) <= set(after)


def test_own_words_inside_one_another():
    segmentation.set_words(["名师工作室联盟", "名师工作室"])
    assert segmentation.words("名师工作室联盟") == ["名师工作室联盟"]
    assert {"名师", "工作室", "名师工作室"} <= set(segmentation.words_with_parts("名师工作室联盟"))


def test_a_word_that_is_taken_back_is_gone():
    before = segmentation.words_with_parts("书房计划读书会")
    segmentation.set_words(["书房计划"])
    segmentation.set_words(["名师工作室"])
    assert segmentation.words_with_parts("书房计划读书会") == before
    assert segmentation.own_words() == {"名师工作室"}


def test_words_of_the_dictionary_stay_as_they_are():
    segmentation.set_words(["教育学"])
    assert segmentation.own_words() == frozenset()
    segmentation.set_words(())
    assert segmentation.words("教育学") == ["教育学"]


def test_words_may_change_while_others_cut():
    text = "教育学生读书会的和工作坊苏霍姆林斯基建议" * 500
    failures = []

    def cut():
        try:
            for _ in range(20):
                assert "".join(segmentation.words(text)) == text
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=cut) for _ in range(3)]
    for thread in threads:
        thread.start()
    for number in range(20):
        segmentation.set_words(["书房计划"] if number % 2 else ["苏霍姆林斯基建议"])
    for thread in threads:
        thread.join()
    assert failures == []


def test_any_character_is_cut_and_put_together_again():
    for run in ("𠮷野", "ひらがな", "한국어", "〇二", "々"):
        assert "".join(segmentation.words(run)) == run
