import pytest

from forums.contests import actions
from forums.models import Contest
from tests.forums.contests import factories as make
from tests.people.factories import TeacherFactory, UnitFactory


@pytest.fixture
def drawn(site_home) -> Contest:
    """A drawn contest with one entry that names must not leak from."""
    contest = make.make_contest()
    unit = UnitFactory(name="泄密虚构小学")
    entrant = TeacherFactory(unit=unit, name="泄密人", staff_number="LEAK01")
    make.with_file(make.enter(contest, entrant, title="圆的周长"))
    for _ in range(2):
        make.add_juror(contest)
    make.close(contest)
    actions.draw_lots(page_id=contest.page_id, by=contest.page.owner)
    contest.refresh_from_db()
    return contest
