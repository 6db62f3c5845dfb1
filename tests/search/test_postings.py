"""Packed posting lists: what is written is read, through merging and deletions too."""

import math
from collections import Counter

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.engine import codec, queries
from search.engine.found import search
from search.engine.store import IndexStore
from tests.search.engine_writer import document, publish

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")

WORDS = ("教育", "读书", "书房", "计划", "活动")


@given(st.dictionaries(st.integers(0, 2**32 - 1), st.integers(1, 255), min_size=1, max_size=50))
def test_a_block_is_read_as_it_was_written(postings):
    ids = np.array(sorted(postings), np.uint32)
    frequencies = np.array([postings[number] for number in sorted(postings)], np.uint8)
    read_ids, read_frequencies = codec.unpack(codec.pack(ids, frequencies), len(ids))
    assert read_ids.tolist() == ids.tolist()
    assert read_frequencies.tolist() == frequencies.tolist()


@pytest.mark.parametrize("amount", [1, 2, codec.BLOCK, codec.BLOCK + 1, 2 * codec.BLOCK + 5])
def test_lists_of_any_length_over_the_borders_of_blocks(store, amount):
    publish(store, [document(f"p:{number}", "教育") for number in range(amount)])
    with store.snapshot() as snapshot:
        (segment,) = snapshot.segments
        ids, frequencies = segment.postings("grams", "教育")
        assert ids.tolist() == list(range(amount))
        assert set(frequencies.tolist()) == {1}
        assert snapshot.frequency("grams", "教育") == amount
        assert segment.postings("grams", "读书")[0].tolist() == []


def test_a_word_repeated_very_often_counts_as_often_as_a_byte_can_say(store):
    publish(store, [document("p:1", "教育 " * 1000)])
    with store.snapshot() as snapshot:
        assert snapshot.segments[0].postings("grams", "教育")[1].tolist() == [255]


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    batches=st.lists(
        st.dictionaries(
            st.integers(0, 9),
            st.none() | st.lists(st.sampled_from(WORDS), min_size=1, max_size=4),
            min_size=1,
            max_size=5,
        ),
        min_size=1,
        max_size=8,
    )
)
def test_any_sequence_of_batches_leaves_the_last_state(tmp_path_factory, batches):
    """Each batch is a commit; Whoosh merges small segments on the way."""
    store = IndexStore(tmp_path_factory.mktemp("index"), {"analysis": "test"})
    publish(store, [])
    state: dict[int, list[str]] = {}
    for batch in batches:
        written = [document(f"p:{n}", " ".join(words)) for n, words in batch.items() if words]
        removed = [f"p:{n}" for n, words in batch.items() if not words]
        with store.folder.write_lock(1):
            store.apply(written, removed)
        state.update(batch)
        expected = {n: Counter(words) for n, words in state.items() if words}
        with store.snapshot() as snapshot:
            assert snapshot.document_count() == len(expected)
            for word in WORDS:
                found = search(snapshot, queries.Term("words", word), "app.page", now=0)
                keys = found.ranking(with_keys=True).keys
                assert sorted(keys) == sorted(f"p:{n}" for n, c in expected.items() if c[word])
    store.close()


def test_scores_are_those_of_bm25(store):
    texts = {"p:1": "教育 教育 读书", "p:2": "教育 活动 计划 书房 读书", "p:3": "活动"}
    publish(store, [document(key, text) for key, text in texts.items()])
    mean = (3 + 5 + 1) / 3
    rarity = math.log(1 + (3 - 2 + 0.5) / (2 + 0.5))
    expected = {}
    for key, amount, length in (("p:1", 2, 3), ("p:2", 1, 5)):
        expected[key] = rarity * amount * 2.2 / (amount + 1.2 * (0.25 + 0.75 * length / mean))
    with store.snapshot() as snapshot:
        ranking = search(snapshot, queries.Term("words", "教育"), "app.page", now=0).ranking(
            with_keys=True
        )
        assert dict(zip(ranking.keys, ranking.scores.tolist(), strict=True)) == pytest.approx(
            expected, rel=1e-5
        )
