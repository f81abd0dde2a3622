"""The front page's ways in: time, place, people, and this day of other years, from what the build counted."""

import re

import pytest

from lod_publisher.model.iris import Kind
from lod_publisher.snapshot.read import Snapshot
from lod_publisher.web.protocols.front.ways import Ways, day_of_year

HTML = {"Accept": "text/html"}


@pytest.fixture
def here(app):
    return app.extensions["site"]


def test_the_day_that_is_asked_for_shows_what_was_written_on_it(client):
    page = client.get("/?day=12-04", headers=HTML).text
    assert "On 4 December" in page
    assert "telegram" in page


def test_a_day_without_documents_leads_to_the_next_that_has_some_and_says_so(client):
    page = client.get("/?day=12-19", headers=HTML).text
    assert "The next day of the year to which anything here is dated" in page


@pytest.mark.parametrize("asked", ["", "13-01", "02-31", "7-14", "<script>", "00-00"])
def test_what_is_no_day_of_the_year_is_today(asked):
    assert day_of_year(asked, "07-14") == "07-14"
    assert day_of_year("02-29", "07-14") == "02-29"


def test_the_strip_holds_every_dated_document_and_event_of_its_years(here):
    strip = Ways.of(here.snapshot).strip
    first, last = strip.years[0][0], strip.years[-1][0]
    counted = dict.fromkeys((Kind.DOCUMENT, Kind.EVENT), 0)
    for item in here.snapshot.views.months(f"{first}", f"{last}-99"):
        counted[Kind(item.kind)] += item.number
    assert (sum(year[1] for year in strip.years), sum(year[2] for year in strip.years)) == tuple(counted.values())
    assert all(0 <= bar.x < 100 and 0 <= bar.documents <= 100 and 0 <= bar.events <= 100 for bar in strip.bars)


def test_whoever_has_a_part_in_most_documents_comes_first_with_that_number(here):
    totals = [portrait.total for portrait in Ways.of(here.snapshot).portraits]
    assert totals
    assert totals == sorted(totals, reverse=True)


def test_the_front_page_asks_the_store_nothing_and_escapes_what_it_shows(client, monkeypatch):
    def no_store(*_: object) -> list[dict[str, str]]:
        raise AssertionError("the front page asked the store")

    monkeypatch.setattr(Snapshot, "select", no_store)
    page = client.get("/", headers=HTML).text
    assert "<script>alert" not in page
    assert not re.search(r"\sstyle=", page)


def test_every_number_of_the_front_page_is_the_catalogue_s(client, here):
    page = client.get("/", headers=HTML).text
    for kind, number in here.snapshot.counts().items():
        if number:
            assert re.search(rf'href="/browse/{kind}"><b>{number:,}</b>', page)
