"""The tokens shown are those that the style sheet declares."""

from home.patterns.tokens import Colour, read_tokens

SHEET = """
:root {
  --paper: #fff;
  --t-xs: 0.8rem;
  --s-1: 4px;
  --serif: "Songti SC";
}
@media (prefers-color-scheme: dark) {
  :root {
  --paper: #000;
  }
}
"""


def test_a_sheet():
    tokens = read_tokens(SHEET)
    assert tokens.colours == [Colour("paper", "#fff", "#000")]
    assert (tokens.sizes, tokens.spaces) == (["t-xs"], ["s-1"])


def test_the_portals_own():
    tokens = read_tokens()
    assert Colour("accent", "#a3301a", "#f0917a") in tokens.colours
    assert "t-read" in tokens.sizes
    assert tokens.spaces == [f"s-{step}" for step in range(1, 9)]
