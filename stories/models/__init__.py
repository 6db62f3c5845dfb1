"""The nouns of 师德风采."""

from stories.models.honours import (
    Basis,
    Honour,
    HonourEvent,
    HonourLevel,
    HonourQuerySet,
    HonourWording,
)
from stories.models.pages import StoryHonour, StoryIndexPage, StoryPage, StoryTag
from stories.models.people import Exemplar, ExemplarQuerySet, Portrayal
from stories.models.qualities import Quality

__all__ = [
    "Basis",
    "Exemplar",
    "ExemplarQuerySet",
    "Honour",
    "HonourEvent",
    "HonourLevel",
    "HonourQuerySet",
    "HonourWording",
    "Portrayal",
    "Quality",
    "StoryHonour",
    "StoryIndexPage",
    "StoryPage",
    "StoryTag",
]
