"""Every link of the demo, as people of several roles meet it."""

import pytest

from people.models import User
from tests.crawl import crawl

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("number", ["", "teacher1", "editor1", "chief"])
def test_no_link_leads_nowhere(client, number):
    start = ["/", "/sitemap.xml", "/search/?q=教育"]
    if number:
        client.force_login(User.objects.get(staff_number=number))
        start += ["/my/"] + (["/my/reviews/"] if number != "teacher1" else [])
    visits = list(crawl(client, start))
    assert len(visits) > 60
    assert [str(visit) for visit in visits if visit.is_dead] == []
