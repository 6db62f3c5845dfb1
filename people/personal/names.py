"""Finding a person's name in running text, where Chinese has no gaps between words."""

import re
from collections.abc import Iterable


def without_name(text: str, name: str, stand_in: str, *, longer: Iterable[str] = ()) -> str:
    """Return a text with ``stand_in`` wherever ``name`` stands for itself.

    Args:
        text: any.
        name: what goes; nothing goes of an empty one.
        stand_in: what stands there instead.
        longer: other names, which stay also where this one is a part of them: 李明华 for 李明.
    """
    if not name:
        return text
    kept = sorted((other for other in longer if name in other and other != name), key=len)
    found = re.compile("|".join(map(re.escape, [*reversed(kept), name])))
    return found.sub(lambda match: stand_in if match[0] == name else match[0], text)
