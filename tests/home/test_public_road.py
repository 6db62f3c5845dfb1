"""The main road seen from outside: at no step can somebody see what they may not."""

import pytest
from django.core.management import call_command
from django.test import Client

from editorial import actions
from people.roles import Role
from tests.editorial.factories import log_draft, make_staff, waiting_state
from tests.leaks import ALL_CHANNELS, Piece, channels_showing
from tests.media.factories import ImageFactory
from tests.people.factories import UserFactory

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


def test_a_piece_is_nowhere_until_the_third_approval_and_nowhere_after_withdrawal(outsiders):
    call_command("update_index", verbosity=0)
    author, staff = UserFactory(role=Role.TEACHER), make_staff()
    image = ImageFactory(uploaded_by_user=author, alt_text="只有这篇稿件用的照片")
    page = log_draft(
        author,
        title=f"{WORDS}：读书笔记",
        cover=image,
        body=[("paragraph", f"<p>{WORDS}里读完的一本书。</p>"), ("image", {"image": image})],
    )
    piece = Piece(page, WORDS, image)
    nowhere = {name: set() for name in outsiders}
    everywhere = dict.fromkeys(outsiders, ALL_CHANNELS)
    assert seen_by(outsiders, piece) == nowhere

    actions.submit(page_id=page.pk, author=author)
    assert seen_by(outsiders, piece) == nowhere
    for reviewer in (staff.first, staff.second, staff.chief):
        assert seen_by(outsiders, piece) == nowhere
        state = waiting_state(page)
        actions.approve(task_state_id=state.pk, reviewer=reviewer, revision_id=state.revision_id)
    assert seen_by(outsiders, piece) == everywhere

    actions.withdraw(page_id=page.pk, chief=staff.chief, comment="书名有误")
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
        # The page itself is public, so the search and the sitemap name its address.
        assert seen - {"sitemap"} == set(), name
