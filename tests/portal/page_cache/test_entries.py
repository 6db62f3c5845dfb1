"""One page as it is sent: encodings, conditional requests, HEAD."""

import gzip
import random

import brotli
import pytest
import zstandard

from portal.page_cache.basis import Basis
from portal.page_cache.entries import Entry, best_encoding

BODY = "<p>学而时习之</p>".encode() * 200
DECODERS = {
    "br": brotli.decompress,
    "zstd": lambda body: zstandard.ZstdDecompressor().decompress(body),
    "gzip": gzip.decompress,
}


def entry(body: bytes = BODY, **headers: str) -> Entry:
    given = {"Content-Type": "text/html", "Content-Length": str(len(body)), "Vary": "Cookie"}
    return Entry(
        headers=list((given | headers).items()),
        body=body,
        basis=Basis(versions={}, epoch=0, fresh_until=0, good_before=0),
    )


def sent(page: Entry, **environ: str) -> tuple[str, dict[str, str], bytes]:
    begun = []
    chunks = page.send({"REQUEST_METHOD": "GET"} | environ, lambda *a: begun.extend(a), "x; hit")
    status, headers = begun
    assert len(headers) == len(dict(headers))
    return status, dict(headers), b"".join(chunks)


@pytest.mark.parametrize("encoding", DECODERS)
def test_a_page_in_an_encoding(encoding):
    status, headers, body = sent(entry(), HTTP_ACCEPT_ENCODING=encoding)
    assert status == "200 OK"
    assert headers["Content-Encoding"] == encoding
    assert headers["Content-Length"] == str(len(body))
    assert len(body) < len(BODY) / 5
    assert DECODERS[encoding](body) == BODY


def test_it_is_packed_once():
    page = entry()
    assert sent(page, HTTP_ACCEPT_ENCODING="br")[2] is sent(page, HTTP_ACCEPT_ENCODING="br")[2]


def test_as_it_is():
    _, headers, body = sent(entry())
    assert body == BODY
    assert headers == {
        "Content-Type": "text/html",
        "Content-Length": str(len(BODY)),
        "Cache-Control": "no-cache",
        "ETag": headers["ETag"],
        "Vary": "Accept-Encoding, Cookie",
        "Cache-Status": "x; hit",
    }


def test_what_django_says_of_keeping_and_of_its_tag_stays():
    headers = sent(entry(ETag='"abc"', **{"Cache-Control": "public, max-age=60"}))[1]
    assert headers["Cache-Control"] == "public, max-age=60"
    assert headers["ETag"] == 'W/"abc"'


def test_small_pages_are_not_packed():
    _, headers, body = sent(entry(b"short"), HTTP_ACCEPT_ENCODING="br")
    assert "Content-Encoding" not in headers
    assert body == b"short"


@pytest.mark.parametrize("asked", ['W/"abc"', '"abc"', '"x", W/"abc"', "*"])
def test_who_has_it_is_told_so(asked):
    status, headers, body = sent(entry(ETag='"abc"'), HTTP_IF_NONE_MATCH=asked)
    assert (status, body) == ("304 Not Modified", b"")
    assert headers["ETag"] == 'W/"abc"'
    assert "Content-Type" not in headers


@pytest.mark.parametrize("asked", ['"abcd"', "abc", ""])
def test_who_has_another_one_gets_it(asked):
    assert sent(entry(ETag='"abc"'), HTTP_IF_NONE_MATCH=asked)[0] == "200 OK"


def test_pages_that_differ_have_different_tags():
    assert sent(entry(b"one"))[1]["ETag"] != sent(entry(b"two"))[1]["ETag"]


def test_head_has_the_headers_alone():
    headers = sent(entry(), HTTP_ACCEPT_ENCODING="br")[1]
    assert sent(entry(), REQUEST_METHOD="HEAD", HTTP_ACCEPT_ENCODING="br") == (
        "200 OK",
        headers,
        b"",
    )


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("", ""),
        ("gzip, deflate, br, zstd", "br"),
        ("gzip, zstd", "zstd"),
        ("gzip;q=1.0, br;q=0.5", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("*", "br"),
        ("br;q=0, *;q=0.1", "zstd"),
        ("identity", ""),
        ("gzip;q=0", ""),
        ("gzip;q=x", ""),
        ("GZIP", "gzip"),
        (",;,", ""),
    ],
)
def test_the_encoding_is_one_that_was_asked_for(accepted, encoding):
    assert best_encoding(accepted) == encoding


def test_it_weighs_no_less_than_all_its_encodings():
    # Characters about as frequent as they are, the first ever so often.
    signs, often = range(0x4E00, 0x5600), [1 / rank for rank in range(1, 0x801)]
    text = "".join(map(chr, random.Random(5).choices(signs, often, k=10_000)))
    page = entry(f"<p>{text}</p>".encode())
    before = page.weight
    packed = [sent(page, HTTP_ACCEPT_ENCODING=name)[2] for name in DECODERS]
    assert len(page.body) + sum(map(len, packed)) <= page.weight == before
