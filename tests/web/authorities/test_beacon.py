"""BEACON link dumps, read back as the format's own rules say."""

import pytest

BASE = "https://data.example.org"


def _read(text: str) -> tuple[dict[str, str], list[tuple[str, str, str]]]:
    """The fields, and the links in full: source, annotation, target."""
    lines = [line for line in text.split("\n") if line]
    fields = {key[1:]: value for key, _, value in (line.partition(": ") for line in lines if line.startswith("#"))}

    def whole(pattern: str, token: str) -> str:
        return pattern.replace("{ID}", token).replace("{+ID}", token)

    links = []
    for line in lines:
        if not line.startswith("#"):
            source, annotation, target = line.split("|")
            links.append((whole(fields["PREFIX"], source), annotation, whole(fields["TARGET"], target)))
    return fields, links


def test_a_dump_of_an_authority_file_leads_from_its_records_to_our_things(reader):
    answer = reader.get("/beacon/viaf.txt")
    fields, links = _read(answer.get_data(as_text=True))
    assert answer.content_type == "text/plain; charset=utf-8"
    assert answer.get_data(as_text=True).startswith("#FORMAT: BEACON\n")
    assert fields["FEED"] == f"{BASE}/beacon/viaf.txt"
    assert fields["TIMESTAMP"] == "2026-01-02T00:00:00Z"
    assert ("http://viaf.org/viaf/25395945", "Qasim, Abd al-Karim", f"{BASE}/id/person/qasim") in links
    assert len(links) == 5


def test_what_is_only_possibly_the_same_is_in_no_dump(reader):
    _, links = _read(reader.get("/beacon/gnd.txt").get_data(as_text=True))
    assert links == []


def test_the_addresses_of_a_file_that_we_do_not_know_stand_in_full(reader):
    _, links = _read(reader.get("/beacon/names.example.com.txt").get_data(as_text=True))
    assert [source for source, *_ in links] == ["https://names.example.com/qasim"]


def test_a_code_with_a_part_of_its_address_behind_it_is_put_in_its_place(reader):
    _, links = _read(reader.get("/beacon/geonames.txt").get_data(as_text=True))
    assert [source for source, *_ in links] == ["https://sws.geonames.org/98182/"]


@pytest.mark.parametrize("name", ["shelf", "no-such-file", "..%2f", "%00"])
def test_a_file_without_addresses_or_unknown_is_not_found(reader, name):
    assert reader.get(f"/beacon/{name}.txt").status_code == 404


def test_beacon_alone_leads_to_the_list_of_authority_files(reader):
    answer = reader.get("/beacon")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/authority")
