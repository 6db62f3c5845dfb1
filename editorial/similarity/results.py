"""What a comparison finds, as it is stored and as it is shown."""

from dataclasses import asdict, dataclass
from typing import Any

from editorial.similarity.rules import Level


@dataclass(frozen=True)
class Excerpt:
    """Common words (``text``) with a little of what stands around them."""

    before: str
    text: str
    after: str

    def alone(self) -> "Excerpt":
        """Return the common words without what stands around them."""
        return Excerpt("", self.text, "")


@dataclass(frozen=True)
class Passage:
    """The same words in both texts, each as it is written there."""

    here: Excerpt
    there: Excerpt


@dataclass(frozen=True)
class Found:
    """A text that has words in common with the piece; for the store, not for any eyes.

    Attributes:
        title: the title, or what kind of reference it is.
        author_name: the byline of that version; empty for references.
        percent: the share of the author's own words that stand there too, rounded down.
        passages: in the order of the piece.
        page_id: the other piece; ``None`` for references.
        revision_id: its version that was compared.
        url: where a reference stands; pieces are asked when they are shown.
    """

    title: str
    author_name: str
    percent: int
    passages: tuple[Passage, ...]
    page_id: int | None = None
    revision_id: int | None = None
    url: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON can hold it."""
        return asdict(self)

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> "Found":
        """Return what ``as_json`` wrote."""
        passages = tuple(
            Passage(Excerpt(**each["here"]), Excerpt(**each["there"]))
            for each in stored["passages"]
        )
        return cls(**stored | {"passages": passages})


@dataclass(frozen=True)
class Match:
    """A text with words in common, as one viewer may see it.

    Attributes:
        title: the title; for a piece that is hidden from the viewer, words that say so.
        author_name: the byline; empty for references and for hidden pieces.
        url: where it can be read, if it can.
    """

    title: str
    author_name: str
    url: str | None
    percent: int
    passages: tuple[Passage, ...]


@dataclass(frozen=True)
class Report:
    """A comparison as one viewer may see it."""

    percent: int
    level: Level
    matches: tuple[Match, ...]

    @property
    def is_notable(self) -> bool:
        """Whether somebody should look at it."""
        return self.level != Level.NONE
