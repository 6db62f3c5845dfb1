"""Nobody but the reader sees a reading record, by whatever way.

Records, progress, notes, quotations, photos, plans and days with words that stand nowhere else
are asked for by everybody, at every address of the portal that takes no more than a number.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from html import unescape
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from wagtail.admin.viewsets import viewsets
from wagtail.models import ReferenceIndex
from wagtail.search.index import get_indexed_models
from wagtail.snippets.models import get_snippet_models

from people.models import User
from reading import models
from reading.models import DayRead, DayRecord, PlannedBook, ReadingYear, RuleSet, Work
from reading.shelf import actions
from tests.editorial.offices import Office, make_office
from tests.maps import map_addresses
from tests.media.factories import picture_bytes
from tests.reading.shelf.factories import make_work, shelved

pytestmark = pytest.mark.django_db

PRIVATE = [
    models.ReadingRecord,
    models.ProgressEntry,
    models.Note,
    models.AnnotationPhoto,
    models.DayRecord,
    models.DayRead,
    models.PlannedBook,
    models.Placement,
]
# None of these words occurs anywhere else; the figures are pages and years of a life to come.
WORDS = ("青瓷念头", "墨竹摘句", "19787", "18979", "1987年3月4日", "1987-03-04", "1988年5月6日")
OTHERS = (
    "anonymous",
    "colleague",
    "school admin",
    "admin above",
    "host",
    "editor",
    "chief",
    "site admin",
    "superuser",
)
# Asking them changes something, or they stream a file of another kind.
NOT_ASKED = ("logout", "javascript_catalog", "static")


@dataclass
class Shelf:
    """The author's private things, and the numbers under which they might be asked for."""

    office: Office
    work: Work
    photo: models.AnnotationPhoto
    ids: list[int]


@pytest.fixture
def shelf(site_home) -> Shelf:
    office = make_office()
    reader, work = office["author"], make_work("虚构的一本书")
    record = shelved(reader, "reading", work, on=date(1987, 3, 4))
    add = {"reader": reader, "record_id": record.pk}
    actions.note_progress(**add, page=18979, pages=19787, on=date(1987, 3, 4))
    note = actions.add_note(**add, kind="thought", text="青瓷念头", page=3)
    actions.add_note(**add, kind="quotation", text="墨竹摘句", page=4)
    photo = actions.add_photo(**add, file=SimpleUploadedFile("a.jpg", picture_bytes()))
    out = shelved(reader, "finished", make_work("另一本虚构的书"), on=date(1988, 5, 6))
    actions.let_count(reader=reader, record_id=out.pk, counts=False)
    rules = RuleSet.objects.first() or RuleSet.objects.create(name="虚构规则")
    year, _ = ReadingYear.objects.get_or_create(
        name="虚构年",
        defaults={
            "starts_on": date(1987, 1, 1),
            "ends_on": date(1988, 12, 31),
            "rule_set": rules,
        },
    )
    PlannedBook.objects.create(reader=reader, year=year, work=work, slot="classic")
    days = DayRecord.objects.create(reader=reader)
    DayRead.objects.create(record=days, date=date(1987, 3, 4))
    ids = sorted({1, record.pk, out.pk, note.pk, photo.pk, work.pk, reader.pk, year.pk})
    return Shelf(office, work, photo, ids)


def addresses(ids: list[int]) -> Iterator[str]:
    """Yield every address of the portal that needs nothing, or one number, to be asked."""
    for name, pattern in _named(get_resolver().url_patterns, ""):
        if any(word in name for word in NOT_ASKED):
            continue
        arguments = list(pattern.pattern.converters)
        kinds = [type(each).__name__ for each in pattern.pattern.converters.values()]
        if not arguments:
            yield from _reversed(name, [])
        elif len(arguments) == 1 and kinds[0] in ("IntConverter", "StringConverter"):
            for pk in ids:
                yield from _reversed(name, [pk])
        elif len(arguments) == 1 and kinds[0] == "DayConverter":
            yield from _reversed(name, [timezone.localdate()])


def _reversed(name: str, arguments: list[object]) -> Iterator[str]:
    try:
        yield reverse(name, args=arguments)
    except NoReverseMatch:
        return


def _named(patterns: list, prefix: str) -> Iterator[tuple[str, URLPattern]]:
    for each in patterns:
        if isinstance(each, URLResolver):
            inner = f"{prefix}{each.namespace}:" if each.namespace else prefix
            yield from _named(each.url_patterns, inner)
        elif each.name:
            yield f"{prefix}{each.name}", each


def client_of(person: User | object) -> Client:
    client = Client(raise_request_exception=False)
    if person.is_authenticated:
        client.force_login(person)
    return client


def body_of(answer) -> str:
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return unescape(content.decode("utf-8", "ignore"))


def shown_in(client: Client, url: str) -> set[str]:
    """Return which of the words ``url`` shows."""
    text = body_of(client.get(url))
    return {word for word in WORDS if word in text}


def test_the_words_are_there_for_their_reader(shelf):
    client = client_of(shelf.office["author"])
    page = f"/my/reading/books/{shelf.work.pk}/"
    assert shown_in(client, page) >= {"青瓷念头", "墨竹摘句", "19787", "18979", "1987年3月4日"}
    assert client.get(reverse("shelf:photo", args=[shelf.photo.pk])).status_code == 200


@pytest.mark.parametrize("who", OTHERS)
def test_no_address_shows_another_ones_records(shelf, who):
    client = client_of(shelf.office[who])
    asked = sorted(set(addresses(shelf.ids)))
    # The superuser sees in the admin whatever anybody does; asking all for all takes minutes.
    if who != "superuser":
        asked = [url for url in asked if not url.startswith("/admin/")]
    assert len(asked) > (200 if who == "superuser" else 40)
    leaks = {url: found for url in asked if (found := shown_in(client, url))}
    assert leaks == {}


@pytest.mark.parametrize("who", OTHERS)
def test_lists_searches_feeds_and_exports_show_nothing(shelf, who):
    client = client_of(shelf.office[who])
    call_command("update_index", verbosity=0, stdout=StringIO())
    work = shelf.work.pk
    asked = [
        f"/reading/books/{work}/",
        *map_addresses("pages"),
        "/feed/atom.xml",
        "/api/v2/pages/?fields=*",
        "/api/v2/images/?fields=*",
        "/api/v2/documents/",
        f"/admin/snippets/reading/work/usage/{work}/",
        f"/admin/snippets/reading/work/edit/{work}/",
        f"/admin/snippets/reading/work/delete/{work}/",
        f"/admin/snippets/reading/work/history/{work}/",
        "/admin/images/",
        "/admin/reports/site-history/",
        f"/admin/users/{shelf.office['author'].pk}/",
        f"/media/{shelf.photo.file.name}",
    ]
    asked += [f"/search/?q={word}" for word in WORDS[:2]]
    asked += [f"/search/suggest/?q={word}" for word in WORDS[:2]]
    asked += [f"/admin/pages/search/?q={word}" for word in WORDS[:2]]
    asked += [f"/admin/images/?q={word}" for word in WORDS[:2]]
    for url in asked:
        # A search page repeats what was asked for.
        found = {word for word in shown_in(client, url) if word not in url}
        assert found == set(), url
    for word in WORDS[:2]:
        assert "找到 1" not in body_of(client.get(f"/search/?q={word}"))


@pytest.mark.parametrize("who", OTHERS)
def test_a_photo_exists_for_nobody_else(shelf, who):
    client = client_of(shelf.office[who])
    assert client.get(reverse("shelf:photo", args=[shelf.photo.pk])).status_code == 404
    assert client.get(f"/media/{shelf.photo.file.name}").status_code == 404


@pytest.mark.parametrize("model", PRIVATE, ids=lambda model: model.__name__)
def test_no_admin_search_or_index_knows_the_model(shelf, model):
    assert model not in get_snippet_models()
    assert model not in get_indexed_models()
    assert model not in [getattr(viewset, "model", None) for viewset in viewsets.viewsets]
    assert not ReferenceIndex.model_is_indexable(model)


def test_the_reference_index_has_no_row_of_them(shelf):
    call_command("rebuild_references_index", verbosity=0, stdout=StringIO())
    names = {model._meta.model_name for model in PRIVATE}
    rows = ReferenceIndex.objects.filter(base_content_type__app_label="reading")
    assert not rows.filter(base_content_type__model__in=names).exists()
