"""What can go wrong with an index folder."""


class IndexUnavailableError(Exception):
    """The index is missing, damaged, or was built by other code: it cannot answer.

    The message is a Chinese sentence for the operator (``/readyz``, logs).
    """


class IndexLockedError(Exception):
    """Another process kept the lock for longer than the caller wanted to wait."""
