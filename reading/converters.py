"""Parts of addresses."""

from datetime import date

from django.urls import register_converter


class DayConverter:
    """A day as ``2025-09-10``; one that the calendar does not have is no address."""

    regex = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(value)

    def to_url(self, value: date) -> str:
        return value.isoformat()


# Once for the process; who writes ``<day:…>`` in an address imports this module.
register_converter(DayConverter, "day")
