"""The door to reading attachments: a child process with bounds on time and memory."""

import json
import subprocess
import sys

from django.conf import settings

from editorial.extraction.reading import UNREADABLE, Reading

KINDS = ("docx", "pdf", "pptx", "xlsx")
MOST_SECONDS = 30


def read_attachment(content: bytes, kind: str) -> Reading:
    """Return the words of a file; never raises because of what is in it.

    Args:
        content: the whole file.
        kind: its extension, without the dot, in lower case.

    Returns:
        A reading whose ``problem`` says why words are missing. Takes 0.3 s for a letter of one
        page, ``MOST_SECONDS`` at most.
    """
    if kind not in KINDS:
        return Reading(problem=UNREADABLE)
    try:
        answer = subprocess.run(  # noqa: S603 - no shell; the argument is one of KINDS
            [sys.executable, "-m", "editorial.extraction", kind],
            input=content,
            capture_output=True,
            check=True,
            timeout=MOST_SECONDS,
            cwd=settings.BASE_DIR,
        )
        read = json.loads(answer.stdout)
    except (subprocess.SubprocessError, ValueError):
        return Reading(problem=UNREADABLE)
    return Reading([(label, text) for label, text in read["sections"]], read["problem"])
