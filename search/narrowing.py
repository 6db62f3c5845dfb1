"""Facets as links: each value adds itself to the address, or takes itself out."""

from dataclasses import dataclass

from search.asking import querystring
from search.find import FacetGroup, Inquiry

# Values of a group that stand in view; more than a few others are one step away.
IN_VIEW = 5
FEW = 2


@dataclass(frozen=True)
class Choice:
    """A value with the address that chooses it, or, of a chosen one, leaves it out."""

    label: str
    count: int
    is_chosen: bool
    address: str


@dataclass(frozen=True)
class ChoiceGroup:
    """The values of one property, the first of them and the others."""

    name: str
    label: str
    first: list[Choice]
    others: list[Choice]


def offered_groups(inquiry: Inquiry, groups: list[FacetGroup]) -> list[ChoiceGroup]:
    """Return the groups that can still narrow the results, or in which something is chosen."""
    offered = []
    for group in groups:
        choices = _choices(inquiry, group)
        if len(choices) > 1 or any(choice.is_chosen for choice in choices):
            # What was chosen never hides behind 更多.
            choices.sort(key=lambda choice: not choice.is_chosen)
            shown = IN_VIEW if len(choices) > IN_VIEW + FEW else len(choices)
            offered.append(ChoiceGroup(group.name, group.label, choices[:shown], choices[shown:]))
    return offered


def chosen_values(inquiry: Inquiry, groups: list[FacetGroup]) -> list[Choice]:
    """Return what the results are narrowed to, each with the way back."""
    return [choice for group in groups for choice in _choices(inquiry, group) if choice.is_chosen]


def _choices(inquiry: Inquiry, group: FacetGroup) -> list[Choice]:
    return [
        Choice(
            facet.label,
            facet.count,
            facet.is_chosen,
            querystring(inquiry, **{group.name: "" if facet.is_chosen else facet.value}),
        )
        for facet in group.facets
    ]
