"""What is checked: a version of a piece with its pictures and the words inside its attachments."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from wagtail.blocks import StreamValue

from editorial.checks.attachment_texts import Attachment, attachments_with_texts
from editorial.checks.personal import Sighting, redact, sightings_in
from editorial.models import EditorialSettings, Submission
from editorial.pictures import ShownPicture, pictures_in
from editorial.text import Part, parts_of

LONGEST_SIGHTING = 80  # characters; a long mail address


@dataclass(frozen=True)
class Passage:
    """Words that readers will be able to read.

    Attributes:
        place, label, text: as of ``editorial.text.Part``.
        is_attached: the words stand inside an attachment, whose block ``place`` names.
    """

    place: str
    label: str
    text: str
    is_attached: bool = False


class Material:
    """A version of a piece as checkers read it; everything is fetched once, when asked for."""

    def __init__(self, piece: Submission, *, opens_attachments: bool = True) -> None:
        """Prepare.

        Args:
            piece: a version, as ``revision.as_object()`` returns it.
            opens_attachments: read attachments that were never read before; that takes up to
                half a minute each.
        """
        self.piece = piece
        self._opens_attachments = opens_attachments

    @cached_property
    def settings(self) -> EditorialSettings:
        """The figures of the editorial office."""
        return EditorialSettings.load()

    @cached_property
    def parts(self) -> list[Part]:
        """The words of the piece, part by part."""
        return parts_of(self.piece)

    @cached_property
    def pictures(self) -> list[ShownPicture]:
        """The cover and the pictures."""
        return pictures_in(self.piece)

    @cached_property
    def attachments(self) -> list[Attachment]:
        """The attachments with their words."""
        found = [
            (f"{name}.{block.id}", block.value["document"], block.value["title"])
            for name, value in self._streams()
            for block in value
            if block.block_type == "document" and block.value["document"] is not None
        ]
        return attachments_with_texts(found, opens=self._opens_attachments)

    @cached_property
    def passages(self) -> list[Passage]:
        """All words that readers get: parts, words that come with files, attachments."""
        return [
            *(Passage(part.place, part.label, part.text) for part in self.parts),
            *self._words_of_files(),
            *(
                Passage(attachment.place, f"附件《{attachment.title}》{label}", text, True)
                for attachment in self.attachments
                for label, text in attachment.sections
            ),
        ]

    @cached_property
    def sightings(self) -> list[tuple[Passage, list[Sighting]]]:
        """The personal data in each passage that has some."""
        found = ((passage, sightings_in(passage.text)) for passage in self.passages)
        return [(passage, sightings) for passage, sightings in found if sightings]

    def order_of(self, place: str, label: str) -> tuple[int, int]:
        """Return a key that sorts places in the order of reading."""
        within = self._part_numbers.get((place, label), 0)
        while place and place not in self._block_numbers:
            place = place.rpartition(".")[0]
        return self._block_numbers.get(place, 0), within

    @cached_property
    def _part_numbers(self) -> dict[tuple[str, str], int]:
        return {
            (passage.place, passage.label): number
            for number, passage in enumerate(self.passages, start=1)
        }

    @cached_property
    def _block_numbers(self) -> dict[str, int]:
        """The fields, blocks and rows of the piece, numbered; the title and the cover first."""
        places = ["title", "cover"]
        for name in self.piece.text_fields:
            places.append(name)
            value = getattr(self.piece, name)
            if isinstance(value, StreamValue):
                places += [f"{name}.{block.id}" for block in value]
        places += [part.place for part in self.parts]
        return {place: number for number, place in enumerate(dict.fromkeys(places))}

    def _streams(self) -> Iterator[tuple[str, StreamValue]]:
        for name in self.piece.text_fields:
            value: Any = getattr(self.piece, name)
            if isinstance(value, StreamValue):
                yield name, value

    def _words_of_files(self) -> Iterator[Passage]:
        """Yield what readers get where a block says nothing of its own."""
        for picture in self.pictures:
            if not picture.alt and picture.image.alt_text:
                label = f"{picture.label}·替代文字"
                yield Passage(f"{picture.place}.alt", label, picture.image.alt_text)
        for attachment in self.attachments:
            if attachment.is_named_by_file:
                place = f"{attachment.place}.title"
                yield Passage(place, "附件名称", attachment.document.title)


def excerpt_of(text: str, start: int, end: int, *, around: int = 12) -> str:
    """Return words with a few characters on both sides, personal data masked.

    Args:
        text: the whole text.
        start, end: where the words stand.
        around: characters to show on each side.
    """
    first, last = max(start - around, 0), min(end + around, len(text))
    # A number cut in two would not be recognised, and so not be masked, any more.
    window = max(first - LONGEST_SIGHTING, 0)
    for sighting in sightings_in(text[window : last + LONGEST_SIGHTING]):
        begins, ends = window + sighting.start, window + sighting.end
        if begins < first < ends:
            first = begins
        if begins < last < ends:
            last = ends
    before, behind = "…" if first else "", "…" if last < len(text) else ""
    return f"{before}{' '.join(redact(text[first:last]).split())}{behind}"
