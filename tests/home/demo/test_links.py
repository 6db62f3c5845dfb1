"""Every link of the demo, as people of several roles meet it."""

import pytest

from people.models import User
from tests.crawl import crawl

pytestmark = pytest.mark.django_db


START = ["/", "/sitemap.xml", "/search/?q=教育"]
# What is public a visitor walks whole; others meet more links, which are alike on pages alike.
MOST_ALIKE = 8


def test_no_link_leads_a_visitor_nowhere(client):
    visits = list(crawl(client, START))
    assert len(visits) > 300
    assert [str(visit) for visit in visits if visit.is_dead] == []


@pytest.mark.parametrize("number", ["teacher1", "editor1", "chief"])
def test_no_link_leads_somebody_nowhere(client, number):
    client.force_login(User.objects.get(staff_number=number))
    start = [*START, "/my/", *(["/my/reviews/"] if number != "teacher1" else [])]
    visits = list(crawl(client, start, most_alike=MOST_ALIKE))
    assert len(visits) > 100
    assert [str(visit) for visit in visits if visit.is_dead] == []
