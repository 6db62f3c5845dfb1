"""What browsers are told beside every kind of answer."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import get_template
from django.test import Client, RequestFactory, override_settings

from people.roles import Role
from portal.headers import PolicyMiddleware, directives
from tests.people.factories import UserFactory

pytestmark = pytest.mark.django_db

ANSWERS = {
    "html": ("/", 200),
    "form": ("/accounts/login/", 200),
    "api": ("/api/v2/pages/", 200),
    "suggestions": ("/search/suggest/?q=a", 200),
    "feed": ("/feed/atom.xml", 200),
    "robots": ("/robots.txt", 200),
    "health": ("/healthz", 200),
    "not found": ("/no-such-page/", 404),
    "method": ("/api/v2/pages/", 405),
    "bad": ("/api/v2/pages/?limit=abc", 400),
}


def policy(answer) -> dict[str, str]:
    parts = [part.strip() for part in answer["Content-Security-Policy"].split(";")]
    return {name: rest for name, _, rest in (part.partition(" ") for part in parts if part)}


@pytest.mark.parametrize("kind", ANSWERS)
def test_every_answer_has_the_strict_headers(client, site_home, kind):
    address, status = ANSWERS[kind]
    answer = client.delete(address) if status == 405 else client.get(address)
    assert answer.status_code == status
    told = policy(answer)
    assert told["default-src"] == "'none'"
    assert told["script-src"] == told["style-src"] == told["connect-src"] == "'self'"
    assert told["base-uri"] == told["object-src"] == "'none'"
    assert told["form-action"] == told["frame-ancestors"] == "'self'"
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "geolocation=()" in answer["Permissions-Policy"]
    assert "camera=(self)" in answer["Permissions-Policy"]
    is_open = address.startswith("/api/")
    expected = "cross-origin" if is_open else "same-origin"
    assert answer["Cross-Origin-Resource-Policy"] == expected


def test_the_desk_is_as_strict(client, site_home):
    client.force_login(UserFactory(role=Role.TEACHER))
    assert policy(client.get("/my/"))["script-src"] == "'self'"


def test_an_error_of_ours_is_as_strict(client, site_home, monkeypatch):
    def broken(request):
        raise RuntimeError

    client.raise_request_exception = False
    monkeypatch.setattr("portal.health.check_all", broken)
    answer = client.get("/readyz")
    assert answer.status_code == 500
    assert policy(answer)["script-src"] == "'self'"
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_the_admin_alone_may_use_inline_code(client, site_home):
    client.force_login(UserFactory(role=Role.SITE_ADMIN))
    told = policy(client.get("/admin/"))
    assert told["script-src"] == told["style-src"] == "'self' 'unsafe-inline'"
    assert told["default-src"] == told["object-src"] == "'none'"
    for address in ("/administration/", "/stories/admin/", "/my/admin/"):
        assert policy(client.get(address, follow=True))["script-src"] == "'self'"


def test_below_a_prefix_the_admin_is_known_too():
    request = RequestFactory().get("/admin/")
    with override_settings(FORCE_SCRIPT_NAME="/portal"):
        parts = PolicyMiddleware(lambda r: None).get_policy_parts(request, object())
    assert parts.replace is not None


def test_static_files_are_told_too(client):
    path = finders.find("portal/css/foundation.css")
    assert path, "the test needs a file that exists"
    with override_settings(WHITENOISE_AUTOREFRESH=True, WHITENOISE_USE_FINDERS=True):
        answer = Client().get("/static/portal/css/foundation.css")
    assert answer.status_code == 200
    assert answer["X-Content-Type-Options"] == "nosniff"
    # WhiteNoise lets every site read them, fonts for instance, and so do we.
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer["Cross-Origin-Resource-Policy"] == "cross-origin"


def test_https_is_remembered_by_browsers_in_production():
    source = Path(settings.BASE_DIR, "portal/settings/production.py").read_text()
    assert "SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0" in source
    with override_settings(SECURE_HSTS_SECONDS=31536000, SECURE_HSTS_INCLUDE_SUBDOMAINS=True):
        answer = Client().get("/healthz", secure=True)
    assert answer["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"


def test_pictures_may_come_from_the_store_that_the_operator_names():
    told = directives("https://media.example.org")
    assert told["img-src"][-1] == told["media-src"][-1] == "https://media.example.org"
    assert told["script-src"] == ["'self'"]


INLINE = re.compile(
    r"""<style[\s>]|\sstyle\s*=|\son[a-z]+\s*=\s*["']|javascript:"""
    r"""|<script(?![^>]*\s(?:src=|type="application/json"))[^>]*>""",
    re.IGNORECASE,
)
# The article for 公众号 stands in a document with a policy of its own.
OWN_POLICY = {"editorial/desk/article_body.html"}


def _templates():
    for path in sorted(Path(settings.BASE_DIR).glob("*/templates/**/*.html")):
        yield str(path).partition("/templates/")[2]


def test_no_template_of_ours_has_code_or_styles_inline():
    names = [name for name in _templates() if name not in OWN_POLICY and "/admin/" not in name]
    assert len(names) > 200
    sources = {name: get_template(name).template.source for name in names}
    assert [name for name, text in sources.items() if INLINE.search(text)] == []
