"""What readers see of passages, and that no channel shows a coming day."""

import io
import re

import pytest
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from people.roles import Role
from reading.models import Passage, Work
from tests.maps import map_addresses
from tests.people.factories import TeacherFactory, UserFactory
from tests.reading.passages.factories import make_day, make_passage

pytestmark = pytest.mark.django_db

SECRET = "明天才能读到的话"


def month_address(day):
    return reverse("reading:passage_month", args=[day.year, day.month])


def everywhere() -> list[str]:
    today = timezone.localdate()
    return [
        "/reading/passage/",
        reverse("reading:passage", args=[today]),
        month_address(today),
        "/reading/passage/authors/",
        "/reading/passage/themes/",
        "/reading/passage/authors/今人/",
        "/reading/passage/themes/春天/",
        "/reading/passage/feed.xml",
        "/",
        "/reading/",
        f"/search/?q={SECRET}",
        "/feed/atom.xml",
        *map_addresses("pages"),
        "/api/v2/pages/?search=" + SECRET,
    ]


@pytest.mark.parametrize("role", [None, Role.TEACHER, Role.SITE_ADMIN])
def test_no_channel_shows_a_coming_day_or_the_pool(client, site_home, role):
    make_day(0, author="今人", theme="春天")
    make_day(1, text=SECRET, author="未来的人", theme="秋天")
    make_passage(9, text=SECRET + "之二", author="库里的人", theme="冬天")
    if role:
        client.force_login(TeacherFactory() if role == Role.TEACHER else UserFactory(role=role))
    for address in everywhere():
        answer = client.get(address)
        assert answer.status_code == 200, address
        shown = answer.content.decode().replace(f'value="{SECRET}"', "")
        if "/search/" in address or "search=" in address:
            assert SECRET + "之二" not in shown
            continue
        for word in (SECRET, "未来的人", "库里的人", "秋天", "冬天"):
            assert word not in shown, (address, word)
    tomorrow = timezone.localdate() + timezone.timedelta(days=1)
    for address in (
        reverse("reading:passage", args=[tomorrow]),
        "/reading/passage/authors/未来的人/",
        "/reading/passage/authors/库里的人/",
        "/reading/passage/themes/秋天/",
    ):
        assert client.get(address).status_code == 404, address


def test_today_shows_source_card_and_ways_on(client, site_home):
    make_day(-1, author="昨人")
    day = make_day(0, author="今人", theme="春天")
    text = client.get("/reading/passage/").content.decode()
    assert day.passage.text in text
    assert f'alt="{day.passage.text}——今人{day.passage.source}"' in text
    assert reverse("reading:passage_card", args=[day.date, "leaf", "square", "png"]) in text
    assert 'rel="prev"' in text
    assert 'rel="next"' not in text
    assert "/my/reading/days/mark/" not in text


def test_another_design_by_link(client, site_home):
    day = make_day(0)
    text = client.get("/reading/passage/?card=columns&ratio=tall").content.decode()
    assert reverse("reading:passage_card", args=[day.date, "columns", "tall", "webp"]) in text
    assert client.get("/reading/passage/?card=x&ratio=%00").status_code == 200


def test_a_book_of_the_catalogue_is_linked(client, site_home):
    work = Work.objects.create(title="论语", kind="classic")
    day = make_day(0)
    Passage.objects.filter(pk=day.passage_id).update(work=work)
    assert work.get_absolute_url() in client.get("/reading/passage/").content.decode()
    Work.objects.filter(pk=work.pk).update(state=Work.State.PROPOSED)
    assert work.get_absolute_url() not in client.get("/reading/passage/").content.decode()


def test_without_any_passage(client, site_home):
    assert client.get("/reading/passage/").status_code == 200
    assert client.get("/reading/passage/archive/").status_code == 302
    assert client.get(month_address(timezone.localdate())).status_code == 404
    assert client.get("/reading/passage/feed.xml").status_code == 200
    assert client.get("/reading/passage/authors/").status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "archive/2026/13/",
        "archive/2026/0/",
        "archive/99999/1/",
        "archive/1200/1/",
        "archive/2999/1/",
        "authors/不在这里/",
        "authors/a%00b/",
        "themes/x/y/",
    ],
)
def test_what_there_is_not(client, site_home, address):
    make_day(0)
    assert client.get(f"/reading/passage/{address}").status_code in (400, 404)


def test_months_link_only_to_months_with_something(client, site_home):
    make_day(0)
    old = make_day(-70)
    newest = client.get("/reading/passage/archive/", follow=True).content.decode()
    assert 'rel="prev"' in newest
    assert 'rel="next"' not in newest
    oldest = client.get(month_address(old.date)).content.decode()
    assert 'rel="prev"' not in oldest
    assert 'rel="next"' in oldest


def test_an_author_with_a_stroke_and_a_passage_that_came_twice(client, site_home):
    passage = make_passage(1, author="甲/乙", theme="a/b")
    make_day(-400, passage)
    make_day(0, passage)
    text = client.get(reverse("reading:passage_author", args=["甲/乙"])).content.decode()
    assert text.count(passage.text) == 1
    assert client.get(reverse("reading:passage_theme", args=["a/b"])).status_code == 200
    assert "1 段" in client.get("/reading/passage/authors/").content.decode()


def test_the_feed_is_atom_with_the_source(client, site_home):
    day = make_day(0, text="控制\x0b字符")
    answer = client.get("/reading/passage/feed.xml")
    assert answer["Content-Type"].startswith("application/atom+xml")
    text = answer.content.decode()
    assert day.passage.source in text
    assert "\x0b" not in text


@pytest.mark.parametrize("count", [1, 10, 100])
@pytest.mark.parametrize(
    ("address", "most"),
    [
        ("/reading/passage/", 14),
        ("month", 14),
        ("/reading/passage/authors/", 12),
        ("/reading/passage/authors/今人/", 13),
        ("/reading/passage/feed.xml", 4),
    ],
)
def test_constant_queries(client, site_home, django_assert_max_num_queries, address, most, count):
    for number in range(count):
        make_day(-number, author="今人")
    wanted = month_address(timezone.localdate()) if address == "month" else address
    client.get(wanted)
    with django_assert_max_num_queries(most):
        client.get(wanted)


def test_a_shared_passage_brings_its_square_card(client, site_home):
    day = make_day(-1)
    page = client.get(f"/reading/passage/{day.date}/").content.decode()
    [address] = re.findall(r'property="og:image" content="http://testserver([^"]+)"', page)
    card = client.get(address)
    assert card["Content-Type"] == "image/png"
    with Image.open(io.BytesIO(b"".join(card))) as picture:
        assert picture.size == (1080, 1080)
