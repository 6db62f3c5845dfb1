"""The child process: a kind as argument, the file on standard input, the neutral one as answer."""

import resource
import sys

from forums.contests.neutral.office import neutral_office
from forums.contests.neutral.portable import neutral_portable

MOST_MEMORY = 1536 * 1024 * 1024  # bytes of address space


def main() -> None:
    """Read, answer; whatever the file makes go wrong ends this process only."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    content, kind = sys.stdin.buffer.read(), sys.argv[1]
    answer = neutral_portable(content) if kind == "pdf" else neutral_office(content)
    sys.stdout.buffer.write(answer)


if __name__ == "__main__":
    main()
