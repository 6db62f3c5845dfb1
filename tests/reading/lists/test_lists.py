"""Book lists: several hands, consent, books that are no page yet, poster, want button."""

from datetime import timedelta
from io import BytesIO
from itertools import pairwise

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from editorial import actions
from editorial.consents import consent_findings
from media.drawing.fonts import NO_FONT, NoFont, problem
from media.drawing.plain import NOT_FIRST, NOT_LAST, face, lines
from people.actions import withdraw_consent
from people.models import Consent
from people.roles import Role
from reading.cards import posters
from reading.models import BookListItem, BookListPage, Proposal, ReadingRecord, Work
from tests.editorial.desk_forms import complete, open_form, read, send
from tests.editorial.factories import draft_below, make_work, publish, put_live
from tests.media.factories import ImageFactory
from tests.people.factories import TeacherFactory, UserFactory

pytestmark = pytest.mark.django_db


def make_list(author, *items, **values):
    page = BookListPage(**{"title": "几本书", "summary": "摘要"} | values)
    page.items = list(items) or [BookListItem(work=make_work(), reason="好")]
    return draft_below(BookListPage.shelf(), author, page)


def by(name, **values):
    return BookListItem(work=make_work(), reason="好", contributor=name, **values)


@pytest.fixture
def author(site_home):
    return TeacherFactory(name="林虚构")


def page_of(client, address, status=200):
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


def test_a_contributor_must_have_agreed(author):
    page = make_list(author, by("周虚构"))
    assert "先取得本人同意" in page.missing_for_submission()["items"]
    with pytest.raises(ValidationError):
        actions.submit(page_id=page.pk, author=author)
    agreed = make_list(author, by("周虚构", consent_date=timezone.localdate()))
    assert agreed.missing_for_submission() == {}


def test_the_author_need_not_agree_with_the_own_name(author):
    page = make_list(author, by("林虚构"), byline="小林老师")
    assert page.portrayed() == []
    assert page.missing_for_submission() == {}


def test_a_cover_does_not_stand_for_a_contributor(author):
    today = timezone.localdate()
    page = make_list(author, by("周虚构", consent_date=today), cover=ImageFactory())
    assert consent_findings(page, today) == []


def test_the_consent_is_recorded_and_taken_back_by_the_colleague(client, author):
    colleague = TeacherFactory(name="周虚构", unit=author.unit)
    today = timezone.localdate()
    page = publish(make_list(author, by("周虚构", consent_date=today - timedelta(days=1))))
    consent = Consent.objects.get()
    assert (consent.person, consent.page_id) == (colleague, page.pk)
    text = page_of(client, page.url)
    assert "一起荐书：周虚构" in text
    assert "荐书人：周虚构" in text
    withdraw_consent(consent_id=consent.pk, by=colleague)
    assert "周虚构" not in page_of(client, page.url, 410)
    client.force_login(author)
    assert "周虚构" not in page_of(client, "/reading/lists/")


def test_only_books_of_the_catalogue_and_own_proposals(author):
    other = make_work("别人补充的书", state=Work.State.PROPOSED)
    Proposal.objects.create(work=other, proposed_by=TeacherFactory())
    page = make_list(author, BookListItem(work=other, reason="好"))
    assert page.missing_for_submission() == {"items": "《别人补充的书》不在目录里，请换一本。"}
    own = make_work("自己补充的书", state=Work.State.PROPOSED)
    Proposal.objects.create(work=own, proposed_by=author)
    page = make_list(author, BookListItem(work=own, reason="好"))
    assert page.missing_for_submission() == {}


def test_a_proposed_book_stands_in_the_list_without_a_link(client, author):
    own = make_work("自己补充的书", state=Work.State.PROPOSED)
    page = put_live(make_list(author, BookListItem(work=own, reason="好"), by("")))
    text = page_of(client, page.url)
    assert "《自己补充的书》" in text
    assert own.get_absolute_url() not in text
    assert make_work().get_absolute_url() in text


def test_editors_make_seasonal_lists_at_the_desk(client, site_home):
    editor = UserFactory(role=Role.EDITOR)
    client.force_login(editor)
    new = reverse("editorial:new", args=["book-list"])
    form = open_form(client, new)
    values = complete("book-list") | {"list_kind": "editors"}
    refused = send(client, form, "submit", **values)
    assert refused.status_code == 422
    assert "请写明是哪一季" in refused.content.decode()
    sent = send(client, read(refused), "submit", season="2026年冬")
    page = BookListPage.objects.get()
    assert sent.url == reverse("editorial:submission", args=[page.pk])
    assert page.get_latest_revision_as_object().kind_label == "编辑荐书 · 2026年冬"


def test_teachers_are_offered_neither(client, author):
    client.force_login(author)
    text = page_of(client, reverse("editorial:new", args=["book-list"]))
    assert "编辑荐书" not in text
    assert 'name="season"' not in text


def test_contributors_are_written_in_the_form(client, author):
    client.force_login(author)
    today = timezone.localdate()
    values = complete("book-list") | {
        "items-0-contributor": " 周虚构 ",
        "items-0-consent_date": today.isoformat(),
    }
    send(client, open_form(client, reverse("editorial:new", args=["book-list"])), **values)
    first, second = BookListPage.objects.get().get_latest_revision_as_object().items.all()
    assert (first.contributor, first.consent_date) == ("周虚构", today)
    assert (second.contributor, second.consent_date) == ("", None)


def test_all_books_go_to_the_want_shelf_once(client, author):
    waiting = make_work("待确认", state=Work.State.PROPOSED)
    books = [by(""), BookListItem(work=make_work("第二本"), reason="好")]
    page = put_live(make_list(author, *books, BookListItem(work=waiting, reason="好")))
    address = reverse("reading:list_want", args=[page.pk])
    assert "登录后放进“想读”" in page_of(client, page.url)
    assert "/login/" in client.post(address).url
    assert client.get(address).status_code == 405
    reader = TeacherFactory()
    client.force_login(reader)
    assert address in page_of(client, page.url)
    answer = client.post(address, follow=True)
    assert "2 本书放进了您的“想读”" in answer.content.decode()
    again = client.post(address, follow=True)
    assert "都已经在您的书架上" in again.content.decode()
    records = ReadingRecord.objects.all()
    assert {(r.reader, r.state, r.work.title) for r in records} == {
        (reader, "want", "给教师的建议"),
        (reader, "want", "第二本"),
    }


def test_the_poster_is_a_picture_of_the_list(client, author):
    page = put_live(make_list(author, *(by("周虚构") for _ in range(12)), title="长" * 60))
    address = reverse("reading:list_poster", args=[page.pk])
    assert address in page_of(client, page.url)
    answer = client.get(address)
    assert answer["Content-Type"] == "image/png"
    assert "max-age=3600" in answer["Cache-Control"]
    picture = Image.open(BytesIO(answer.content))
    assert picture.width == posters.WIDTH
    assert client.get(address).content == answer.content


def test_a_poster_without_a_font_says_so(client, author, monkeypatch):
    page = put_live(make_list(author))

    def no_font(*args, **kwargs):
        raise NoFont(NO_FONT)

    monkeypatch.setattr(posters, "face", no_font)
    answer = client.get(reverse("reading:list_poster", args=[page.pk]))
    assert answer.status_code == 503
    assert "fonts-noto-cjk" in answer.content.decode()


@pytest.mark.skipif(bool(problem()), reason="no Chinese font on this machine")
@given(
    st.lists(st.sampled_from(["春天", "来了，", "（风）", "“好。”", "ab", "1（b”"]), max_size=30),
    st.integers(200, 900),
)
def test_lines_of_a_poster_fit_and_lose_nothing(pieces, width):
    font = face("serif", 32)
    text = "".join(pieces)
    found = lines(text, font, width)
    assert "".join(found) == text
    assert all(font.getlength(line) <= width for line in found)
    assert not any(following[0] in NOT_FIRST for _, following in pairwise(found))
    assert not any(line[-1] in NOT_LAST for line, _ in pairwise(found))


def test_nobody_gets_a_poster_or_books_of_what_they_may_not_read(client, author):
    draft = make_list(author)
    school = make_list(author, audience="school")
    for page in (draft, school):
        assert client.get(reverse("reading:list_poster", args=[page.pk])).status_code == 404
        client.force_login(TeacherFactory())
        assert client.post(reverse("reading:list_want", args=[page.pk])).status_code == 404
        client.logout()
    assert client.get(reverse("reading:list_poster", args=[999_999])).status_code == 404
    assert not ReadingRecord.objects.exists()
