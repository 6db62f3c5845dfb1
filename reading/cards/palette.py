"""The colours of ``docs/design.md``, in its light scheme."""

PAPER, SHEET, WASH = "#faf7f0", "#fffdf9", "#f1ebdf"
INK, INK_2, INK_3, RULE = "#211d18", "#544c42", "#6f6659", "#d8cfbf"
CINNABAR = "#a3301a"
NIGHT, PALE, PALE_2 = "#221e1a", "#ece6da", "#b3a996"
CINNABAR_ON_NIGHT = "#e0785f"
# 界栏, the thin red lines between the columns of a printed page.
COLUMN_LINE = "#dfb9ab"
