"""Personal data in words: where it stands, and the same words with it masked."""

from editorial.checks.personal.sightings import Sighting, redact, sightings_in

__all__ = ["Sighting", "redact", "sightings_in"]
