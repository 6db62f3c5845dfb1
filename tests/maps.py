"""The maps for search engines, whole.

A test that reads only the first file of a map sees nothing once the numbers of its rows have run
past that file's range: PostgreSQL never gives a number twice.
"""

from django.test import Client
from django.urls import reverse

from home.sitemaps import MAPS


def map_addresses(name: str) -> list[str]:
    """Return the address of each file of a map, by its name in ``MAPS``."""
    first = reverse("sitemap_part", args=[name])
    return [first, *(f"{first}?p={number}" for number in range(2, MAPS[name].files() + 1))]


def map_text(client: Client, name: str) -> str:
    """Return what ``client`` reads in all files of a map."""
    answers = [client.get(address) for address in map_addresses(name)]
    assert {answer.status_code for answer in answers} == {200}
    return "".join(answer.content.decode() for answer in answers)
