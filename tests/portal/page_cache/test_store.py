"""What is kept, and what gives way."""

from portal.page_cache.keys import Key
from portal.page_cache.store import Store
from tests.portal.page_cache.test_entries import entry


def key(path: str) -> Key:
    return Key("http", "testserver", "", path, False)


def test_what_was_asked_for_longest_ago_gives_way():
    store = Store(max_bytes=240_000)
    for name in "abcd":
        store.put(key(name), entry(b"x" * 20_000))
    assert store.get(key("a"))  # now b is the one
    store.put(key("e"), entry(b"x" * 20_000))
    assert [name for name in "abcde" if store.get(key(name))] == ["a", "c", "d", "e"]


def test_replacing_a_page_takes_no_more_room():
    store = Store(max_bytes=240_000)
    for _ in range(50):
        store.put(key("a"), entry(b"x" * 20_000))
    assert len(store) == 1
    assert store.bytes < 60_000


def test_a_page_that_would_push_out_all_others_is_not_kept():
    store = Store(max_bytes=100_000)
    store.put(key("a"), entry(b"x"))
    store.put(key("large"), entry(b"x" * 30_000))
    assert store.get(key("large")) is None
    assert store.get(key("a"))


def test_a_page_that_is_refused_is_dropped_and_remembered_for_a_while():
    store = Store(max_bytes=100_000)
    store.put(key("a"), entry(b"x"))
    store.refuse(key("a"), until=10.0)
    assert store.get(key("a")) is None
    assert store.bytes == 0
    assert store.is_refused(key("a"), 9.9)
    assert not store.is_refused(key("a"), 10.0)
    assert not store.is_refused(key("b"), 9.9)


def test_refusals_do_not_pile_up():
    store = Store(max_bytes=100_000)
    for number in range(3_000):
        store.refuse(key(str(number)), until=10.0)
    assert not store.is_refused(key("0"), 1.0)
    assert store.is_refused(key("2999"), 1.0)
