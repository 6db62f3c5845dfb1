"""When a page is kept, when it is shown, who makes it anew: around a small application."""

import threading
import time
from functools import partial

import pytest

from portal.page_cache import layer, recording, watching
from portal.page_cache.generations import Generations
from portal.page_cache.keys import bare, key_maker
from portal.page_cache.layer import PageCache
from tests.portal.page_cache.test_keys import request


class Site:
    """An application that counts how often it was asked, behind the cache."""

    def __init__(self, shared: Generations, **options: float) -> None:
        self.shared = shared
        self.headers: dict[str, str] = {}
        self.status = "200 OK"
        self.text = "page"
        self.asked = 0
        self.closed = 0
        self.meanwhile = lambda: None
        self.cache = PageCache(
            self._answer,
            shared=shared,
            key_of=key_maker(hosts=["testserver"], private_cookies=["sessionid"]),
            bare=partial(bare, host_header="HTTP_HOST", proxy_header=None),
            max_bytes=1_000_000,
            time_zone="Asia/Shanghai",
            **({"fresh": 60, "stale": 60, "confirmed": 1.0} | options),
        )

    def _answer(self, environ, start_response):
        self.asked += 1
        text = self.text
        self.meanwhile()
        start_response(self.status, [("Content-Type", "text/plain"), *self.headers.items()])
        return _Closing([text.encode(), environ.get("HTTP_COOKIE", "").encode()], self)

    def get(self, path: str = "/", **environ: str) -> tuple[str, str, str]:
        """Return status, body, and how the answer came about."""
        begun = []
        chunks = self.cache(request(path) | environ, lambda *args: begun.extend(args))
        status, headers = begun[:2]
        return status, b"".join(chunks).decode(), dict(headers).get("Cache-Status", "")


class _Closing(list):
    def __init__(self, chunks, site):
        super().__init__(chunks)
        self._site = site

    def close(self):
        self._site.closed += 1


@pytest.fixture
def shared(tmp_path, monkeypatch) -> Generations:
    shared = Generations(tmp_path / "generations")
    monkeypatch.setattr(watching, "start", lambda generations: None)
    # A test may take its time.
    monkeypatch.setattr(PageCache, "_is_informed", lambda cache: True)
    return shared


@pytest.fixture
def site(shared) -> Site:
    return Site(shared)


def test_the_second_visitor_gets_what_was_made_for_the_first(site):
    assert site.get() == ("200 OK", "page", "portal; fwd=miss; stored")
    assert site.get() == ("200 OK", "page", "portal; hit")
    assert (site.asked, site.closed) == (1, 1)


def test_addresses_and_views_are_kept_apart(site):
    site.get()
    assert site.get(HTTP_COOKIE="view=large; a=b")[:2] == ("200 OK", "pageview=large")
    assert site.get("/other/")[2] == "portal; fwd=miss; stored"
    assert site.get()[:2] == ("200 OK", "page")


def test_who_has_a_session_neither_fills_nor_sees_it(site):
    assert site.get(HTTP_COOKIE="sessionid=x")[1] == "pagesessionid=x"
    assert site.get()[1] == "page"
    site.text = "new"
    assert site.get(HTTP_COOKIE="sessionid=x") == ("200 OK", "newsessionid=x", "")


@pytest.mark.parametrize(
    ("status", "headers"),
    [
        ("404 Not Found", {}),
        ("410 Gone", {}),
        ("302 Found", {"Location": "/"}),
        ("500 Error", {}),
        ("200 OK", {"Set-Cookie": "csrftoken=x"}),
        ("200 OK", {"Cache-Control": "private"}),
        ("200 OK", {"Cache-Control": "max-age=0, no-cache, no-store"}),
        ("200 OK", {"Vary": "Cookie, Accept-Language"}),
        ("200 OK", {"Vary": "*"}),
        ("200 OK", {"Content-Encoding": "gzip"}),
    ],
)
def test_what_is_not_for_everybody_is_not_kept(site, status, headers):
    site.status, site.headers = status, headers
    for _ in range(2):
        assert site.get() == (status, "page", "")
    assert site.asked == 2
    assert len(site.cache.store) == 0


@pytest.mark.parametrize(
    ("status", "kept_next"), [("404 Not Found", False), ("503 Service Unavailable", True)]
)
def test_nobody_waits_for_what_is_not_there_and_a_fault_is_soon_forgotten(site, status, kept_next):
    site.status = status
    site.get()
    site.status = "200 OK"
    assert (site.get()[2] == "portal; fwd=miss; stored") == kept_next


def test_what_was_not_for_keeping_may_become_it(site, monkeypatch):
    site.headers = {"Cache-Control": "private"}
    site.get()
    site.headers = {}
    assert site.get()[2] == ""
    later = time.monotonic() + 61
    monkeypatch.setattr(time, "monotonic", lambda: later)
    assert site.get()[2] == "portal; fwd=miss; stored"


@pytest.mark.parametrize("vary", ["Cookie", "Accept-Encoding", "cookie, accept-encoding"])
def test_pages_that_look_for_a_session_are_kept(site, vary):
    site.headers = {"Vary": vary}
    site.get()
    assert site.get()[2] == "portal; hit"


def test_a_change_of_what_a_page_was_made_of_is_seen_at_once(site, shared):
    site.meanwhile = lambda: recording._reading.get().tables.add("table")
    site.get()
    site.text = "new"
    shared.bump(["other"])
    assert site.get()[1:] == ("page", "portal; hit")
    shared.bump(["table"])
    assert site.get()[1:] == ("new", "portal; fwd=miss; stored")


def test_a_change_while_the_page_is_made_is_not_missed(site, shared):
    def change_behind():
        recording._reading.get().tables.add("table")
        site.text = "new"
        shared.bump(["table"])

    site.meanwhile = change_behind
    assert site.get()[1] == "page"
    site.meanwhile = lambda: None
    assert site.get()[1] == "new"


def test_a_page_of_yesterday_is_never_shown(site, monkeypatch):
    site.get()
    tomorrow = time.time() + 24 * 3600
    monkeypatch.setattr(time, "time", lambda: tomorrow)
    site.text = "today"
    assert site.get()[1] == "today"


def test_without_news_of_the_other_machines_django_answers(tmp_path, monkeypatch):
    shared = Generations(tmp_path / "generations")
    monkeypatch.setattr(watching, "start", lambda generations: None)
    site = Site(shared, confirmed=1.0)
    assert site.get()[2] == ""
    shared.confirm(int(time.monotonic() * 1000))
    assert site.get()[2] == "portal; fwd=miss; stored"
    shared.confirm(int(time.monotonic() * 1000) - 1_001)
    assert site.get()[2] == ""
    # The clock of the last start of the machine.
    shared.confirm(int(time.monotonic() * 1000) + 100_000)
    assert site.get()[2] == ""


class Crowd:
    """Visitors that ask while one page is being made."""

    def __init__(self, site: Site, size: int) -> None:
        self.site = site
        self.size = size
        self.answers: list[tuple[str, str, str]] = []
        self.first = threading.Thread(target=self._ask)
        self.others = [threading.Thread(target=self._ask) for _ in range(size)]
        self.is_making = threading.Event()
        self.may_go_on = threading.Event()

    def _ask(self):
        self.answers.append(self.site.get())

    def _hold(self):
        self.is_making.set()
        assert self.may_go_on.wait(10)

    def gather(self, *, until) -> None:
        self.site.meanwhile = self._hold
        self.first.start()
        assert self.is_making.wait(10)
        for thread in self.others:
            thread.start()
        until(self)
        self.may_go_on.set()
        for thread in [self.first, *self.others]:
            thread.join(10)


def waiting(monkeypatch):
    """Return what waits until all visitors of a crowd wait for the one that makes the page."""
    arrived = threading.Semaphore(0)
    wait = PageCache._wait

    def count(*args):
        arrived.release()
        return wait(*args)

    monkeypatch.setattr(PageCache, "_wait", count)
    return lambda crowd: [arrived.acquire(timeout=10) for _ in range(crowd.size)]


def test_a_crowd_waits_for_one_page(site, monkeypatch):
    crowd = Crowd(site, 8)
    crowd.gather(until=waiting(monkeypatch))
    assert site.asked == 1
    assert {body for _, body, _ in crowd.answers} == {"page"}
    assert [said for *_, said in crowd.answers].count("portal; hit; detail=waited") == 8


def test_a_crowd_gets_the_old_page_while_time_has_only_aged_it(shared):
    site = Site(shared, fresh=0)
    site.get()
    site.text = "new"
    crowd = Crowd(site, 4)
    crowd.gather(until=lambda crowd: [thread.join(10) for thread in crowd.others])
    assert sorted(crowd.answers) == [
        ("200 OK", "new", "portal; fwd=miss; stored"),
        *[("200 OK", "page", "portal; hit; detail=stale")] * 4,
    ]


def test_a_crowd_never_gets_the_old_page_after_a_change(shared, monkeypatch):
    site = Site(shared, fresh=0)
    site.get()
    site.text = "new"
    shared.bump(["*"])
    crowd = Crowd(site, 4)
    crowd.gather(until=waiting(monkeypatch))
    assert {body for _, body, _ in crowd.answers} == {"new"}


def test_nor_one_that_is_too_old(shared, monkeypatch):
    site = Site(shared, fresh=0, stale=0)
    site.get()
    site.text = "new"
    crowd = Crowd(site, 4)
    crowd.gather(until=waiting(monkeypatch))
    assert {body for _, body, _ in crowd.answers} == {"new"}


def test_a_page_that_fails_keeps_nobody_waiting(site):
    def fail():
        raise RuntimeError("broken")

    site.meanwhile = fail
    for _ in range(2):
        with pytest.raises(RuntimeError, match="broken"):
            site.get()
    site.meanwhile = lambda: None
    assert site.get()[1] == "page"


def test_nobody_waits_for_ever(site, monkeypatch):
    monkeypatch.setattr(layer, "_PATIENCE", 0.01)
    crowd = Crowd(site, 1)
    held = crowd._hold

    def hold_first_only():
        if site.asked == 1:
            held()

    crowd._hold = hold_first_only
    crowd.gather(until=lambda crowd: crowd.others[0].join(10))
    assert site.asked == 2
    assert [body for _, body, _ in crowd.answers] == ["page", "page"]
