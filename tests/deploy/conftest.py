"""One stack for all tests of this folder; each leaves it whole."""

import itertools
import os
import threading
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager

import pytest
import requests

from tests.deploy.stack import Stack, missing


@pytest.fixture(scope="session")
def stack() -> Generator[Stack, None, None]:
    """The running portal."""
    lacking = missing()
    if lacking and not os.environ.get("CI"):
        pytest.skip(f"not installed: {', '.join(lacking)}")
    with Stack() as running:
        yield running


@pytest.fixture
def diary(stack) -> "Diary":
    """A teacher's notes on a book: a write whose every sentence can be counted."""
    stack.shell(
        "from reading.models import Note;"
        "Note.objects.filter(record__reader__staff_number='teacher1').delete()"
    )
    return Diary(stack)


class Diary:
    """Writes notes through nginx, and remembers which of them the portal accepted."""

    def __init__(self, stack: Stack) -> None:
        self.stack = stack
        self.browser = stack.browser("teacher1")
        # One reading holds 500 notes at most, hence several.
        records = stack.shell(
            "from people.models import User;"
            "from reading.models import ReadingRecord as R, Work;"
            "reader = User.objects.get(staff_number='teacher1');"
            "works = Work.objects.order_by('-pk')[:20];"
            "open_one = lambda work: R.objects.filter(reader=reader, work=work).first()"
            " or R.objects.create(reader=reader, work=work, state='reading');"
            "print(*[open_one(work).pk for work in works])"
        )
        self.addresses = [f"{stack.url}/my/reading/records/{pk}/notes/" for pk in records.split()]
        self._turn = itertools.cycle(self.addresses)
        self.accepted: list[str] = []
        self.refused: list[int] = []
        self._lock = threading.Lock()

    def write(self, text: str) -> int:
        """Send one note; returns the status, 0 where no answer came."""
        token = self.browser.session.cookies["csrftoken"]
        with self._lock:
            address = next(self._turn)
        try:
            answer = requests.post(
                address,
                data={"kind": "thought", "text": text, "csrfmiddlewaretoken": token},
                cookies=self.browser.session.cookies.get_dict(),
                allow_redirects=False,
                timeout=60,
            )
            status = answer.status_code
        except requests.RequestException:
            status = 0
        with self._lock:
            if status == 302:
                self.accepted.append(text)
            else:
                self.refused.append(status)
        return status

    @contextmanager
    def being_written(self, label: str, writers: int = 4) -> Iterator[None]:
        """Write from several threads as long as the block lasts."""
        ends = threading.Event()

        def write_on(number: int) -> None:
            count = 0
            while not ends.is_set():
                self.write(f"{label} {number}-{count}")
                count += 1
                time.sleep(0.02)

        threads = [threading.Thread(target=write_on, args=(n,)) for n in range(writers)]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            ends.set()
            for thread in threads:
                thread.join(60)

    def kept(self, label: str) -> list[str]:
        """Return the notes in the database, each as often as it stands there."""
        words = self.stack.shell(
            "from reading.models import Note;"
            "notes = Note.objects.filter(record__reader__staff_number='teacher1',"
            f" text__startswith='{label} ');"
            "print('\\n'.join(notes.values_list('text', flat=True)))"
        )
        return sorted(words.splitlines())
