"""Winnowing: a few fingerprints of a text, chosen so that no long common passage is missed.

Source: S. Schleimer, D. Wilkerson, A. Aiken, "Winnowing: Local Algorithms for Document
Fingerprinting", SIGMOD 2003. Every run of ``SHINGLE`` characters is hashed; of every ``WINDOW``
hashes in a row the least is kept, the last one where several are least. Two texts that share
``GUARANTEED`` characters share a whole window and therefore a fingerprint.

Why 12 and 16: a shingle of 12 is longer than most titles and set phrases (“读完这本书以后”) and
therefore rarely shared by chance; with a window of 16, 27 characters (a sentence) are always found
at 2 in 17 hashes kept, some 180 for 1,500 characters. ``docs/similarity.md`` has what was measured.
"""

from collections import deque
from dataclasses import dataclass
from hashlib import blake2b

SHINGLE = 12
WINDOW = 16
GUARANTEED = SHINGLE + WINDOW - 1
_BYTES = 4  # of a character in UTF-32


@dataclass(frozen=True)
class Fingerprint:
    """A kept hash and where its shingle begins."""

    hash: int
    position: int


def winnow(text: str) -> list[Fingerprint]:
    """Return the fingerprints of a normalised text, by position.

    A text with fewer shingles than a window gives one, a text without any gives none.
    """
    hashes = shingle_hashes(text)
    if not hashes:
        return []
    window = min(WINDOW, len(hashes))
    kept: list[Fingerprint] = []
    least: deque[int] = deque()  # positions within the window, their hashes ascending
    for position, value in enumerate(hashes):
        while least and hashes[least[-1]] >= value:
            least.pop()
        least.append(position)
        if least[0] <= position - window:
            least.popleft()
        is_full = position >= window - 1
        if is_full and (not kept or kept[-1].position != least[0]):
            kept.append(Fingerprint(hashes[least[0]], least[0]))
    return kept


def shingle_hashes(text: str) -> list[int]:
    """Return the hash of every shingle of a normalised text, by position.

    64 bits, signed, as databases store them. Python's own ``hash`` differs from one process to
    the next.
    """
    data = text.encode("utf-32-le", "surrogatepass")
    return [
        int.from_bytes(
            blake2b(data[start : start + SHINGLE * _BYTES], digest_size=8).digest(),
            "little",
            signed=True,
        )
        for start in range(0, len(data) - (SHINGLE - 1) * _BYTES, _BYTES)
    ]
