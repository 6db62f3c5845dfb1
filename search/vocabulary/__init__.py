"""The side dictionary: what can be suggested, corrected and read.

It holds words, names and titles of *public* content only, in the database, so that every process
and every search backend shares it. ``rebuild`` fills it; the rest reads it.
"""

from search.vocabulary.completing import completions
from search.vocabulary.correcting import corrections
from search.vocabulary.gathering import rebuild
from search.vocabulary.lookups import readings, readings_of

__all__ = ["completions", "corrections", "readings", "readings_of", "rebuild"]
