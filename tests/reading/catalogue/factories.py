"""Books and what readers keep about them, for tests of the catalogue."""

from datetime import date
from typing import Any

import factory

from people.models import User
from reading.models import (
    BookListItem,
    BookListPage,
    Edition,
    Proposal,
    ReadingRecord,
    ReadingState,
    Work,
)
from tests.editorial.factories import draft_below


class WorkFactory(factory.django.DjangoModelFactory):
    """An approved book; ``isbn=`` gives it an edition."""

    class Meta:
        model = Work
        skip_postgeneration_save = True

    title = factory.Sequence(lambda n: f"虚构之书第{n}种")
    authors = "虚构作者"
    kind = "general"

    @factory.post_generation
    def isbn(self: Work, create: bool, extracted: str | None, **kwargs: Any) -> None:
        if extracted:
            Edition.objects.create(work=self, isbn=extracted, publisher="虚构出版社")


def proposed(by: User, **fields: Any) -> Work:
    """Return a book that waits, proposed by a person."""
    work = WorkFactory(state=Work.State.PROPOSED, **fields)
    Proposal.objects.create(work=work, proposed_by=by)
    return work


def record(reader: User, work: Work, state: str = ReadingState.READING, **fields: Any):
    """Return a reader's record of a book."""
    if state == ReadingState.FINISHED:
        fields.setdefault("finished_on", date(2025, 9, 1))
    return ReadingRecord.objects.create(reader=reader, work=work, state=state, **fields)


def list_draft(author: User, works: list[Work], title: str = "虚构书单") -> BookListPage:
    """Return a saved draft of a list with a reason for each book."""
    page = BookListPage(title=title, summary="几本书。", list_kind="personal")
    page.items = [
        BookListItem(work=work, reason=f"理由{number}", sort_order=number)
        for number, work in enumerate(works)
    ]
    return draft_below(BookListPage.shelf(), author, page)
