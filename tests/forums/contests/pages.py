"""Opening the pages of contests."""

import re

from django.test import Client
from django.urls import reverse


def url(name: str, *args: object) -> str:
    """Return an address of contests."""
    return reverse(f"contests:{name}", args=args)


def text(client: Client, address: str, status: int = 200) -> str:
    """Return what stands at an address."""
    answer = client.get(address)
    assert answer.status_code == status, address
    return answer.content.decode()


def main_of(markup: str) -> str:
    """Return the part of a page that is not the frame."""
    return re.search(r"<main.*</main>", markup, re.DOTALL)[0]
