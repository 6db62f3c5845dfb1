"""What Django answered, read to its end, and whether it may be shown to others."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

Headers = list[tuple[str, str]]

_PRIVATE = ("private", "no-store", "no-cache", "max-age=0")
_MOST_BYTES = 2 * 1024 * 1024
# What makes answers differ: encodings are ours to choose, and of cookies none was sent.
_HARMLESS = {"", "cookie", "accept-encoding"}


@dataclass(frozen=True)
class Answer:
    """One answer."""

    status: str
    headers: Headers
    body: bytes

    def is_ok(self) -> bool:
        """Whether there was a page, for whomever."""
        return self.status.startswith("200")

    def is_fault(self) -> bool:
        """Whether it says that something is broken, which may be over in a moment."""
        return self.status.startswith("5")

    def is_for_everybody(self) -> bool:
        """Whether it may be kept: a page, of bounded size, that nobody marked as somebody's own."""
        if not self.is_ok() or len(self.body) > _MOST_BYTES:
            return False
        if self._values("set-cookie") or self._values("content-encoding"):
            return False
        control = ",".join(self._values("cache-control")).lower()
        if any(word in control for word in _PRIVATE):
            return False
        varies = {name.strip().lower() for name in ",".join(self._values("vary")).split(",")}
        return varies <= _HARMLESS

    def send(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        """Send it as it is, to whoever asked."""
        start_response(self.status, self.headers)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [self.body]

    def _values(self, name: str) -> list[str]:
        return [value for key, value in self.headers if key.lower() == name]


def ask(inner: Callable[..., Iterable[bytes]], environ: dict[str, Any]) -> Answer:
    """Let ``inner`` answer, and read the answer to its end."""
    begun: list[Any] = []

    def start_response(status: str, headers: Headers, exc_info: Any = None) -> Callable[..., Any]:
        begun[:] = [status, headers]
        return begun.append

    chunks = inner(environ, start_response)
    try:
        body = b"".join(chunks)
    finally:
        close = getattr(chunks, "close", None)
        if close:
            close()
    return Answer(begun[0], list(begun[1]), body)
