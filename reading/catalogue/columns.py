"""The columns of the catalogue as a table, the same for import, template and export."""

from reading.choices import WorkKind

TITLE, ORIGINAL, AUTHORS, TRANSLATORS = "书名", "原名", "作者", "译者"
PUBLISHER, YEAR, ISBN, PAGES = "出版社", "出版年", "ISBN", "页数"
CLC, SUBJECT, KIND, CLASSIC, DESCRIPTION = "中图分类号", "学科或主题", "类别", "教育名著", "简介"

# Each with its width in characters.
WIDTHS = (
    (TITLE, 32),
    (AUTHORS, 24),
    (TRANSLATORS, 20),
    (PUBLISHER, 22),
    (YEAR, 8),
    (ISBN, 18),
    (PAGES, 8),
    (CLC, 14),
    (SUBJECT, 14),
    (KIND, 12),
    (CLASSIC, 10),
    (ORIGINAL, 24),
    (DESCRIPTION, 60),
)
COLUMNS = tuple(name for name, _ in WIDTHS)
REQUIRED = frozenset({TITLE})
YES, NO = "是", "否"
KINDS = {str(kind.label): kind for kind in WorkKind}
LONGEST_CELL = 2000
EXPORTED = (*COLUMNS, "状态")  # the export has this one more, which the import passes over
