"""What is said to be the same is published under one key, the one that the public knows, and nothing else is."""

from lod_publisher.linking.concordance import link
from lod_publisher.linking.decisions import Decision, Decisions
from lod_publisher.linking.merging import merge
from lod_publisher.linking.who import Pair
from lod_publisher.model.identity import Known
from lod_publisher.model.iris import Kind
from lod_publisher.model.records import EntityRef, Identifier, Name, Note, Organisation, Origin, Person

CURATED = Person(
    "qasim-abd-al-karim",
    Origin("seeds/report.yaml", 4),
    "Abd al-Karim Qasim",
    names=(Name("Qasim"),),
    same_as=(EntityRef(Kind.PERSON, "frus1958-60v12/p_QGAK1"), EntityRef(Kind.PERSON, "hsg-111030")),
)
ENTRY = Person(
    "frus1958-60v12/p_QGAK1",
    Origin("frus1958-60v12.xml", 400),
    "Qassim, General Abdul Karim",
    names=(Name("Qassim, General Abdul Karim", "primary"),),
    identifiers=(Identifier("volume-entry", "frus1958-60v12#p_QGAK1"),),
    notes=(Note("Prime Minister of Iraq from July 14, 1958"),),
)


def person(local_id: str, *same: str) -> Person:
    """A person whose source says that she is the same as some others."""
    return Person(local_id, Origin("x.yaml", 1), local_id, same_as=tuple(EntityRef(Kind.PERSON, key) for key in same))


def pair(one: str, other: str, score: float = 0.99) -> Pair:
    """Two persons who are alike."""
    return Pair(Kind.PERSON, one, other, score, ("the same name",))


def decided(what: str, one: str, other: str, when: str = "2026-03-01", line: int = 2) -> Decision:
    """A decision by a librarian."""
    return Decision(what, Kind.PERSON, one, other, "M. Reader", when, "seen in the file", Origin("decisions.csv", line))


def test_every_source_key_leads_to_the_curated_one():
    linked = link([ENTRY, CURATED])
    assert linked.concordance.local_id(EntityRef(Kind.PERSON, "frus1958-60v12/p_QGAK1")) == "qasim-abd-al-karim"
    assert linked.concordance.local_id(EntityRef(Kind.PERSON, "hsg-111030")) == "qasim-abd-al-karim"
    other = EntityRef(Kind.PERSON, "frus1958-60v12/p_WSM1")
    assert linked.concordance.local_id(other) == "frus1958-60v12/p_WSM1"
    assert linked.findings == []


def test_the_order_of_files_does_not_matter():
    assert link([CURATED, ENTRY]).concordance == link([ENTRY, CURATED]).concordance
    assert merge([CURATED, ENTRY], "q") == merge([ENTRY, CURATED], "q")


def test_merging_keeps_what_every_source_says_and_the_curated_label():
    merged = merge([ENTRY, CURATED], "qasim-abd-al-karim")
    assert isinstance(merged, Person)
    assert merged.label == "Abd al-Karim Qasim"
    assert {name.text for name in merged.names} == {"Qasim", "Qassim, General Abdul Karim"}
    assert merged.identifiers == ENTRY.identifiers
    assert merged.notes == ENTRY.notes


def test_every_name_of_a_merged_person_says_in_which_files_it_stands():
    merged = merge([ENTRY, CURATED], "qasim-abd-al-karim")
    assert {name.text: name.files for name in merged.names} == {
        "Qasim": ("seeds/report.yaml",),
        "Qassim, General Abdul Karim": ("frus1958-60v12.xml",),
    }


def test_every_key_that_was_joined_stays_as_a_key_of_the_merged_person():
    merged = merge([ENTRY, CURATED], "qasim-abd-al-karim", link([ENTRY, CURATED]).concordance)
    assert {key.local_id for key in merged.same_as} == {"frus1958-60v12/p_QGAK1", "hsg-111030"}


def test_a_name_that_people_prefer_becomes_the_label_and_the_primary_name():
    merged = merge([ENTRY, CURATED], "qasim-abd-al-karim", preferred="Qasim")
    assert merged.label == "Qasim"
    assert [name.text for name in merged.names if name.type == "primary"] == ["Qasim"]
    assert "Qassim, General Abdul Karim" in {name.text for name in merged.names}


def test_sameness_of_different_kinds_is_a_finding_and_joins_nothing():
    body = Organisation("army", Origin("x.yaml", 9), "Army", same_as=(EntityRef(Kind.PERSON, "qasim-abd-al-karim"),))
    linked = link([body])
    assert linked.concordance.published == {}
    assert [finding.rule for finding in linked.findings] == ["same-as-of-another-kind"]


def test_a_cycle_of_sameness_is_one_person():
    linked = link([person("a", "b"), person("b", "c"), person("c", "a")])
    assert linked.concordance.published == {(Kind.PERSON, "b"): "a", (Kind.PERSON, "c"): "a"}
    assert linked.findings == []


def test_a_decision_that_two_are_different_wins_over_a_source_and_is_told():
    decisions = Decisions([decided("different", "a", "b")])
    linked = link([person("a", "b", "c"), person("b")], decisions)
    assert linked.concordance.published == {(Kind.PERSON, "c"): "a"}
    assert [(finding.rule, finding.value) for finding in linked.findings] == [("source-against-decision", "b")]


def test_two_that_are_decided_different_are_not_joined_through_a_third_however_alike():
    decisions = Decisions([decided("different", "a", "c")])
    records = [person("a"), person("b"), person("c")]
    linked = link(records, decisions, same=[pair("a", "b", 0.98), pair("b", "c", 0.99)])
    assert linked.concordance.published == {(Kind.PERSON, "c"): "b"}


def test_what_stays_possible_is_told_once_for_two_persons_and_never_of_two_who_are_joined_or_kept_apart():
    records = [person(key) for key in "abcd"]
    possible = [pair("a", "c", 0.7), pair("b", "c", 0.8), pair("a", "b", 0.6), pair("c", "d", 0.9)]
    decisions = Decisions([decided("different", "c", "d")])
    linked = link(records, decisions, [pair("a", "b")], possible)
    assert [(each.one, each.other) for each in linked.possible] == [("b", "c")]


def test_the_key_that_the_public_knows_stays_published_whoever_joins():
    known = Known({(Kind.PERSON, "v1/p_Q"): "2026-01-01T00:00:00Z"})
    linked = link([person("qasim", "v1/p_Q", "v0/p_Q")], known=known)
    assert linked.concordance.published == {(Kind.PERSON, "qasim"): "v1/p_Q", (Kind.PERSON, "v0/p_Q"): "v1/p_Q"}


def test_of_two_known_keys_the_older_stays_published():
    known = Known({(Kind.PERSON, "a"): "2026-02-01T00:00:00Z", (Kind.PERSON, "b"): "2026-01-01T00:00:00Z"})
    assert link([person("a", "b")], known=known).concordance.published == {(Kind.PERSON, "a"): "b"}


def test_a_person_keeps_her_published_key_though_the_source_that_gave_it_is_gone():
    known = Known({(Kind.PERSON, "hsg-1"): "2026-01-01T00:00:00Z"}, {(Kind.PERSON, "v1/p_Q"): "hsg-1"})
    assert link([person("v1/p_Q")], known=known).concordance.published == {(Kind.PERSON, "v1/p_Q"): "hsg-1"}


def test_a_person_who_is_no_longer_joined_has_her_own_key_again():
    known = Known({(Kind.PERSON, "a"): "2026-01-01T00:00:00Z"}, {(Kind.PERSON, "b"): "a"})
    assert link([person("a"), person("b")], known=known).concordance.published == {}


def test_a_decision_about_somebody_whom_no_source_names_waits_and_is_told():
    linked = link([person("a")], Decisions([decided("same", "a", "zz")]))
    assert [(finding.rule, finding.value) for finding in linked.findings] == [("decision-about-nobody", "zz")]
    assert linked.concordance.published == {}


def test_a_link_is_sure_or_doubted_and_what_people_say_of_it_holds():
    one, other = "http://viaf.org/viaf/1", "http://viaf.org/viaf/2"
    sure = Person("a", Origin("x.csv", 1), "A", exact_matches=(one, other))
    unsure = Person("a", Origin("y.csv", 1), "A", close_matches=(one,))
    merged = merge([sure, unsure], "a")
    assert (merged.exact_matches, merged.close_matches) == ((one, other), ())
    merged = merge([sure, unsure], "a", links=[decided("close", "a", other)])
    assert (merged.exact_matches, merged.close_matches) == ((one,), (other,))
