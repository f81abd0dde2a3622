"""Real volumes: the contradictions that were counted in them are found, document by document, and nothing else is.

The expected documents were found by a scan of the XML that shares no code with the reader, and by reading the findings.
"""

from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from lod_publisher.model.findings import Finding, Severity
from lod_publisher.settings import Source
from lod_publisher.sources import frus_tei

pytestmark = pytest.mark.corpus

CODED_OTHERWISE = {
    "frus1948v01p1": {"d122"},
    "frus1952-54v12p2": {"d392"},
    "frus1952-54v14p2": {"d739"},
    "frus1958-60v05": {"d72"},
    "frus1961-63v12": {"d237", "d275"},
    "frus1961-63v15": {"d6", "d208"},
    "frus1961-63v16": {"d11"},
    "frus1961-63v22": {"d277"},
    "frus1964-68v07": {"d51"},
    "frus1969-76v28": {"d127", "d229"},
    "frus1969-76ve05p1": {"d73"},  # and not d84, "July 71969"
    "frus1969-76ve05p2": {"d116"},
    "frus1977-80v01": {"d94", "d97"},
}
CODED_AT_ANOTHER_HOUR = {
    "frus1958-60v05": {"d166"},
    "frus1961-63v12": {"d196"},
    "frus1961-63v16": {"d8"},
    "frus1969-76ve05p1": {"d128"},
}
MISPRINTED_YEARS = {
    "frus1955-57v04": {"d158"},
    "frus1955-57v15": {"d334"},
    "frus1958-60v10p2": {"d237"},
    "frus1964-68v03": {"d266"},
}
OTHER_TIMES = {
    "frus1952-54Guat": {"d287"},  # a look back at the end of the volume
    "frus1961-63v22": {"d321", "d322"},
    "frus1977-80v01": {"d2", "d3"},
}
DENIED_BY_THE_FILE_NUMBER = {
    "frus1955-57v04": {"d79", "d124", "d148"},
    "frus1955-57v15": {"d9", "d61", "d290", "d334"},
    "frus1958-60v05": {"d25", "d141"},
    "frus1958-60v12": {"d120", "d344", "d347"},
    "frus1958-60v10p2": {"d237", "d261"},
    "frus1961-63v06": {"d8"},
    "frus1961-63v15": {"d72"},
    "frus1961-63v16": {"d34", "d228", "d329", "d364"},
    "frus1961-63v22": {"d287", "d359"},
    "frus1952-54v12p2": {"d3", "d4", "d5"},
    "frus1952-54v14p2": {"d463", "d677", "d729", "d739"},
}
VOLUMES = sorted({*CODED_OTHERWISE, *MISPRINTED_YEARS, *OTHER_TIMES, *DENIED_BY_THE_FILE_NUMBER})


@cache
def _findings(path: Path) -> tuple[Finding, ...]:
    source = Source(path, path.name, "frus-tei", "frus")
    return tuple(f for f in (*frus_tei.survey(source), *frus_tei.read(source)) if isinstance(f, Finding))


def found(shared: Path, volume: str, rule: str) -> list[Finding]:
    return [f for f in _findings(shared / f"data/frus/{volume}.xml") if f.rule == rule]


def documents(findings: list[Finding]) -> set[str]:
    return {finding.record.partition("/")[2] for finding in findings}


@pytest.mark.parametrize("volume", VOLUMES)
@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("date-attribute-against-text", CODED_OTHERWISE),
        ("clock-attribute-against-text", CODED_AT_ANOTHER_HOUR),
        ("year-misprinted", MISPRINTED_YEARS),
        ("date-outside-volume", OTHER_TIMES),
        ("date-against-file-number", DENIED_BY_THE_FILE_NUMBER),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_every_contradiction_of_dates_is_found_and_no_other(
    shared: Path, volume: str, rule: str, expected: dict[str, set[str]]
) -> None:
    assert documents(found(shared, volume, rule)) == expected.get(volume, set())


def test_the_uncertain_day_of_a_document_is_no_contradiction(shared: Path) -> None:
    path = shared / "data/frus/frus1955-57v03.xml"  # its document 21 is of "August 12 [13], 1955", coded as both days
    assert not [f for f in _findings(path) if "attribute-against-text" in f.rule]


def test_a_misprinted_year_names_the_year_that_is_meant(shared: Path) -> None:
    meant = {
        finding.record: finding.message.rpartition("Probably ")[2][:4]
        for volume in MISPRINTED_YEARS
        for finding in found(shared, volume, "year-misprinted")
    }
    assert meant == {
        "frus1955-57v04/d158": "1956",
        "frus1955-57v15/d334": "1956",
        "frus1958-60v10p2/d237": "1958",
        "frus1964-68v03/d266": "1965",
    }


def test_the_four_wrights_of_telegram_145_are_found(shared: Path) -> None:
    (finding,) = found(shared, "frus1958-60v12", "surname-of-another-bearer")
    assert (finding.record, finding.value, finding.origin.line) == ("frus1958-60v12/d145", "#p_WTK1", 5949)
    assert "4 times" in finding.message
    assert "#p_WSM1" in finding.remedy


def test_secretary_dulles_who_is_coded_as_his_brother_is_found_throughout_the_volume(shared: Path) -> None:
    wrong = found(shared, "frus1955-57v04", "title-of-another-bearer")
    assert Counter(finding.value for finding in wrong) == {"#p_DAW1": 34}
    assert all("#p_DJF1" in finding.remedy and finding.severity is Severity.WARNING for finding in wrong)


def test_president_kennedy_who_is_coded_as_his_brother_is_found_and_the_attorney_general_too(shared: Path) -> None:
    wrong = found(shared, "frus1961-63v06", "title-of-another-bearer")
    assert Counter(finding.value for finding in wrong) == {"#p_KRF1": 19, "#p_KJF2": 1}


def test_a_tag_on_another_name_is_found_and_a_shortened_name_is_not(shared: Path) -> None:
    wrong = found(shared, "frus1961-63v16", "mention-of-another-name")
    assert {(f.message.partition(" is said")[0], f.value) for f in wrong} == {
        ("'Lychowski'", "#p_RA1"),
        ("'Jakobson'", "#p_KFD1"),
        ("'Matsas'", "#p_MA1"),
    }
    assert found(shared, "frus1955-57v04", "mention-of-another-name") == []


def test_a_volume_in_good_order_has_hardly_a_warning(shared: Path) -> None:
    warned = Counter(
        f.rule for f in _findings(shared / "data/frus/frus1958-60v12.xml") if f.severity is Severity.WARNING
    )
    assert warned == {"date-against-file-number": 3, "title-of-another-bearer": 1}
