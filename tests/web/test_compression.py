"""Accept-Encoding, and what comes of it."""

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lod_publisher.web.compression import choose_encoding, compress, compressor


@pytest.mark.parametrize(
    ("accepted", "chosen"),
    [
        (None, ""),
        ("", ""),
        ("gzip", "gzip"),
        ("gzip, deflate, br, zstd", "zstd"),
        ("gzip;q=1.0, zstd;q=0.5", "gzip"),
        ("gzip;q=0", ""),
        ("gzip;q=0, *", ""),
        ("*", "gzip"),
        ("identity;q=1, gzip;q=0.5", ""),
        ("identity;q=0", ""),
        ("GZIP ; Q=0.3", "gzip"),
        ("br", ""),
    ],
)
def test_the_client_decides_and_between_equals_we_do(accepted, chosen):
    assert choose_encoding(accepted) == chosen


@given(st.text())
def test_no_header_makes_the_choice_fail(accepted):
    assert choose_encoding(accepted) in ("", "gzip", "zstd")


def test_the_same_body_gives_the_same_bytes_so_that_replicas_agree():
    body = b"archive " * 1_000
    assert compress(body, "gzip") == compress(body, "gzip")
    assert gzip.decompress(compress(body, "gzip")) == body


def test_parts_are_compressed_as_they_come():
    packer = compressor("gzip")
    assert gzip.decompress(b"".join([packer.compress(b"a" * 10), packer.compress(b"b" * 10), packer.flush()])) == (
        b"a" * 10 + b"b" * 10
    )
