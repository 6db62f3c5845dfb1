"""Import of units and people from one .xlsx workbook.

The order is always ``read_workbook`` → ``check_import`` → ``store_import``; see
``management/commands/import_people.py`` for the whole road. Either every row is stored or none.
"""

from people.importing.checking import ImportResult
from people.importing.sheets import report_workbook, template_workbook
from people.importing.storing import check_import, draw_passwords, store_import
from people.importing.workbook import RefusedWorkbookError, Sheets, read_workbook

__all__ = [
    "ImportResult",
    "RefusedWorkbookError",
    "Sheets",
    "check_import",
    "draw_passwords",
    "read_workbook",
    "report_workbook",
    "store_import",
    "template_workbook",
]
