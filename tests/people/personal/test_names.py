"""A name goes where it stands for itself, and nowhere else."""

import pytest

from people.personal.names import without_name


@pytest.mark.parametrize(
    ("text", "longer", "left"),
    [
        ("李明同意。", [], "某人同意。"),
        ("李明华同意，李明没有。", ["李明华"], "李明华同意，某人没有。"),
        ("李明华东，李明", ["李明华", "李明华东"], "李明华东，某人"),
        ("小李明，李明", ["小李明"], "小李明，某人"),
        ("李明华", [], "某人华"),  # nobody of that name: 李明 and a word
        ("李明", ["李明"], "某人"),
        ("王芳", ["李明华"], "王芳"),
        ("李明.", ["李明.+"], "某人."),
    ],
)
def test_a_name_goes_and_longer_ones_stay(text, longer, left):
    assert without_name(text, "李明", "某人", longer=longer) == left


def test_of_nobody_nothing_goes():
    assert without_name("谁的话", "", "某人") == "谁的话"
