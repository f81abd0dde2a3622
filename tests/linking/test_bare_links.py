"""Links without a description go to those whom they mean, and nowhere else."""

from lod_publisher.linking.bare_links import settle
from lod_publisher.model.records import Concept, Identifier, Origin, Person, Place

RUSK = Person("rusk", Origin("a.yaml"), "Rusk, Dean", identifiers=(Identifier("gnd", "118540238"),))
OTHER = Person("other", Origin("a.yaml"), "Other")
TOPIC = Concept("oil", "Oil", "topic")


def link(key: str, *codes: tuple[str, str], exact: tuple[str, ...] = (), line: int = 1) -> Person:
    identifiers = tuple(Identifier(*code) for code in codes)
    return Person(key, Origin("links.txt", line), "", identifiers=identifiers, exact_matches=exact)


def test_a_link_with_a_persons_code_becomes_hers_and_keeps_its_own_file():
    found, lost = settle(
        [link("gnd-118540238", ("gnd", "118540238"), ("viaf", "1"), exact=("http://viaf.org/viaf/1",)), RUSK, TOPIC]
    )
    assert lost == []
    assert found[:2] == [RUSK, TOPIC]
    [added] = found[2:]
    assert isinstance(added, Person)
    assert (added.local_id, added.label, added.names, str(added.origin)) == ("rusk", "Rusk, Dean", (), "links.txt:1")
    assert added.exact_matches == ("http://viaf.org/viaf/1",)


def test_links_lead_on_from_file_to_file_in_any_order():
    onwards = link("viaf-1", ("viaf", "1"), ("wikidata", "Q1"), exact=("http://www.wikidata.org/entity/Q1",))
    first = link("gnd-118540238", ("gnd", "118540238"), ("viaf", "1"))
    found, lost = settle([onwards, first, RUSK, OTHER])
    assert lost == []
    assert sorted(record.local_id for record in found) == ["other", "rusk", "rusk", "rusk"]


def test_links_of_strangers_and_of_other_kinds_are_left_out_and_counted_once_a_file():
    places = [Place("gnd-118540238", Origin("links.txt", 3), "", identifiers=(Identifier("gnd", "118540238"),))]
    found, [lost] = settle([link("viaf-7", ("viaf", "7"), line=2), *places, RUSK])
    assert found == [RUSK]
    assert (lost.rule, str(lost.origin), lost.value) == ("link-to-nobody", "links.txt:2", "2")


def test_without_bare_links_nothing_changes():
    assert settle([RUSK, TOPIC, OTHER]) == ([RUSK, TOPIC, OTHER], [])
