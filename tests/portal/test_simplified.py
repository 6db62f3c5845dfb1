from hypothesis import given
from hypothesis import strategies as st

from portal import simplified as tables
from portal.simplified import simplified


def test_traditional_characters_become_simplified_ones():
    assert simplified("書房計劃：讀書、臺灣") == "书房计划：读书、台湾"
    assert simplified("著名的著作, abc") == "著名的著作, abc"


@given(st.text())
def test_every_character_keeps_its_place(text):
    once = simplified(text)
    assert len(once) == len(text)
    assert simplified(once) == once


def test_every_entry_leads_to_its_end():
    everything = "".join(map(chr, (*range(0x3400, 0xA000), *range(0x20000, 0x323B0))))
    once = simplified(everything)
    assert simplified(once) == once


def test_the_file_says_what_opencc_says(tmp_path, monkeypatch):
    asked = tables._closed()
    path = tables.write(tmp_path)
    monkeypatch.setattr(tables, "_file", None)
    tables.read_from(tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr(tables, "_asked", None)
        assert tables._closed() == asked
        assert tables.write(tmp_path) == path  # it is there
    assert list(tmp_path.iterdir()) == [path]
    tables.read_from(tmp_path / "elsewhere")
    assert tables._closed() == asked
