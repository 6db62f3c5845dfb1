"""The dictionary that processes share: it cuts as ``rjieba`` does."""

import random
import re
import subprocess
import sys

import pytest
import rjieba

from home.site_tree import ensure_files
from search import lexicon
from search.lexicon import Lexicon, compiled

# The parts of a text that matter to jieba: Chinese, Latin words, digits, signs, gaps.
ODD = "AT&T c# B超 3.14% 2+N　\r\n\n ，。！ひらがな한국어々〇𠮷野 x 7 é"


@pytest.fixture(scope="module")
def ours(words_file):
    return Lexicon(words_file)


@pytest.fixture(scope="module")
def theirs():
    """One of its own: the one of the process knows what other tests taught it."""
    return rjieba.Jieba()


@pytest.fixture(scope="module")
def all_words(ours):
    def below(piece, node, before):
        if piece.frequencies[node]:
            yield before
        for child in range(piece.children[node], piece.children[node + 1]):
            yield from below(piece, child, before + chr(piece.characters[child]))

    return [word for code in ours._codes for word in below(ours._piece(code), 0, chr(code))]


def test_it_holds_the_words_of_rjieba(ours, theirs, all_words):
    assert len(all_words) > 300_000
    assert all(theirs.has_word(word) for word in all_words)
    assert all(ours.has_word(word) for word in all_words[::50])


def test_it_cuts_as_rjieba_does(ours, theirs, all_words):
    by_chance = random.Random(20261130)
    pieces = [word for word in all_words if re.fullmatch(r"[\u4e00-\u9fff]+", word)]
    for _ in range(2_000):
        size = by_chance.choice((1, 2, 3, 9))
        text = "".join(by_chance.choice(pieces)[:size] for _ in range(by_chance.randint(1, 12)))
        assert ours.cut(text) == theirs.cut(text, False)
        assert ours.cut_for_search(text) == theirs.cut_for_search(text, False)


def test_it_cuts_any_text_as_rjieba_does(ours, theirs, all_words):
    by_chance = random.Random(1)
    assert ours.cut("") == []
    assert ours.cut(ODD) == theirs.cut(ODD, False)
    for _ in range(2_000):
        parts = [by_chance.choice((by_chance.choice(all_words), *ODD)) for _ in range(8)]
        text = "".join(parts)
        assert ours.cut(text) == theirs.cut(text, False), text
        assert ours.cut_for_search(text) == theirs.cut_for_search(text, False), text


def test_words_on_top_weigh_as_they_do_in_rjieba(words_file, all_words):
    ours, theirs = Lexicon(words_file), rjieba.Jieba()
    by_chance = random.Random(2)
    pieces = [word for word in all_words if re.fullmatch(r"[\u4e00-\u9fff]{1,3}", word)]
    joined = ["".join(by_chance.sample(pieces, 2)) for _ in range(300)]
    own = [word for word in dict.fromkeys(joined) if not theirs.has_word(word)]
    for word in own:
        frequency = ours.suggest_freq(word)
        assert frequency == theirs.suggest_freq(word)
        ours.add_word(word, frequency, "n")
        theirs.add_word(word, frequency, "n")
    for word in own:
        text = f"{by_chance.choice(pieces)}{word}{by_chance.choice(own)}{by_chance.choice(pieces)}"
        assert ours.cut(text) == theirs.cut(text, False)
        assert ours.cut_for_search(text) == theirs.cut_for_search(text, False)


def test_a_word_that_is_taken_back_leaves_nothing(words_file):
    ours, untouched = Lexicon(words_file), Lexicon(words_file)
    ours.add_word("书房计划", 500, "n")
    assert ours.cut("书房计划读书会") == ["书房计划", "读书会"]
    ours.add_word("书房计划", 0, "")
    assert not ours.has_word("书房计划")
    assert ours.cut("书房计划读书会") == untouched.cut("书房计划读书会")
    assert ours.suggest_freq("书房计划") == untouched.suggest_freq("书房计划")


def test_a_web_process_never_loads_rjieba(words_file):
    script = (
        "import sys; from pathlib import Path; from search import segmentation;"
        "segmentation.warm_up(light_from=Path(sys.argv[1]));"
        "segmentation.set_words(['书房计划']);"
        "assert segmentation.words('书房计划读书会') == ['书房计划', '读书会'];"
        "assert not {'rjieba', 'jieba'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", script, words_file.parent], check=True)  # noqa: S603


def test_other_files_are_refused(tmp_path):
    path = tmp_path / "words.trie"
    path.write_bytes(b"PK" * 40)
    with pytest.raises(ValueError, match="no dictionary"):
        Lexicon(path)


def test_a_character_beyond_two_bytes_is_refused():
    with pytest.raises(ValueError, match="𠮷野"):
        compiled({"𠮷野": 3})


def test_the_file_is_written_once_and_whole(words_file, monkeypatch):
    (folder,) = words_file.parents[:1]
    assert [path.name for path in folder.iterdir()] == [words_file.name]
    monkeypatch.setattr(lexicon, "compiled", None)
    assert lexicon.write(folder) == words_file


def test_a_site_whose_folder_is_not_there_yet_gets_the_files(tmp_path, settings):
    settings.VAR_DIR = tmp_path / "srv" / "var"
    ensure_files()
    assert len([*settings.VAR_DIR.iterdir()]) == 2


def test_a_small_list(tmp_path):
    path = tmp_path / "words.trie"
    path.write_bytes(compiled({"书": 7, "书房": 5, "计划": 9}))
    ours = Lexicon(path)
    assert ours.cut("书房计划书") == ["书房", "计划", "书"]
    assert not ours.has_word("房")
