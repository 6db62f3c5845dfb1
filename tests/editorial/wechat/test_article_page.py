"""公众号稿 at the desk: for whom, what it offers, and what a damaged file does to it."""

import re
from html import unescape

import pytest
from django.urls import reverse

from editorial.enums import Audience
from home.models import StandardPage
from people.roles import Role
from tests.editorial.factories import log_draft, put_live
from tests.media.factories import ImageFactory
from tests.people.factories import SchoolAdminFactory, TeacherFactory, UserFactory
from tests.search.pieces import narrow

pytestmark = pytest.mark.django_db


@pytest.fixture
def author(site_home):
    return TeacherFactory()


@pytest.fixture
def piece(author):
    body = [("paragraph", "<p>公开的话。</p>"), ("image", {"image": ImageFactory()})]
    return put_live(log_draft(author, body=body))


def address(page, name="article") -> str:
    return reverse(f"editorial:{name}", args=[page.pk])


def statuses(client, page) -> set[int]:
    return {client.get(address(page, name)).status_code for name in ("article", "article_body")}


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        (Role.EDITOR, 200),
        (Role.CHIEF_EDITOR, 200),
        (Role.TEACHER, 404),
        (Role.WORKSHOP_HOST, 404),
        (Role.SITE_ADMIN, 404),
    ],
)
def test_it_is_for_editors(client, piece, role, expected):
    client.force_login(UserFactory(role=role))
    assert statuses(client, piece) == {expected}


def test_and_for_its_author_but_not_for_visitors_or_the_school(client, piece, author):
    assert statuses(client, piece) == {302}
    client.force_login(SchoolAdminFactory(unit=author.unit))
    assert statuses(client, piece) == {404}
    client.force_login(author)
    assert statuses(client, piece) == {200}
    desk = client.get(reverse("editorial:submission", args=[piece.pk])).content.decode()
    assert address(piece) in desk


def test_nothing_that_is_not_public_can_be_taken(client, author, piece):
    draft = log_draft(author, title="草稿")
    narrow(piece, Audience.SCHOOL, author.unit)
    for person in (author, UserFactory(role=Role.EDITOR), UserFactory(role=Role.CHIEF_EDITOR)):
        client.force_login(person)
        assert statuses(client, draft) == {404}
        assert statuses(client, piece) == {404}
    client.force_login(author)
    desk = client.get(reverse("editorial:submission", args=[draft.pk])).content.decode()
    assert address(draft) not in desk


def test_an_editors_page_is_for_editors_even_if_an_author_made_it(client, site_home, author):
    page = StandardPage(title="关于本站", owner=author)
    site_home.add_child(instance=page)
    client.force_login(author)
    assert statuses(client, page) == {404}


def test_everything_that_a_gongzhonghao_asks_for(client, piece):
    client.force_login(UserFactory(role=Role.EDITOR))
    answer = client.get(address(piece))
    assert "no-store" in answer["Cache-Control"]
    html = answer.content.decode()
    [source] = re.findall(r"<template data-article-source>(.*?)</template>", html, re.DOTALL)
    assert unescape(source).startswith('<section style="')
    for shape in ("wide", "square"):
        assert client.get(reverse("media:poster", args=[piece.pk, shape])).status_code == 200
        assert reverse("media:poster", args=[piece.pk, shape]) in html
    [picture] = re.findall(r'href="([^"]+\.jpg)" download="[^"]+-1\.jpg"', html)
    assert picture.startswith("/media/images/")
    assert piece.full_url in html
    assert f"{len(piece.share_text)} 字" in html
    assert not re.findall(r'<[^>]+ style="', html), "its styles stand in a document of their own"


def test_the_article_is_a_document_of_its_own(client, piece):
    client.force_login(UserFactory(role=Role.EDITOR))
    answer = client.get(address(piece, "article_body"))
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert "公开的话。" in answer.content.decode()


def test_a_damaged_picture_is_named(client, author):
    image = ImageFactory(alt_text="丢失的照片")
    page = put_live(log_draft(author, body=[("image", {"image": image})]))
    image.file.storage.delete(image.file.name)
    client.force_login(author)
    html = client.get(address(page)).content.decode()
    assert "丢失的照片" in html
    assert "图片文件已损坏" in html


def test_editors_find_it_beside_a_public_page(client, piece, author):
    client.force_login(UserFactory(role=Role.EDITOR))
    edit = reverse("wagtailadmin_pages:edit", args=[piece.pk])
    assert address(piece) in client.get(edit).content.decode()


@pytest.mark.parametrize("amount", [1, 10])
def test_a_constant_number_of_queries(client, author, django_assert_max_num_queries, amount):
    body = [("image", {"image": ImageFactory()}) for _ in range(amount)]
    page = put_live(log_draft(author, body=[("paragraph", "<p>话</p>"), *body]))
    client.force_login(author)
    client.get(address(page))
    with django_assert_max_num_queries(30):
        client.get(address(page))
