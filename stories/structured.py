"""What search engines read about a story: whom it is about."""

from typing import TYPE_CHECKING

from portal.structured import Data, person

if TYPE_CHECKING:
    from stories.models import StoryPage


def portrayed_person(story: "StoryPage") -> Data | None:
    """Return the person of whom a story tells, as its page names them. Queries: 0."""
    unit = story.person_unit.name if story.person_unit else ""
    return person(story.person_name, unit=unit, title=story.person_title)
