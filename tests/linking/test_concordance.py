"""What a person says is the same is published under one key, and nothing else is."""

from lod_publisher.linking.concordance import link, merge
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


def test_every_source_key_leads_to_the_curated_one():
    concordance, findings = link([ENTRY, CURATED])
    assert concordance.local_id(EntityRef(Kind.PERSON, "frus1958-60v12/p_QGAK1")) == "qasim-abd-al-karim"
    assert concordance.local_id(EntityRef(Kind.PERSON, "hsg-111030")) == "qasim-abd-al-karim"
    assert concordance.local_id(EntityRef(Kind.PERSON, "frus1958-60v12/p_WSM1")) == "frus1958-60v12/p_WSM1"
    assert findings == []


def test_the_order_of_files_does_not_matter():
    assert link([CURATED, ENTRY])[0] == link([ENTRY, CURATED])[0]
    assert merge([CURATED, ENTRY], "q") == merge([ENTRY, CURATED], "q")


def test_merging_keeps_what_every_source_says_and_the_curated_label():
    merged = merge([ENTRY, CURATED], "qasim-abd-al-karim")
    assert isinstance(merged, Person)
    assert merged.label == "Abd al-Karim Qasim"
    assert {name.text for name in merged.names} == {"Qasim", "Qassim, General Abdul Karim"}
    assert merged.identifiers == ENTRY.identifiers
    assert merged.notes == ENTRY.notes


def test_sameness_of_different_kinds_is_a_finding_and_joins_nothing():
    body = Organisation("army", Origin("x.yaml", 9), "Army", same_as=(EntityRef(Kind.PERSON, "qasim-abd-al-karim"),))
    concordance, findings = link([body])
    assert concordance.published == {}
    assert [finding.rule for finding in findings] == ["same-as-of-another-kind"]
