"""Feeds of texts as people paste them."""

import pytest

from people.roles import Role
from tests.editorial.factories import log_draft, put_live
from tests.people.factories import UserFactory

pytestmark = pytest.mark.django_db


def test_a_control_character_does_not_break_the_feed(client, site_home):
    """Word's line break is one; XML allows none."""
    author = UserFactory(role=Role.TEACHER)
    put_live(log_draft(author, title="第一行\x0b第二行", summary="摘\x01要", byline="林\x02虚构"))
    for address in ("/feed/atom.xml", "/feed/reading/atom.xml"):
        answer = client.get(address)
        assert answer.status_code == 200
        assert "<title>第一行第二行</title>" in answer.content.decode()
