"""Feeds of texts as people paste them."""

import pytest

from editorial.models import Readership
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


def test_a_tag_has_a_feed_of_what_is_public(client, site_home):
    author = UserFactory(role=Role.TEACHER)
    pages = {}
    for title in ("公开的笔记", "区里看的笔记"):
        draft = log_draft(author, title=title)
        draft.tags.add("班主任")
        draft.save()
        pages[title] = put_live(draft)
    narrow = pages["区里看的笔记"]
    Readership.set_for(narrow.pk, "district", None)
    feed = client.get("/tags/ban-zhu-ren/atom.xml").content.decode()
    assert "标签“班主任”" in feed
    assert "公开的笔记" in feed
    assert "区里看的笔记" not in feed
    pages["公开的笔记"].tags.clear()
    pages["公开的笔记"].save()
    assert client.get("/tags/ban-zhu-ren/atom.xml").status_code == 404
