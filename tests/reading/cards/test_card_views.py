"""Cards and covers by address: what is shown to whom, kept, and sent."""

import io
from datetime import timedelta

import pytest
from django.core.cache import caches
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from media.drawing import fonts
from people.roles import Role
from reading.cards import card
from reading.cards.views import absolute
from reading.models import Passage, PassageDay, Proposal, Work
from tests.media.factories import ImageFactory
from tests.people.factories import TeacherFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_kept():
    caches["cards"].clear()


def day_at(offset: int, text: str = "有教无类。") -> PassageDay:
    passage = Passage.objects.create(text=text, author="孔子", source="《论语》")
    return PassageDay.objects.create(
        date=timezone.localdate() + timedelta(days=offset), passage=passage
    )


def address(day: PassageDay, design="leaf", ratio="square", form="png") -> str:
    return reverse("reading:passage_card", args=[day.date, design, ratio, form])


def test_a_card_is_a_public_picture(client, site_home):
    answer = client.get(address(day_at(0)))
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
    assert "public" in answer["Cache-Control"]
    assert "Cookie" not in answer.get("Vary", "")
    assert Image.open(io.BytesIO(answer.content)).size == (1080, 1080)


def test_the_tall_one_as_webp(client, site_home):
    answer = client.get(address(day_at(-3), "columns", "tall", "webp"))
    assert answer["Content-Type"] == "image/webp"
    assert Image.open(io.BytesIO(answer.content)).size == (1080, 1440)


@pytest.mark.parametrize("form", ["png", "webp"])
def test_no_card_of_a_coming_day_or_of_none(client, site_home, form):
    coming = day_at(1)
    nothing = timezone.localdate() - timedelta(days=9)
    assert client.get(address(coming, form=form)).status_code == 404
    for role in (Role.EDITOR, Role.SITE_ADMIN):
        client.force_login(UserFactory(role=role))
        assert client.get(address(coming, form=form)).status_code == 404
    wanted = reverse("reading:passage_card", args=[nothing, "leaf", "square", form])
    assert client.get(wanted).status_code == 404


@pytest.mark.parametrize(
    "wrong", [{"design": "rainbow"}, {"ratio": "wide"}, {"form": "gif"}, {"design": "leaf-leaf"}]
)
def test_what_there_is_not_is_404(client, site_home, wrong):
    assert client.get(address(day_at(0), **wrong)).status_code == 404


def test_a_card_is_drawn_once_and_again_when_its_words_change(client, site_home, monkeypatch):
    drawn = []
    real = card.draw_card
    monkeypatch.setattr(card, "draw_card", lambda *a, **k: drawn.append(a) or real(*a, **k))
    day = day_at(0)
    first = client.get(address(day))
    assert client.get(address(day)).content == first.content
    assert len(drawn) == 1
    again = client.get(address(day), headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    Passage.objects.update(text="温故而知新，可以为师矣。")
    changed = client.get(address(day), headers={"If-None-Match": first["ETag"]})
    assert (changed.status_code, len(drawn)) == (200, 2)
    assert changed["ETag"] != first["ETag"]


def test_a_kept_card_costs_two_queries(client, site_home, django_assert_num_queries):
    day = day_at(0)
    client.get(address(day))
    with django_assert_num_queries(2):  # the day, and the stamp of the frame
        client.get(address(day))


def test_without_a_font_the_answer_says_what_to_install(client, site_home, monkeypatch):
    def missing(*args, **kwargs):
        raise fonts.NoFont(fonts.NO_FONT)

    monkeypatch.setattr(card, "draw_card", missing)
    answer = client.get(address(day_at(0)))
    assert answer.status_code == 503
    assert "fonts-noto-cjk" in answer.content.decode()
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("base", "prefix", "path", "expected"),
    [
        ("https://p.example", "", "/reading/", "https://p.example/reading/"),
        ("https://p.example", "teachers", "/teachers/reading/", "https://p.example/teachers/reading/"),
        ("https://p.example/teachers", "teachers", "/teachers/x", "https://p.example/teachers/x"),
    ],
)  # fmt: skip
def test_the_codes_address_is_absolute(base, prefix, path, expected):
    with override_settings(BASE_URL=base, URL_PREFIX=prefix):
        assert absolute(path) == expected


class TestCovers:
    def test_of_the_catalogue(self, client, site_home):
        work = Work.objects.create(title="给教师的建议", authors="苏霍姆林斯基", kind="classic")
        answer = client.get(reverse("reading:book_cover", args=[work.pk]))
        assert answer["Content-Type"] == "image/webp"
        assert Image.open(io.BytesIO(answer.content)).size == (480, 640)
        assert "public" in answer["Cache-Control"]

    def test_a_proposed_one_is_its_proposers_alone(self, client, site_home):
        work = Work.objects.create(title="新书", kind="general", state=Work.State.PROPOSED)
        proposer, other = TeacherFactory(), TeacherFactory()
        Proposal.objects.create(work=work, proposed_by=proposer)
        wanted = reverse("reading:book_cover", args=[work.pk])
        assert client.get(wanted).status_code == 404
        client.force_login(other)
        assert client.get(wanted).status_code == 404
        client.force_login(proposer)
        answer = client.get(wanted)
        assert answer.status_code == 200
        assert "public" not in answer["Cache-Control"]

    def test_a_licensed_picture_goes_first(self, client, site_home):
        work = Work.objects.create(title="有封面", kind="general", cover=ImageFactory())
        answer = client.get(reverse("reading:book_cover", args=[work.pk]))
        assert answer.status_code == 302
        assert answer["Location"]

    def test_none_of_no_book(self, client, site_home):
        assert client.get("/reading/books/999999/cover.webp").status_code == 404
