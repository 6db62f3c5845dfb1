"""The numbers that processes share, seen by two openings of one file, as by two processes."""

import pytest

from portal.page_cache.generations import Generations


@pytest.fixture
def pair(tmp_path):
    return Generations(tmp_path / "generations"), Generations(tmp_path / "generations")


def test_a_change_is_seen_by_the_other_at_once(pair):
    one, two = pair
    before = two.versions(["page", "image"], two.all())
    epoch = two.epoch()
    one.bump(["image"])
    assert two.epoch() != epoch
    assert not two.stand(before)
    assert two.stand(two.versions(["page", "image"], two.all()))


def test_other_tables_stand(pair):
    one, two = pair
    before = two.versions(["page"], two.all())
    one.bump(["image"])
    assert two.stand(before)


def test_everything_is_part_of_every_page(pair):
    one, two = pair
    before = two.versions(["page"], two.all())
    one.bump(["*"])
    assert not two.stand(before)


def test_numbers_taken_before_a_change_do_not_stand(pair):
    one, two = pair
    numbers = two.all()
    one.bump(["page"])
    assert not two.stand(two.versions(["page"], numbers))


def test_they_outlive_the_process(tmp_path):
    Generations(tmp_path / "generations").bump(["page"], token=7)
    again = Generations(tmp_path / "generations")
    assert again.epoch() == 1
    assert again.has_applied(7)
    assert not again.has_applied(8)


def test_the_moment_of_the_last_word_is_shared(pair):
    one, two = pair
    assert two.confirmed() == 0
    one.confirm(123_456)
    assert two.confirmed() == 123_456
