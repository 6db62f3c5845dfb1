"""Each of the six kinds, from an empty form to a piece in review, without any script."""

import pytest
from django.urls import reverse
from wagtail.models import Page

from editorial.enums import State
from editorial.queries import standing_of
from people.roles import Role
from tests.editorial.desk_forms import MODELS, TEXT, complete, open_form, read, send
from tests.people.factories import TeacherFactory

pytestmark = pytest.mark.django_db

KINDS = list(MODELS)


@pytest.fixture
def author(site_home, client):
    author = TeacherFactory(role=Role.TEACHER, name="林虚构")
    client.force_login(author)
    return author


def new(kind):
    return reverse("editorial:new", args=[kind])


def latest(kind):
    return MODELS[kind].objects.get().get_latest_revision_as_object()


@pytest.mark.parametrize("kind", KINDS)
def test_a_piece_goes_from_draft_to_review(client, author, kind):
    values = complete(kind)
    first = {"title": "只有题目"} | {k: v for k, v in values.items() if k == "workshop"}
    saved = send(client, open_form(client, new(kind)), **first)
    piece = MODELS[kind].objects.get()
    assert saved.url == reverse("editorial:edit", args=[piece.pk])
    assert piece.live is False
    assert piece.owner == author
    assert piece.unit == author.unit

    refused = send(client, open_form(client, saved.url), "submit")
    assert refused.status_code == 422
    text = refused.content.decode()
    for message in latest(kind).missing_for_submission().values():
        assert message in text
    assert "只有题目" in text
    assert standing_of(piece).state == State.DRAFT

    sent = send(client, read(refused), "submit", **values)
    assert sent.url == reverse("editorial:submission", args=[piece.pk])
    assert standing_of(piece).state == State.IN_REVIEW
    assert latest(kind).body_text == TEXT.replace("\n\n", "\n")
    assert "等待初审" in client.get(sent.url).content.decode()


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_stored_comes_back_into_the_form(client, author, kind):
    send(client, open_form(client, new(kind)), **complete(kind))
    piece = MODELS[kind].objects.get()
    before = latest(kind).serializable_data()

    again = open_form(client, reverse("editorial:edit", args=[piece.pk]))
    for name, value in complete_without_parent(kind).items():
        wanted = value if isinstance(value, list) else [value]
        assert [v.strip() for v in again[name]] == [str(w) for w in wanted], name
    send(client, again)

    after = latest(kind).serializable_data()
    assert _content(after) == _content(before)


def complete_without_parent(kind):
    values = complete(kind) if kind != "workshop-showcase" else {"result_kind": "lesson"}
    # The row that stands empty below the filled ones is the form's, not the piece's.
    return {name: value for name, value in values.items() if not name.endswith("TOTAL_FORMS")}


def _content(data):
    moving = ("latest_revision_created_at", "latest_revision", "last_published_at")
    return {key: value for key, value in data.items() if key not in moving}


def test_every_kind_is_offered_on_the_desk(client, author):
    text = client.get(reverse("editorial:desk")).content.decode()
    for kind in KINDS:
        assert new(kind) in text


def test_an_unknown_kind_is_not_found(client, author):
    assert client.get("/my/submissions/new/poem/").status_code == 404
    assert Page.objects.filter(owner=author).count() == 0


def test_a_showcase_needs_its_workshop_even_as_a_draft(client, author):
    answer = send(client, open_form(client, new("workshop-showcase")), title="没有工作坊")
    assert answer.status_code == 422
    assert "请先选择工作坊" in answer.content.decode()
    assert MODELS["workshop-showcase"].objects.count() == 0


def test_an_author_cannot_make_an_editors_list(client, author):
    form = open_form(client, new("book-list"))
    answer = send(client, form, title="假冒", list_kind="editors")
    assert answer.status_code == 422
    assert MODELS["book-list"].objects.count() == 0


def test_the_story_keeps_person_honours_and_consent(client, author):
    send(client, open_form(client, new("story")), **complete("story"))
    story = latest("story")
    assert [(h.title, h.year) for h in story.honours.all()] == [("虚构区优秀教师", 2024)]
    assert story.consent_scope == "name"
    assert [q.slug for q in story.qualities.all()] == [story.qualities.all()[0].slug]
    assert story.person_name == "张虚构"
