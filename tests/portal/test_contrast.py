"""The colours of the site against one another: WCAG 1.4.3, 1.4.6 for large type, and 1.4.11."""

import re
from pathlib import Path

import pytest
from django.conf import settings

CSS = Path(settings.BASE_DIR) / "portal/static/portal/css"
GROUNDS = ("paper", "sheet", "wash", "tint")
# Said on the grounds, and on areas filled with one of them.
INKS = ("ink", "ink-2", "ink-3", "accent")
FILLED = (("on-accent", "accent"), ("on-seal", "seal"), ("on-cloth", "cloth"), ("paper", "ink"))


def _tokens(name: str) -> tuple[dict[str, str], dict[str, str]]:
    """The colours that a sheet declares, light and dark."""
    layer = re.search(r"@layer tokens \{(.*?)\n\}", (CSS / name).read_text(), re.DOTALL)[1]
    light, _, rest = layer.partition("@media (prefers-color-scheme: dark)")
    pairs = [re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", part) for part in (light, rest)]
    return dict(pairs[0]), dict(pairs[1])


def _palettes() -> dict[str, dict[str, str]]:
    light, dark = _tokens("foundation.css")
    large, large_dark = _tokens("large-type.css")
    return {
        "light": light,
        "dark": light | dark,
        "large": light | large,
        "large, dark": light | dark | large | large_dark,
    }


def _luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    brighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def test_the_measure():
    assert contrast("#000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#fff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("scheme", ["light", "dark", "large", "large, dark"])
def test_what_is_read_stands_out(scheme):
    colours = _palettes()[scheme]
    least = 7 if "large" in scheme else 4.5
    pairs = [(ink, ground) for ink in INKS for ground in GROUNDS] + list(FILLED)
    weak = {
        pair: round(found, 2)
        for pair in pairs
        if (found := contrast(colours[pair[0]], colours[pair[1]])) < least
    }
    assert weak == {}


@pytest.mark.parametrize("scheme", ["light", "dark", "large", "large, dark"])
def test_what_is_pressed_or_filled_in_has_a_visible_edge(scheme):
    colours = _palettes()[scheme]
    edges = [(edge, ground) for edge in ("field", "accent") for ground in GROUNDS[:3]]
    weak = {
        pair: round(found, 2)
        for pair in edges
        if (found := contrast(colours[pair[0]], colours[pair[1]])) < 3
    }
    assert weak == {}


def test_what_stands_in_an_empty_field_has_an_ink_of_its_own():
    """A browser's own grey is below 4.5:1 on the dark sheet."""
    rule = re.search(r"::placeholder \{(.*?)\}", (CSS / "foundation.css").read_text(), re.DOTALL)[1]
    assert "color: var(--ink-3);" in rule
    assert "opacity: 1;" in rule
