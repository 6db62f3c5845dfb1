"""Logs, metrics and word of errors, as the environment asks for them."""

import os
from pathlib import Path

from portal.settings import environment


def logging_config(form: str) -> dict[str, object]:
    """Return Django's ``LOGGING``.

    Args:
        form: ``json`` for one JSON object a line, anything else for plain lines. Both carry the id
            of the request, ``None`` outside of one.
    """
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {
            "request_id": {"()": "django_guid.log_filters.CorrelationId"},
            "seldom": {"()": "portal.observing.mail.Seldom"},
            "production": {"()": "django.utils.log.RequireDebugFalse"},
        },
        "formatters": {
            "line": {
                "format": "%(asctime)s %(levelname)s [%(correlation_id)s] %(name)s %(message)s"
            },
            "json": {
                "()": "pythonjsonlogger.json.JsonFormatter",
                "fmt": "{asctime}{levelname}{name}{correlation_id}{message}",
                "style": "{",
                "datefmt": "%Y-%m-%dT%H:%M:%S%z",
                "rename_fields": {
                    "asctime": "time",
                    "levelname": "level",
                    "name": "logger",
                    "correlation_id": "request_id",
                },
                "timestamp": False,
                "json_ensure_ascii": False,
            },
        },
        "handlers": {
            "console": {
                "class": "logging.StreamHandler",
                "formatter": "json" if form == "json" else "line",
                "filters": ["request_id"],
            },
            "mail_admins": {
                "class": "portal.observing.mail.PersonlessEmailHandler",
                "level": "ERROR",
                "filters": ["production", "request_id", "seldom"],
            },
        },
        "root": {"handlers": ["console", "mail_admins"], "level": "INFO"},
        "loggers": {
            # Django gives this logger handlers of its own; the root's say the same with the id.
            "django": {"handlers": [], "level": "INFO"},
            "django_guid": {"level": "ERROR"},  # it tells of each id that it makes
            "django_tasks": {"level": "WARNING"},  # two lines a task say nothing while all is well
            "weasyprint": {"level": "WARNING"},
            "weasyprint.progress": {"level": "WARNING"},  # a line for every page of a PDF
            "wagtail": {"level": "WARNING"},  # the database's log of page actions says the same
        },
    }


def prepare_metrics(folder: Path) -> None:
    """Let the processes of one machine count together, in files below ``folder``.

    The library decides at its import, by this variable.
    """
    os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", str(folder))
    Path(os.environ["PROMETHEUS_MULTIPROC_DIR"]).mkdir(parents=True, exist_ok=True)


def report_to_sentry(dsn: str) -> None:
    """Send errors to a Sentry server, without persons: no accounts, addresses, forms, variables."""
    import sentry_sdk
    from sentry_sdk.integrations.logging import LoggingIntegration

    sentry_sdk.init(
        dsn=dsn,
        environment=environment.text("SENTRY_ENVIRONMENT", "production"),
        send_default_pii=False,
        include_local_variables=False,
        max_request_body_size="never",
        traces_sample_rate=0,
        max_breadcrumbs=0,  # log lines and queries before the error may name people
        integrations=[LoggingIntegration(level=None)],
        before_send=without_persons,
    )


def without_persons(event: dict[str, object], hint: object = None) -> dict[str, object]:
    """Take out what the SDK leaves in: the question in the address, cookies, headers, user."""
    request = event.get("request")
    if isinstance(request, dict):
        event["request"] = {key: request[key] for key in ("method", "url") if key in request}
    event.pop("user", None)
    return event
