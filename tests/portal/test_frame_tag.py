"""What is drawn once of the frame, and for whom it is drawn again."""

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.test import RequestFactory

from tests.people.factories import TeacherFactory

pytestmark = pytest.mark.django_db
COUNTED = Template('{% load portal_tags %}{% frame "tried" who %}{{ ask }}{% endframe %}')


def drawn(request, who="visitor") -> list[str]:
    """Draw twice; say what is drawn each time, of things that differ."""
    return [COUNTED.render(Context({"request": request, "who": who, "ask": each})) for each in "12"]


def test_it_is_drawn_once_for_each_key(site_home):
    request = RequestFactory().get("/")
    assert drawn(request) == ["1", "1"]
    assert drawn(request, "teacher") == ["1", "1"]


def test_without_a_request_and_for_unnamed_hosts_nothing_is_kept(site_home, settings):
    assert drawn(None) == ["1", "2"]
    settings.ALLOWED_HOSTS = ["*"]
    assert drawn(RequestFactory().get("/", headers={"host": "anything.example"})) == ["1", "2"]


def test_a_part_needs_a_name():
    with pytest.raises(TemplateSyntaxError):
        Template("{% load portal_tags %}{% frame %}{% endframe %}")


def test_the_header_knows_the_section_and_the_reader(client, site_home):
    def header(address):
        page = client.get(address).content.decode()
        return page[page.index("<header>") : page.index("</header>")]

    for _ in range(2):
        assert 'href="/stories/" aria-current="true"' in header("/stories/")
        assert 'href="/stories/" aria-current' not in header("/reading/")
        assert "登录" in header("/")
    client.force_login(TeacherFactory())
    assert "登录" not in header("/")
    assert "我的" in header("/")


def test_large_type_is_drawn_for_those_who_chose_it(client, site_home):
    assert "large-type.css" not in client.get("/").content.decode()
    client.cookies["view"] = "large"
    page = client.get("/").content.decode()
    assert "large-type.css" in page
    assert "标准版" in page
