"""Reading of environment variables, in one place and with one way to say what is wrong."""

import os
from urllib.parse import parse_qs, urlsplit

from django.core.exceptions import ImproperlyConfigured

_asked: set[str] = set()


def names_set() -> list[str]:
    """Return which of the variables that were asked for are set, without their values."""
    return sorted(name for name in _asked if os.environ.get(name, "").strip())


def text(name: str, default: str = "") -> str:
    """Return the variable ``name``, stripped of blanks; ``default`` where it is unset or empty."""
    _asked.add(name)
    return os.environ.get(name, "").strip() or default


def required(name: str) -> str:
    """Return the variable ``name``.

    Raises:
        ImproperlyConfigured: it is unset or empty.
    """
    value = text(name)
    if not value:
        raise ImproperlyConfigured(f"The environment variable {name} must be set.")
    return value


def words(name: str, default: str = "") -> list[str]:
    """Return a comma-separated variable as a list without blanks."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def flag(name: str, *, default: bool = False) -> bool:
    """Return a yes/no variable (1, true, yes, on against everything else)."""
    value = text(name)
    return value.lower() in {"1", "true", "yes", "on"} if value else default


def number(name: str, default: int) -> int:
    """Return a variable that is a whole number, not negative.

    Raises:
        ImproperlyConfigured: it is something else.
    """
    value = text(name)
    if not value:
        return default
    if not (value.isascii() and value.isdigit()):
        raise ImproperlyConfigured(f"The environment variable {name} must be a whole number.")
    return int(value)


def email_options(url: str) -> dict[str, object]:
    """Turn ``EMAIL_URL`` into Django's e-mail settings.

    Args:
        url: ``smtp://user:password@host:25``, ``smtp+tls://…`` (STARTTLS), ``smtps://…``,
            ``file:///folder`` or ``console://``; the sender as ``?from=name@host``.

    Raises:
        ImproperlyConfigured: the scheme is none of these.
    """
    parts = urlsplit(url)
    options: dict[str, object] = {}
    sender = parse_qs(parts.query).get("from")
    if sender:
        options["DEFAULT_FROM_EMAIL"] = sender[0]
    backend = "django.core.mail.backends."
    if parts.scheme == "console":
        return options | {"EMAIL_BACKEND": f"{backend}console.EmailBackend"}
    if parts.scheme == "file":
        return options | {
            "EMAIL_BACKEND": f"{backend}filebased.EmailBackend",
            "EMAIL_FILE_PATH": parts.path,
        }
    if parts.scheme not in {"smtp", "smtp+tls", "smtps"}:
        raise ImproperlyConfigured(f"EMAIL_URL has the unknown scheme {parts.scheme!r}.")
    return options | {
        "EMAIL_BACKEND": f"{backend}smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname or "localhost",
        "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 25),
        "EMAIL_HOST_USER": parts.username or "",
        "EMAIL_HOST_PASSWORD": parts.password or "",
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
    }
