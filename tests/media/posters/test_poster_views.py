"""Pictures of pages by address: of every public type, of nothing else, whatever the file is."""

import io
from datetime import timedelta

import pytest
from django.core.cache import caches
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from wagtail.models import Page, PageViewRestriction

from editorial import actions
from editorial.enums import Audience
from home.models import StandardPage, TopicPage
from media.actions import record_published_uses
from media.drawing import fonts
from media.posters import views
from people.roles import Role
from portal.models import SiteIdentity
from tests.editorial.factories import log_draft, put_live
from tests.media.factories import ImageFactory
from tests.people.factories import TeacherFactory, UserFactory
from tests.search.pieces import narrow
from tests.stories.factories import publish_story, story_draft
from tests.world import World

pytestmark = pytest.mark.django_db

SHAPES = {"poster": None, "square": (800, 800), "wide": (900, 383)}
EVERYBODY = (None, "author", Role.EDITOR, Role.CHIEF_EDITOR, Role.SITE_ADMIN)


@pytest.fixture(autouse=True)
def _nothing_kept():
    caches["cards"].clear()


def address(page: Page, shape: str = "poster") -> str:
    return reverse("media:poster", args=[page.pk, shape])


def drawn(client, page: Page, shape: str = "poster") -> Image.Image:
    answer = client.get(address(page, shape))
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
    return Image.open(io.BytesIO(answer.content))


def pages_of_all_kinds() -> list[Page]:
    world = World()
    world.grow_to(1)
    about = StandardPage(title="关于本站", body=[("paragraph", "<p>虚构的介绍。</p>")])
    world.story.get_site().root_page.add_child(instance=about)
    return [world.story, world.book_list, world.log, world.corner, world.event, world.workshop,
            world.showcase, world.topic, about, world.story.get_parent().specific]  # fmt: skip


def test_every_kind_of_page_has_its_pictures(client, site_home):
    for page in [*pages_of_all_kinds(), site_home]:
        for shape, size in SHAPES.items():
            image = drawn(client, page, shape)
            assert size in (None, image.size), page
            assert not image.getexif()
        code = client.get(reverse("media:code", args=[page.pk]))
        assert code["Content-Type"] == "image/svg+xml"
        assert b"<script" not in code.content


def test_it_is_kept_but_asked_for_anew(client, site_home, monkeypatch):
    page = put_live(log_draft(TeacherFactory()))
    first = client.get(address(page))
    assert first["Cache-Control"] == "public, no-cache"
    assert not first.cookies
    assert "Cookie" not in first.get("Vary", "")

    def draw_again(*args):
        raise AssertionError("drawn although it is kept")

    monkeypatch.setattr(views, "of_words", draw_again)
    assert client.get(address(page)).content == first.content
    again = client.get(address(page), headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.head(address(page))["ETag"] == first["ETag"]


def test_a_new_title_is_a_new_poster(client, site_home):
    page = put_live(log_draft(TeacherFactory()))
    before = client.get(address(page))
    Page.objects.filter(pk=page.pk).update(title="改过的题目")
    assert client.get(address(page))["ETag"] != before["ETag"]


@pytest.mark.parametrize("amount", [1, 10])
def test_a_constant_number_of_queries(client, site_home, django_assert_max_num_queries, amount):
    world = World()
    world.grow_to(amount)
    for page in (world.story, world.book_list, world.event):
        client.get(address(page))
        with django_assert_max_num_queries(14):
            client.get(address(page))


def of_nobody(client, page: Page, author) -> None:
    """Ask as everybody: there is no picture."""
    for person in EVERYBODY:
        client.logout()
        if person:
            client.force_login(author if person == "author" else UserFactory(role=person))
        for shape in SHAPES:
            answer = client.get(address(page, shape))
            assert answer.status_code == 404
            assert page.title not in answer.content.decode()
        assert client.get(reverse("media:code", args=[page.pk])).status_code == 404


def test_none_of_a_draft(client, site_home):
    author = TeacherFactory()
    of_nobody(client, log_draft(author, title="没有发表的青瓷", cover=ImageFactory()), author)


@pytest.mark.parametrize("audience", [Audience.SCHOOL, Audience.DISTRICT])
def test_none_of_what_is_for_some_only(client, site_home, audience):
    author = TeacherFactory()
    page = put_live(log_draft(author, title="只给同事看的青瓷", cover=ImageFactory()))
    assert client.get(address(page)).status_code == 200
    narrow(page, audience, author.unit)
    of_nobody(client, page, author)


def test_none_below_a_restricted_page(client, site_home):
    author = TeacherFactory()
    page = put_live(log_draft(author, title="栏目关起来的青瓷"))
    PageViewRestriction.objects.create(page=page.get_parent(), restriction_type="login")
    of_nobody(client, page, author)


def test_a_withdrawn_page_has_none_at_once(client, site_home):
    author = TeacherFactory()
    page = publish_story(story_draft(author, title="撤下的青瓷", cover=ImageFactory()))
    etag = client.get(address(page))["ETag"]
    chief = UserFactory(role=Role.CHIEF_EDITOR)
    actions.withdraw(page_id=page.pk, chief=chief, comment="有误")
    assert client.get(address(page), headers={"If-None-Match": etag}).status_code == 404
    of_nobody(client, page, author)


def test_an_expired_consent_takes_the_pictures_too(client, site_home, monkeypatch):
    author, today = TeacherFactory(), timezone.localdate()
    page = publish_story(
        story_draft(author, title="同意到期的青瓷", cover=ImageFactory(), consent_expires=today)
    )
    assert client.get(address(page)).status_code == 200
    monkeypatch.setattr(timezone, "localdate", lambda *args, **kwargs: today + timedelta(days=1))
    call_command("expire_consents", verbosity=0)
    of_nobody(client, page, author)


@pytest.mark.parametrize("damage", ["lost", "damaged", "tiny"])
def test_an_unusable_picture_gives_a_poster_of_words(client, site_home, damage):
    cover = ImageFactory(size_px=(90, 90) if damage == "tiny" else (900, 600))
    page = put_live(log_draft(TeacherFactory(), cover=cover))
    record_published_uses(page)
    if damage == "lost":
        cover.file.storage.delete(cover.file.name)
    elif damage == "damaged":
        with cover.file.storage.open(cover.file.name, "wb") as file:
            file.write(b"no picture")
    plain = put_live(log_draft(TeacherFactory(), title=page.title))
    assert drawn(client, page).size == drawn(client, plain).size
    for shape in ("square", "wide"):
        assert drawn(client, page, shape).size == SHAPES[shape]


def test_a_picture_that_is_no_pages_own_yet_is_not_shown(client, site_home):
    """A cover that no live page has on record is private, whatever the row says."""
    red = ImageFactory(size_px=(900, 600))
    page = put_live(log_draft(TeacherFactory(), cover=red))
    assert drawn(client, page, "square").getpixel((400, 60)) != (148, 62, 40)
    record_published_uses(page)
    shown = drawn(client, page, "square").getpixel((400, 60))
    assert all(abs(a - b) < 8 for a, b in zip(shown, (148, 62, 40), strict=True))


def test_emoji_only_and_forty_characters(client, site_home):
    for title in ("\U0001f4a1\U0001f469\u200d\U0001f3eb", "一" * 40, "《论语》" * 20):
        page = TopicPage(title=title, slug=f"t{len(title)}")
        site_home.add_child(instance=page)
        for shape in SHAPES:
            drawn(client, page, shape)


def test_the_site_itself_has_a_square(client, site_home):
    before = client.get(reverse("media:site_square"))
    assert Image.open(io.BytesIO(before.content)).size == (800, 800)
    identity = SiteIdentity.for_request(client.get("/").wsgi_request)
    identity.site_name = "改过的虚构站名"
    identity.save()
    assert client.get(reverse("media:site_square"))["ETag"] != before["ETag"]


@pytest.mark.parametrize(
    "wanted", ["/media/poster/1/round.jpg", "/media/poster/99999999/poster.jpg",
               "/media/poster/9999999999999999999999/poster.jpg", "/media/poster/x/poster.jpg"]
)  # fmt: skip
def test_what_there_is_not_is_404(client, site_home, wanted):
    assert client.get(wanted).status_code == 404


def test_without_a_font_the_answer_says_what_to_install(client, site_home, monkeypatch):
    def missing(*args):
        raise fonts.NoFont(fonts.NO_FONT)

    page = put_live(log_draft(TeacherFactory()))
    for name in ("of_words", "words_of"):
        monkeypatch.setattr(views, name, missing)
        answer = client.get(address(page))
        assert (answer.status_code, answer["Cache-Control"]) == (503, "no-store")
        assert "fonts-noto-cjk" in answer.content.decode()
