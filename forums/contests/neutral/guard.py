"""The door: a child process with bounds on time and memory, for files may be hostile."""

import subprocess
import sys

from django.conf import settings

KINDS = ("docx", "pdf", "pptx", "xlsx")
MOST_SECONDS = 60


class CannotBeMadeNeutral(Exception):
    """The file is damaged or encrypted, or would take too long."""


def make_neutral(content: bytes, kind: str) -> bytes:
    """Return the file without names of its makers. Takes 0.5 s for a letter.

    Args:
        content: the whole file.
        kind: its extension, without the dot, in lower case.

    Raises:
        CannotBeMadeNeutral: see there.
    """
    if kind not in KINDS:
        raise CannotBeMadeNeutral(kind)
    try:
        answer = subprocess.run(  # noqa: S603 - no shell; the argument is one of KINDS
            [sys.executable, "-m", "forums.contests.neutral.child", kind],
            input=content,
            capture_output=True,
            check=True,
            timeout=MOST_SECONDS,
            cwd=settings.BASE_DIR,
        )
    except subprocess.SubprocessError as error:
        raise CannotBeMadeNeutral(kind) from error
    return answer.stdout
