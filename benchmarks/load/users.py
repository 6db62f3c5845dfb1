"""locust's file: the people. What they need comes as JSON by ``LOAD_FACTS``."""

import itertools
import json
import os
from pathlib import Path

from locust import FastHttpUser, constant_throughput, task

FACTS = json.loads(Path(os.environ["LOAD_FACTS"]).read_text())
GROUPS = {group["user"]: group for group in FACTS["groups"]}
TOKEN = "a" * 32
counter = itertools.count()


class Person(FastHttpUser):
    """Somebody at a constant pace; a class that the scenario does not name stays away."""

    abstract = True
    connection_timeout = network_timeout = 30.0
    session = ""

    def wait_time(self) -> float:
        """Return the pause that keeps the pace."""
        return constant_throughput(GROUPS[type(self).__name__]["pace"])(self)

    def headers(self) -> dict[str, str]:
        """Return what a browser of this session sends."""
        if not self.session:
            return {}
        cookie = f"sessionid={self.session}; csrftoken={TOKEN}"
        return {"Cookie": cookie, "X-CSRFToken": TOKEN, "Referer": self.host}

    def ask(self, path: str, name: str) -> None:
        """Open a page."""
        self.client.get(path, name=name, headers=self.headers(), allow_redirects=False)

    def send(self, path: str, name: str, **fields: object) -> None:
        """Send a form; anything but a redirect (saved) counts as a failure."""
        with self.client.post(
            path,
            data=fields,
            name=name,
            headers=self.headers(),
            allow_redirects=False,
            catch_response=True,
        ) as answer:
            if answer.status_code == 302 and "/accounts/" not in answer.headers["Location"]:
                answer.success()
            else:
                answer.failure(f"not saved: {answer.status_code}")


def people_of(name: str) -> int:
    """Return how many people of a class there are."""
    return GROUPS[name]["people"] if name in GROUPS else 0


class Reader(Person):
    abstract = not people_of("Reader")
    fixed_count = people_of("Reader")

    @task
    def open(self) -> None:
        self.ask(FACTS["few"][next(counter) % len(FACTS["few"])], "a kept page")


class SignedIn(Person):
    """Somebody for whom no page is kept."""

    abstract = not people_of("SignedIn")
    fixed_count = people_of("SignedIn")

    @task
    def open(self) -> None:
        number = next(counter)
        self.session = FACTS["sessions"][number % len(FACTS["sessions"])]
        self.ask(FACTS["many"][number % len(FACTS["many"])], "a page made anew")


class Writer(Person):
    abstract = not people_of("Writer")
    fixed_count = people_of("Writer")

    @task
    def note(self) -> None:
        number = next(counter)
        self.session, record = FACTS["writers"][number % len(FACTS["writers"])]
        path = f"/my/reading/records/{record}/notes/"
        self.send(path, "a note", kind="thought", text=f"想到的一句话 {number}")


class Editor(Person):
    abstract = not people_of("Editor")
    fixed_count = people_of("Editor")

    def on_start(self) -> None:
        self.session = FACTS["editors"][next(counter) % len(FACTS["editors"])]

    @task
    def open(self) -> None:
        self.ask("/my/reviews/", "the queue")


class MorningReader(Person):
    abstract = not people_of("MorningReader")
    fixed_count = people_of("MorningReader")

    @task
    def read(self) -> None:
        self.session = FACTS["sessions"][next(counter) % len(FACTS["sessions"])]
        self.ask("/reading/passage/", "the passage")
        self.send(FACTS["mark"], "its mark")
