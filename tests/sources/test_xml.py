"""XML is parsed safely, and whatever cannot be parsed is refused in one sentence with its place."""

from pathlib import Path

import pytest

from lod_publisher.errors import SourceError
from lod_publisher.sources import _xml

LAUGHS = """<?xml version="1.0"?>
<!DOCTYPE lolz [
 <!ENTITY lol "lol">
 <!ENTITY lol2 "&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;">
 <!ENTITY lol3 "&lol2;&lol2;&lol2;&lol2;&lol2;&lol2;&lol2;&lol2;&lol2;&lol2;">
]>
<lolz a="&lol3;">&lol3;</lolz>
"""


def written(folder: Path, data: bytes | str) -> Path:
    path = folder / "file.xml"
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


@pytest.mark.parametrize(
    ("data", "place", "what"),
    [
        (b"", "shown.xml:1: ", "empty"),
        (b" \n\n", "shown.xml:1: ", "empty"),
        (b"just words", "shown.xml:1: ", "not well-formed"),
        (b"<a>\n<b>\n</a>", "shown.xml:3: ", "not well-formed"),
        (b"<a>\n\xe9</a>", "shown.xml:2: ", "not UTF-8"),
        ("<a/>".encode("utf-16"), "shown.xml:1: ", "not UTF-8"),
        (b"<?xml version='1.0' encoding='ISO-8859-1'?>\n<a/>", "shown.xml:1: ", "not UTF-8"),
        (LAUGHS.encode(), "shown.xml:3: ", "declares entities"),
        (b"<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>", "shown.xml:1: ", "declares entities"),
        (b"<a>\x00</a>", "shown.xml:1: ", "not well-formed"),
        (b"<a>&nowhere;</a>", "shown.xml:1: ", "not well-formed"),
    ],
)
def test_what_cannot_be_read_safely_is_refused_with_its_line(
    tmp_path: Path, data: bytes, place: str, what: str
) -> None:
    with pytest.raises(SourceError, match=what) as caught:
        _xml.parse(written(tmp_path, data), "shown.xml")
    message = str(caught.value)
    assert message.startswith(place)
    assert "\n" not in message


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"gone\.xml:1: there is no such file"):
        _xml.parse(tmp_path / "gone.xml", "gone.xml")
    with pytest.raises(SourceError, match=r"d\.xml:1: the file cannot be opened"):
        _xml.parse(tmp_path, "d.xml")


def test_duplicate_ids_survive_and_lines_stay_right_beyond_65535(tmp_path: Path) -> None:
    data = "<a>" + "\n" * 70_000 + "<b xml:id='x'>one</b>\n<b xml:id='x'>two</b></a>"
    tree = _xml.parse(written(tmp_path, data), "a.xml")
    lines = [str(b.sourceline) for b in tree.getroot()]
    assert lines == ["70001", "70002"]


@pytest.mark.parametrize("address", ["http://localhost:9/a.dtd", "file:///etc/passwd", "a.dtd"])
def test_an_external_document_type_is_neither_fetched_nor_an_error(tmp_path: Path, address: str) -> None:
    (tmp_path / "a.dtd").write_text("<!ENTITY x 'outside'>")
    tree = _xml.parse(written(tmp_path, f"<!DOCTYPE a SYSTEM '{address}'><a>x</a>"), "a.xml")
    assert tree.getroot().text == "x"
