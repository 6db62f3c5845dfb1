"""What a year of events costs the pages that show them: 1,000 events, 20,000 registrations.

Needs a set-up Django with the demo's content; ``python -m benchmarks events`` runs it. The
database is copied (on PostgreSQL beside it, as ``<name>_year``), the copy gets the year, the small
site as many events as fill every list it shows, and every page is asked of both in turn, so that a
busy moment of the machine falls on both. The promise: the year costs less than 1.3 times the small
site.
"""

import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

ROUNDS = 40
EVENTS, PEOPLE, REGISTRATIONS = 1_000, 2_000, 20_000
FEW_EVENTS = 100
FULL_HOUSE = 200  # registrations of the one event whose page is asked
OF_WORKSHOP = 50  # events of the workshop whose page is asked: one a week
LIMIT = 1.3
READER = "teacher1"


@dataclass(frozen=True)
class Asked:
    """A page that is asked, by a visitor or by somebody signed in."""

    name: str
    address: str
    client: Any


def print_figures() -> None:
    """Copy, fill, ask, print medians of both and their ratio."""
    from django.db import connection, connections

    large = _copy()
    small = connections["default"]
    try:
        with _using(large):
            pages = _asked()
            _fill(EVENTS, REGISTRATIONS)
        _fill(FEW_EVENTS, 0)
        print(f"\n{'a year of events, ' + connection.vendor:40}{'queries':>10}", end="")
        print(f"{'small':>9}{'year':>9}{'ratio':>8}  ms (promised: below {LIMIT})")
        for page in pages:
            _print_row(page, small, large)
    finally:
        large.close()
        _drop(large)


def _copy() -> Any:
    """Return a connection to a copy of the database, a stand-in for the default one."""
    from django.db import connection, connections

    settings = dict(connection.settings_dict)
    if connection.vendor == "sqlite":
        target = Path(f"{settings['NAME']}.year")
        target.unlink(missing_ok=True)
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(target)])
        settings["NAME"] = str(target)
    else:
        name = connection.ops.quote_name(settings["NAME"])
        settings["NAME"] = f"{settings['NAME']}_year"
        copy = connection.ops.quote_name(settings["NAME"])
        connection.close()
        with connection._nodb_cursor() as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {copy}")
            cursor.execute(f"CREATE DATABASE {copy} TEMPLATE {name}")
    return type(connections["default"])(settings, "default")


def _drop(large: Any) -> None:
    from django.db import connection

    name = large.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        for ending in ("", "-wal", "-shm"):
            Path(f"{name}{ending}").unlink(missing_ok=True)
        return
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE {connection.ops.quote_name(name)}")


@contextmanager
def _using(database: Any) -> Iterator[None]:
    """Let everything that asks the default database ask this one."""
    from django.db import connections

    before = connections["default"]
    connections["default"] = database
    try:
        yield
    finally:
        connections["default"] = before


def _event() -> Any:
    """Return the event whose page is asked: one that takes registrations."""
    from forums.models import Admission, ForumEventPage
    from portal.queries import public_pages

    events = public_pages(ForumEventPage.objects.filter(admission__state=Admission.State.OPEN))
    return events.order_by("-starts_at").first()


def _workshop() -> Any:
    from portal.queries import public_pages
    from workshops.models import WorkshopPage

    return public_pages(WorkshopPage.objects.all()).order_by("path").first()


def _asked() -> list[Asked]:
    """Return the pages; the session of who is signed in is valid in the small site alone."""
    from django.test import Client

    addresses = {
        "event list": "/forums/",
        "event list, coming": "/forums/?when=coming",
        "event page": _event().get_url(),
        "workshop directory": "/workshops/",
        "workshop page": _workshop().get_url(),
    }
    visitor, teacher = Client(), Client()
    return [
        Asked(f"{name}, {who}", address, client)
        for name, address in addresses.items()
        for who, client in (("visitor", visitor), ("signed in", teacher))
    ]


def _sign_in(client: Any) -> None:
    from people.models import User

    client.force_login(User.objects.get(staff_number=READER))


def _fill(amount: int, registrations: int) -> None:
    """Write events over a year, and who registered for them, past the models."""
    from django.db import connection, transaction

    from home.demo.district.bulk import check_links_at_once

    with transaction.atomic():
        check_links_at_once()
        _write_events(amount, registrations)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _write_events(amount: int, registrations: int) -> None:
    from django.contrib.contenttypes.models import ContentType
    from django.utils import timezone
    from wagtail.models import Page

    from forums.models import Admission, EventSession, ForumEventPage, Registration
    from home.demo.district.bulk import Store, Table, stamp
    from people.models import User

    measured, workshop = _event(), _workshop()
    reader = User.objects.get(staff_number=READER)
    people = _people(reader)
    shelf, source, now = measured.get_parent(), Random(6), timezone.now()
    kinds = ForumEventPage.EventKind.values
    content_type = ContentType.objects.get_for_model(ForumEventPage).pk
    same = {"depth": shelf.depth + 1, "content_type_id": content_type, "numchild": 0}
    same |= {"locale_id": shelf.locale_id, "owner_id": measured.owner_id}
    pages = Table(
        Page, "id path translation_key title draft_title slug url_path first_published_at", **same
    )
    events = Table(
        ForumEventPage,
        "page_ptr_id event_kind starts_at ends_at organising_page_id",
        place="虚构小学报告厅",
        unit_id=reader.unit.pk,
        summary="谈一本书。",
    )
    sessions = Table(EventSession, "page_id key starts_at ends_at", title="上午场")
    admissions = Table(
        Admission, "page_id next_number", state=Admission.State.OPEN, capacity=FULL_HOUSE
    )
    rows = Table(Registration, "page_id user_id number", state="admitted", unit_id=reader.unit.pk)
    store = Store(pages, events, sessions, admissions, rows)
    first = pages.next_key()
    last = int(shelf.get_last_child().path[-Page.steplen :], 36)
    for number in range(amount):
        key = first + number
        title, slug = f"虚构的第{number + 1}场活动", f"nian-{number}"
        starts: datetime = now + timedelta(days=-300 + 365 * number / amount)
        ends = starts + timedelta(hours=2)
        path = Page._get_path(shelf.path, shelf.depth + 1, last + 1 + number)
        keys = [str(UUID(int=source.getrandbits(128), version=4)) for _ in range(2)]
        address = f"{shelf.url_path}{slug}/"
        pages.add(key, path, _uuid(keys[0]), title, title, slug, address, stamp(now))
        of_workshop = workshop.pk if number % (amount // OF_WORKSHOP) == 0 else None
        events.add(key, kinds[number % len(kinds)], stamp(starts), stamp(ends), of_workshop)
        sessions.add(key, _uuid(keys[1]), stamp(starts), stamp(ends))
        here = registrations // amount
        admissions.add(key, here + 1)
        for place in range(here):
            rows.add(key, people[(number * here + place) % len(people)], place + 1)
    # The reader stays outside, or the page would say something else.
    seated = {reader.pk, *measured.registrations.values_list("user", flat=True)}
    next_number = measured.admission.next_number
    others = (user for user in people if user not in seated)
    for place, user in zip(range(min(FULL_HOUSE, registrations)), others, strict=False):
        rows.add(measured.pk, user, next_number + place)
    store.close()
    Page.objects.filter(pk=shelf.pk).update(numchild=shelf.numchild + amount)


def _uuid(text: str) -> str:
    """Return a number as the database keeps it."""
    from django.db import connection

    return text if connection.vendor == "postgresql" else text.replace("-", "")


def _people(reader: Any) -> list[int]:
    """Write teachers; returns their numbers, and the reader's among them."""
    from django.contrib.auth.hashers import make_password

    from people.models import User

    closed = make_password(None)
    made = User.objects.bulk_create(
        User(staff_number=f"NIAN{number:05}", name=f"虚构{number}", password=closed)
        for number in range(PEOPLE - 1)
    )
    return [reader.pk, *(user.pk for user in made)]


def _print_row(page: Asked, small: Any, large: Any) -> None:
    from django.test.utils import CaptureQueriesContext

    queries, milliseconds = {}, {"small": [], "year": []}
    databases = {"small": small, "year": large}
    cookies = {}
    for name, database in databases.items():
        with _using(database):
            if page.name.endswith("signed in"):
                _sign_in(page.client)
            cookies[name] = copy(page.client.cookies)
            page.client.get(page.address)
            with CaptureQueriesContext(database) as captured:
                answer = page.client.get(page.address)
            assert answer.status_code == 200, page.address
            queries[name] = len(captured)
    for _ in range(ROUNDS):
        for name, database in databases.items():
            with _using(database):
                page.client.cookies = cookies[name]
                started = time.perf_counter()
                page.client.get(page.address)
                milliseconds[name].append((time.perf_counter() - started) * 1000)
    few, many = (statistics.median(milliseconds[name]) for name in databases)
    asked = f"{queries['small']}/{queries['year']}"
    print(f"{page.name:40}{asked:>10}{few:9.1f}{many:9.1f}{many / few:8.2f}", flush=True)
