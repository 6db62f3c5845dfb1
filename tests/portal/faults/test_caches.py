"""The site goes on while Redis is gone. No server listens at the address used here."""

import errno
import socket

import pytest
from django.core.cache import caches
from redis.exceptions import ResponseError

from portal.faults import caches as ours
from portal.faults.outage import OWED_AT_MOST, Outage


@pytest.fixture
def nobody() -> str:
    """The address of a port at which nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"redis://127.0.0.1:{free.getsockname()[1]}/0"


@pytest.fixture
def cache(nobody):
    return ours.OutlivedRedisCache(nobody, {})


def test_every_verb_is_answered_without_redis(cache, caplog):
    assert cache.get("a") is None
    assert cache.add("a", 1) is True
    assert cache.add("a", 2) is False
    assert cache.incr("a", 4) == 5
    assert cache.decr("a") == 4
    assert cache.get_or_set("b", lambda: {"rows": [1]}) == {"rows": [1]}
    assert cache.touch("b", 30) is True
    assert cache.has_key("b")
    cache.set_many({"c": 3, "d": 4})
    assert cache.get_many(["a", "c", "d", "e"]) == {"a": 4, "c": 3, "d": 4}
    assert cache.delete("a") is True
    cache.delete_many(["c", "d"])
    assert cache.get_many(["a", "c", "d"]) == {}
    cache.clear()
    assert cache.get("b") is None
    with pytest.raises(ValueError, match="not found"):
        cache.incr("gone")
    said = [record for record in caplog.records if record.name == "portal.faults.outage"]
    assert len(said) == 1, "an outage is said once"


def test_what_one_thread_counts_another_sees(cache, nobody):
    cache.set("failed-sign-ins", 9)
    assert ours.OutlivedRedisCache(nobody, {}).incr("failed-sign-ins") == 10


def test_a_dead_server_is_not_asked_by_every_request(cache, monkeypatch):
    cache.get("a")

    def fail(*args, **kwargs):
        pytest.fail("Redis was asked again at once")

    monkeypatch.setattr(ours.OutlivedClient, "get_client", fail)
    assert cache.get("a") is None


def test_a_server_that_refuses_to_write_is_outlived_too(cache, monkeypatch):
    def refuse(*args, **kwargs):
        raise ResponseError("MISCONF Redis is configured to save RDB snapshots, but cannot")

    monkeypatch.setattr(ours.OutlivedClient, "get_client", refuse)
    cache.set("a", 1)
    assert cache.get("a") == 1


class Server:
    """Enough of Redis to see what a returning server is told."""

    def __init__(self):
        self.kept = {":1:old": b"1", ":1:else": b"2"}

    def ping(self):
        return True

    def get(self, key):
        return self.kept.get(key)

    def delete(self, *keys):
        return sum(self.kept.pop(key, None) is not None for key in keys)

    def flushdb(self):
        self.kept.clear()
        return True


@pytest.fixture
def server(monkeypatch):
    """A server that comes back with all it knew before, once ``come_back`` is called."""
    server = Server()

    def come_back():
        monkeypatch.setattr(ours.OutlivedClient, "get_client", lambda *args, **kwargs: server)
        monkeypatch.setattr("portal.faults.outage.PAUSE", 0)

    monkeypatch.setattr("portal.faults.outage.PAUSE", 0)
    server.come_back = come_back
    return server


def test_what_was_deleted_meanwhile_does_not_come_back(cache, server):
    cache.delete("old")
    server.come_back()
    assert cache.get("old") is None
    assert cache.get("else") == 2
    assert cache.answers()


def test_what_was_cleared_meanwhile_does_not_come_back(cache, server):
    cache.clear()
    server.come_back()
    assert cache.get("else") is None


def test_more_than_can_be_remembered_is_all():
    outage = Outage("Redis")
    outage.begin(OSError())
    outage.owe([str(number) for number in range(OWED_AT_MOST)])
    keys, debts = outage.owed()
    assert len(keys) == OWED_AT_MOST
    outage.owe(["one more"])
    assert not outage.end(debts)
    keys, debts = outage.owed()
    assert keys is None
    assert outage.end(debts)
    assert outage.owed()[0] == set()


def test_what_another_thread_writes_while_the_server_is_told_is_told_too(cache, server):
    """It has been asked what it is owed, and nobody has said yet that it is back."""
    cache.delete("old")
    server.come_back()
    tell = server.delete

    def delete(*keys):
        server.delete = tell
        # Another thread, which may not ask the server yet.
        assert cache._cache._outage.owe([":1:else"])
        return tell(*keys)

    server.delete = delete
    assert cache.get("old") is None
    assert cache.get("else") is None


def test_who_was_about_to_use_the_memory_asks_the_server_that_is_back(cache, server, monkeypatch):
    outage = cache._cache._outage
    cache.get("else")
    server.come_back()

    def too_early() -> bool:
        monkeypatch.undo()
        server.come_back()
        assert cache.answers()  # another thread
        return False

    monkeypatch.setattr(outage, "may_ask", too_early)
    assert cache.delete("else") is True
    assert ":1:else" not in server.kept


def test_readyz_names_the_cache_that_is_gone(client, site_home, settings, nobody):
    settings.CACHES = settings.CACHES | {
        "default": {"BACKEND": "portal.faults.caches.OutlivedRedisCache", "LOCATION": nobody}
    }
    assert client.get("/").status_code == 200
    answer = client.get("/readyz")
    parts = answer.json()["parts"]
    assert (answer.status_code, answer.json()["ready"]) == (200, True)
    assert "cache" in answer.json()["degraded"]
    assert "连不上" in parts["cache"]["message"]


def test_a_picture_is_drawn_though_it_cannot_be_kept(monkeypatch):
    def full(*args, **kwargs):
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(ours.FileBasedCache, "_write_content", full)
    caches["cards"].set("card", b"drawn")
    assert caches["cards"].get("card") is None
