from collections.abc import Iterator

import pytest
from django.db import connection

from portal.page_cache import recording
from portal.page_cache.generations import Generations


@pytest.fixture
def shared(tmp_path) -> Generations:
    """The numbers of a machine of its own."""
    return Generations(tmp_path / "generations")


@pytest.fixture
def recorded(db, shared, monkeypatch) -> Iterator[Generations]:
    """The numbers, and the test's connection watched."""
    monkeypatch.setattr(recording, "generations", lambda: shared)
    with connection.execute_wrapper(recording.watch):
        yield shared
