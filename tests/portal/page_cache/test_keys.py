"""Which requests are alike, and that nothing a visitor sends makes them different."""

import pytest

from portal.page_cache.keys import Key, bare, hosts_of, key_maker

KEY_OF = key_maker(
    hosts=["testserver", "portal.example:8000"], private_cookies=["sessionid", "csrftoken"]
)


def request(path: str = "/", **more: str) -> dict:
    return {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": "",
        "HTTP_HOST": "testserver",
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80",
        "wsgi.url_scheme": "http",
        **more,
    }


@pytest.mark.parametrize(
    "path", ["/", "/stories/", "/archive/2026/11/", "/feed/atom.xml", "/robots.txt"]
)
def test_public_addresses_have_a_key(path):
    assert KEY_OF(request(path)) == Key("http", "testserver", "", path, False)


@pytest.mark.parametrize(
    "more",
    [
        {"REQUEST_METHOD": "HEAD"},
        {"HTTP_HOST": "TestServer"},
        {"HTTP_COOKIE": "Hm_lvt_1=2; other=view=large"},
        {"HTTP_COOKIE": "view=huge"},
        {"HTTP_COOKIE": 'a="; sessionidx=1'},
        {"HTTP_ACCEPT_LANGUAGE": "en", "HTTP_USER_AGENT": "x", "HTTP_ACCEPT": "image/*"},
        {"HTTP_X_FORWARDED_HOST": "evil.example", "HTTP_X_FORWARDED_PROTO": "https"},
        {"HTTP_IF_NONE_MATCH": '"x"', "HTTP_CACHE_CONTROL": "no-cache"},
    ],
)
def test_other_headers_and_cookies_change_nothing(more):
    assert KEY_OF(request(**more)) == KEY_OF(request())


@pytest.mark.parametrize(
    "more",
    [
        {"REQUEST_METHOD": "POST"},
        {"QUERY_STRING": "page=2"},
        {"HTTP_COOKIE": "view=large; sessionid=x"},
        {"HTTP_COOKIE": "csrftoken=x"},
        {"HTTP_COOKIE": "sessionid="},
        {"HTTP_HOST": "evil.example"},
        {"HTTP_HOST": "testserver:81"},
        {"HTTP_HOST": "testserver."},
        {"HTTP_HOST": ""},
        {"HTTP_AUTHORIZATION": "Basic x"},
        {"HTTP_RANGE": "bytes=0-1"},
        {"HTTP_HX_REQUEST": "true"},
        {"PATH_INFO": ""},
        {"PATH_INFO": "stories/"},
        {"PATH_INFO": "//"},
        {"PATH_INFO": "/stories//"},
        {"PATH_INFO": "/stories"},
        {"PATH_INFO": "/stories/\n"},
        {"PATH_INFO": "/./stories/"},
        {"PATH_INFO": "/stories/\xe6/"},
        {"PATH_INFO": f"/{'a' * 500}/"},
        {"PATH_INFO": "/admin/"},
        {"PATH_INFO": "/my/events/"},
        {"PATH_INFO": "/api/v2/pages/"},
        {"PATH_INFO": "/search/"},
        {"PATH_INFO": "/accounts/login/"},
    ],
)
def test_everything_else_is_left_to_django(more):
    assert KEY_OF(request() | more) is None


def test_large_type_is_a_page_of_its_own():
    key = KEY_OF(request(HTTP_COOKIE="x=1; view=large"))
    assert key == Key("http", "testserver", "", "/", True)
    made = bare(request(), key, host_header="HTTP_HOST", proxy_header=None)
    assert made["HTTP_COOKIE"] == "view=large"


def test_a_page_is_made_of_nothing_but_its_key():
    sent = request(
        HTTP_COOKIE="other=1",
        HTTP_ACCEPT="x",
        HTTP_X_FORWARDED_PROTO="https",
        HTTP_IF_NONE_MATCH="x",
        HTTP_REFERER="x",
        CONTENT_LENGTH="9",
        REQUEST_METHOD="HEAD",
        REMOTE_USER="admin",
        REMOTE_ADDR="203.0.113.5",
    )
    made = bare(sent, KEY_OF(sent), host_header="HTTP_HOST", proxy_header=None)
    assert made == request(REMOTE_ADDR="127.0.0.1")


@pytest.mark.parametrize(
    ("said", "scheme"),
    [("https", "https"), ("http", "http"), ("https, http", "https"), ("x", "http")],
)
def test_the_server_in_front_says_the_scheme(said, scheme):
    key_of = key_maker(
        hosts=["testserver"],
        private_cookies=[],
        proxy_header=("HTTP_X_FORWARDED_PROTO", "https"),
    )
    sent = request(HTTP_X_FORWARDED_PROTO=said)
    key = key_of(sent)
    assert key.scheme == scheme
    made = bare(sent, key, host_header="HTTP_HOST", proxy_header="HTTP_X_FORWARDED_PROTO")
    assert made["HTTP_X_FORWARDED_PROTO"] == said


def test_the_server_in_front_says_the_host():
    key_of = key_maker(hosts=["portal.example"], private_cookies=[], forwarded_host=True)
    sent = request(HTTP_X_FORWARDED_HOST="portal.example")
    key = key_of(sent)
    assert key.host == "portal.example"
    made = bare(sent, key, host_header="HTTP_X_FORWARDED_HOST", proxy_header=None)
    assert made["HTTP_X_FORWARDED_HOST"] == "portal.example"
    assert key_of(request()) is None


def test_hosts_are_those_of_the_settings_without_patterns():
    allowed = ["portal.example", ".example", "*", "[::1]"]
    assert hosts_of("http://127.0.0.1:8000", allowed) == {
        "127.0.0.1:8000",
        "portal.example",
        "portal.example:8000",
        "[::1]",
        "[::1]:8000",
    }
