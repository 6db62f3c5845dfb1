"""How much of a piece stands in what others wrote, and where: ``docs/similarity.md``."""

from editorial.similarity.actions import check, forget, index, report_of
from editorial.similarity.queries import shown_to, similarity_of

__all__ = ["check", "forget", "index", "report_of", "shown_to", "similarity_of"]
