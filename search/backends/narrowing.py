"""What results are narrowed to besides the filters of their queryset."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Narrowing:
    """Labels that hits must have, and the facets among which a visitor may choose.

    Args:
        must: values by name; a hit needs one of the values of each name.
        choices: the chosen value by facet name, empty where nothing is chosen. Each facet is
            counted under the choices of the others.
        newest_first: sort by date instead of rank.
        is_ranked: whether the order of the results matters; finding some is cheaper.
    """

    must: Mapping[str, Sequence[str]] = field(default_factory=dict)
    choices: Mapping[str, str] = field(default_factory=dict)
    newest_first: bool = False
    is_ranked: bool = True
