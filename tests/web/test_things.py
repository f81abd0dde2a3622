"""Pages of persons, organisations, places and events: charts, offices, company, sources of every fact, contradictions."""

import re
from datetime import UTC, datetime
from html import unescape
from itertools import pairwise

import pytest

from lod_publisher.build.pipeline import build
from lod_publisher.model.iris import Kind
from lod_publisher.settings import BuildSettings, ServeSettings
from lod_publisher.snapshot.involvement import Part
from lod_publisher.web.app import open_app
from lod_publisher.web.facts import CRM, Facts, Link, Value
from lod_publisher.web.protocols.pages.evidence import Claim
from lod_publisher.web.protocols.pages.summary import Fact
from lod_publisher.web.protocols.pages.things.activity import activity, ticks
from lod_publisher.web.protocols.pages.things.authorities import links_elsewhere
from lod_publisher.web.protocols.pages.things.disagreement import disagreement
from lod_publisher.web.protocols.pages.things.lifeline import lifeline

BASE = "https://data.example.org"
QASIM = "/page/person/qasim-abd-al-karim"
OFFICES = f"""@prefix crm: <http://www.cidoc-crm.org/cidoc-crm/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix edtf: <http://id.loc.gov/datatypes/edtf/> .
<{BASE}/id/person/hostile> a crm:E21_Person ; rdfs:label "<b>Gallman</b>" ;
  skos:exactMatch <http://viaf.org/viaf/95151565> ; skos:closeMatch <{BASE}/id/person/gallmann> .
<{BASE}/id/person/gallmann> a crm:E21_Person ; rdfs:label "Gallmann" .
"""
CHIEF = """<chief><id>iq-{n}</id><person-id>gallman</person-id><role-title-id>ambassador</role-title-id>
<contemporary-territory-id>iraq</contemporary-territory-id><started><date>{start}</date><note/></started>
<ended><date>{end}</date><note/></ended></chief>"""
MISSION = "<country-mission><territory-id>iraq</territory-id><chiefs>{}</chiefs><other-nominees/></country-mission>"
ROLE = """<role mode="active"><id>ambassador</id><class>chief</class><category>country</category>
<names><singular>Ambassador</singular></names></role>"""
PERSON = """<person><id>gallman</id><persName><surname>Gallman</surname><forename>Waldemar John</forename></persName>
<birth>1899</birth><death>1980</death></person>"""
TERMS = (("1942-01-05", "1945-03-01"), ("1954-11-03", "1958-12-14"), ("1960-02-01", ""))


@pytest.fixture(scope="module")
def offices(tmp_path_factory):
    """A client for a person with three offices, one of them still held."""
    folder = tmp_path_factory.mktemp("offices")
    (folder / "offices.ttl").write_text(OFFICES, encoding="utf-8")
    chiefs = "".join(CHIEF.format(n=n, start=start, end=end) for n, (start, end) in enumerate(TERMS))
    for name, text in (
        ("missions-countries/iraq.xml", MISSION.format(chiefs)),
        ("roles-country-chiefs/ambassador.xml", ROLE),
        ("people/g/gallman.xml", PERSON),
    ):
        path = folder / "pocom" / name
        path.parent.mkdir(parents=True)
        path.write_text(text, encoding="utf-8")
    settings = BuildSettings(data=folder / "data", base=BASE, jobs=1, validate=False)
    build([folder / "offices.ttl", folder / "pocom"], settings, datetime(2026, 1, 2, tzinfo=UTC), lambda *_: None)
    app = open_app(ServeSettings(data=folder / "data", workers=1, query_timeout_s=5.0))
    yield app.test_client()
    app.extensions["site"].workers.close()


def read(client, path: str) -> str:
    answer = client.get(path, headers={"Accept": "text/html"})
    assert answer.status_code == 200, answer.text
    return str(answer.text)


def words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def part_of(html: str, name: str) -> str:
    found = re.search(rf'<section class="{name}".*?</section>', html, re.DOTALL)
    assert found, f"no section {name}"
    return found[0]


def test_a_chart_has_a_row_for_each_role_and_the_same_as_a_table(client):
    chart = part_of(read(client, "/page/organisation/department-of-state"), "activity")
    assert 'role="img" aria-label="Sender: 2, in 1958; 1 without a date"' in chart
    assert re.search(r'<th scope="row">1958</th>\s*<td>', chart)
    assert "style=" not in chart


def test_every_number_of_the_table_is_the_length_of_the_list_behind_it(client):
    html = read(client, QASIM)
    numbers = re.findall(r'<td><a href="([^"]+)">(\d+)</a>', html)
    assert numbers
    for href, count in numbers:
        listed = read(client, unescape(href))
        assert f'<span class="count">{count}</span>' in listed
        assert listed.count('<span class="date">') == min(int(count), 50)


def test_whom_somebody_met_is_one_click_from_the_events_they_share(client):
    html = part_of(read(client, QASIM), "company")
    href, count, name = re.search(  # type: ignore[union-attr]
        r'href="([^"]+with=[^"]+)" aria-label="(\d+) events with ([^"]+)"', html
    ).groups()
    assert f"and {unescape(name)} {count}" in words(read(client, unescape(href))).replace(" </a>", "")


def test_every_count_of_company_is_the_length_of_the_list_behind_it(client):
    html = part_of(read(client, "/page/organisation/department-of-state"), "company")
    found = re.findall(r'href="([^"]+manner=[^"]+)" aria-label="(\d+) ', html)
    assert {href.partition("manner=")[2] for href, _ in found} >= {"met", "wrote", "named"}
    for href, count in found:
        assert f'<span class="count">{count}</span>' in read(client, unescape(href)), href


def test_every_fact_says_who_says_so_and_quotes_the_passage(client):
    html = read(client, "/page/event/republic-proclaimed")
    facts = re.findall(r"<div><dt>(.*?)</dt><dd>(.*?)</dd></div>", html, re.DOTALL)
    assert len(facts) > 3
    for name, body in facts:
        assert "Who says so" in body, name
    who = dict(facts)["Who acted"]
    assert "The proclamation of the republic was read personally by Aref" in words(who)
    assert "/page/document/wilson-122512#p1" in who


def test_a_claim_and_its_denial_stand_side_by_side_each_with_its_passage(client):
    sides = part_of(read(client, "/page/event/alleged-journey-from-pishti"), "disagreement")
    told = words(sides)
    assert "Abd al-Karim Qasim says" in told
    assert "Sir Michael Wright denies" in told
    assert sides.count("<blockquote>") >= 2


def test_what_two_documents_say_of_one_man_stands_side_by_side(client):
    voices = part_of(read(client, QASIM), "voices")
    assert voices.count('<div class="side">') == 2
    assert "145. Telegram" in words(voices)


def test_who_may_be_the_same_is_compared(client):
    html = read(client, "/page/person/king-of-iraq-1957")
    assert "Perhaps the same" in html
    assert "/page/person/hsg-104121" in part_of(html, "perhaps")


def test_offices_stand_on_a_line_of_time_in_order_and_are_not_listed_twice(offices):
    html = read(offices, "/page/person/pocom-gallman")
    line = part_of(html, "lifeline")
    bars = [
        (float(x), float(width))
        for x, width in re.findall(r'class="bar(?: open)?" x="([\d.]+)%" width="([\d.]+)%"', line)
    ]
    assert len(bars) == 3
    assert all(left + width <= right for (left, width), (right, _) in pairwise(bars))
    assert sum(bars[-1]) == pytest.approx(100)
    assert line.count("bar open") == 1
    assert "3 November 1954 to 14 December 1958" in words(line)
    assert 'id="list-appointments"' not in html


def test_an_office_without_an_end_is_drawn_as_open(offices):
    here = offices.application.extensions["site"]
    entity = here.snapshot.entity(Kind.PERSON, "pocom-gallman")
    number = here.snapshot.catalog.number(Kind.PERSON, "pocom-gallman")
    with offices.application.test_request_context():
        line = lifeline(here, entity, number, Facts())
    assert line is not None
    assert [office.is_open for office in line.held] == [False, False, True]


def test_a_post_shows_who_held_it(offices):
    assert words(part_of(read(offices, "/page/organisation/us-mission-to-iraq"), "lifeline")).count("Gallman") == 3


def test_links_to_authority_files_name_the_file_and_say_whether_they_are_sure(offices):
    html = part_of(read(offices, "/page/person/hostile"), "authorities")
    assert "Virtual International Authority File" in html
    assert "95151565" in html
    assert "<b>Gallman" not in read(offices, "/page/person/hostile")
    told = {"http://www.w3.org/2004/02/skos/core#closeMatch": [Value("https://www.example.com/x", True)]}
    told |= {f"{CRM}P1": [], "http://www.w3.org/2004/02/skos/core#exactMatch": [Value("javascript:alert(1)", True)]}
    (link,) = links_elsewhere(Facts({"i": told}), "i", BASE)
    assert (link.register, link.code, link.is_sure) == ("example.com", "x", False)


@pytest.mark.parametrize(
    "query",
    ["part=nothing", "part=sender&year=x", "part=event&page=99999999999", "with=person/nobody", "with=%00", "with=person/../x",
     "part=%3Cscript%3E", "part=event&year=-5", "part=event&year=١٩٥٨"],
)  # fmt: skip
def test_nonsense_asked_of_a_person_is_answered_with_a_page(client, query):
    read(client, f"{QASIM}?{query}")


def test_two_years_do_not_make_two_fat_bars():
    chart = activity([Part("sender", 4, {1958: 3, 1959: 1})])
    assert chart is not None
    assert all(float(bar.width[:-1]) < 10 for bar in chart.strips[0].bars)
    assert activity([Part("unheard-of", 1)]) is None
    undated = activity([Part("sender", 1)])
    assert undated is not None
    assert (undated.years, undated.strips[0].bars) == ([], [])


@pytest.mark.parametrize(("first", "last"), [(1958, 1958), (1958, 1967), (1861, 1992), (1, 2026)])
def test_an_axis_has_at_most_a_handful_of_years_that_fit(first, last):
    marks = ticks(first, last)
    assert 1 <= len(marks) <= 6
    assert all(0 <= float(mark.x[:-1]) <= 100 for mark in marks)


def test_claims_that_nobody_opposes_are_no_disagreement():
    def claim(value: str, who: str, *kinds: str) -> Claim:
        return Claim(Link("c", "/c"), "took place at", Link(value, f"/{value}"), [Link(who, "")], None, list(kinds), [])

    rows = [Fact("Where", [Link("Baghdad", "/Baghdad")])]
    assert disagreement([claim("Baghdad", "A")], rows)[0] == []
    assert len(disagreement([claim("Mosul", "A")], rows)[0]) == 1
    assert len(disagreement([claim("Mosul", "A"), claim("Basra", "B")], [])[0]) == 1
    assert disagreement([claim("Mosul", "A"), claim("Basra", "A")], [])[0] == []
    assert len(disagreement([claim("Mosul", "A", "denial")], [])[0]) == 1
