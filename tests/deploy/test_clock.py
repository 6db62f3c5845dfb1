"""The clock of the web processes runs a year ahead for a while, and is set back."""

import glob
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import requests

from tests.deploy.machines import wait_for

pytestmark = pytest.mark.stack


@contextmanager
def a_year_ahead(stack) -> Iterator[None]:
    """Let both web processes see another time; the machines beside them do not."""
    (library,) = glob.glob("/usr/lib/*/faketime/libfaketime.so.1")
    other = {"LD_PRELOAD": library, "FAKETIME": "+365d", "FAKETIME_DONT_FAKE_MONOTONIC": "1"}
    try:
        _restart(stack, stack.variables | other)
        yield
    finally:
        _restart(stack, stack.variables)


def _restart(stack, variables: dict[str, str]) -> None:
    for web in stack.webs:
        web.stop()
        web.variables = variables
        web.start()


def test_what_was_accepted_by_a_wrong_clock_is_there_and_nothing_waits_a_year(stack, diary):
    assert diary.write("clock before") == 302
    with a_year_ahead(stack):
        assert requests.get(stack.url, timeout=60).status_code == 200
        # Not through the browser, which would throw its cookie away.
        cookies = diary.browser.session.cookies.get_dict()
        seen = requests.get(f"{stack.url}/my/reading/", cookies=cookies, timeout=60)
        assert "/accounts/login/" in seen.url, "sessions are over"
        later = type(diary)(stack)
        assert later.write("clock ahead") == 302
    diary.accepted += later.accepted
    assert diary.browser.open("/my/reading/").status_code == 200, "and valid again"
    assert diary.write("clock after") == 302
    assert diary.kept("clock") == sorted(diary.accepted)
    stack.office.manage("keep_house", "minutely")
    waiting = stack.shell(
        "from django.utils import timezone as z; from datetime import timedelta as d;"
        "from django_tasks_db.models import DBTaskResult as T;"
        "print(T.objects.filter(status='READY', enqueued_at__gt=z.now() + d(hours=1)).count())"
    )
    assert waiting == "0"
    wait_for(lambda: stack.readyz()[0] == 200, "all parts")
