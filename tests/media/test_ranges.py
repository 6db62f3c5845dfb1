"""Which part of a file a Range header asks for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media.ranges import NotSatisfiable, asked_range

SIZE = 1000
ASKED = {
    "bytes=0-": (0, 999),
    "bytes=0-0": (0, 0),
    "bytes=500-599": (500, 599),
    "bytes=900-5000": (900, 999),
    "bytes=-200": (800, 999),
    "bytes=-5000": (0, 999),
    "bytes=0-1,5-6": None,
    "bytes=-": None,
    "bytes=9-3": None,
    "pages=1-2": None,
    "bytes=a-b": None,
    "": None,
    f"bytes={'9' * 400}-": None,
}


@pytest.mark.parametrize(("header", "part"), ASKED.items())
def test_asked(header, part):
    assert asked_range(header, SIZE) == part


@pytest.mark.parametrize("header", ["bytes=1000-", "bytes=4000-5000", "bytes=-0"])
def test_behind_the_end(header):
    with pytest.raises(NotSatisfiable):
        asked_range(header, SIZE)


@given(st.integers(0, 2000), st.integers(0, 2000))
def test_a_part_is_a_slice(first, last):
    data = bytes(index % 251 for index in range(SIZE))
    try:
        part = asked_range(f"bytes={first}-{last}", SIZE)
    except NotSatisfiable:
        assert first >= SIZE
        return
    if last < first:
        assert part is None
    else:
        assert part is not None
        assert data[part[0] : part[1] + 1] == data[first : last + 1]
