"""One page, ready to be sent: its headers and its bytes in every encoding that was asked for."""

import gzip
import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import brotli
import zstandard

from portal.page_cache.basis import Basis

Headers = list[tuple[str, str]]
StartResponse = Callable[..., Any]

# The smallest first, at like cost for the visitor.
ENCODERS: dict[str, Callable[[bytes], bytes]] = {
    "br": lambda body: bytes(brotli.compress(body, quality=6)),
    "zstd": lambda body: zstandard.ZstdCompressor(level=12).compress(body),
    "gzip": lambda body: gzip.compress(body, compresslevel=6, mtime=0),
}
_TOO_SMALL = 500  # bytes; packing saves less than a packet
# They belong to one answer, or are written anew.
_NOT_KEPT = {
    "age",
    "connection",
    "content-length",
    "content-encoding",
    "date",
    "etag",
    "server",
    "transfer-encoding",
    "vary",
    "x-request-id",
}


@dataclass
class Entry:
    """A page.

    Attributes:
        headers: as Django sent them.
        body: as it is.
        basis: what it was made of.
    """

    headers: Headers
    body: bytes
    basis: Basis
    etag: str = field(init=False)
    _answers: dict[str, tuple[Headers, bytes]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        given = {name.lower(): value for name, value in self.headers}.get("etag", "")
        # Weak: it names the page, whatever the encoding.
        strong = given.removeprefix("W/") or f'"{hashlib.sha256(self.body).hexdigest()[:32]}"'
        self.etag = f"W/{strong}"
        kept = [(name, value) for name, value in self.headers if name.lower() not in _NOT_KEPT]
        if not any(name.lower() == "cache-control" for name, _ in kept):
            # Browsers ask each time, and are told that nothing has changed (304).
            kept.append(("Cache-Control", "no-cache"))
        self.headers = [*kept, ("ETag", self.etag), ("Vary", "Accept-Encoding, Cookie")]

    @property
    def weight(self) -> int:
        """Bytes that it takes at most: with headers, as it is, and packed to half in each way."""
        return len(self.body) + len(ENCODERS) * len(self.body) // 2 + 1500 * (len(ENCODERS) + 2)

    def send(
        self, environ: dict[str, Any], start_response: StartResponse, said: str
    ) -> list[bytes]:
        """Answer a request; ``said`` tells how the answer came about (RFC 9211)."""
        asked = environ.get("HTTP_IF_NONE_MATCH")
        if asked and _is_among(self.etag, asked):
            kept = [each for each in self.headers if each[0].lower() != "content-type"]
            start_response("304 Not Modified", [*kept, ("Cache-Status", said)])
            return []
        encoding = best_encoding(environ.get("HTTP_ACCEPT_ENCODING", ""))
        headers, body = self._answers.get(encoding) or self._encode(encoding)
        start_response("200 OK", [*headers, ("Cache-Status", said)])
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]

    def _encode(self, encoding: str) -> tuple[Headers, bytes]:
        body, extra = self.body, []
        if encoding and len(body) >= _TOO_SMALL:
            body, extra = ENCODERS[encoding](body), [("Content-Encoding", encoding)]
        answer = ([*self.headers, *extra, ("Content-Length", str(len(body)))], body)
        self._answers[encoding] = answer
        return answer


@lru_cache(maxsize=512)
def best_encoding(accepted: str) -> str:
    """Return the encoding to send for an ``Accept-Encoding`` header; empty: none."""
    qualities = dict(_qualities(accepted.split(",")))
    any_other = qualities.get("*", 0.0)
    wanted = {name: qualities.get(name, any_other) for name in ENCODERS}
    best = max(wanted.values())
    # ``max`` takes the first of equals: the smallest.
    return max(wanted, key=lambda name: wanted[name]) if best > 0 else ""


def _qualities(parts: Iterable[str]) -> Iterable[tuple[str, float]]:
    for part in parts:
        name, _, quality = part.strip().lower().partition(";")
        try:
            yield name.strip(), float(quality.strip().removeprefix("q=") or 1)
        except ValueError:
            yield name.strip(), 0.0


def _is_among(etag: str, asked: str) -> bool:
    bare = etag.removeprefix("W/")
    return any(each.strip().removeprefix("W/") in (bare, "*") for each in asked.split(","))
