"""Forwarding headers: believed from trusted proxies, ignored from everybody else."""

from typing import Any

import pytest

from lod_publisher.errors import InputError
from lod_publisher.web.proxies import Proxies

INSIDE = "10.1.2.3"
OUTSIDE = "192.0.2.9"


class Listening:
    """An application that remembers how it was asked."""

    def __call__(self, environ, start_response):
        self.environ = environ
        start_response("200 OK", [])
        return []

    def kept(self, environ):
        self.environ = environ


def seen(headers: dict[str, str], address: str = INSIDE, trusted: tuple[str, ...] = ("10.0.0.0/8",)) -> dict[str, Any]:
    listening = Listening()
    environ = {"REMOTE_ADDR": address, "wsgi.url_scheme": "http", "HTTP_HOST": "inner:8000", "SCRIPT_NAME": ""}
    Proxies(listening, trusted)(environ | headers, lambda *_: lambda _: None)
    return dict(listening.environ)


def test_a_trusted_proxy_says_who_asked_and_where():
    environ = seen(
        {
            "HTTP_X_FORWARDED_FOR": f"203.0.113.5, {OUTSIDE}",
            "HTTP_X_FORWARDED_PROTO": "https",
            "HTTP_X_FORWARDED_HOST": "data.example.org",
            "HTTP_X_FORWARDED_PREFIX": "/archive",
        }
    )
    assert environ["REMOTE_ADDR"] == OUTSIDE  # what stands before it was written by whoever that is
    assert (environ["wsgi.url_scheme"], environ["HTTP_HOST"]) == ("https", "data.example.org")
    assert environ["SCRIPT_NAME"] == "/archive"


def test_forwarded_as_the_standard_has_it_comes_first_and_chains_of_trusted_proxies_are_followed():
    environ = seen(
        {
            "HTTP_FORWARDED": f'for="[2001:db8::7]:4711";proto=http, for={OUTSIDE}:80, for=10.9.9.9;proto=https;host="a.example:8443"',
            "HTTP_X_FORWARDED_FOR": "203.0.113.77",
        }
    )
    assert environ["REMOTE_ADDR"] == OUTSIDE
    assert (environ["wsgi.url_scheme"], environ["HTTP_HOST"]) == ("https", "a.example:8443")


@pytest.mark.parametrize("trusted", [(), ("10.0.0.0/8",)])
def test_nobody_else_is_believed(trusted):
    environ = seen({"HTTP_X_FORWARDED_FOR": "127.0.0.1", "HTTP_X_FORWARDED_HOST": "evil.example"}, OUTSIDE, trusted)
    assert (environ["REMOTE_ADDR"], environ["HTTP_HOST"]) == (OUTSIDE, "inner:8000")


@pytest.mark.parametrize("host", ["a b", "evil.example/path", "x@y", '"', "a\r\nb"])
def test_what_is_no_host_is_not_taken_for_one(host):
    assert seen({"HTTP_X_FORWARDED_HOST": host})["HTTP_HOST"] == "inner:8000"


def test_an_unknown_address_leaves_the_proxys_own():
    assert seen({"HTTP_FORWARDED": "for=unknown"})["REMOTE_ADDR"] == INSIDE


def test_a_trusted_proxy_must_be_an_address():
    with pytest.raises(InputError, match="trusted proxy"):
        Proxies(Listening(), ["proxy.example.org"])
