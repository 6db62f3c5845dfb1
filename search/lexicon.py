"""The dictionary of jieba as a file that is read piece by piece, and a segmenter on it.

``rjieba`` keeps its 350,000 words in 33 MB of every process. A process that answers visitors cuts
little more than what they type: it reads of a file of 4 MB the words that begin with the characters
that it meets, and keeps the last few hundred of these pieces. Cutting takes twenty times as long
(2.3 ms for 1,000 characters), so that whatever fills an index stays with ``rjieba``. Both cut
alike, which ``tests/search/test_lexicon.py`` holds them to.

The file is written once from the list that the package ``jieba`` brings, by ``init_site``
(``write``); where it is not, web processes cut with ``rjieba`` as well. It begins with a header and
three columns, a line for each first character, in their order: the character (``uint16``), where
its piece begins (``uint32``; one line more, for the end of the last), and how many nodes it has
(``uint16``). A piece is a trie of what follows the first character, its nodes in breadth-first
order, so that the children of a node lie side by side in the order of their characters. It has
three columns, too, a line for each node:

* how often the word that ends here occurs (``uint32``, 0: no word ends here),
* where its children begin (``uint16``; one line more, for the end of the last ones),
* the character that leads here (``uint16``).
"""

import os
import re
import struct
import sys
from array import array
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from importlib.util import find_spec
from itertools import accumulate
from math import exp, inf, log
from pathlib import Path

from portal.files import made_once

_HEADER = struct.Struct("<8sIQ4x")  # mark, first characters, sum of all frequencies
_MARK = b"words.2\n"
# Pieces that are kept: 1 MB at most.
_PIECES = 512
# Only within such a stretch may words have more than one character.
_HAN = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_STRETCH = re.compile(rf"([{_HAN}a-zA-Z0-9+#&._%-]+)|\r\n|.", re.DOTALL)


@dataclass(frozen=True)
class _Piece:
    """The words that begin with one character; see above."""

    frequencies: Sequence[int]
    children: Sequence[int]
    characters: Sequence[int]

    def child(self, node: int, code: int) -> int:
        """Return the node to which a character leads from another one, or 0."""
        last = self.children[node + 1]
        found = bisect_left(self.characters, code, self.children[node], last)
        return found if found < last and self.characters[found] == code else 0


class Lexicon:
    """A segmenter without guesses at unknown words; its methods are those of ``rjieba``.

    Args:
        path: a file of ``compiled``.
    """

    def __init__(self, path: Path) -> None:
        self._file = path.open("rb")
        mark, firsts, self._total = _HEADER.unpack(self._file.read(_HEADER.size))
        if mark != _MARK:
            self._file.close()
            raise ValueError(f"{path} is no dictionary")
        codes, starts, sizes = array("H"), array("I"), array("H")
        codes.fromfile(self._file, firsts)
        starts.fromfile(self._file, firsts + 1)
        sizes.fromfile(self._file, firsts)
        self._codes, self._starts, self._sizes = codes, starts, sizes
        self._piece = lru_cache(maxsize=_PIECES)(self._read)
        # Words on top of the file's, and the same by their first two characters.
        self._own: dict[str, int] = {}
        self._own_by_start: dict[str, list[str]] = {}

    def has_word(self, word: str) -> bool:
        """Say whether the dictionary holds a word."""
        return self._frequency(word) > 0

    def add_word(self, word: str, frequency: int, tag: str) -> None:
        """Add a word of two characters or more that the file does not hold; 0: take it back.

        Args:
            word: a run of Chinese characters.
            frequency: how often it occurs, beside 60 million words.
            tag: means nothing here.
        """
        known = self._own.pop(word, 0)
        self._total -= known
        if known:
            self._own_by_start[word[:2]].remove(word)
        if frequency:
            self._own[word] = frequency
            self._own_by_start.setdefault(word[:2], []).append(word)
            self._total += frequency

    def suggest_freq(self, word: str) -> int:
        """Return how often a word must occur to be read as one."""
        all_words = log(self._total)
        likely = sum(log(self._frequency(part) or 1) - all_words for part in self.cut(word))
        return max(int(exp(likely + all_words)) + 1, self._frequency(word) or 1)

    def cut(self, text: str, hmm: bool = False) -> list[str]:
        """Split a text into words that do not overlap, in order; joined, they are the text.

        Args:
            text: any text.
            hmm: means nothing here; ``rjieba`` must be told not to guess.
        """
        found: list[str] = []
        for stretch in _STRETCH.finditer(text):
            if stretch[1]:
                found.extend(_letters_joined(self._words(stretch[1])))
            else:
                found.append(stretch[0])
        return found

    def cut_for_search(self, text: str, hmm: bool = False) -> list[str]:
        """Like ``cut``; before each longer word the words of two and three characters in it."""
        found: list[str] = []
        for word in self.cut(text):
            for size in (2, 3):
                if len(word) > size:
                    parts = (word[at : at + size] for at in range(len(word) - size + 1))
                    found.extend(part for part in parts if self.has_word(part))
            found.append(word)
        return found

    def _words(self, run: str) -> Iterator[str]:
        """Yield the most probable words of a run: from its end, the best way on at each place."""
        all_words = log(self._total)
        codes = [*map(ord, run)]
        length = len(codes)
        scores, ends = [0.0] * (length + 1), [0] * length
        for start in range(length - 1, -1, -1):
            # A character that no word begins with stands alone; of two ways alike the longer.
            best, best_end = -inf, 0
            for end, frequency in self._beginning(run, codes, start):
                score = log(frequency) - all_words + scores[end]
                if score > best or (score == best and end > best_end):
                    best, best_end = score, end
            scores[start] = best if best_end else scores[start + 1] - all_words
            ends[start] = best_end or start + 1
        start = 0
        while start < length:
            yield run[start : ends[start]]
            start = ends[start]

    def _beginning(self, run: str, codes: list[int], start: int) -> list[tuple[int, int]]:
        """Return where the words end that begin at a place of a run, and their frequencies."""
        found = []
        piece = self._piece(codes[start])
        node, end = 0, start + 1
        while piece:
            if piece.frequencies[node]:
                found.append((end, piece.frequencies[node]))
            node = piece.child(node, codes[end]) if end < len(codes) else 0
            if not node:
                break
            end += 1
        for word in self._own_by_start.get(run[start : start + 2], ()):
            if run.startswith(word, start):
                found.append((start + len(word), self._own[word]))
        return found

    def _frequency(self, word: str) -> int:
        if word in self._own:
            return self._own[word]
        piece, node = self._piece(ord(word[0])), 0
        if piece is None:
            return 0
        for character in word[1:]:
            node = piece.child(node, ord(character))
            if not node:
                return 0
        return piece.frequencies[node]

    def _read(self, code: int) -> _Piece | None:
        """Read the words that begin with a character, if there are any."""
        place = bisect_left(self._codes, code)
        if place == len(self._codes) or self._codes[place] != code:
            return None
        start, end = self._starts[place], self._starts[place + 1]
        # Not mapped: of a mapped file the system would hold all of it in the process.
        read = memoryview(os.pread(self._file.fileno(), end - start, start))
        nodes = self._sizes[place]
        middle, last = 4 * nodes, 4 * nodes + 2 * (nodes + 1)
        return _Piece(read[:middle].cast("I"), read[middle:last].cast("H"), read[last:].cast("H"))


def file_in(folder: Path) -> Path:
    """Return where the words of the installed edition lie below a folder, written or not."""
    return folder / f"words-{version('jieba')}-{sys.byteorder}.trie"


def write(folder: Path) -> Path:
    """Return the file of ``file_in``, written now if it is not there."""
    return made_once(file_in(folder), lambda: compiled(_words_of_jieba()))


def _words_of_jieba() -> dict[str, int]:
    """Read ``dict.txt``: a word, its frequency and its kind in each line."""
    # Found, not imported: of the package nothing but the list is used.
    found = find_spec("jieba")
    (folder,) = (found and found.submodule_search_locations) or [""]
    with Path(folder, "dict.txt").open(encoding="utf-8") as lines:
        return {word: int(frequency) for word, frequency, *_ in map(str.split, lines)}


def compiled(words: Mapping[str, int]) -> bytes:
    """Return the content of the file for words with their frequencies, none of which is 0.

    Raises:
        ValueError: a word has a character that takes more than two bytes.
    """
    by_first: dict[str, list[str]] = {}
    for word in sorted(words):
        if ord(max(word)) > 0xFFFF:
            raise ValueError(f"{word}: {max(word)} takes more than two bytes")
        by_first.setdefault(word[0], []).append(word)
    pieces = [_trie(same, words) for same in by_first.values()]
    firsts = len(pieces)
    begin = _HEADER.size + 2 * firsts + 4 * (firsts + 1) + 2 * firsts
    starts = accumulate((len(piece) for piece, _ in pieces), initial=begin)
    columns = [
        array("H", map(ord, by_first)),
        array("I", starts),
        array("H", (nodes for _, nodes in pieces)),
    ]
    header = _HEADER.pack(_MARK, firsts, sum(words.values()))
    return b"".join([header, *(each.tobytes() for each in columns), *(each for each, _ in pieces)])


def _trie(ordered: list[str], frequencies: Mapping[str, int]) -> tuple[bytes, int]:
    """Return a piece of the file for words that begin alike, and how many nodes it has."""
    found, children, characters = array("I"), array("H"), array("H", [0])
    # Each node: the stretch of ``ordered`` that begins with its characters, and how many these are.
    nodes = [(0, len(ordered), 1)]
    for first, last, depth in nodes:
        children.append(len(nodes))
        is_word = len(ordered[first]) == depth
        found.append(frequencies[ordered[first]] if is_word else 0)
        first += is_word
        while first < last:
            character = ordered[first][depth]
            end = first + 1
            while end < last and ordered[end][depth] == character:
                end += 1
            characters.append(ord(character))
            nodes.append((first, end, depth + 1))
            first = end
    children.append(len(nodes))
    return found.tobytes() + children.tobytes() + characters.tobytes(), len(nodes)


def _letters_joined(words: Iterator[str]) -> Iterator[str]:
    """Yield single Latin letters and digits that follow one another as one word."""
    letters = ""
    for word in words:
        if len(word) == 1 and word.isascii() and word.isalnum():
            letters += word
            continue
        if letters:
            yield letters
            letters = ""
        yield word
    if letters:
        yield letters
