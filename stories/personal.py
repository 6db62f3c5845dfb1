"""What the registers keep of a person."""

from people.personal.declared import OFFICE
from people.personal.holdings import Fate, Holding, kept_traces

HONOURED = "荣誉名录是教体局核实的表彰记录；撤回同意后不再公开您的画像和故事。"


def of_stories() -> list[Holding]:
    """The entry of somebody portrayed; who changed honours stays in their trace."""
    return [
        Holding("stories.Exemplar", "account", Fate.KEPT, why=HONOURED),
        *kept_traces(OFFICE, "stories.HonourEvent.by"),
    ]
