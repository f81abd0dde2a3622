"""Whole answers kept in memory."""

from werkzeug.test import Client

from lod_publisher.web.answers import Answers
from lod_publisher.web.policies import cache_control


class Counting:
    """A small application that counts how often it is asked."""

    def __init__(self, cache: str = cache_control(300), body: bytes = b"x" * 100) -> None:
        self.asked = 0
        self.cache, self.body = cache, body

    def __call__(self, environ, start_response):
        self.asked += 1
        headers = [
            ("Content-Length", str(len(self.body))),
            ("ETag", '"a"'),
            ("Vary", "Accept"),
            ("Cache-Control", self.cache),
        ]
        start_response("200 OK", headers)
        return [self.body]

    def kept(self, _):
        return None


def test_a_public_answer_is_asked_for_once_for_each_accept_header():
    application = Counting()
    client = Client(Answers(application))
    for accept in ("text/turtle", "text/html", "text/turtle"):
        assert client.get("/x", headers={"Accept": accept}).data == application.body
    assert application.asked == 2


def test_validators_and_head_are_honoured_without_asking_again():
    application = Counting()
    client = Client(Answers(application))
    client.get("/x")
    assert client.get("/x", headers={"If-None-Match": '"b", W/"a"'}).status_code == 304
    assert client.get("/x", headers={"If-None-Match": "*"}).status_code == 304
    assert client.get("/x", headers={"If-None-Match": '"b"'}).status_code == 200
    head = client.head("/x")
    assert head.data == b""
    assert head.headers["Content-Length"] == "100"
    assert application.asked == 1


def test_what_is_not_public_or_too_large_or_not_get_is_not_kept():
    for application in (Counting("no-cache"), Counting(body=b"x" * 1_000_001)):
        client = Client(Answers(application))
        client.get("/x")
        client.get("/x")
        assert application.asked == 2
    application = Counting()
    client = Client(Answers(application))
    client.post("/x")
    client.post("/x")
    client.head("/x")
    assert application.asked == 3


def test_memory_is_bounded_and_the_least_recently_asked_for_goes_first():
    application = Counting()
    answers = Answers(application, max_bytes=3 * 2_100)
    client = Client(answers)
    for path in ("/a", "/b", "/c", "/a", "/d"):
        client.get(path)
    assert application.asked == 4
    client.get("/a")
    assert application.asked == 4
    client.get("/b")
    assert application.asked == 5
