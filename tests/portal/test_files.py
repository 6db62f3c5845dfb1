"""Files that are made once."""

import pytest

from portal.files import made_once


def test_it_is_made_once(tmp_path):
    path = tmp_path / "words.txt"
    assert made_once(path, lambda: b"one") == path
    made_once(path, lambda: b"two")
    assert path.read_bytes() == b"one"
    assert [*tmp_path.iterdir()] == [path]


def test_what_fails_half_way_leaves_nothing_to_be_read(tmp_path):
    path = tmp_path / "words.txt"
    with pytest.raises(ZeroDivisionError):
        made_once(path, lambda: bytes([1 // 0]))
    assert not path.exists()
