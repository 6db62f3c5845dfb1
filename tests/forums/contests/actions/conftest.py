import pytest

from forums.models import Contest
from tests.forums.contests import factories as make


@pytest.fixture
def contest(site_home) -> Contest:
    """A contest that takes entries."""
    return make.make_contest()
