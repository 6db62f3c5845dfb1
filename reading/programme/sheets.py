"""The summary of a unit for A4 paper."""

from datetime import date
from io import BytesIO
from typing import IO, Any

from editorial.errors import NotPossible
from editorial.printing import pdf_of, printing_problem
from reading.programme.summaries import Summary

TEMPLATE = "reading/programme/sheet.html"
STYLES = ["editorial/paper.css", "reading/css/programme_sheet.css"]
MOST_PEOPLE = 500  # some 25 pages


def sheet_context(summary: Summary, *, with_names: bool, on: date) -> dict[str, Any]:
    """Return what the sheet's template needs."""
    return {"summary": summary, "with_names": with_names, "on": on}


def summary_pdf(summary: Summary, *, with_names: bool, on: date) -> IO[bytes]:
    """Return the summary as PDF at its start; the caller closes it.

    Args:
        with_names: add how each teacher stands.
        on: the day of making.

    Raises:
        NotPossible: this machine cannot make a PDF, or it would be too long.
    """
    problem = printing_problem()
    if with_names and summary.teachers > MOST_PEOPLE:
        problem = f"超过 {MOST_PEOPLE} 人的名单不生成 PDF，请导出 Excel，或分学校导出。"
    if problem:
        raise NotPossible(problem)
    context = sheet_context(summary, with_names=with_names, on=on) | {"is_pdf": True}
    return BytesIO(pdf_of(TEMPLATE, context, styles=STYLES))
