"""Links out of the site: marked, and never an open redirect."""

import html
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.exceptions import ValidationError
from django.template import Context, Template
from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st

from feedback.leaving.links import is_ours, notice_url, policy
from feedback.leaving.rules import Policy, host_of, in_ascii, mark_links
from feedback.models import FeedbackSettings, TrustedHost
from tests.feedback.factories import a_page

POLICY = Policy(True, own=frozenset({"portal.example"}), trusted=frozenset({"gov.example"}))
OUTSIDE = "https://elsewhere.example/a?b=1&c=2"


def link(address: str, words: str = "词") -> str:
    return f'<p>前<a href="{html.escape(address)}">{words}</a>后</p>'


def target(markup: str) -> str:
    return html.unescape(re.search(r'\shref="([^"]*)"', markup)[1])


def marked(address: str, policy: Policy = POLICY) -> str:
    return mark_links(link(address), policy, lambda url: f"/leaving/?to={url}")


@pytest.mark.parametrize(
    "address",
    ["/stories/", "#top", "mailto:a@b.example", "https://portal.example/x/", "//portal.example/"],
)
def test_what_stays_here_stays_as_it_is(address):
    assert marked(address) == link(address)


@pytest.mark.parametrize(
    "address",
    [
        OUTSIDE,
        "http://elsewhere.example",
        "//elsewhere.example/",
        "https://PORTAL.example.evil.test",
    ],
)
def test_what_leaves_is_marked_and_leads_to_the_notice(address):
    markup = marked(address)
    assert target(markup) == f"/leaving/?to={address}"
    assert 'rel="external nofollow noopener"' in markup
    assert 'class="outward"' in markup
    assert "（站外链接）" in markup
    assert f'data-outward="{html.escape(address)}"' in markup


@pytest.mark.parametrize(
    ("address", "is_straight"),
    [
        ("https://gov.example/a", True),
        ("https://www.gov.example/a", True),
        ("https://notgov.example/a", False),
        ("https://gov.example.evil.test/a", False),
    ],
)
def test_trusted_hosts_are_reached_straight(address, is_straight):
    markup = marked(address)
    assert (target(markup) == address) is is_straight
    assert 'class="outward"' in markup


def test_the_notice_can_be_switched_off():
    off = Policy(False, POLICY.own, POLICY.trusted)
    markup = marked(OUTSIDE, off)
    assert target(markup) == OUTSIDE
    assert 'rel="external nofollow noopener"' in markup


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://a.example\\@b.example/", "a.example"),
        ("https://user:pw@b.example/", "b.example"),
        ("ht\ntps://a.example/", "a.example"),
        ("https://A.Example./", "a.example"),
        ("javascript:alert(1)//a.example", ""),
        ("https://[broken", ""),
        ("", ""),
    ],
)
def test_the_host_is_the_one_that_a_browser_would_ask(address, host):
    assert host_of(address) == host


def test_letters_that_look_alike_can_be_told_apart():
    assert in_ascii("раypal.example") != "paypal.example"
    assert in_ascii("portal.example") == "portal.example"
    assert in_ascii("." * 300) == "." * 300


@given(st.text(max_size=200))
def test_any_text_survives(text):
    escaped = html.escape(text, quote=False)
    assert mark_links(f"<p>{escaped}</p>", POLICY, str).startswith("<p>")


@pytest.mark.django_db
class TestNotice:
    def test_it_says_where_one_goes_and_does_not_go(self, client, site_home):
        answer = client.get(notice_url(OUTSIDE))
        page = answer.content.decode()
        assert answer.status_code == 200
        assert html.escape(OUTSIDE) in page
        assert "elsewhere.example" in page
        assert "http-equiv" not in page
        assert 'rel="external nofollow noopener noreferrer"' in page
        assert answer.cookies == {}

    @pytest.mark.parametrize(
        "spoil",
        [
            lambda url: url.replace("elsewhere", "evil"),
            lambda url: url.split("&key")[0],
            lambda url: url + "x",
            lambda url: "/leaving/",
            lambda url: "/leaving/?to=https%3A%2F%2Fevil.example&key=",
            lambda url: "/leaving/?to=%00&key=%00",
        ],
    )
    def test_an_address_that_we_did_not_write_leads_nowhere(self, client, site_home, spoil):
        answer = client.get(spoil(notice_url(OUTSIDE)))
        page = answer.content.decode()
        assert answer.status_code == 400
        assert "evil.example" not in page
        assert "继续前往" not in page

    @pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "/my/"])
    def test_even_signed_it_leads_to_the_web_only(self, client, site_home, address):
        assert client.get(notice_url(address)).status_code == 400

    def test_signatures_of_an_older_key_still_hold(self, settings):
        settings.SECRET_KEY = "old-key"
        key = parse_qs(urlsplit(notice_url(OUTSIDE)).query)["key"][0]
        with override_settings(SECRET_KEY="new-key", SECRET_KEY_FALLBACKS=["old-key"]):
            assert is_ours(OUTSIDE, key)
        with override_settings(SECRET_KEY="new-key"):
            assert not is_ours(OUTSIDE, key)

    def test_a_page_shows_its_links_so(self, client, site_home, django_assert_max_num_queries):
        page = a_page(site_home, body=[("paragraph", link(OUTSIDE))])
        body = client.get(page.get_url()).content.decode()
        notice = target(body[body.index('class="outward"') :])
        assert client.get(notice).status_code == 200
        assert f'href="{html.escape(OUTSIDE)}"' not in body

    def test_the_policy_follows_its_rows(self, client, site_home):
        page = a_page(site_home, body=[("paragraph", link(OUTSIDE))])
        straight = f'href="{html.escape(OUTSIDE)}"'
        assert straight not in client.get(page.get_url()).content.decode()
        host = TrustedHost.objects.create(host="elsewhere.example")
        assert straight in client.get(page.get_url()).content.decode()
        host.delete()
        assert straight not in client.get(page.get_url()).content.decode()
        FeedbackSettings.objects.create(shows_leaving=False)
        assert straight in client.get(page.get_url()).content.decode()

    def test_own_hosts_are_those_of_the_site(self, site_home):
        assert policy().is_own("testserver")
        assert not policy().is_own("elsewhere.example")

    def test_text_without_links_costs_nothing(self, django_assert_num_queries):
        shown = Template("{% load feedback_tags %}{{ text|outward }}")
        with django_assert_num_queries(0):
            assert shown.render(Context({"text": "<p>字</p>"})) == "<p>字</p>"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "host"),
    [
        ("www.example.cn", "www.example.cn"),
        (" HTTPS://Example.CN:8080/path?x ", "example.cn"),
        ("例子", None),
        ("localhost", None),
        ("a b.example", None),
    ],
)
def test_a_trusted_host_is_a_host(typed, host):
    row = TrustedHost(host=typed)
    if host is None:
        with pytest.raises(ValidationError):
            row.full_clean()
    else:
        row.full_clean()
        assert row.host == host
