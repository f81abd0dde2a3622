"""What pages of persons, organisations, places and events show beside their facts: activity, offices, company, sources, doubts."""

from typing import Any

from lod_publisher.model.iris import Kind
from lod_publisher.snapshot.catalog import Entity
from lod_publisher.web.facts import Facts
from lod_publisher.web.protocols.pages.elsewhere import Listing
from lod_publisher.web.protocols.pages.evidence import Claim, names_with_sources, quotes
from lod_publisher.web.protocols.pages.pointers import Pointers
from lod_publisher.web.protocols.pages.summary import Fact
from lod_publisher.web.protocols.pages.things.activity import activity
from lod_publisher.web.protocols.pages.things.authorities import is_a_match, links_elsewhere
from lod_publisher.web.protocols.pages.things.company import company
from lod_publisher.web.protocols.pages.things.disagreement import disagreement
from lod_publisher.web.protocols.pages.things.lifeline import lifeline
from lod_publisher.web.protocols.pages.things.perhaps import perhaps
from lod_publisher.web.protocols.pages.things.saying import by_document, sayings

# What the page shows better in a place of its own.
_SHOWN_APART = frozenset({"Elsewhere"})


def thing_of(
    pointers: Pointers, entity: Entity, facts: Facts, rows: list[Fact], lists: list[Listing], told: list[Claim]
) -> dict[str, Any]:
    """All that the template of a thing shows beside what every page has.

    `rows` are the facts under its title, `lists` what points at it, `told` the claims about it; offices that are drawn are not listed again.
    """
    here, iri = pointers.here, pointers.iri
    said = quotes(here, iri, facts)
    sides, unopposed = disagreement(told, rows)
    elsewhere = links_elsewhere(facts, iri, here.snapshot.base, [claim for claim in told if is_a_match(claim)])
    shown = {link.said.link for link in elsewhere if link.said}
    number = here.snapshot.catalog.number(entity.kind, entity.local_id)
    line = None if number is None else lifeline(here, entity, number, facts)
    rows = [row for row in rows if row.name not in _SHOWN_APART]
    return {
        "facts": rows,
        "further": [each for each in lists if each.key != "appointments" or line is None or line.more],
        "sayings": sayings(here, entity, rows, said),
        "names": [] if entity.kind is Kind.VOLUME else names_with_sources(here, iri, facts),
        "quotes": said,
        "voices": by_document(said),
        "claims": [claim for claim in unopposed if claim.link not in shown],
        "sides": sides,
        "elsewhere": elsewhere,
        "perhaps": perhaps(here, iri, entity, facts, told),
        "activity": None if number is None else activity(here.snapshot.involvement.parts(number)),
        "lifeline": line,
        "company": [] if number is None else company(here, number),
    }
