"""From the address of a search to an inquiry, and back."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict

from search.analysis import clean
from search.find import NEWEST, Inquiry

MAX_QUERY_LENGTH = 100
# Longer than every subject and unit; a longer value is nobody's name.
MAX_VALUE_LENGTH = 100

# Names in the address, in the order of the address.
FIELDS = {"type": "kind", "subject": "subject", "unit": "unit", "year": "year", "sort": "sort"}


@dataclass(frozen=True)
class Asked:
    """What an address asks for. ``was_cut``: its text is longer than a search may be."""

    inquiry: Inquiry
    was_cut: bool

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the text was chosen."""
        return any(getattr(self.inquiry, field) for field in FIELDS.values())


def asked_by(parameters: QueryDict) -> Asked:
    """Read ``?q=&type=&subject=&unit=&year=&sort=``: whatever stands there gives an inquiry."""
    text = " ".join(clean(parameters.get("q", "")).split())
    values = {field: _value(parameters.get(name, "")) for name, field in FIELDS.items()}
    if values["sort"] != NEWEST:
        values["sort"] = ""
    return Asked(
        inquiry=Inquiry(text=text[:MAX_QUERY_LENGTH].strip(), **values),
        was_cut=len(text) > MAX_QUERY_LENGTH,
    )


def querystring(inquiry: Inquiry, **changes: str) -> str:
    """Return the address of an inquiry without ``?`` and page.

    Args:
        inquiry: what is asked for now.
        changes: other values, by their names in the address; an empty one leaves it out.
    """
    values = {"q": inquiry.text}
    values |= {name: getattr(inquiry, field) for name, field in FIELDS.items()}
    values |= changes
    return urlencode({name: value for name, value in values.items() if value})


def _value(raw: str) -> str:
    value = " ".join(clean(raw).split())
    return value if len(value) <= MAX_VALUE_LENGTH else ""
