"""Timeline, map and network: drawn, listed, taken away, and never broken by what is asked."""

import csv
import io
from datetime import date
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lod_publisher.web.views.drawing import drawing, link, words
from lod_publisher.web.views.window import Window
from lod_publisher.web.views.world import project, read_topology, thinned

HTML = {"Accept": "text/html"}
SVG = "{http://www.w3.org/2000/svg}"
VIEWS = ("/timeline", "/map", "/network")


@pytest.mark.parametrize("view", VIEWS)
def test_a_view_is_a_page_with_its_drawing_its_table_and_the_ways_to_take_it_away(client, view):
    page = client.get(view, headers=HTML).text
    assert page.count("<svg xmlns=") == 1
    assert "<table" in page
    for suffix in ("svg", "png", "csv", "json"):
        assert f'href="{view}.{suffix}' in page
    assert "<style" not in page
    assert " style=" not in page


@pytest.mark.parametrize("view", VIEWS)
def test_a_drawing_is_a_whole_svg_whose_links_are_iris(client, view):
    answer = client.get(f"{view}.svg")
    assert answer.mimetype == "image/svg+xml"
    root = ElementTree.fromstring(answer.data)  # noqa: S314 our own
    links = [element.get("href", "") for element in root.iter(f"{SVG}a")]
    assert links
    assert all(link.startswith("https://data.example.org/") for link in links)
    assert root.get("aria-label")
    assert all(link.find(f"{SVG}title") is not None for link in root.iter(f"{SVG}a"))


@pytest.mark.parametrize("view", VIEWS)
def test_a_picture_is_a_png_twice_as_wide_as_the_page_shows_it(client, view):
    body = client.get(f"{view}.png").data
    assert body.startswith(b"\x89PNG")
    assert int.from_bytes(body[16:20]) == 2000


@pytest.mark.parametrize("view", VIEWS)
def test_a_view_is_data_by_its_address_and_by_accept(client, view):
    assert client.get(f"{view}.json").json
    assert client.get(f"{view}?format=json").json
    rows = list(csv.DictReader(io.StringIO(client.get(f"{view}.csv").text)))
    assert rows or view == "/map"


def test_the_timeline_counts_what_the_data_lists(client):
    entries = client.get("/timeline.json?from=1958-07-14&to=1958-07-14").json["entries"]
    assert all(entry["first"] <= "1958-07-14" <= entry["last"] for entry in entries)
    assert any(entry["first"] < entry["last"] for entry in entries)
    everything = client.get("/timeline.json").json["entries"]
    assert {entry["kind"] for entry in everything} == {"event", "document"}


def test_a_vague_date_is_drawn_as_a_range_with_a_broken_edge_and_a_known_stretch_with_a_firm_one(client):
    drawn = client.get("/timeline.svg").text
    assert "v-vague" in drawn
    assert "v-lasting" in drawn


def test_a_bar_of_the_timeline_leads_to_its_own_part_of_it(client):
    page = client.get("/timeline?from=1958&to=1958", headers=HTML).text
    assert 'href="/timeline?from=1958-07&amp;to=1958-07"' in page
    nearer = client.get("/timeline?from=1958-07&to=1958-07", headers=HTML).text
    assert 'href="/timeline?day=1958-07-14"' in nearer
    assert "Earlier" in nearer


def test_the_network_around_one_person_has_that_person_and_the_bonds_of_the_years_asked_for(client):
    found = client.get("/network.json?around=person/qasim-abd-al-karim").json
    names = [person["id"].rpartition("/")[2] for person in found["people"]]
    assert names[0] == "qasim-abd-al-karim"
    assert found["bonds"]
    assert all(bond["one"] < len(names) and bond["other"] < len(names) for bond in found["bonds"])
    assert client.get("/network.json?from=1700&to=1701").json["bonds"] == []


@pytest.mark.parametrize(
    "path",
    [
        "/map?from=x&to=9999999", "/map?area=../..", "/map?from=1958&to=1900", "/network?most=-1", "/network?most=99999999999999",
        "/network?kind=%00", "/network?most=²", "/timeline?from=0000&to=9999", "/timeline?from=9999-12-31", "/network?from=1700&to=1701",
        "/map?from=1700&to=1701", "/timeline?from=1700&to=1701", "/timeline?day=0001-01-01",
    ],
)  # fmt: skip
def test_whatever_is_asked_of_a_view_it_answers_and_an_empty_one_says_so(client, path):
    answer = client.get(path, headers=HTML)
    assert answer.status_code == 200
    assert "<svg" in answer.text or 'class="empty"' in answer.text


@pytest.mark.parametrize(
    "path", ["/map.pdf", "/network.html", "/timeline.x", "/network?around=person/nobody", "/network?around=x", "/network?around=/"]
)  # fmt: skip
def test_what_a_view_cannot_be_is_not_found_and_the_reader_is_told(client, path):
    answer = client.get(path)
    assert answer.status_code == 404
    assert answer.json["detail"]


def test_what_is_hostile_in_a_label_stays_text_in_a_drawing():
    hostile = '</text><script>alert("1")</script>\x07'
    drawn = drawing(link(f'/x"{hostile}', words(1, 2, hostile), hostile), 10, 10, hostile)
    root = ElementTree.fromstring(drawn)  # noqa: S314 our own
    assert {element.tag.removeprefix(SVG) for element in root.iter()} == {"svg", "title", "rect", "g", "a", "text"}


def test_a_stretch_of_time_is_read_from_days_months_and_years_and_moves_within_the_calendar():
    assert Window.of("1958-02", "1958", None) == Window(date(1958, 2, 1), date(1958, 12, 31))
    assert Window.of("1960", "1958", None) == Window(date(1958, 12, 31), date(1960, 1, 1))
    assert Window.of("1958-02-30", "", (1950, 1961)) == Window(date(1950, 1, 1), date(1961, 12, 31))
    assert Window.of("", "", None) is None
    window = Window(date(1958, 1, 1), date(9999, 12, 31))
    assert window.moved(1).last == date.max
    assert window.widened(3).first == date.min


def test_a_coast_that_crosses_the_180th_meridian_goes_on_beyond_it():
    square = {
        "transform": {"scale": [1, 1], "translate": [0, 0]},
        "arcs": [[[170, 0], [20, 0], [0, 10], [-20, 0], [0, -10]], [[170, 20], [-340, 0], [0, 10], [340, 0], [0, -10]]],
        "objects": {"land": {"geometries": [{"type": "MultiPolygon", "arcs": [[[0]], [[1]]]}]}},
    }
    for land in read_topology(square):
        assert land.box[2] - land.box[0] < project(0, 25)[0]


def inside(ring, x, y) -> bool:
    """Whether a point lies in a ring, by how often a ray from it crosses the ring."""
    crossings = 0
    for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True):
        if (y1 > y) != (y2 > y) and x < x1 + (y - y1) / (y2 - y1) * (x2 - x1):
            crossings += 1
    return crossings % 2 == 1


@given(
    st.lists(st.tuples(st.integers(-40, 60), st.integers(-40, 60)), min_size=3, max_size=40, unique=True),
    st.integers(0, 19),
    st.integers(0, 19),
)
def test_land_that_is_drawn_of_fewer_points_fills_a_map_as_before(ring, x, y):
    ring = [(float(a), float(b)) for a, b in ring]
    fewer = list(thinned(ring, (0.0, 0.0, 20.0, 20.0)))
    assert set(fewer) <= set(ring)
    assert inside(fewer, x + 0.37, y + 0.51) == inside(ring, x + 0.37, y + 0.51)


def test_a_coast_far_away_costs_a_few_points():
    coast = [(2000.0 + n % 7, float(n)) for n in range(5_000)]
    assert len(list(thinned([(5.0, 5.0), *coast], (0.0, 0.0, 10.0, 10.0)))) < 8
