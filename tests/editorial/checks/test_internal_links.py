"""Links of a piece: those into this site that readers cannot follow."""

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import PageViewRestriction

from editorial.checks import run_checks
from editorial.checks.internal_links import internal_links
from reading.models import Passage, PassageDay
from tests.editorial.factories import log_draft, make_work, publish
from tests.media.factories import DocumentFactory
from tests.people.factories import TeacherFactory

pytestmark = pytest.mark.django_db

HUGE = "9" * 30


def problems(*anchors: str) -> list[tuple[str, str]]:
    """Return paragraph and message of each finding; every anchor has a paragraph of its own."""
    body = [("paragraph", "".join(f"<p>看{anchor}</p>" for anchor in anchors))]
    piece = log_draft(TeacherFactory(), title="有链接的一篇", body=body)
    found = run_checks(piece, checkers=[internal_links])
    assert all(finding.place == f"body.{piece.body[0].id}" for finding in found)
    return [(finding.label[4:-2], finding.message[:4]) for finding in found]


def to(address: str) -> str:
    return f'<a href="{address}">这里</a>'


def by_number(kind: str, number: object) -> str:
    return f'<a linktype="{kind}" id="{number}">这里</a>'


def test_pages_by_number_must_be_public(site_home):
    public = publish(log_draft(TeacherFactory()))
    draft = log_draft(TeacherFactory(), title="草稿")
    hidden = publish(log_draft(TeacherFactory(), title="限定"))
    PageViewRestriction.objects.create(page=hidden, restriction_type=PageViewRestriction.LOGIN)
    links = [by_number("page", pk) for pk in (public.pk, draft.pk, hidden.pk, 99999, "", HUGE)]
    assert problems(*links) == [(str(number), "链接的页") for number in (2, 3, 4, 5, 6)]


def test_documents_by_number_must_exist(site_home):
    links = [by_number("document", pk) for pk in (DocumentFactory().pk, 99999)]
    assert problems(*links) == [("2", "链接的附")]


def test_addresses_of_pages_must_be_public(site_home, settings):
    path = publish(log_draft(TeacherFactory())).get_url()
    draft = log_draft(TeacherFactory(), title="草稿").get_url()
    good = [
        "/",
        path,
        path.rstrip("/"),
        f"{path}?page=2#end",
        f"http://testserver{path}",
        f"{settings.BASE_URL}{path}",
        "//testserver/stories/",
    ]
    assert problems(*map(to, good)) == []
    bad = [draft, "/stories/mei-you/", "http://testserver/mei-you", "/mei.html"]
    assert problems(*map(to, bad)) == [(str(number), "站内没有") for number in (1, 2, 3, 4)]


def test_addresses_that_are_no_pages_are_asked_of_the_room_that_has_them(site_home):
    work = make_work()
    today = timezone.localdate()
    passage = Passage.objects.create(text="学而时习之", author="孔子", source="论语")
    for day in (today, today + timedelta(days=1)):
        PassageDay.objects.create(date=day, passage=passage)
    file = DocumentFactory()
    good = [
        f"/reading/books/{work.pk}/",
        "/reading/books/",
        f"/reading/passage/{today}/",
        "/search/?q=书",
        f"/documents/{file.pk}/a.pdf",
        "/feed/atom.xml",
    ]
    assert problems(*map(to, good)) == []
    bad = [
        "/reading/books/99999/",
        f"/reading/books/{HUGE}/",
        f"/reading/passage/{today + timedelta(days=1)}/",
        "/reading/passage/2025-02-30/",
        "/documents/99999/a.pdf",
        f"/documents/{HUGE}/a.pdf",
    ]
    assert problems(*map(to, bad)) == [(str(n), "站内没有") for n in range(1, 7)]


def test_an_address_that_was_moved_leads_somewhere(site_home):
    Redirect.objects.create(old_path="/jiu-di-zhi", redirect_link="/stories/")
    assert problems(to("/jiu-di-zhi/")) == []


def test_addresses_behind_the_sign_in_are_not_for_readers(site_home):
    assert problems(to("/my/"), to("/admin/pages/3/")) == [("1", "这个地址"), ("2", "这个地址")]


def test_other_sites_and_mail_are_let_be_and_halves_are_named(site_home):
    good = ["https://example.cn/mei-you", "mailto:a@example.cn", "#end", "http://127.0.0.2/"]
    assert problems(*map(to, good)) == []
    bad = ["www.example.cn", "stories/", "http://[", ""]
    assert problems(*map(to, bad)) == [(str(number), "链接地址") for number in (1, 2, 3, 4)]


def test_the_portal_may_live_below_a_path_of_another_site(site_home, settings):
    settings.FORCE_SCRIPT_NAME = "/portal"
    assert problems(to("/portal/stories/"), to("/portal/mei-you/")) == [("2", "站内没有")]


@pytest.mark.parametrize("address", ["/a%00b/", "/%2F[", "/%ff/", "/;/?&quot;", "javascript:x"])
def test_odd_addresses_lead_nowhere(site_home, address):
    assert problems(to(address)) == [("1", "站内没有")]
