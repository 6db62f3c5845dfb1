"""Pieces with given words, handed in or not."""

from html import escape

from editorial import actions
from people.models import User
from people.roles import Role
from reading.models import ReadingLogPage
from tests.editorial.factories import log_draft
from tests.people.factories import TeacherFactory


def paragraphs(text: str) -> list[tuple[str, str]]:
    """Return a body with one paragraph a line."""
    return [("paragraph", "".join(f"<p>{escape(line)}</p>" for line in text.splitlines()))]


def draft(text: str, author: User | None = None, **fields: object) -> ReadingLogPage:
    """Return a draft with this running text."""
    author = author or TeacherFactory(role=Role.TEACHER)
    return log_draft(author, body=paragraphs(text), **fields)


def handed_in(text: str, author: User | None = None, **fields: object) -> ReadingLogPage:
    """Return a piece in review with this running text."""
    page = draft(text, author, **fields)
    actions.submit(page_id=page.pk, author=page.owner)
    return page


def save_again(page: ReadingLogPage, text: str, **fields: object) -> int:
    """Save another version with this running text and return its number."""
    version = page.get_latest_revision_as_object()
    version.body = paragraphs(text)
    for name, value in fields.items():
        setattr(version, name, value)
    return version.save_revision(user=page.owner, clean=False).pk
