"""The child process: a kind as argument, the file on standard input, JSON on standard output."""

import json
import resource
import sys

from editorial.extraction.office import read_office
from editorial.extraction.portable import read_portable
from editorial.extraction.reading import UNREADABLE, Reading
from editorial.extraction.workbook import read_workbook

MOST_MEMORY = 1024 * 1024 * 1024  # bytes of address space


def read(content: bytes, kind: str) -> Reading:
    """Return the words of a file.

    Args:
        content: the whole file.
        kind: ``docx``, ``pptx``, ``xlsx`` or ``pdf``.
    """
    try:
        if kind == "pdf":
            return read_portable(content)
        if kind == "xlsx":
            return read_workbook(content)
        return read_office(content, kind)
    except Exception:  # a hostile or damaged file raises almost anything
        return Reading(problem=UNREADABLE)


def main() -> None:
    """Read, answer."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    reading = read(sys.stdin.buffer.read(), sys.argv[1])
    json.dump({"sections": reading.sections, "problem": reading.problem}, sys.stdout)


if __name__ == "__main__":
    main()
