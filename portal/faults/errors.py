"""Troubles of the machine that have no exception of their own."""

import errno


class StorageAwayError(OSError):
    """The place of the files does not answer, or refuses; ``diagnose`` knows it by its number."""

    def __init__(self, words: str) -> None:
        super().__init__(errno.EIO, words)
