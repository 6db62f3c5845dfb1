"""What an address says of what was looked for; what only programs ask for says nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from home.finding.rules import LONGEST_WORDS, wanted_by


@pytest.mark.parametrize(
    ("path", "slug", "words", "tries"),
    [
        (
            "/stories/zhang-lao-shi-de-deng/",
            "zhang-lao-shi-de-deng",
            "zhang lao shi de deng",
            ("zhanglaoshidedeng", "zhanglaoshi", "zhanglao"),
        ),
        ("/reading/logs/jiao-yu/", "jiao-yu", "jiao yu", ("jiaoyu",)),
        ("/教师节", "教师节", "教师节", ("教师节",)),
        ("/%E6%95%99%E5%B8%88-%E8%8A%82/", "教师-节", "教师 节", ("教师 节",)),
        ("/stories/deng.html", "deng", "deng", ("deng",)),
        ("/old/deng/2024/09/", "deng", "deng", ("deng",)),
    ],
)
def test_the_last_word_of_an_address_is_looked_for(path, slug, words, tries):
    wanted = wanted_by(path)
    assert (wanted.slug, wanted.words, wanted.tries) == (slug, words, tries)


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "//",
        "/2026/09/",
        "/wp-login.php",
        "/wp-admin/setup/",
        "/.env",
        "/.git/config",
        "/cgi-bin/luci",
        "/phpMyAdmin/",
        "/vendor/phpunit/",
        "/stories/a%00b/",
        "/stories/<script>/",
        "/a/b/c/d/e/f/g/h/i/",
        "/" + "a" * 400,
        "/static/portal/x/",
        "/media/images/deng/",
        "/api/v2/deng/",
        "/my/submissions/deng/",
        "/Admin/deng/",
        "/---/",
    ],
)
def test_nothing_is_looked_for_where_nobody_looked_for_a_text(path):
    assert wanted_by(path) is None


@given(st.text(max_size=400))
def test_any_address_can_be_asked(path):
    wanted = wanted_by(path)
    if wanted:
        assert 1 <= len(wanted.tries) <= 3
        assert wanted.words
        assert all(len(text) <= LONGEST_WORDS for text in (wanted.words, *wanted.tries))
