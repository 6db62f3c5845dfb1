"""What kind a book is, and which two entries are one book."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.simplified import simplified
from reading.catalogue.classes import class_of, school_subjects, subject_name, table
from reading.catalogue.rules import BookFacts, author_key, classify, match_key, title_key
from reading.choices import WorkKind

C, M, G = WorkKind.CLASSIC, WorkKind.MONOGRAPH, WorkKind.GENERAL

SAME = [
    ("给教师的建议", "苏霍姆林斯基", "《給教師的建議》", "[苏]苏霍姆林斯基 著、杜殿坤 编译"),
    ("给教师的建议", "苏霍姆林斯基", "给教师的建议（修订版）", "（苏联） B. A. 苏霍姆林斯基著"),
    ("爱弥儿——论教育", "卢梭 著", "爱弥儿：论教育", "〔法〕卢梭"),
    ("爱弥儿", "让-雅克·卢梭", "爱弥儿 —— 论教育", "［法］卢梭，李平沤译"),
    ("民主主义与教育", "[美]约翰·杜威", "民主主义与教育", "杜威 著"),
    ("社会心理学(第8版)", "[美] 戴维·迈尔斯 著", "社会心理学", "戴维·迈尔斯"),
    ("思考,快与慢", "丹尼尔·卡尼曼", "思考，快与慢", "［美］丹尼尔·卡尼曼 著"),
    ("Thinking, Fast and Slow", "Kahneman", "ＴＨＩＮＫＩＮＧ fast and slow", "kahneman"),
    ("国史大纲(上下)", "钱穆", "國史大綱", "錢穆 著"),
    ("论语译注", "杨伯峻 译注", "论语译注", "杨伯峻"),
]
DIFFERENT = [
    ("给教师的建议", "苏霍姆林斯基", "给教师的一百条建议", "苏霍姆林斯基"),
    ("教育学", "王道俊", "教育学", "叶澜"),
    ("教育学", "王道俊", "教育学", ""),
    ("3-6岁儿童学习与发展指南", "甲乙", "0-3岁儿童学习与发展指南", "甲乙"),
    ("诗选", "王选", "诗选", "王力"),
]


@pytest.mark.parametrize(("title", "authors", "other_title", "other_authors"), SAME)
def test_one_book(title, authors, other_title, other_authors):
    assert match_key(title, authors) == match_key(other_title, other_authors)


@pytest.mark.parametrize(("title", "authors", "other_title", "other_authors"), DIFFERENT)
def test_two_books(title, authors, other_title, other_authors):
    assert match_key(title, authors) != match_key(other_title, other_authors)


@pytest.mark.parametrize(
    ("authors", "key"),
    [
        ("", ""),
        ("王选", "王选"),
        ("王选 著", "王选"),
        ("[清]曹雪芹 著，无名氏 续", "曹雪芹"),
        ("叶圣陶、朱自清", "叶圣陶"),
        ("《教育研究》编辑部 编", "教育研究编辑部"),
        ("——", ""),
        ("J. Dewey", "jdewey"),
    ],
)
def test_first_author(authors, key):
    assert author_key(authors) == key


def test_a_title_of_punctuation_keeps_it():
    assert title_key("？！") == "?!"
    assert title_key("|") == ""


texts = st.text(max_size=60)


@given(texts, texts)
def test_key_fits_its_column_and_has_two_parts(title, authors):
    key = match_key(title, authors)
    assert len(key) <= 240
    assert key.count("|") == 1 or len(key) == 240


@given(texts, texts)
def test_key_forgets_width_script_and_marks(title, authors):
    plain = match_key(title, authors)
    assert match_key(f"《{title}》", f" {authors} ") == plain or not title_key(title).isalnum()
    assert match_key(simplified(title), simplified(authors)) == plain


# title of the case: facts, the reader's subject, what it may count as
KINDS = [
    ("an editor decided", {"fixed": "general", "is_classic": True, "clc": "G40"}, "语文", (G,)),
    ("on the list of classics", {"is_classic": True, "clc": "I247"}, "语文", (C,)),
    ("education in general", {"clc": "G40-09"}, "语文", (M,)),
    ("teaching of the own subject", {"clc": "G633.303"}, "语文", (M,)),
    ("teaching of another subject", {"clc": "G633.303"}, "数学", (M, G)),
    ("teaching, of nobody's subject", {"clc": "G633.303"}, "", (M,)),
    ("primary mathematics", {"clc": "G623.502"}, "数学", (M,)),
    ("computing beside mathematics", {"clc": "G633.672"}, "数学", (M, G)),
    ("computing of the own", {"clc": "G633.672"}, "信息技术", (M,)),
    ("sports are no education", {"clc": "G808"}, "语文", (G,)),
    ("sports of the own", {"clc": "G808"}, "体育与健康", (M, G)),
    ("own science", {"clc": "O151"}, "数学", (M, G)),
    ("another's science", {"clc": "O151"}, "语文", (G,)),
    ("own literature is a novel first", {"clc": "I247.57"}, "语文", (G, M)),
    ("criticism is a study", {"clc": "I206.2"}, "语文", (M, G)),
    ("history for 道法", {"clc": "K207"}, "道德与法治", (G,)),
    ("geography is no history", {"clc": "K928"}, "历史", (G,)),
    ("medicine is nobody's", {"clc": "R161"}, "生物", (G,)),
    ("no such letter", {"clc": "？？"}, "生物", (G,)),
    ("a class with width and spaces", {"clc": " Ｇ６３３．３ "}, "语文", (M,)),
    ("for whoever it may be", {"clc": "O1"}, "", (M, G)),
    ("a novel for whoever", {"clc": "I247"}, "", (G, M)),
    ("no class, recorded classic", {"recorded": "classic"}, "语文", (C,)),
    ("no class, own subject", {"recorded": "monograph", "subject": "语文"}, "语文", (M, G)),
    ("no class, another's", {"recorded": "monograph", "subject": "历史/道法"}, "数学", (G, M)),
    (
        "no class, by its other name",
        {"recorded": "monograph", "subject": "历史/道法"},
        "政治",
        (M, G),
    ),
    ("no class, a novel", {"recorded": "general", "subject": "小说"}, "语文", (G,)),
    ("no class, own, recorded general", {"recorded": "general", "subject": "历史"}, "历史", (G, M)),
    ("nothing known", {}, "", (G, M)),
    ("nothing but a record", {"recorded": "monograph"}, "语文", (M, G)),
]


@pytest.mark.parametrize(("case", "facts", "subject", "kinds"), KINDS, ids=[k[0] for k in KINDS])
def test_kind(case, facts, subject, kinds):
    verdict = classify(BookFacts(**facts), subject)
    assert verdict.kinds == kinds
    assert verdict.is_open == (len(kinds) > 1)
    assert verdict.reason.endswith("。")


facts = st.builds(
    BookFacts,
    is_classic=st.booleans(),
    clc=st.one_of(st.sampled_from(sorted(table())), st.text(max_size=30)),
    subject=st.one_of(st.sampled_from(sorted(school_subjects())), st.text(max_size=40)),
    fixed=st.sampled_from(["", *WorkKind.values]),
    recorded=st.sampled_from(["", *WorkKind.values]),
)
subjects = st.one_of(st.just(""), st.sampled_from(sorted(school_subjects())), st.text(max_size=20))


@given(facts, subjects)
def test_every_book_has_a_kind_and_a_reason(book, subject):
    verdict = classify(book, subject)
    assert verdict.kinds
    assert len(set(verdict.kinds)) == len(verdict.kinds)
    assert verdict.reason.endswith("。")
    assert verdict.proposed == verdict.kinds[0]


@given(facts, subjects)
def test_the_editors_go_first(book, subject):
    verdict = classify(book, subject)
    if book.fixed:
        assert verdict.kinds == (WorkKind(book.fixed),)
    elif book.is_classic:
        assert verdict.kinds == (C,)


@given(facts, subjects)
def test_settling_twice_settles_nothing_new(book, subject):
    once = classify(book).proposed
    again = BookFacts(book.is_classic, book.clc, book.subject, book.fixed, once)
    assert classify(again).proposed == once


def test_the_table_is_sound():
    for notation, entry in table().items():
        assert notation[0].isalpha()
        assert class_of(notation) == entry
        assert entry.meaning
        assert {subject_name(each) for each in entry.subjects} == entry.subjects
