"""Files of reports hold what readers and authors typed: none of it may become a formula."""

from wagtail.admin.views.reports import ReportView

from portal.spreadsheets import plain

# Wagtail sees to Excel files only.
PLAIN_CELLS = ReportView.custom_value_preprocess | {str: {"csv": plain, "xlsx": plain}}
