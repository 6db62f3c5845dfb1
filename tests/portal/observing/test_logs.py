"""What stands in the logs, and what does not."""

import json
import logging
import logging.config
import re
import sys
import time
import uuid

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import RequestFactory
from django_guid import set_guid

from portal.observing.mail import PersonlessEmailHandler, Seldom, WithoutVariables
from portal.observing.watch import WatchMiddleware
from portal.settings.observing import logging_config, without_persons


class TestRequestId:
    def test_one_is_made_for_each_request(self, client):
        first, second = (client.get("/healthz")["X-Request-ID"] for _ in range(2))
        assert uuid.UUID(first) != uuid.UUID(second)

    def test_that_of_the_proxy_is_kept(self, client):
        given = uuid.uuid4().hex
        assert client.get("/healthz", headers={"X-Request-ID": given})["X-Request-ID"] == given

    @pytest.mark.parametrize("given", ["x", "a\tERROR forged", "1" * 5000, "‮"])
    def test_anything_else_is_not(self, client, given):
        answer = client.get("/healthz", headers={"X-Request-ID": given})
        assert uuid.UUID(answer["X-Request-ID"]).hex == answer["X-Request-ID"]


def formatted(form: str, record: logging.LogRecord) -> str:
    config = logging_config(form)
    configurator = logging.config.DictConfigurator(config)
    name = "json" if form == "json" else "line"
    formatter = configurator.configure_formatter(configurator.config["formatters"][name])
    set_guid("0123456789abcdef0123456789abcdef")
    try:
        configurator.configure_filter(config["filters"]["request_id"]).filter(record)
        return formatter.format(record)
    finally:
        set_guid(None)


def a_record(message: str = "一句\n话") -> logging.LogRecord:
    return logging.LogRecord("portal.x", logging.WARNING, __file__, 7, message, (), None)


def test_a_line_of_json():
    line = formatted("json", a_record())
    assert "\n" not in line
    found = json.loads(line)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+0800", found.pop("time"))
    assert found == {
        "level": "WARNING",
        "logger": "portal.x",
        "request_id": "0123456789abcdef0123456789abcdef",
        "message": "一句\n话",
    }


def test_a_plain_line():
    line = formatted("", a_record("一句话"))
    assert line.endswith("WARNING [0123456789abcdef0123456789abcdef] portal.x 一句话")


@pytest.mark.django_db
class TestSlow:
    def ask(self, path="/search/?q=某人的名字"):
        def view(request):
            with connection.cursor() as cursor:
                cursor.execute("SELECT %s,\n  1", ["某人的名字"])
            return HttpResponse("ok")

        WatchMiddleware(view)(RequestFactory().get(path))

    def test_both_are_told_without_what_people_typed(self, settings, caplog):
        settings.SLOW_QUERY_SECONDS = settings.SLOW_REQUEST_SECONDS = 0
        self.ask()
        query, request = (record.getMessage() for record in caplog.records)
        assert query.startswith("Slow query: ")
        assert query.endswith("s: SELECT %s, 1")
        assert request.startswith("Slow request: ")
        assert ", 1 queries in " in request
        assert request.endswith("200 GET /search/")
        assert "某人" not in caplog.text

    def test_an_address_forges_no_line(self, settings, caplog):
        settings.SLOW_REQUEST_SECONDS = 0
        self.ask("/x%0A2026-01-01 ERROR [1] portal forged")
        assert "\n" not in caplog.records[-1].getMessage()

    def test_quick_ones_are_not(self, settings, caplog):
        settings.SLOW_QUERY_SECONDS = settings.SLOW_REQUEST_SECONDS = 60
        self.ask()
        assert caplog.records == []


class TestErrorMail:
    def test_the_same_place_is_mailed_once_in_a_while(self, monkeypatch):
        now = [100.0]
        monkeypatch.setattr(time, "monotonic", lambda: now[0])
        seldom = Seldom()
        assert [seldom.filter(a_record()) for _ in range(3)] == [True, False, False]
        other = a_record()
        other.lineno = 8
        assert seldom.filter(other)
        now[0] += 601
        assert seldom.filter(a_record())

    def test_what_people_typed_and_who_they_are_stays_here(self, client, settings, mailoutbox):
        settings.ADMINS = [("运维", "ops@example.org")]
        request = RequestFactory().post(
            "/my/?who=王老师",
            {"phone": "13900000001"},
            headers={"Cookie": "sessionid=abc123", "X-Forwarded-For": "10.1.2.3"},
        )
        secret = "王老师的电话"

        def fail(words):
            raise ValueError("boom")

        try:
            fail(secret)
        except ValueError:
            record = a_record("Internal Server Error")
            record.exc_info, record.request = sys.exc_info(), request
        PersonlessEmailHandler().emit(record)
        (mail,) = mailoutbox
        assert "ValueError" in mail.body
        assert "test_logs.py" in mail.body
        for kept in ("13900000001", "abc123", "10.1.2.3", secret, "王老师"):
            assert kept not in mail.body

    def test_the_page_for_developers_still_shows_variables(self, settings):
        settings.DEBUG = True
        frame = sys._getframe()
        found = dict(WithoutVariables().get_traceback_frame_variables(None, frame))
        assert "settings" in found


def test_sentry_is_told_no_person():
    event = {
        "request": {
            "url": "http://x/",
            "method": "POST",
            "query_string": "q=王老师",
            "cookies": {"sessionid": "1"},
            "headers": {"Authorization": "x"},
            "data": {"phone": "139"},
            "env": {"REMOTE_ADDR": "10.1.2.3"},
        },
        "user": {"id": 5},
        "level": "error",
    }
    assert without_persons(event) == {
        "request": {"url": "http://x/", "method": "POST"},
        "level": "error",
    }
