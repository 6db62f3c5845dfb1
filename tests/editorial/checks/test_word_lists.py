"""Listed words: compared in one form, found where the author wrote them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editorial.checks import Severity, run_checks
from editorial.checks.word_lists import word_lists
from editorial.models import ListedWord, WordLevel, WordList
from editorial.words.folding import folded, key_of
from editorial.words.lexicon import Entry, Lexicon, current_lexicon
from tests.editorial.checks.attached import document, letter, piece_with
from tests.editorial.checks.word_factories import make_list, make_word
from tests.editorial.factories import log_draft
from tests.people.factories import TeacherFactory


def lexicon(*words: str, level: WordLevel = WordLevel.FORBIDDEN) -> Lexicon:
    return Lexicon({key_of(word): Entry(word, level, "", "", "词表") for word in words})


def seen(text: str, *words: str) -> list[tuple[str, str, bool]]:
    return [
        (match.entry.word, text[match.start : match.end], match.is_split)
        for match in lexicon(*words).find(text)
    ]


@pytest.mark.parametrize(
    ("text", "word", "written"),
    [
        ("这里有虚构词在内", "虚构词", "虚构词"),
        ("這裡有臺灣話", "台湾话", "臺灣話"),
        ("有台湾话", "臺灣話", "台湾话"),
        ("有ＡＢＣ公司", "abc公司", "ＡＢＣ公司"),
        ("有虚\u200b构\ufeff词", "虚构词", "虚\u200b构\ufeff词"),
        ("有虚*构·词", "虚构词", "虚*构·词"),
        ("有虚----构_词", "虚构词", "虚----构_词"),
        ("有虚 构 词", "虚构词", "虚 构 词"),
        ("有虚，构。词", "虚构词", "虚，构。词"),
        ("有虚\n构\n词", "虚构词", "虚\n构\n词"),
        ("有㎏，再有", "kg", "㎏"),
        ("有𠮷字", "𠮷字", "𠮷字"),
    ],
)
def test_a_word_is_found_however_it_is_written(text, word, written):
    assert seen(text, word) == [(word, written, False)]


@pytest.mark.parametrize("text", ["他很好。人们都说", "他很好 人们都说", "很好，人民", "好\n人"])
def test_two_words_that_meet_by_chance_are_for_a_person_to_judge(text):
    [(word, _, is_split)] = seen(text, "好人")
    assert (word, is_split) == ("好人", True)
    assert lexicon("好人", level=WordLevel.WARN).find(text) == []


@pytest.mark.parametrize(
    ("text", "word"), [("java", "av"), ("av1", "av"), ("1av", "av"), ("第123号", "12"), ("", "词")]
)
def test_a_latin_word_is_not_found_inside_another(text, word):
    assert seen(text, word) == []


def test_latin_words_are_found_between_chinese_ones():
    assert seen("看AV吧", "av") == [("av", "AV", False)]
    assert seen("an App Store page", "app store") == [("app store", "App Store", False)]


def test_of_overlapping_words_the_first_and_longest_wins():
    assert [word for word, *_ in seen("人民教育家", "人民", "人民教育", "教育家")] == ["人民教育"]
    # One that is no word by itself hides none.
    assert seen("javav词", "av词", "java") == []
    assert [word for word, *_ in seen("xav禁词", "av禁", "禁词")] == ["禁词"]


def test_no_other_word_hides_a_forbidden_one():
    entries = {
        "人民教育": Entry("人民教育", WordLevel.SUGGEST, "教育", "", "词表"),
        "民教": Entry("民教", WordLevel.FORBIDDEN, "", "", "词表"),
    }
    found = Lexicon(entries).find("人民教育")
    assert [(match.entry.word, match.is_split) for match in found] == [
        ("人民教育", False),
        ("民教", False),
    ]


@given(st.text(st.sampled_from("虚构词台臺 ，*·\u200b\nａAb１㎏é"), max_size=40))
def test_positions_lead_back_to_what_was_written(text):
    for through in (False, True):
        form = folded(text, through_punctuation=through)
        assert len(form.text) == len(form.origins)
        assert form.origins == sorted(form.origins)
    assert key_of(key_of(text)) == key_of(text)
    for match in lexicon("虚构词", "台", "ab", "kg").find(text):
        assert match.start < match.end <= len(text)
        written = key_of(text[match.start : match.end])
        assert "".join(c for c in written if c.isalnum()) == match.entry.word


@given(st.text(st.sampled_from("甲乙丙丁"), min_size=1, max_size=4), st.integers(0, 3))
def test_a_listed_word_is_always_found_in_a_text_that_holds_it(word, times):
    text = "戊".join([word] * times)
    assert len(lexicon(word).find(text)) == times


def said(piece):
    found = run_checks(piece, checkers=[word_lists])
    return [(f.severity, f.label, f.excerpt, f.message, f.position) for f in found]


@pytest.mark.django_db
def test_findings_by_level(site_home):
    make_word("禁词")
    make_word("慎用", WordLevel.WARN, note="看语境。")
    make_word("做为", WordLevel.SUGGEST, replacement="作为")
    body = [("paragraph", "<p>有禁词，又有禁词。</p><p>慎用，做为，禁。词</p>")]
    assert said(log_draft(TeacherFactory(), body=body)) == [
        (
            Severity.BLOCK,
            "正文第 1 段",
            "有禁词，又有禁词。",
            "“禁词”是禁用词（共 2 处）。（词表：虚构词表）",
            (1, 3),
        ),
        (
            Severity.WARN,
            "正文第 2 段",
            "慎用，做为，禁。词",
            "“慎用”请再斟酌。看语境。（词表：虚构词表）",
            (0, 2),
        ),
        (
            Severity.WARN,
            "正文第 2 段",
            "慎用，做为，禁。词",
            "连起来读是禁用词“禁词”。（词表：虚构词表）",
            (6, 9),
        ),
        (
            Severity.SUGGEST,
            "正文第 2 段",
            "慎用，做为，禁。词",
            "“做为”可以换个说法，建议改为“作为”。（词表：虚构词表）",
            (3, 5),
        ),
    ]


@pytest.mark.django_db
def test_an_excerpt_shows_no_number_that_stands_beside_the_word(site_home):
    make_word("禁词")
    body = [("paragraph", "<p>打我电话13800138000禁词13900139000</p>")]
    [(_, _, excerpt, _, _)] = said(log_draft(TeacherFactory(), body=body))
    assert excerpt == "…话138****8000禁词139****9000"


@pytest.mark.django_db
def test_words_inside_attachments_are_compared_too(site_home):
    make_word("禁词")
    piece = piece_with(document(letter("其中有禁词。"), "a.docx"))
    assert [(row[1], row[2], row[4]) for row in said(piece)] == [
        ("附件《名册》正文第 1 段", "其中有禁词。", None)
    ]


@pytest.mark.django_db
def test_the_heaviest_of_several_lists_counts_and_a_list_can_be_switched_off(site_home):
    make_word("词语", WordLevel.SUGGEST, replacement="词", list_name="甲表")
    make_word("词语", WordLevel.FORBIDDEN, list_name="乙表")
    piece = log_draft(TeacherFactory(), title="词语")
    assert [row[0] for row in said(piece)] == [Severity.BLOCK]
    switched_off = WordList.objects.get(name="乙表")
    switched_off.is_active = False
    switched_off.save()
    assert [row[0] for row in said(piece)] == [Severity.SUGGEST]


@pytest.mark.django_db
def test_every_change_of_the_lists_is_noticed_with_one_query(django_assert_num_queries):
    def words() -> list[str]:
        return sorted(entry.word for entry in current_lexicon().entries)

    make_word("甲")
    assert words() == ["甲"]
    with django_assert_num_queries(1):
        assert words() == ["甲"]
    second = make_word("乙")
    with django_assert_num_queries(2):
        assert words() == ["乙", "甲"]
    second.word, second.key = "丙", "丙"
    second.save()
    assert words() == ["丙", "甲"]
    ListedWord.objects.filter(word="甲").delete()
    assert words() == ["丙"]
    make_list().delete()
    assert words() == []
