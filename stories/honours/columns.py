"""The columns of the register as a table, the same for import, template and export."""

from stories.models.honours import Basis, HonourLevel

NAME, UNIT, TITLE, YEAR = "姓名", "单位", "荣誉名称", "年度"
LEVEL, BODY, DOCUMENT, BASIS = "级别", "授予单位", "文号", "依据"

# Each with its width in characters.
WIDTHS = (
    (NAME, 12),
    (UNIT, 30),
    (TITLE, 36),
    (YEAR, 8),
    (LEVEL, 10),
    (BODY, 30),
    (DOCUMENT, 24),
    (BASIS, 18),
)
COLUMNS = tuple(name for name, _ in WIDTHS)
REQUIRED = frozenset({NAME, UNIT, TITLE})
LEVELS = {str(level.label): level for level in HonourLevel}
BASES = {str(basis.label): basis for basis in Basis}
# The export has these more, which the import passes over.
STATE = (("状态", 10), ("撤销日期", 12), ("撤销理由", 40))
KNOWN = (*COLUMNS, *(name for name, _ in STATE))
LONGEST = {NAME: 40, TITLE: 80, BODY: 80, DOCUMENT: 60}
LONGEST_CELL = 200
