"""The main road seen from outside: at no step can somebody see what they may not."""

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from editorial import actions
from editorial.queries import standing_of
from media.models import PortalImage
from media.posters.queries import shareable_page
from media.posters.words import words_of
from people.roles import Role
from reading.models import ReadingLogPage
from tests.editorial.desk_forms import complete, open_form, send
from tests.editorial.factories import log_draft, make_staff, waiting_state
from tests.leaks import ALL_CHANNELS, Piece, channels_showing
from tests.media.factories import ImageFactory, picture_file
from tests.people.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)

WORDS = "青瓷般的清晨"


@pytest.fixture
def outsiders(site_home):
    """Nobody, a colleague, a school administrator: none of them may see an unapproved piece."""
    clients = {"visitor": Client()}
    for role in (Role.TEACHER, Role.WORKSHOP_HOST):
        clients[role.label] = Client()
        clients[role.label].force_login(UserFactory(role=role))
    return clients


def seen_by(outsiders, piece):
    return {name: channels_showing(client, piece) for name, client in outsiders.items()}


def signed_in(user):
    client = Client()
    answer = client.post("/accounts/login/", {"login": user.staff_number, "password": PASSWORD})
    assert answer.url in {"/my/", "/my/reviews/"}
    return client


def decide(client, page, **decision):
    """Take the piece from the top of the editor's list and decide about it."""
    queue = client.get("/my/reviews/").content.decode()
    state = waiting_state(page)
    address = reverse("reviews:review", args=[state.pk])
    assert address in queue
    assert "revision" in client.get(address).context["form"].fields
    answer = client.post(address, {"revision": state.revision_id} | decision)
    assert answer.url == "/my/reviews/"


def test_a_piece_is_nowhere_until_the_third_approval_and_nowhere_after_withdrawal(outsiders):
    """Over HTTP alone: form, draft, picture, submission, return, mending, three reviews."""
    call_command("update_index", verbosity=0)
    author, staff = UserFactory(role=Role.TEACHER), make_staff()
    teacher = signed_in(author)
    editors = {name: signed_in(getattr(staff, name)) for name in ("first", "second", "chief")}
    nowhere = {name: set() for name in outsiders}

    form = open_form(teacher, "/my/submissions/new/reading-log/")
    fields = complete("reading-log") | {"title": f"{WORDS}：读书笔记"}
    answer = send(teacher, form, **fields | {"pictures-new": [picture_file()]})
    page = ReadingLogPage.objects.get()
    edit = reverse("editorial:edit", args=[page.pk])
    assert answer.status_code in {200, 302, 422}
    send(
        teacher,
        open_form(teacher, edit),
        **{
            "pictures-0-alt": "只有这篇稿件用的照片",
            "pictures-0-faces": "none",
        },
    )
    piece = Piece(page, WORDS, PortalImage.objects.get(alt_text="只有这篇稿件用的照片"))
    assert seen_by(outsiders, piece) == nowhere

    send(teacher, open_form(teacher, edit), "submit")
    assert standing_of(page).label == "审核中·初审"
    assert seen_by(outsiders, piece) == nowhere

    decide(editors["first"], page, decision="approve")
    assert seen_by(outsiders, piece) == nowhere
    decide(editors["second"], page, decision="return", comment="请核对书名。")
    assert seen_by(outsiders, piece) == nowhere
    assert "请核对书名。" in teacher.get("/my/").content.decode()
    send(teacher, open_form(teacher, edit), "submit", summary="书名已核对。")
    decide(editors["second"], page, decision="approve")
    assert seen_by(outsiders, piece) == nowhere
    decide(editors["chief"], page, decision="approve")
    assert seen_by(outsiders, piece) == dict.fromkeys(outsiders, ALL_CHANNELS)

    withdraw = reverse("editorial_reviewing:withdraw", args=[page.pk])
    editors["chief"].post(withdraw, {"comment": "书名有误"})
    assert seen_by(outsiders, piece) == nowhere


def test_a_newer_draft_of_a_public_piece_stays_private(outsiders):
    call_command("update_index", verbosity=0)
    author, staff = UserFactory(role=Role.TEACHER), make_staff()
    page = log_draft(author, title="已经公开的笔记")
    actions.submit(page_id=page.pk, author=author)
    for reviewer in (staff.first, staff.second, staff.chief):
        state = waiting_state(page)
        actions.approve(task_state_id=state.pk, reviewer=reviewer, revision_id=state.revision_id)
    image = ImageFactory(uploaded_by_user=author, alt_text="新稿里才有的照片")

    def write(draft):
        draft.title = f"{WORDS}改过的题目"
        draft.cover = image
        draft.body = [("paragraph", f"<p>{WORDS}</p>"), ("image", {"image": image})]

    page.refresh_from_db()
    actions.update_draft(
        author=author, page_id=page.pk, write=write, base_revision_id=page.latest_revision_id
    )
    for name, client in outsiders.items():
        seen = channels_showing(client, Piece(page, WORDS, image))
        # The page itself is public: search and map name its address, and it has a poster.
        assert seen - {"sitemap", "poster"} == set(), name
    assert WORDS not in str(words_of(shareable_page(page.pk), "虚构的教师网"))
