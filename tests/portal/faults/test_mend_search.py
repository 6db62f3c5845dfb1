"""An index that is gone is built again without anybody's hand."""

import shutil

import pytest
from django.core.management import call_command

from search import health, queue
from search.engine.errors import IndexLockedError
from search.management.commands import mend_search

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(settings, tmp_path):
    """Where the index of this test lies."""
    settings.WAGTAILSEARCH_BACKENDS = {
        "default": {"BACKEND": "search.backends.whoosh", "PATH": tmp_path / "index"}
    }
    return tmp_path / "index"


def test_a_lost_index_is_built_again(folder, site_home, capsys):
    assert health.check()[0] is False
    call_command("mend_search")
    assert "已经重建" in capsys.readouterr().out
    assert health.check()[0] is True
    shutil.rmtree(folder)
    call_command("mend_search")
    assert health.check()[0] is True


def test_an_index_that_works_only_takes_what_is_queued(folder, site_home, monkeypatch):
    call_command("mend_search")
    site_home.title = "改了名字"
    site_home.save()
    assert queue.pending() > 0
    monkeypatch.setattr(mend_search, "call_command", lambda *args, **kwargs: pytest.fail("rebuilt"))
    call_command("mend_search")
    assert queue.pending() == 0


def test_a_rebuild_of_somebody_else_is_left_alone(folder, site_home, monkeypatch, capsys):
    def locked(*args, **kwargs):
        raise IndexLockedError

    monkeypatch.setattr(mend_search, "call_command", locked)
    call_command("mend_search")
    assert "正在重建" in capsys.readouterr().err
